"""No step is skipped: every service at every wrong step refuses and writes nothing; who may act at the right one."""

import datetime as dt

import pytest

from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.grading.models import Sheet, SheetLine
from coso.grading.services.appraisal import (
    accept_agreeing,
    appraise_line,
    ask_supplement,
    finish_appraisal,
    move_on,
    return_sheet,
)
from coso.grading.services.council import hear_sheets, propose_levels
from coso.grading.services.decisions import decide_sheets, leave_ungraded, publish_sheets, reopen_sheet
from coso.grading.services.scoring import confirm_proposals, place_of, read_cell, score_line, submit_sheet
from coso.grading.testing.rounds import stand_at

STEPS = ("self", "cluster", "appraise", "submit", "review", "council", "decide", "publish", "done")
DUE = dt.date(2026, 12, 18)


def line(sheet, code="D01"):
    return SheetLine.objects.select_related("sheet__round__rubric", "sheet__round__unit", "sheet__unit").get(
        sheet=sheet, code=code
    )


def listed(sheet):
    return {"round_": sheet.round, "sheets": [sheet]}


SERVICES = {
    "score": ({"self"}, lambda s, by: score_line(line=line(s), points=3000, by=by)),
    "confirm": ({"self"}, lambda s, by: confirm_proposals(sheet=s, by=by)),
    "send": ({"self"}, lambda s, by: submit_sheet(sheet=s, by=by)),
    "leave": ({"self"}, lambda s, by: leave_ungraded(sheets=[s], why="không nộp", by=by)),
    "appraise": ({"appraise"}, lambda s, by: appraise_line(line=line(s), points=3000, reason="thiếu", by=by)),
    "accept": ({"appraise"}, lambda s, by: accept_agreeing(sheet=s, by=by)),
    "ask": ({"appraise"}, lambda s, by: ask_supplement(line=line(s), text="Thiếu", due=DUE, by=by)),
    "return": ({"appraise"}, lambda s, by: return_sheet(sheet=s, why="sai mẫu", due=DUE, by=by)),
    "finish": ({"appraise"}, lambda s, by: finish_appraisal(sheet=s, by=by)),
    "move": ({"cluster", "submit", "review", "council"}, lambda s, by: move_on(sheet=s, by=by)),
    "propose": (
        {"council", "decide"},
        lambda s, by: propose_levels(**listed(s), levels={s.id: ("excellent", "")}, by=by),
    ),
    "hear": ({"council"}, lambda s, by: hear_sheets(**listed(s), by=by)),
    "decide": ({"decide"}, lambda s, by: decide_sheets(**listed(s), document="QĐ 1", by=by)),
    "publish": ({"publish"}, lambda s, by: publish_sheets(**listed(s), by=by)),
    "reopen": ({"publish", "done"}, lambda s, by: reopen_sheet(sheet=s, why="đơn", due=DUE, by=by)),
}
WRONG = [(name, step) for name, (right, _do) in SERVICES.items() for step in STEPS if step not in right]


@pytest.mark.parametrize(("name", "step"), WRONG)
def test_a_service_at_a_wrong_step_refuses_and_leaves_no_trace(sheet, name, step):
    standing = stand_at(sheet, step)
    before = Action.objects.count()
    with pytest.raises(RefusedError):
        SERVICES[name][1](standing, None)
    assert (Action.objects.count(), Sheet.objects.get(pk=sheet.pk).step) == (before, step)


OFFICERS = {"lanh", "chuyen", "hanh"}
PROVINCE = {"lanh", "chuyen"}
ACTING = {
    "score": ("self", {"nhung", "pho", "uy"}),
    "confirm": ("self", {"nhung", "pho", "uy"}),
    "leave": ("self", PROVINCE),
    "appraise": ("appraise", OFFICERS),
    "accept": ("appraise", OFFICERS),
    "ask": ("appraise", OFFICERS),
    "return": ("appraise", OFFICERS),
    "propose": ("council", PROVINCE),
    "hear": ("council", PROVINCE),
    "decide": ("decide", PROVINCE),
    "publish": ("publish", PROVINCE),
    "reopen": ("publish", {"lanh"}),
}


