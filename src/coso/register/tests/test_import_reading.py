"""A list of units or officers is read before anything is locked; what changed meanwhile is not overwritten."""

import openpyxl
import pytest
from django.db import connection

from coso.access.jobs import Running
from coso.access.models import Account, Action, Job
from coso.access.refusals import ForbiddenError, RefusedError
from coso.imports.jobs import JOBS
from coso.register.imports import book_units, officers, prepare_units
from coso.register.imports import booking as units
from coso.register.imports.officers import book_officers, read_officers
from coso.register.models import Appointment, Unit
from coso.register.services.seats import end_appointment
from coso.register.services.units import found_unit
from coso.register.testing.tree import START

UNITS = ["Mã đơn vị", "Tên đơn vị", "Loại", "Cấp trên", "Loại hình"]
OFFICERS = ["Họ và tên", "Mã đơn vị", "Chức danh", "Điện thoại"]


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


@pytest.fixture
def new(file, tree):
    return file(UNITS, ["X2", "CĐCS Dệt Mới", "CĐCS", tree.ward.code, "Doanh nghiệp ngoài nhà nước"])


def test_units_are_prepared_without_a_write_and_booked_later(new):
    prepared = prepare_units(path=new, by=None)
    assert prepared.report.imported == 1
    assert not Unit.objects.filter(code="X2").exists()
    new.unlink()
    assert book_units(prepared=prepared, by=None).imported == 1
    assert Unit.objects.filter(code="X2").exists()


def test_units_that_changed_meanwhile_are_read_once_more(new, tree):
    prepared = prepare_units(path=new, by=None)
    found_unit(name="CĐCS Chen Ngang", kind="grassroots", parent=tree.ward, day=START, by=None)
    with pytest.raises(RefusedError):
        book_units(prepared=prepared, by=None)
    assert not Unit.objects.filter(code="X2").exists()
    assert not Action.objects.filter(verb="units.import").exists()


def test_an_officer_whose_post_ended_meanwhile_books_nothing(file, tree, actors, today):
    path = file(OFFICERS, ["Lê Thị Mới", tree.garment.code, "Phó chủ tịch", "0912345678"])
    read = read_officers(path=path, by=actors.chuyen)
    end_appointment(appointment=Appointment.objects.get(person=actors.people["chuyen"]), day=today, reason="x", by=None)
    with pytest.raises(ForbiddenError):
        book_officers(read=read, name=path.name, by=Account.objects.get(pk=actors.chuyen.pk))


@pytest.mark.parametrize("what", ["units", "officers"])
def test_a_job_reads_the_file_before_its_transaction(what, file, new, tree, actors, monkeypatch, settings, tmp_path):
    seen = []
    room = units if what == "units" else officers
    read = room.sheet_of
    depth = len(connection.savepoint_ids)
    monkeypatch.setattr(room, "sheet_of", lambda *asked: (seen.append(len(connection.savepoint_ids)), read(*asked))[1])
    settings.FILES = tmp_path
    if what == "officers":
        file(OFFICERS, ["Lê Thị Mới", tree.garment.code, "Phó chủ tịch", "0912345678"])
    (tmp_path / "imports" / "k").mkdir(parents=True)
    new.rename(tmp_path / "imports" / "k" / "list.xlsx")
    asked = {"key": "k", "file": "list.xlsx", "day": "2026-01-01", "language": "vi", "good_rows": False}
    job = Job.objects.create(kind=f"{what}.book", asked=asked, by=actors.chuyen.pk, state=Job.RUNNING, attempts=1)
    JOBS[f"{what}.book"](Running(job))
    assert seen == [depth]
    assert Action.objects.filter(verb=f"{what}.import").count() == 1
