"""Every service of the grading year, done and taken back: sheets, lines, duties, letters stand as before."""

import datetime as dt

import pytest

from coso.access.journal import BlockedError, act, undo
from coso.access.models import Action
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.grading.models import Round, Sheet
from coso.grading.services.amendments import Letter, amend_round
from coso.grading.services.appraisal import (
    accept_agreeing,
    appraise_line,
    ask_supplement,
    finish_appraisal,
    move_on,
    return_sheet,
)
from coso.grading.services.council import hear_sheets, propose_levels
from coso.grading.services.deadlines import extend_deadlines
from coso.grading.services.decisions import decide_sheets, leave_ungraded, publish_sheets, reopen_sheet
from coso.grading.services.entering import enter_for, hand_back
from coso.grading.services.petitions import Petition
from coso.grading.services.proofs import add_proof, withdraw_proof
from coso.grading.services.rounds import choose_denominator, close_figures, refresh_figures
from coso.grading.services.scoring import confirm_proposals, score_line, submit_sheet
from coso.grading.services.supplements import answer_request
from coso.grading.testing.rounds import FULL, dues, employ, stand_at, start_round
from coso.grading.testing.year import appraise_all, fill_in, line
from coso.register.models import Headcount
from coso.register.testing.standing import differing, newest_action, standing
from coso.requests import services as requests
from coso.requests.models import Request
from coso.testing.worlds import put_back

DUE = dt.date(2026, 12, 28)
LETTER = Letter("45/LĐLĐ", dt.date(2026, 10, 12), "phần mềm hỏng", "full", "D03")


class Year:
    """A round with every step, and the sheet of the garment union, led to where a deed begins."""

    def __init__(self, tree, actors, rubric):
        self.tree, self.actors = tree, actors
        employ(tree.garment, 60)
        self.round = start_round(tree, rubric, chains={"": dues(FULL)})

    @property
    def sheet(self):
        rows = Sheet.objects.select_related("unit", "round__unit", "round__rubric")
        return rows.get(round=self.round, unit=self.tree.garment)

    @property
    def now(self):
        return Round.objects.select_related("unit", "rubric").get(pk=self.round.pk)

    def line(self, code="D03"):
        return line(self.sheet, code)

    def petition(self):
        return Request.objects.get()


def filled(y):
    fill_in(y.sheet, y.actors.nhung)


def submitted(y):
    filled(y)
    submit_sheet(sheet=y.sheet, by=y.actors.nhung)


def asked(y):
    submitted(y)
    ask_supplement(line=y.line(), text="Thiếu biên bản", due=DUE, by=y.actors.hanh)


def entered(y):
    enter_for(sheet=y.sheet, why="Nộp bản giấy", by=y.actors.hanh)


def appraised(y):
    submitted(y)
    appraise_all(y.sheet, y.actors.hanh)


def at(step):
    return lambda y: stand_at(y.sheet, step)


def decided(y):
    stand_at(y.sheet, "decide")
    decide_sheets(round_=y.now, sheets=[y.sheet], document="QĐ 12", by=None)


def published(y):
    decided(y)
    publish_sheets(round_=y.now, sheets=[y.sheet], by=None)


def petitioned(y):
    published(y)
    requests.ask(about=Petition(y.sheet), text="Xin xem lại D03", by=y.actors.nhung)


def with_link(y):
    add_proof(line=y.line(), kind="link", text="https://lam.vn/d03", by=y.actors.nhung)


def counted_anew(y):
    row = Headcount.objects.get()
    with act(by=None, verb="test") as a:
        a.write(Headcount, {row.id: {"total": 20}})


def answer(outcome, due=None):
    return lambda y: requests.answer(request=y.petition(), outcome=outcome, text="Đủ hồ sơ", due=due, by=y.actors.lanh)


