"""A list holds sheets of its own round, at least one; a last good day lies ahead; nobody lists their own union."""

import datetime as dt

import pytest

from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.evaluation.models import Decision, Sheet
from coso.evaluation.services.appraisal import ask_supplement, return_sheet
from coso.evaluation.services.council import hear_sheets, propose_levels
from coso.evaluation.services.decisions import decide_sheets, leave_ungraded, publish_sheets
from coso.evaluation.services.scoring import submit_sheet
from coso.evaluation.tests.deciding import fresh
from coso.evaluation.tests.rounds import SCHOOL, stand_at, start_round
from coso.evaluation.tests.test_year import fill_in

DEEDS = {
    "decide": ("decide", lambda r, s, by: decide_sheets(round_=r, sheets=s, document="QĐ 1", by=by)),
    "publish": ("publish", lambda r, s, by: publish_sheets(round_=r, sheets=s, by=by)),
    "hear": ("council", lambda r, s, by: hear_sheets(round_=r, sheets=s, by=by)),
    "propose": (
        "council",
        lambda r, s, by: propose_levels(round_=r, sheets=s, levels={x.id: ("excellent", "") for x in s}, by=by),
    ),
}


@pytest.fixture
def two_rounds(tree, model_rubric):
    school = start_round(tree, model_rubric, **SCHOOL)
    return school, start_round(tree, model_rubric)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_sheet_of_another_round_is_in_no_list(deed, two_rounds, tree, actors):
    school, rest = two_rounds
    step, do = DEEDS[deed]
    strange = stand_at(Sheet.objects.get(round=rest, unit=tree.garment), step)
    before = Action.objects.count()
    with pytest.raises(RefusedError, match="kỳ đánh giá khác"):
        do(school, [strange], actors.chuyen)
    assert Action.objects.count() == before
    assert fresh(strange).step == step


@pytest.mark.parametrize("deed", DEEDS)
def test_an_empty_list_does_nothing(deed, a_round, actors):
    before = Action.objects.count()
    with pytest.raises(RefusedError):
        DEEDS[deed][1](a_round, [], actors.chuyen)
    assert (Action.objects.count(), Decision.objects.count()) == (before, 0)


def test_unions_of_two_rounds_are_not_left_ungraded_together(two_rounds, tree, actors):
    sheets = [
        fresh(Sheet.objects.get(round=each, why_not="", unit=unit))
        for each, unit in zip(two_rounds, (tree.school, tree.garment), strict=True)
    ]
    with pytest.raises(RefusedError, match="kỳ đánh giá khác"):
        leave_ungraded(sheets=sheets, why="không nộp", by=actors.chuyen)


@pytest.fixture
def sent(a_round, sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=fresh(sheet), by=actors.nhung)
    return fresh(sheet)


@pytest.mark.parametrize("back", [1, 400])
def test_a_last_good_day_lies_ahead(sent, actors, today, back):
    over = today - dt.timedelta(days=back)
    line = sent.lines.select_related("sheet__unit", "sheet__round__unit").get(code="D07")
    for deed in (
        lambda: ask_supplement(line=line, text="Thiếu biên bản", due=over, by=actors.hanh),
        lambda: return_sheet(sheet=sent, why="sai mẫu", due=over, by=actors.hanh),
    ):
        with pytest.raises(RefusedError) as refused:
            deed()
        assert [reason.field for reason in refused.value.reasons] == ["due"]


def test_today_is_a_good_day(sent, actors, today):
    assert return_sheet(sheet=sent, why="sai mẫu", due=today, by=actors.hanh)
    assert fresh(sent).step == "self"
