"""What the machine may do to us: a process killed in the middle, a full disk, a lost key file."""

import datetime as dt
import os

import openpyxl
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse

from coso.access import jobs
from coso.access.faults import disk_is_full
from coso.access.jobs import queue, run_one
from coso.access.models import Job
from coso.access.ticks import purge_imports
from coso.access.uploads import folder_of, purge
from coso.lib import clock
from coso.lib.crypto import KeysMissingError, open_keys
from coso.register.models import Person
from coso.testing.installations import MIGRATED, MODEL, Installation, drop
from coso.web.testing.survival import PAUSE, WORLD, kill_when_written

KEYS_LOST = ("coso.keys", "số định danh", "chép tệp khóa")
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Nữ"]


@pytest.fixture
def place(tmp_path, transactional_db, moulds):
    name = f"coso_survive_{os.getpid()}"
    yield moulds.cast(tmp_path / "data", name, MIGRATED, WORLD)
    drop(name)


def number(place, expression, imports):
    done = place.python(f"{imports}\nprint({expression})")
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_an_import_killed_in_the_middle_is_taken_up_again_and_happens_once(place, tmp_path):
    book = openpyxl.Workbook()
    for row in [HEAD, [1, "Lê Hoa", "12/05/1990", "x"], [2, "Đậu Hùng", "20/11/1988", ""]]:
        book.active.append(row)
    book.save(tmp_path / "ds.xlsx")
    queued = place.python(f"""
import datetime as dt
from django.core.files.uploadedfile import SimpleUploadedFile
from coso.access.models import Account, Job
from coso.access.jobs import run_one
from coso.access.uploads import keep_file
from coso.lib import clock
from coso.access.imports import imports
from coso.imports.services import start_check, start_booking
from coso.register.models import Unit
key = keep_file(SimpleUploadedFile("ds.xlsx", open({str(tmp_path / "ds.xlsx")!r}, "rb").read()))
by, unit = Account.objects.get(), Unit.objects.get(versions__name="CĐCS May Lam Trà")
kind = imports()["members"]
asked = {{"day": clock.today().isoformat(), "of": "members", "remembered": {{}}}}
check = start_check(kind=kind, key=key, asked=asked, unit=unit, by=by)
assert run_one()
check.refresh_from_db()
start_booking(kind=kind, check=check, good_rows=False, by=by)
""")
    assert queued.returncode == 0, queued.stderr
    count = ("Membership.objects.count()", "from coso.register.models import Membership")
    before = number(place, *count)
    worker = PAUSE + "from coso.members import import_kinds as m\nm.book_import = paused(m.book_import)\n"
    kill_when_written(place.start(f"{worker}from coso.access.jobs import run_one\nrun_one()"))
    assert number(place, *count) == before
    state = "from coso.access.models import Job\n"
    running = number(place, "Job.objects.filter(kind='members.book', state=Job.RUNNING).count()", state)
    assert running == 1
    late = "import datetime as dt\nfrom coso.lib import clock\nfrom coso.access.jobs import run_one\n"
    again = late + "[run_one(clock.now() + dt.timedelta(minutes=n)) for n in (2, 4)]"
    assert place.python(again).returncode == 0
    assert number(place, *count) == before + 2
    actions = "from coso.access.models import Action"
    assert number(place, "Action.objects.filter(verb='members.import').count()", actions) == 1
    assert place.manage("doctor").stdout == "Mọi thứ đều ổn.\n"


OPEN = f"""
from pathlib import Path
from coso.rubrics.models import Rubric
from coso.grading.services import rounds
from coso.rubrics.services.rubrics import take_in_rubric
from coso.grading.testing.rounds import start_round
from coso.register.models import Unit
rubric = Rubric.objects.first() or take_in_rubric(source=Path({str(MODEL)!r}).read_text(), by=None)
class tree: province = Unit.objects.get(versions__name="LĐLĐ tỉnh Lam")
"""


def test_the_opening_of_a_round_killed_in_the_middle_leaves_nothing_and_can_be_done_again(place):
    hook = PAUSE + OPEN + "rounds._write_sheets = paused(rounds._write_sheets)\n"
    kill_when_written(place.start(hook + "start_round(tree, rubric)"))
    models = "from coso.grading.models import Round, Sheet\nfrom coso.duties.models import Duty"
    things = "Round.objects.count() + Sheet.objects.count() + Duty.objects.count()"
    assert number(place, things, models) == 0
    assert place.python(OPEN + "start_round(tree, rubric)").returncode == 0
    assert number(place, "Round.objects.count()", models) == 1
    assert place.manage("doctor").stdout == "Mọi thứ đều ổn.\n"