START = None
DEEDS = {
    "type points": (START, lambda y: score_line(line=y.line(), points=3000, note="có", by=y.actors.nhung)),
    "confirm": (START, lambda y: confirm_proposals(sheet=y.sheet, by=y.actors.nhung)),
    "enter for": (START, lambda y: enter_for(sheet=y.sheet, why="Nộp bản giấy", by=y.actors.hanh)),
    "hand back": (entered, lambda y: hand_back(sheet=y.sheet, by=y.actors.hanh)),
    "add a proof": (START, with_link),
    "withdraw a proof": (
        with_link,
        lambda y: withdraw_proof(proof=y.line().proofs.get(), reason="nhầm", by=y.actors.nhung),
    ),
    "leave ungraded": (START, lambda y: leave_ungraded(sheets=[y.sheet], why="Không nộp", by=y.actors.chuyen)),
    "give more time": (
        START,
        lambda y: extend_deadlines(
            round_=y.now, sheets=[y.sheet], step="self", due=DUE, why="Bão số 5", by=y.actors.hanh
        ),
    ),
    "submit": (filled, lambda y: submit_sheet(sheet=y.sheet, by=y.actors.nhung)),
    "appraise": (submitted, lambda y: appraise_line(line=y.line(), points=0, reason="thiếu", by=y.actors.hanh)),
    "accept": (submitted, lambda y: accept_agreeing(sheet=y.sheet, by=y.actors.hanh)),
    "ask": (submitted, lambda y: ask_supplement(line=y.line(), text="Thiếu", due=DUE, by=y.actors.hanh)),
    "answer": (asked, lambda y: answer_request(line=y.line(), answer="Đã bổ sung", by=y.actors.nhung)),
    "return": (asked, lambda y: return_sheet(sheet=y.sheet, why="Nhầm mẫu", due=DUE, by=y.actors.hanh)),
    "finish appraisal": (appraised, lambda y: finish_appraisal(sheet=y.sheet, by=y.actors.hanh)),
    "send up": (at("submit"), lambda y: move_on(sheet=y.sheet, by=y.actors.hanh)),
    "review": (at("review"), lambda y: move_on(sheet=y.sheet, by=y.actors.chuyen)),
    "propose": (
        at("council"),
        lambda y: propose_levels(
            round_=y.now, sheets=[y.sheet], levels={y.sheet.id: ("good", "Còn nợ")}, by=y.actors.chuyen
        ),
    ),
    "hear": (at("council"), lambda y: hear_sheets(round_=y.now, sheets=[y.sheet], by=y.actors.chuyen)),
    "decide": (
        at("decide"),
        lambda y: decide_sheets(round_=y.now, sheets=[y.sheet], document="QĐ 12", by=y.actors.chuyen),
    ),
    "publish": (decided, lambda y: publish_sheets(round_=y.now, sheets=[y.sheet], by=y.actors.chuyen)),
    "reopen": (published, lambda y: reopen_sheet(sheet=y.sheet, why="Sót biên bản", due=DUE, by=y.actors.lanh)),
    "petition": (published, lambda y: requests.ask(about=Petition(y.sheet), text="Xin xem lại", by=y.actors.nhung)),
    "keep the result": (petitioned, answer("kept")),
    "grant the petition": (petitioned, answer("reopened", DUE)),
    "amend": (submitted, lambda y: amend_round(round_=y.now, letter=LETTER, by=y.actors.chuyen)),
    "count over others": (
        START,
        lambda y: choose_denominator(round_=y.now, denominator="all", why="Theo CV 9", by=y.actors.chuyen),
    ),
    "refresh": (counted_anew, lambda y: refresh_figures(round_=y.now, by=None)),
    "close the figures": (START, lambda y: close_figures(round_=y.now, by=None)),
}


@pytest.fixture
def year(tree, actors, model_rubric):
    return put_back("undo.year", lambda: Year(tree, actors, model_rubric))


@pytest.fixture(params=DEEDS)
def deed(request, year):
    """A deed of the year, ready to be done; the way there is gone once and then put back."""
    before, do = DEEDS[request.param]

    def lead():
        if before:
            before(year)
        return year

    ready = put_back(f"undo.{before.__name__}" if before and before.__name__ != "<lambda>" else request.param, lead)
    return lambda: do(ready)


def test_whatever_is_done_and_taken_back_stands_as_before(deed):
    before, actions = standing(), Action.objects.count()
    deed()
    assert differing(before, standing())
    assert Action.objects.count() == actions + 1, "one deed is one action"
    undo(action=newest_action(), reason="nhập nhầm", by=None)
    assert differing(before, standing()) == []


def test_opening_a_round_and_taking_it_back_leaves_nothing_but_the_frozen_rubric_as_it_was(tree, actors, model_rubric):
    before = standing()
    start_round(tree, model_rubric, by=actors.chuyen)
    assert set(differing(before, standing())) >= {"grading.Round", "grading.Sheet", "grading.SheetLine"}
    undo(action=newest_action(), reason="nhầm năm", by=actors.chuyen)
    assert differing(before, standing()) == []
    assert not list(differences())


def test_a_submission_is_not_taken_back_once_it_is_appraised(year):
    submitted(year)
    sent = Action.objects.get(verb="sheet.submit")
    appraise_all(year.sheet, year.actors.hanh)
    finish_appraisal(sheet=year.sheet, by=year.actors.hanh)
    before = standing()
    with pytest.raises(BlockedError):
        undo(action=sent, reason="nhầm", by=None)
    assert differing(before, standing()) == []


def test_a_decision_is_not_taken_back_once_it_is_published(year):
    published(year)
    with pytest.raises(BlockedError) as told:
        undo(action=Action.objects.get(verb="round.decide"), reason="nhầm", by=None)
    assert Action.objects.get(verb="round.publish").id in {each.since for each in told.value.blockers}


def test_duties_are_right_after_every_step_and_after_every_step_taken_back(year):
    steps = [
        lambda: submit_sheet(sheet=year.sheet, by=year.actors.nhung),
        lambda: finish_appraisal(sheet=year.sheet, by=year.actors.hanh),
        lambda: move_on(sheet=year.sheet, by=year.actors.hanh),
        lambda: move_on(sheet=year.sheet, by=year.actors.chuyen),
        lambda: hear_sheets(round_=year.now, sheets=[year.sheet], by=year.actors.chuyen),
        lambda: decide_sheets(round_=year.now, sheets=[year.sheet], document="QĐ 12", by=year.actors.chuyen),
        lambda: publish_sheets(round_=year.now, sheets=[year.sheet], by=year.actors.chuyen),
    ]
    filled(year)
    for step in steps:
        step()
        assert not list(differences())
        undo(action=newest_action(), reason="nhầm", by=None)
        assert not list(differences())
        step()
        if step is steps[0]:
            appraise_all(year.sheet, year.actors.hanh)


def test_a_reopened_result_owes_its_appraisal_and_nothing_else(year):
    published(year)
    reopen_sheet(sheet=year.sheet, why="Sót biên bản", due=DUE, by=year.actors.lanh)
    assert not list(differences())
    owed = Duty.objects.still_open().filter(subject=year.sheet.id)
    assert [(duty.kind, duty.unit, duty.due) for duty in owed] == [("grading.appraise", year.tree.ward, DUE)]