@pytest.mark.parametrize("name", ACTING)
def test_only_those_whose_part_it_is_may_act(sheet, actors, name):
    step, expected = ACTING[name]
    standing = stand_at(sheet, step)
    forbidden = set()
    for who, by in actors.everybody().items():
        if who in expected:
            continue
        with pytest.raises(ForbiddenError):
            SERVICES[name][1](standing, by)
        forbidden.add(who)
    assert Sheet.objects.get(pk=sheet.pk).step == step
    assert forbidden | expected == set(actors.everybody())


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, (_s, may) in ACTING.items() for who in sorted(may)])
def test_each_of_those_whose_part_it_is_can_act(sheet, actors, name, who):
    SERVICES[name][1](stand_at(sheet, ACTING[name][0]), getattr(actors, who))


@pytest.mark.parametrize("name", ["leave", "return", "hear", "decide", "publish", "reopen"])
def test_what_was_done_once_is_refused_the_second_time(sheet, name):
    _right, do = SERVICES[name]
    do(stand_at(sheet, ACTING[name][0]), None)
    with pytest.raises(RefusedError):
        do(Sheet.objects.select_related("unit", "round__unit", "round__rubric").get(pk=sheet.pk), None)


REFUSED = {
    "level": (lambda s: propose_levels(**listed(s), levels={s.id: ("great", "vì")}, by=None), "council", "ID"),
    "no word": (lambda s: propose_levels(**listed(s), levels={s.id: ("good", " ")}, by=None), "council", "ID"),
    "not asked": (lambda s: ask_supplement(line=line(s), text=" ", due=DUE, by=None), "appraise", "text"),
    "no reason": (lambda s: return_sheet(sheet=s, why=" ", due=DUE, by=None), "appraise", "why"),
    "changed": (lambda s: appraise_line(line=line(s), points=3000, reason=" ", by=None), "appraise", "reason"),
    "too many": (lambda s: appraise_line(line=line(s), points=99_000, reason="x", by=None), "appraise", "points"),
    "below": (lambda s: score_line(line=line(s), points=-500, by=None), "self", "points"),
    "off the step": (lambda s: score_line(line=line(s), points=1, by=None), "self", "points"),
    "bonus": (lambda s: score_line(line=line(s, "B01"), points=0, by=None), "self", "points"),
    "reopened why": (lambda s: reopen_sheet(sheet=s, why=" ", due=DUE, by=None), "done", "why"),
    "left why": (lambda s: leave_ungraded(sheets=[s], why=" ", by=None), "self", "why"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_names_its_field(sheet, case):
    do, step, field = REFUSED[case]
    standing = stand_at(sheet, step)
    with pytest.raises(RefusedError) as told:
        do(standing)
    assert [reason.field for reason in told.value.reasons] == [str(sheet.id) if field == "ID" else field]


@pytest.mark.parametrize(("after", "refused"), [(-1, True), (0, False), (1, False)])
def test_a_reopened_sheet_may_be_due_today_and_not_before(sheet, today, after, refused):
    standing, due = stand_at(sheet, "done"), today + dt.timedelta(days=after)
    if refused:
        with pytest.raises(RefusedError) as told:
            reopen_sheet(sheet=standing, why="đơn", due=due, by=None)
        assert told.value.reasons[0].field == "due"
    else:
        reopen_sheet(sheet=standing, why="đơn", due=due, by=None)
        assert Sheet.objects.get(pk=sheet.pk).step == "appraise"


def test_zero_and_the_maximum_are_points_and_an_empty_cell_is_none(sheet):
    place = place_of(line(sheet, "D11"))
    most = f"{place.rule.max // 1000}"
    assert (read_cell("0", place), read_cell(most, place), read_cell("", place)) == (0, place.rule.max, None)