def test_a_start_without_the_key_file_says_what_is_lost_and_what_to_do(tmp_path):
    place = Installation(tmp_path)
    assert place.manage("check").returncode == 0
    (tmp_path / "keys" / "coso.keys").unlink()
    told = place.manage("check")
    assert told.returncode == 1
    assert all(words in told.stderr for words in KEYS_LOST)
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "keys" / "coso.keys").exists()


@pytest.mark.parametrize("body", ["", "00\n11\n22\n", "not hex at all"])
def test_a_damaged_key_file_is_not_replaced(tmp_path, body):
    path = tmp_path / "keys" / "coso.keys"
    path.parent.mkdir()
    path.write_text(body)
    with pytest.raises(KeysMissingError) as wrong:
        open_keys(path, begun=False)
    assert str(path) in wrong.value.words
    assert path.read_text() == body


def test_data_without_a_key_file_never_get_new_keys(tmp_path):
    with pytest.raises(KeysMissingError):
        open_keys(tmp_path / "keys" / "coso.keys", begun=True)


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path):
    path = tmp_path / "keys" / "coso.keys"
    assert open_keys(path, begun=False) == open_keys(path, begun=True)
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]


def full():
    """What a database says that finds no room."""
    if connection.vendor == "sqlite":
        return OperationalError("database or disk is full")
    wrong = OperationalError("could not extend file")
    wrong.__cause__ = psycopg.errors.DiskFull("could not extend file")
    return wrong


@pytest.mark.parametrize("wrong", [OSError(28, "No space left on device"), OSError(122, "Quota"), full()])
def test_a_full_disk_is_known_for_what_it_is(wrong):
    assert disk_is_full(wrong)
    assert not disk_is_full(OSError(2, "No such file"))
    assert not disk_is_full(OperationalError("locked"))


@pytest.fixture
def no_room(monkeypatch):
    """Every writing of a person fails as on a full disk, until it is taken away."""
    with monkeypatch.context() as patch:
        patch.setattr("coso.register.services.people.new_person", lambda *_, **__: (_ for _ in ()).throw(full()))
        yield patch


def test_a_page_that_finds_the_disk_full_says_so_and_nothing_is_lost(client, actors, tree, no_room, caplog):
    client.force_login(actors.nhung)
    said = {"unit": tree.garment.code, "kind": "joined", "day": "2026-01-05", "name": "Lê Hoa", "born": "1990"}
    before = Person.objects.count()
    answer = client.post(reverse("member_add"), said)
    assert answer.status_code == 507
    assert "Đĩa của máy chủ đã đầy" in answer.content.decode()
    caplog.clear()  # the operator's log has it as an error, rightly
    assert Person.objects.count() == before
    no_room.undo()
    assert client.post(reverse("member_add"), said).status_code == 302
    assert Person.objects.count() == before + 1


def test_a_job_that_finds_the_disk_full_says_so(db, monkeypatch):
    def work(_running):
        raise full()

    monkeypatch.setattr(jobs, "works", lambda: {"x": work})
    job = queue("x", {}, None)
    assert run_one()
    job.refresh_from_db()
    assert job.state == Job.FAILED
    assert "Đĩa của máy chủ đã đầy" in job.message


def test_an_upload_that_finds_the_disk_full_gets_the_same_page(client, actors, monkeypatch, caplog):
    def write(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coso.imports.views.keep_file", write)
    client.force_login(actors.chuyen)
    answer = client.post(reverse("units_import"), {"file": SimpleUploadedFile("a.csv", b"x"), "day": "2026-01-01"})
    caplog.clear()
    assert answer.status_code == 507


def test_files_of_old_imports_are_taken_away_and_it_is_said(settings, tmp_path, caplog):
    settings.FILES, settings.KEEP_IMPORTS_DAYS = tmp_path, 30
    for key, days in (("old", 31), ("new", 29)):
        folder_of(key).mkdir(parents=True)
        (folder_of(key) / "a.xlsx").write_bytes(b"x")
        then = clock.seconds() - dt.timedelta(days=days).total_seconds()
        os.utime(folder_of(key), (then, then))
    purge_imports()
    assert [folder.name for folder in (tmp_path / "imports").iterdir()] == ["new"]
    assert "30 days" in caplog.text


def test_without_any_import_nothing_is_purged(settings, tmp_path):
    settings.FILES = tmp_path
    assert purge(1) == 0
