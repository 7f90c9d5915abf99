"""The row moved on after it was read: every service refuses, and writes nothing."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coso.access.journal import StaleError, act
from coso.access.models import Action, Change
from coso.access.refusals import RefusedError
from coso.grading.models import Amendment, Cluster, Sheet, SheetLine
from coso.grading.papers.subjects import SheetSubject
from coso.grading.services.amendments import Letter, amend_round
from coso.grading.services.appraisal import (
    accept_agreeing,
    appraise_line,
    ask_supplement,
    finish_appraisal,
    move_on,
    return_sheet,
)
from coso.grading.services.clusters import change_cluster, dissolve_cluster
from coso.grading.services.council import hear_sheets, propose_levels
from coso.grading.services.deadlines import extend_deadlines
from coso.grading.services.decisions import (
    decide_lists,
    decide_sheets,
    leave_ungraded,
    publish_lists,
    publish_sheets,
    reopen_sheet,
)
from coso.grading.services.entering import attach_signed_page, enter_for, hand_back
from coso.grading.services.findings import record_finding, withdraw_finding
from coso.grading.services.petitions import KEPT, REOPENED, Petition
from coso.grading.services.proofs import add_proof, withdraw_proof
from coso.grading.services.rounds import choose_denominator, close_figures, refresh_figures
from coso.grading.services.scoring import confirm_proposals, score_line, submit_sheet
from coso.grading.services.suggesting import agree_with_own, suggest_points
from coso.grading.services.supplements import answer_request
from coso.grading.testing.deciding import fresh
from coso.grading.testing.rounds import stand_at
from coso.lib.keys import new_key
from coso.papers.models import Document
from coso.papers.services import attach_scan, issue_document, issue_paper, take_number, type_number
from coso.papers.testing import a_paper
from coso.requests.services import answer, ask
from coso.rubrics.models import RubricReading
from coso.rubrics.services.readings import correct_reading
from coso.rubrics.services.rubrics import Change as Edit
from coso.rubrics.services.rubrics import change_rubric, take_in_rubric

DUE = dt.date(2026, 12, 18)


def pdf():
    return SimpleUploadedFile("trang-ky.pdf", b"%PDF-1.7\n")


def line(sheet):
    found = sheet.lines.get(code="D01")
    found.sheet = sheet
    return found


def put(row, **facts):
    """The row as somebody else leaves it."""
    with act(by=None, verb="test") as a:
        a.write(type(row), {row.pk: facts})


def refused(deed):
    before = (Action.objects.count(), Change.objects.count())
    with pytest.raises((RefusedError, StaleError)):
        deed()
    assert (Action.objects.count(), Change.objects.count()) == before


def listed(sheet):
    return {"round_": sheet.round, "sheets": [sheet]}


SHEETS = {
    "score": ("self", lambda s, by: score_line(line=line(s), points=3000, by=by)),
    "confirm": ("self", lambda s, by: confirm_proposals(sheet=s, by=by)),
    "submit": ("self", lambda s, by: submit_sheet(sheet=s, by=by)),
    "enter for": ("self", lambda s, by: enter_for(sheet=s, why="nộp giấy", by=by.hanh)),
    "hand back": ("self", lambda s, by: hand_back(sheet=s, by=None)),
    "sign": ("self", lambda s, by: attach_signed_page(sheet=s, upload=pdf(), by=None)),
    "prove": ("self", lambda s, by: add_proof(line=line(s), kind="file", upload=pdf(), by=None)),
    "leave": ("self", lambda s, by: leave_ungraded(sheets=[s], why="không nộp", by=by)),
    "more time": (
        "self",
        lambda s, by: extend_deadlines(**listed(s), step="self", due=dt.date(2026, 12, 30), why="bão", by=by),
    ),
    "suggest": ("cluster", lambda s, by: suggest_points(line=line(s), points=3000, by=by)),
    "agree": ("cluster", lambda s, by: agree_with_own(sheet=s, by=by)),
    "appraise": ("appraise", lambda s, by: appraise_line(line=line(s), points=3000, reason="thiếu", by=by)),
    "accept": ("appraise", lambda s, by: accept_agreeing(sheet=s, by=by)),
    "ask": ("appraise", lambda s, by: ask_supplement(line=line(s), text="Thiếu", due=DUE, by=by)),
    "return": ("appraise", lambda s, by: return_sheet(sheet=s, why="sai mẫu", due=DUE, by=by)),
    "finish": ("appraise", lambda s, by: finish_appraisal(sheet=s, by=by)),
    "find": ("appraise", lambda s, by: record_finding(sheet=s, gate="K5", minutes="BB 03", by=by)),
    "unfind": ("appraise", lambda s, by: withdraw_finding(sheet=s, gate="K5", why="nhầm", by=by)),
    "send up": ("submit", lambda s, by: move_on(sheet=s, by=by)),
    "review": ("review", lambda s, by: move_on(sheet=s, by=by)),
    "propose": ("council", lambda s, by: propose_levels(**listed(s), levels={s.id: ("excellent", "")}, by=by)),
    "hear": ("council", lambda s, by: hear_sheets(**listed(s), by=by)),
    "decide": ("decide", lambda s, by: decide_sheets(**listed(s), document="QĐ 1", by=by)),
    "decide lists": ("decide", lambda s, by: decide_lists(sheets=[s], document="QĐ 1", by=by)),
    "publish": ("publish", lambda s, by: publish_sheets(**listed(s), by=by)),
    "publish lists": ("publish", lambda s, by: publish_lists(sheets=[s], by=by)),
    "reopen": ("publish", lambda s, by: reopen_sheet(sheet=s, why="đơn", due=DUE, by=by)),
    "petition": ("publish", lambda s, by: ask(about=Petition(s), text="Xin xem lại", by=by)),
    "paper": ("decide", lambda s, by: issue_paper(subject=SheetSubject(s), what="bien-ban-tham-dinh", by=by)),
}
ELSEWHERE = {"self": "appraise", "publish": "appraise", "council": "publish"}
AS_ACTORS = ("enter for",)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_moved_on_is_left_alone(sheet, actors, store, name):
    step, deed = SHEETS[name]
    seen = stand_at(sheet, step, entered_for="Hạnh" if name in ("sign", "hand back") else "", findings={"K5": "BB"})
    stand_at(sheet, ELSEWHERE.get(step, "self"))
    refused(lambda: deed(seen, actors if name in AS_ACTORS else None))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_whose_round_was_taken_back_is_left_alone(sheet, actors, store, name):
    step, deed = SHEETS[name]
    seen = stand_at(sheet, step)
    gone = lines_of(seen)
    with act(by=None, verb="test") as a:
        a.write(SheetLine, dict.fromkeys(gone))
        a.write(Sheet, {seen.pk: None})
    before = Action.objects.count()
    with pytest.raises((RefusedError, StaleError, SheetLine.DoesNotExist)):
        deed(seen, actors if name in AS_ACTORS else None)
    assert Action.objects.count() == before


def lines_of(sheet):
    return list(sheet.lines.values_list("pk", flat=True))


def test_a_supplement_is_answered_once(sheet):
    seen = stand_at(sheet, "appraise")
    put(line(seen), asked="Thiếu", ask_due=DUE)
    asked = line(seen)
    answer_request(line=asked, answer="Đã nộp", by=None)
    refused(lambda: answer_request(line=asked, answer="Đã nộp", by=None))


def test_a_proof_is_withdrawn_once_and_not_after_sending(sheet, store):
    proof = add_proof(line=line(fresh(sheet)), kind="file", upload=pdf(), by=None)
    stand_at(sheet, "appraise")
    refused(lambda: withdraw_proof(proof=proof, reason="nhầm", by=None))


def test_a_petition_is_answered_once(sheet):
    asked = ask(about=Petition(stand_at(sheet, "publish")), text="Xin xem lại", by=None)
    answer(request=asked, outcome=KEPT, text="Đúng", by=None)
    refused(lambda: answer(request=asked, outcome=REOPENED, text="Sai", due=DUE, by=None))


def test_a_petition_about_a_sheet_that_was_reopened_is_not_reopened_again(sheet):
    asked = ask(about=Petition(stand_at(sheet, "publish")), text="Xin xem lại", by=None)
    stand_at(sheet, "appraise")
    refused(lambda: answer(request=asked, outcome=REOPENED, text="Sai", due=DUE, by=None))


def test_figures_are_closed_once_and_not_refilled_after(a_round):
    close_figures(round_=a_round, by=None)
    refused(lambda: close_figures(round_=a_round, by=None))
    refused(lambda: refresh_figures(round_=a_round, by=None))


def test_the_denominator_of_a_published_round_stays(a_round, today):
    put(a_round, published=today)
    refused(lambda: choose_denominator(round_=a_round, denominator="all", why="vì", by=None))


def test_a_letter_is_entered_once(a_round, today):
    letter = Letter("12/CV", today, "Bỏ dòng", Amendment.DROP, "D01")
    amend_round(round_=a_round, letter=letter, by=None)
    refused(lambda: amend_round(round_=a_round, letter=letter, by=None))


def test_a_frozen_rubric_is_not_edited(draft, today):
    put(draft, frozen=today)
    refused(lambda: change_rubric(rubric=draft, change=Edit(lambda data: None), by=None))
    other = draft.source.replace("Bộ tiêu chí 2027", "Bộ khác")
    refused(lambda: take_in_rubric(source=other, by=None, as_draft=True))


def test_a_reading_that_somebody_corrected_is_not_written_over(db, today):
    key = new_key()
    with act(by=None, verb="test") as a:
        a.write(RubricReading, {key: {"name": "a.docx", "on": today, "body": '{"lines":[],"tables":1,"others":[]}'}})
    reading = RubricReading.objects.get(pk=key)
    correct_reading(reading=reading, lines=[], by=None)
    put(reading, name="b.docx")
    refused(lambda: correct_reading(reading=reading, lines=[], by=None, seen=str(reading.act)))


@pytest.fixture
def cluster(sheet, tree):
    key = new_key()
    with act(by=None, verb="test") as a:
        facts = {"round_id": sheet.round_id, "unit_id": tree.ward.id, "lead_id": tree.garment.id}
        a.write(Cluster, {key: {**facts, "name": "Cụm 1"}})
    return Cluster.objects.get(pk=key)


def test_a_dissolved_cluster_is_neither_changed_nor_dissolved_again(cluster, tree):
    dissolve_cluster(cluster=cluster, why="nhầm", by=None)
    refused(lambda: dissolve_cluster(cluster=cluster, why="nhầm", by=None))
    unions = [tree.garment.id, tree.school.id]
    refused(lambda: change_cluster(cluster=cluster, name="Cụm 2", unions=unions, lead=unions[0], by=None))


@pytest.fixture
def document(tree):
    return issue_document(kind="to-trinh", unit=tree.ward, subject=new_key(), frozen=a_paper(), by=None)


PAPERS = {
    "take": (lambda d: take_number(document=d, by=None), lambda d: take_number(document=d, by=None)),
    "type": (
        lambda d: type_number(document=d, number="7/TTr", on=dt.date(2026, 11, 1), by=None),
        lambda d: type_number(document=d, number="8/TTr", on=dt.date(2026, 11, 1), by=None),
    ),
    "scan": (lambda d: attach_scan(document=d, upload=pdf(), by=None),) * 2,
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_that_somebody_numbered_or_scanned_is_not_written_over(document, store, name):
    theirs, mine = PAPERS[name]
    theirs(Document.objects.get(pk=document.pk))
    refused(lambda: mine(document))
