"""Taking an entry back through the journal: by whom it was a deed of, once, and told in words when it is too late."""

import datetime as dt
from importlib import import_module

import pytest
from django.db import IntegrityError
from django.urls import reverse

from coso.access.journal import TakenBackError, act, undo
from coso.access.journal.edit_session import edit_session
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.grading.models import Sheet, SheetLine
from coso.grading.services.appraisal import appraise_line, move_on, return_sheet
from coso.grading.services.decisions import decide_sheets, reopen_sheet
from coso.grading.services.findings import gates_to_find, record_finding
from coso.grading.services.petitions import KEPT, Petition
from coso.grading.testing.rounds import FULL, dues, stand_at, start_round
from coso.grading.testing.year import again, to_decision
from coso.requests.services import answer, ask

DUE = dt.date(2026, 12, 30)


def appraised(sheet, actors):
    line = SheetLine.objects.select_related("sheet__unit", "sheet__round__rubric").get(sheet=sheet, code="T01")
    appraise_line(line=line, points=0, reason="Không có biên bản", by=actors.hanh)
    return "sheet.appraise"


def found(sheet, actors):
    record_finding(sheet=sheet, gate=gates_to_find(sheet)[0].code, minutes="BB 12 ngày 01/12/2026", by=actors.hanh)
    return "sheet.find"


def returned(sheet, actors):
    return_sheet(sheet=sheet, why="Chấm lại", due=DUE, by=actors.hanh)
    return "sheet.return"


def reopened(sheet, actors):
    reopen_sheet(sheet=sheet, why="Có đơn", due=DUE, by=actors.lanh)
    return "sheet.reopen"


def answered(sheet, actors):
    asked = ask(about=Petition(sheet), text="Xem lại", by=actors.nhung)
    answer(request=asked, outcome=KEPT, text="Giữ nguyên", by=actors.chuyen)
    return "sheet.answer_petition"


DEEDS = {
    appraised: ("appraise", {"hanh", "lanh", "chuyen"}),
    found: ("appraise", {"hanh", "lanh", "chuyen"}),
    returned: ("appraise", {"hanh", "lanh", "chuyen"}),
    reopened: ("publish", {"lanh"}),
    answered: ("publish", {"lanh", "chuyen"}),
}


def take_back(client, row):
    return client.post(reverse("take_back", args=[row.pk]), {"reason": "nhầm"}, follow=True)


@pytest.mark.parametrize("deed", DEEDS)
def test_only_who_could_do_the_deed_takes_it_back(deed, client, sheet, actors):
    step, may = DEEDS[deed]
    verb = deed(stand_at(sheet, step), actors)
    row = Action.objects.get(verb=verb)
    for who, account in actors.everybody().items():
        if who not in may:
            client.force_login(account)
            assert take_back(client, row).status_code in (403, 404), who
    assert Action.objects.get(pk=row.pk).undone_by is None
    client.force_login(getattr(actors, sorted(may)[0]))
    assert take_back(client, row).status_code == 200
    assert Action.objects.get(pk=row.pk).undone_by


@pytest.mark.parametrize("who", ["nhung", "pho"])
def test_the_service_itself_asks_for_the_right(who, sheet, actors):
    appraised(stand_at(sheet, "appraise"), actors)
    row = Action.objects.get(verb="sheet.appraise")
    with pytest.raises(ForbiddenError):
        undo(action=row, reason="x", by=getattr(actors, who))


def test_an_officer_whose_post_ended_takes_nothing_back(sheet, actors):
    from coso.register.models import Appointment
    from coso.register.services.seats import end_appointment

    appraised(stand_at(sheet, "appraise"), actors)
    held = Appointment.objects.select_related("seat__unit").get(person=actors.people["hanh"])
    end_appointment(appointment=held, day=dt.date(2026, 11, 1), reason="x", by=None)
    actors.hanh.posts_today = None
    with pytest.raises(ForbiddenError):
        undo(action=Action.objects.get(verb="sheet.appraise"), reason="x", by=actors.hanh)


def test_a_second_undo_from_a_page_opened_before_the_first_is_told_in_words(client, sheet, actors):
    appraised(stand_at(sheet, "appraise"), actors)
    row = Action.objects.get(verb="sheet.appraise")
    client.force_login(actors.hanh)
    take_back(client, row)
    assert "đã được hoàn tác từ trước" in take_back(client, row).content.decode()
    with pytest.raises(TakenBackError):
        undo(action=row, reason="x", by=None)  # the row as it was read before


def test_what_changed_no_row_is_not_taken_back(tree):
    with act(by=None, verb="duty.remind", unit=tree.ward.id) as a:
        pass
    with pytest.raises(RefusedError):
        undo(action=a.action, reason="x", by=None)
    assert not Action.objects.filter(verb="action.undo").exists()


def test_a_row_written_at_the_same_moment_is_told_in_words(client, sheet, actors, monkeypatch):
    appraised(stand_at(sheet, "appraise"), actors)
    row = Action.objects.get(verb="sheet.appraise")

    def too_late(*_):
        raise IntegrityError

    monkeypatch.setattr(import_module("coso.access.journal.undo"), "_delete_made", too_late)
    client.force_login(actors.hanh)
    page = take_back(client, row)
    assert page.status_code == 200
    assert "cùng lúc" in page.content.decode()
    assert Action.objects.get(pk=row.pk).undone_by is None


def test_typing_after_an_undo_begins_a_new_entry(sheet, actors):
    now = stand_at(sheet, "appraise")
    appraised(now, actors)
    undo(action=Action.objects.get(verb="sheet.appraise"), reason="x", by=actors.hanh)
    appraised(now, actors)
    assert Action.objects.filter(verb="sheet.appraise").count() == 2
    with edit_session(by=actors.hanh, verb="sheet.appraise", unit=sheet.unit_id, subject=sheet) as a:
        assert a.action.undone_by is None


def test_sending_a_sheet_up_is_a_deed_of_the_managing_union(tree, actors, model_rubric):
    sheet = Sheet.objects.get(round=start_round(tree, model_rubric, chains={"": dues(FULL)}), unit=tree.garment)
    move_on(sheet=stand_at(sheet, "submit"), by=actors.hanh)
    row = Action.objects.get(verb="sheet.submit_up")
    with pytest.raises(ForbiddenError):
        undo(action=row, reason="x", by=actors.nhung)
    undo(action=row, reason="x", by=actors.hanh)
    assert Sheet.objects.get(pk=sheet.pk).step == "submit"


def test_a_decision_on_a_list_is_not_taken_back_by_somebody_of_a_union_in_it(a_round, sheet, actors, tree):
    from coso.register.services.seats import appoint

    to_decision(sheet, actors.nhung, actors.hanh)
    decide_sheets(round_=a_round, sheets=[again(sheet)], document="QĐ 12", by=actors.chuyen)
    person = actors.people["lanh"]
    appoint(person=person, unit=tree.garment, post="committee_member", day=dt.date(2025, 1, 1), by=None)
    row = Action.objects.get(verb="round.decide")
    with pytest.raises(ForbiddenError):
        undo(action=row, reason="x", by=actors.lanh)
    undo(action=row, reason="x", by=actors.chuyen)
