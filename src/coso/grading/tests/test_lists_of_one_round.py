"""A list holds sheets of its own round, at least one; a last good day lies ahead; nobody lists their own union."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.journal import act
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.grading.models import Decision, Sheet
from coso.grading.services.appraisal import ask_supplement, return_sheet
from coso.grading.services.council import hear_sheets, propose_levels
from coso.grading.services.decisions import decide_lists, decide_sheets, leave_ungraded, publish_lists, publish_sheets
from coso.grading.services.rounds import refresh_figures
from coso.grading.services.scoring import submit_sheet
from coso.grading.testing.deciding import fresh
from coso.grading.testing.rounds import SCHOOL, stand_at, start_round
from coso.grading.testing.year import fill_in

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


@pytest.fixture
def of_two(two_rounds, tree):
    """A sheet of each round of the year, at a step."""
    units = (tree.school, tree.garment)
    sheets = [Sheet.objects.get(round=each, unit=unit) for each, unit in zip(two_rounds, units, strict=True)]
    return lambda step: [stand_at(sheet, step) for sheet in sheets]


TOGETHER = {
    "decide": ("decide", "publish", lambda rows, by: decide_lists(sheets=rows, document="QĐ 1", by=by)),
    "publish": ("publish", "done", lambda rows, by: publish_lists(sheets=rows, by=by)),
    "leave": ("self", "", lambda rows, by: leave_ungraded(sheets=rows, why="không nộp", by=by)),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_sheets_of_two_rounds_are_done_in_one_action(of_two, actors, name):
    step, after, deed = TOGETHER[name]
    rows, before = of_two(step), Action.objects.count()
    done = deed(rows, actors.chuyen)
    assert {fresh(row).step for row in rows} == {after}
    assert {fresh(row).act for row in rows} == {done.id}
    assert Action.objects.count() == before + 1


@pytest.mark.parametrize("name", TOGETHER)
def test_if_one_of_two_rounds_refuses_nothing_is_done_in_the_other(of_two, actors, name):
    step, _after, deed = TOGETHER[name]
    for last in (0, 1):
        rows = of_two(step)
        stand_at(rows[last], "appraise")
        before = Action.objects.count()
        with pytest.raises(RefusedError):
            deed(rows, actors.chuyen)
        assert Action.objects.count() == before
        assert fresh(rows[1 - last]).step == step


def test_the_council_s_proposals_are_not_kept_if_its_decision_is_refused(client, a_round, tree, actors):
    rows = [stand_at(row, "decide") for row in Sheet.objects.filter(round=a_round, why_not="")]
    client.force_login(actors.chuyen)
    said = {f"level-{rows[0].pk}": "good", f"why-{rows[0].pk}": "còn đơn thư", "what": "decide", "given": "chín"}
    before = Action.objects.count()
    client.post(reverse("council", args=[a_round.pk]), said)
    assert (Action.objects.count(), fresh(rows[0]).heard_grade) == (before, "")


def test_a_table_that_somebody_wrote_since_is_not_decided_unseen(client, a_round, actors):
    rows = [stand_at(row, "decide") for row in Sheet.objects.filter(round=a_round, why_not="")]
    client.force_login(actors.chuyen)
    address = reverse("council", args=[a_round.pk])
    seen = client.get(address).content.decode().split('name="seen" value="')[1].split('"')[0]
    propose_levels(round_=a_round, sheets=rows[:1], levels={rows[0].id: ("good", "đơn thư")}, by=actors.lanh)
    page = client.post(address, {"what": "decide", "sure": "1", "seen": seen})
    assert "Lanh" in page.content.decode()
    assert not Decision.objects.exists()
    again = page.content.decode().split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, {"what": "decide", "sure": "1", "seen": again}).status_code == 302
    assert fresh(rows[0]).grade == "good"


def test_figures_are_filled_anew_in_as_many_queries_for_any_number_of_sheets(a_round, tree):
    def refilled():
        with CaptureQueriesContext(connection) as queries:
            refresh_figures(round_=a_round, by=None)
        return len(queries)

    refilled()
    one = Sheet.objects.filter(round=a_round, why_not="").first()
    with act(by=None, verb="test") as a:
        graded = Sheet.objects.filter(round=a_round, why_not="").exclude(pk=one.pk)
        others = list(graded.values_list("pk", flat=True))
        a.write(Sheet, {key: {"why_not": "dormant"} for key in others})
    alone = refilled()
    with act(by=None, verb="test") as a:
        a.write(Sheet, {key: {"why_not": ""} for key in others})
    assert refilled() == alone < 40


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
