"""A long list as Excel is written in the background and belongs to whoever asked for it."""

import openpyxl
import pytest

from coso.access.jobs import run_one
from coso.access.models import Job
from coso.access.uploads import purge
from coso.lib import clock
from coso.members import wide_export
from coso.register.models import Appointment
from coso.register.services.seats import appoint, end_appointment


@pytest.fixture
def wide(monkeypatch):
    monkeypatch.setattr(wide_export, "WIDE", 3)


@pytest.fixture
def asked(client, actors, wide, settings, tmp_path):
    settings.FILES = tmp_path
    client.force_login(actors.chuyen)
    return client.get("/doan-vien/excel/?cot=code").headers["Location"]


def test_a_short_list_comes_at_once(client, actors):
    client.force_login(actors.chuyen)
    assert client.get("/doan-vien/excel/").headers["Content-Disposition"].startswith("attachment")
    assert not Job.objects.exists()


def test_a_long_list_is_waited_for_and_taken(client, asked, tmp_path):
    assert "progressbar" in client.get(asked).content.decode()
    assert run_one()
    page = client.get(asked).content.decode()
    assert "/tep/" in page
    file = tmp_path / "got.xlsx"
    file.write_bytes(b"".join(client.get(f"{asked}tep/").streaming_content))
    rows = list(openpyxl.load_workbook(file).active.values)
    assert rows[0] == ("Họ và tên", "Mã đoàn viên")
    assert len(rows) == 7


def test_the_bar_makes_the_page_new_when_the_work_is_over(client, asked):
    assert "HX-Refresh" not in client.get(f"{asked}tien-do/").headers
    run_one()
    assert client.get(f"{asked}tien-do/").headers["HX-Refresh"] == "true"


def test_nobody_else_takes_the_file(client, asked, actors):
    run_one()
    client.force_login(actors.lanh)
    assert [client.get(f"{asked}{part}").status_code for part in ("", "tien-do/", "tep/")] == [404] * 3


def test_a_post_that_ended_meanwhile_gets_no_list(client, asked, actors, today):
    held = Appointment.objects.get(person=actors.people["chuyen"])
    end_appointment(appointment=held, day=today, reason="x", by=None)
    run_one()
    job = Job.objects.get()
    assert (job.state, job.message) == (Job.FAILED, "Đồng chí không có quyền làm việc này.")
    assert client.get(asked).status_code == 403


def test_more_people_than_a_sheet_has_rows_are_refused(client, asked, monkeypatch):
    monkeypatch.setattr(wide_export, "MOST", 3)
    run_one()
    assert Job.objects.get().message.startswith("Danh sách có nhiều người hơn số dòng")
    assert client.get(f"{asked}tep/").status_code == 404


def test_there_is_no_file_before_it_is_whole(client, asked):
    assert client.get(f"{asked}tep/").status_code == 404


def test_the_file_goes_with_the_old_imports(client, asked):
    run_one()
    assert purge(0, clock.seconds() + 3650 * 86_400) == 1
    assert client.get(f"{asked}tep/").status_code == 404
    assert "Tệp không còn ở đây" in client.get(asked).content.decode()


def test_a_post_that_ended_after_the_file_was_written_takes_nothing(client, asked, actors, today):
    run_one()
    assert client.get(f"{asked}tep/").status_code == 200
    held = Appointment.objects.get(person=actors.people["chuyen"])
    end_appointment(appointment=held, day=today, reason="x", by=None)
    assert [client.get(f"{asked}{part}").status_code for part in ("", "tien-do/", "tep/")] == [403] * 3


def test_another_post_in_a_smaller_branch_does_not_open_the_file(client, asked, actors, tree, today):
    run_one()
    person = actors.people["chuyen"]
    end_appointment(appointment=Appointment.objects.get(person=person), day=today, reason="x", by=None)
    appoint(person=person, unit=tree.ward, post="managing_officer", day=today, by=None)
    assert client.get("/doan-vien/").status_code == 200
    assert client.get(f"{asked}tep/").status_code == 404


def test_a_post_that_shows_less_of_people_does_not_open_the_file(client, actors, tree, wide, settings, tmp_path, today):
    settings.FILES = tmp_path
    client.force_login(actors.hanh)
    asked = client.get("/doan-vien/excel/?cot=phone").headers["Location"]
    run_one()
    assert client.get(f"{asked}tep/").status_code == 200
    person = actors.people["hanh"]
    end_appointment(appointment=Appointment.objects.get(person=person), day=today, reason="x", by=None)
    appoint(person=person, unit=tree.province, post="inspector", day=today, by=None)
    assert client.get(f"{asked}tep/").status_code == 404


def test_a_list_of_one_union_stays_open_to_who_still_sees_that_union(
    client, actors, tree, wide, settings, tmp_path, today
):
    settings.FILES = tmp_path
    client.force_login(actors.chuyen)
    asked = client.get(f"/doan-vien/excel/?dv={tree.garment.code}").headers["Location"]
    run_one()
    person = actors.people["chuyen"]
    end_appointment(appointment=Appointment.objects.get(person=person), day=today, reason="x", by=None)
    appoint(person=person, unit=tree.ward, post="managing_officer", day=today, by=None)
    assert client.get(f"{asked}tep/").status_code == 200


def test_the_file_lies_encrypted_and_goes_within_a_day(asked, tmp_path, settings):
    run_one()
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not file.read_bytes().startswith(b"PK")
    assert settings.KEEP_IMPORTS_DAYS == 1
