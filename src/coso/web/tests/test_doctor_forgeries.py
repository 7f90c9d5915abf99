"""What somebody writes past the application is found: marks, levels, points, duties; what was done rightly is well."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from coso.access import checks as declaring
from coso.access.checks import Check, checks
from coso.access.journal import undo
from coso.access.journal.erasing import erase_snapshots
from coso.access.journal.seal import seal_finished
from coso.access.models import Action, Change
from coso.duties.models import Duty
from coso.grading.models import Sheet, SheetLine
from coso.grading.services.decisions import decide_sheets, publish_sheets, reopen_sheet
from coso.grading.services.petitions import Petition
from coso.grading.testing.year import again, to_decision
from coso.lib import clock
from coso.lib.keys import new_key
from coso.polls.services.counting import record_meeting
from coso.polls.subjects import poll_subjects
from coso.register.models import Person
from coso.register.services.erasure import erase_person
from coso.register.services.people import add_member, correct_person, leave
from coso.requests.services import ask
from coso.web.doctor import findings

HOUR = dt.timedelta(hours=1)
GONE = uuid.UUID(int=7).hex


def forge(row, **facts):
    """As somebody with the database open would."""
    names = ", ".join(f"{name} = %s" for name in facts)
    key = row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {names} WHERE id = %s", [*facts.values(), key])


@pytest.fixture
def decided(a_round, sheet, actors):
    to_decision(sheet, actors.nhung, actors.hanh)
    decide_sheets(round_=a_round, sheets=[again(sheet)], document="QĐ 12", by=actors.chuyen)
    seal_finished(clock.now() + HOUR)
    return again(sheet)


@pytest.fixture
def gone(tree):
    person = add_member(unit=tree.line5, day=dt.date(2025, 1, 1), values={"name": "Lê Hoa", "phone": "0912"}, by=None)
    correct_person(person=person, values={"phone": "0987"}, by=None)
    stay = person.memberships.get()
    leave(membership=stay, day=dt.date(2026, 1, 1), closed="left_job", by=None)
    return Person.objects.get(pk=person.pk)


def test_a_decided_published_and_reopened_year_is_well(decided, a_round, actors):
    assert list(findings()) == []
    publish_sheets(round_=a_round, sheets=[decided], by=actors.chuyen)
    assert list(findings()) == []
    reopen_sheet(sheet=again(decided), why="Có đơn", due=dt.date(2026, 12, 30), by=actors.lanh)
    assert list(findings()) == []


def test_a_decision_taken_back_is_well(decided, actors):
    undo(action=Action.objects.get(verb="round.decide"), reason="x", by=actors.chuyen)
    assert list(findings()) == []


@pytest.mark.parametrize(
    "facts", [{"grade": "excellent"}, {"grade": ""}, {"decided_points": 99_000}, {"grade_why": "khác"}]
)
def test_a_level_or_points_changed_past_the_application_are_named(decided, facts):
    forge(decided, **facts)
    assert any(decided.unit.code in text and "nhật ký" in text for text in findings())


def test_a_level_that_nobody_decided_is_named(decided, tree):
    other = Sheet.objects.get(unit=tree.school)
    forge(other, grade="excellent")
    assert any(tree.school.code in text for text in findings())


def test_points_of_a_line_changed_past_the_application_are_named(decided):
    forge(SheetLine.objects.filter(sheet=decided, appraised__gt=0).first(), appraised=0)
    assert any("tổng các dòng" in text for text in findings())


def test_a_decision_marked_as_taken_back_is_named(decided):
    forge(Action.objects.get(verb="round.decide"), undone_by=new_key().hex)
    assert any("hoàn tác" in text for text in findings())


def test_an_erasure_is_well_and_a_forged_mark_is_named(gone):
    erase_person(person=gone, reason="theo yêu cầu", by=None)
    seal_finished(clock.now() + HOUR)
    assert list(findings()) == []
    page = Change.objects.filter(erased=None, table="register.person").first()
    Change.objects.filter(pk=page.pk).update(erased=b"x" * 32)
    assert any(str(page.action_id) in text for text in findings())


def test_a_body_changed_under_the_mark_of_an_erasure_that_never_was_is_named(gone):
    seal_finished(clock.now() + HOUR)
    erase_snapshots(Person, gone.pk, {"phone": ""})
    assert any("xóa" in text.lower() or "xoá" in text.lower() for text in findings())


def test_a_doubled_check_stops_the_start(monkeypatch):
    checks.cache_clear()
    monkeypatch.setattr(declaring, "CHECKS", [*declaring.CHECKS, Check("sums", lambda: iter(()))])
    with pytest.raises(ValueError, match="sums"):
        checks()
    monkeypatch.undo()
    checks.cache_clear()


@pytest.mark.parametrize("facts", [{"subject": GONE}, {"kind": "toy.unknown"}])
def test_a_request_about_nothing_is_found(decided, actors, facts):
    forge(ask(about=Petition(decided), text="Xin xem lại", by=actors.nhung), **facts)
    assert any("không gắn với nội dung nào" in each for each in findings())


@pytest.mark.parametrize("facts", [{"subject": GONE}, {"subject_kind": "toy"}, {"questions": "toy"}])
def test_a_poll_or_meeting_about_nothing_is_found_once(sheet, actors, today, facts):
    said = {"attended": 3, "said": "Cần quạt.", "outcomes": {}}
    forge(record_meeting(about=poll_subjects()["sheet"](sheet), held=today, by=None, **said), **facts)
    assert len([each for each in findings() if "không gắn với nội dung nào" in each]) == 1


def test_a_duty_of_no_kind_is_found(sheet, actors):
    forge(Duty.objects.get(subject=sheet.pk), kind="toy.unknown")
    assert any("không thuộc loại nào" in each for each in findings())
