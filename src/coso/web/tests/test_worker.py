"""A worker in a process of its own, beside another that saves, on either database."""

import os
import signal
import time

import pytest

from coso.testing.installations import MIGRATED, SETTLE, drop
from coso.web.testing.survival import WORLD

# In the process of the worker: every row is told, and after the first one it waits for a file named "go".
SLOW = """
import time, sys, pathlib
from coso.members import export
from coso.access import heartbeat
from django.conf import settings
heartbeat.PACE = 0.1
export.PART = 1
real = export.walk
def slow(*args):
    for n, member in enumerate(real(*args)):
        yield member
        if n == 1:
            print("reading", flush=True)
            while not (settings.DATA / "go").exists():
                time.sleep(0.05)
export.walk = slow
from coso.members import row_stream
row_stream.PART = 1
from django.core.management import call_command
"""
ASK = """
from coso.access.models import Account
from coso.lib import clock
from coso.members.wide_export import start_export
from django.http import QueryDict
start_export(asked=QueryDict("cot=code"), day=clock.today(), ids=False, by=Account.objects.get())
"""
SAVE = """
from coso.register.testing.tree import START
from coso.register.models import Unit
from coso.register.services.people import add_member
unit = Unit.objects.get(versions__name="CĐCS May Lam Trà")
add_member(unit=unit, day=START, values={"name": "Lê Muộn"}, by=None)
"""
MORE = """
for n in range(5):
    add_member(unit=unit, day=START, values={"name": f"Lê Hoa {n}"}, by=None)
"""


@pytest.fixture
def place(tmp_path, transactional_db, moulds):
    name = f"coso_worker_{os.getpid()}"
    yield moulds.cast(tmp_path / "data", name, MIGRATED, WORLD, SAVE + MORE)
    drop(name)


def done(place, code):
    ended = place.python(code)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


JOB = "from coso.access.models import Job\njob = Job.objects.get()\n"


def test_an_export_and_a_save_at_once_both_end_well(place):
    done(place, ASK)
    worker = place.start(f"{SLOW}call_command('work', '--once')")
    assert worker.stdout.readline() == "reading\n"
    done(place, SAVE)
    wait_for(lambda: done(place, f"{JOB}print(job.done)") != "0")
    done(place, SAVE)
    (place.folder / "go").touch()
    assert worker.wait(60) == 0
    worker.stdout.close()
    assert done(place, f"{JOB}print(job.state, job.result['rows'])") == "done 7"


# A tick that fails, a work that breaks while it reads, and another process that writes meanwhile.
BROKEN = """
import django.db.utils
from coso.access import jobs, periodic
from coso.access.jobs import queue
from coso.access.models import Account, Job
from coso.register.models import Person
from django.core.management import call_command
from django.db import connection
import subprocess, sys
def save():
    code = SETTLE + "; import django; django.setup()\\n" + SAVE
    subprocess.run([sys.executable, "-c", code], check=True)
def reads(running):
    rows = Person.objects.iterator(chunk_size=1)
    next(rows)
    save()
    raise ValueError(rows)
def tick():
    rows = Person.objects.iterator(chunk_size=1)
    next(rows)
    save()
    raise ValueError(rows)
known = {"reads": reads, "good": lambda running: {}}
jobs.works = lambda: known
periodic.ticks = lambda: [("a.tick", tick)]
queue("reads", {}, None)
queue("good", {}, None)
call_command("work", "--once", "--tick")
"""


TOLD = """
from coso.access.models import Job, TickFailure
print(*Job.objects.order_by("made").values_list("state", flat=True), TickFailure.objects.count())
"""


def test_work_that_breaks_while_it_reads_is_told_although_somebody_saved(place):
    done(place, f"SETTLE = {SETTLE!r}\nSAVE = {SAVE!r}\n{BROKEN}")
    assert done(place, TOLD) == "failed done 1"


QUICK = """
from coso.access.management.commands import work
from django.core.management import call_command
from django.db import connection
work.RESTS = 0.2
if connection.vendor == "sqlite":
    connection.settings_dict["OPTIONS"]["timeout"] = 0.2
print("on", flush=True)
call_command("work", "--tick")
"""


def test_a_worker_whose_database_is_locked_for_long_goes_on(place):
    """On SQLite another process holds the one lock for writing; on PostgreSQL every connection is cut."""
    worker = place.start(QUICK)
    assert worker.stdout.readline() == "on\n"
    done(place, HOLD)
    done(place, "from coso.access.jobs import queue\nqueue('units.check', {}, None)")
    wait_for(lambda: done(place, f"{JOB}print(job.state)") == "failed")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    worker.stdout.close()


HOLD = """
import time
from django.db import connection, transaction
if connection.vendor == "sqlite":
    with transaction.atomic():
        time.sleep(2)
else:
    for _ in range(3):
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.cursor().execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        time.sleep(0.5)
"""
