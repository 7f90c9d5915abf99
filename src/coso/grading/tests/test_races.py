"""Two sessions at once on two connections: one waits for the other and sees what it did."""

import datetime as dt
import uuid

import pytest

from coso.access.journal import StaleError, act
from coso.access.models import Action, SentForm
from coso.access.once import OnceKey, RepeatedFormError, carrying
from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.grading.models import Decision, Sheet, SheetLine
from coso.grading.services.amendments import sums_of
from coso.grading.services.appraisal import appraise_line, finish_appraisal
from coso.grading.services.council import hear_sheets
from coso.grading.services.decisions import decide_sheets, publish_sheets
from coso.grading.services.petitions import Petition
from coso.grading.services.rounds import refresh_figures
from coso.grading.services.scoring import score_line, submit_sheet
from coso.grading.testing.deciding import fresh
from coso.grading.testing.rounds import stand_at
from coso.grading.testing.year import appraise_all, fill_in
from coso.lib.keys import new_key
from coso.papers.models import Document, Series
from coso.papers.services import issue_document, take_number, type_number
from coso.papers.testing import a_paper
from coso.requests.models import Request
from coso.requests.services import ask
from coso.rubrics.specs import grammar_of
from coso.testing.races import apart, at_once

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = (RefusedError, StaleError)


@pytest.fixture(autouse=True)
def _apart(sheet, tmp_path):
    with apart(tmp_path):
        yield


def first_lines(sheet):
    found = SheetLine.objects.select_related("sheet__round__rubric", "sheet__unit").filter(sheet=sheet)
    return list(found.order_by("n")[:4])


def assert_sums(sheet):
    """Every sum that the sheet keeps is what its lines add up to now."""
    now = fresh(sheet)
    sums = sums_of(now, grammar_of(now.round.rubric), list(now.lines.order_by("n")))
    assert {name: getattr(now, name) for name in sums} == sums


def one_wins(wrong):
    """One was done, all others were refused in words."""
    told = [each for each in wrong if each]
    assert len(told) == len(wrong) - 1, wrong
    assert all(isinstance(each, TOLD) for each in told), wrong


def open_duties(kind):
    return Duty.objects.still_open().filter(kind=kind).count()


@pytest.fixture
def filled(sheet):
    fill_in(sheet, None)
    return fresh(sheet)


def test_a_sheet_is_submitted_once(filled):
    one_wins(at_once(*[lambda: submit_sheet(sheet=filled, by=None)] * 3))
    assert open_duties("grading.appraise") == 1
    assert Action.objects.filter(verb="sheet.submit").count() == 1


def test_the_total_is_the_sum_of_the_lines_whoever_was_first(filled):
    lines = first_lines(filled)
    wrong = at_once(
        *[lambda each=each: score_line(line=each, points=1000, note="ít hơn", by=None) for each in lines],
        lambda: submit_sheet(sheet=filled, by=None),
        lambda: refresh_figures(round_=filled.round, by=None),
    )
    assert all(each is None or isinstance(each, TOLD) for each in wrong), wrong
    assert_sums(filled)


def test_the_appraised_total_is_the_sum_of_the_lines(filled):
    submit_sheet(sheet=filled, by=None)
    appraise_all(filled, None)
    sheet, lines = fresh(filled), first_lines(filled)
    wrong = at_once(
        *[lambda each=each: appraise_line(line=each, points=500, reason="thiếu", by=None) for each in lines],
        *[lambda: finish_appraisal(sheet=sheet, by=None)] * 2,
    )
    one_wins(wrong[-2:])
    assert all(each is None or isinstance(each, TOLD) for each in wrong), wrong
    assert_sums(sheet)
    assert open_duties("grading.decide") == 1


@pytest.fixture
def round_at(a_round):
    def stand(step):
        rows = [stand_at(each, step) for each in Sheet.objects.filter(round=a_round, why_not="")]
        return a_round, rows

    return stand


def test_a_list_is_decided_once_in_whatever_order_it_is_given(round_at):
    round_, rows = round_at("decide")
    one_wins(
        at_once(
            lambda: decide_sheets(round_=round_, sheets=rows, document="QĐ 12", by=None),
            lambda: decide_sheets(round_=round_, sheets=rows[::-1], document="QĐ 12", by=None),
        )
    )
    assert Decision.objects.get().sheets.count() == len(rows)
    assert open_duties("grading.publish") == len(rows)


def test_the_round_is_published_with_the_last_of_two_halves(round_at):
    round_, rows = round_at("publish")
    wrong = at_once(*[lambda row=row: publish_sheets(round_=round_, sheets=[row], by=None) for row in rows])
    assert wrong == [None] * len(rows)
    round_.refresh_from_db()
    assert round_.published


def test_a_list_leaves_the_council_once(round_at):
    round_, rows = round_at("council")
    one_wins(at_once(*[lambda: hear_sheets(round_=round_, sheets=rows, by=None)] * 2))
    assert open_duties("grading.decide") == len(rows)


def test_one_petition_is_open(sheet):
    decided = stand_at(sheet, "publish")
    one_wins(at_once(*[lambda: ask(about=Petition(decided), text="Xin xem lại", by=None)] * 2))
    assert Request.objects.count() == open_duties("grading.petition") == 1


def test_a_paper_gets_one_number_and_two_papers_two(tree):
    subjects = [new_key(), new_key()]
    issue = [
        lambda key=key: issue_document(kind="to-trinh", unit=tree.ward, subject=key, frozen=a_paper(), by=None)
        for key in subjects * 2
    ]
    assert at_once(*issue) == [None] * 4
    one, two = Document.objects.order_by("subject")
    day = dt.date(2026, 11, 1)
    wrong = at_once(
        *[lambda: take_number(document=one, by=None)] * 2,
        lambda: take_number(document=two, by=None),
        lambda: type_number(document=two, number="01/TTr-CĐ", on=day, by=None),
    )
    assert all(each is None or isinstance(each, TOLD) for each in wrong), wrong
    numbers = list(Document.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 2
    assert "" not in numbers
    assert Series.objects.get().last == 2


def test_of_two_deliveries_of_one_form_one_is_acted_on(sheet):
    key, actor = uuid.uuid4(), uuid.uuid4()

    def deliver():
        with carrying(OnceKey(key, actor, "x")), act(by=None, verb="twice"):
            pass

    wrong = at_once(*[deliver] * 3)
    assert sorted(type(each).__name__ for each in wrong if each) == [RepeatedFormError.__name__] * 2
    assert Action.objects.filter(verb="twice").count() == SentForm.objects.count() == 1
