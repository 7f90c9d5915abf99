"""What lies on the disk of a ballot, and what a kill leaves of it: whole processes, real files.

The attack: somebody copies the database and its write-ahead log again and again while members answer, replays every
copy, and compares. On PostgreSQL the tables alone are compared; its log cannot be scrubbed, sealing protects there.
"""

import json
import os
import shutil
import sqlite3
import tarfile
from itertools import pairwise

import pytest
from django.db import connection

from coso.testing.installations import MIGRATED, Installation, database, drop
from coso.web.testing.survival import PAUSE, kill_when_written

WORLD = """
import json, os, shutil, sys, uuid
from pathlib import Path
from django.db import connection
from coso.access.journal import act
from coso.ballots.answers import pack
from coso.ballots.key_files import read_key
from coso.ballots.models import Ballot, BallotSlip, RosterEntry, Tally
from coso.ballots.services import closing, handing, voting
from coso.ballots.services.opening import open_ballot
from coso.ballots.ticks import tidy
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.models import Unit
from coso.register.services.units import found_unit
CHOICES = [[f"q{n}", ["a", "b", "c", "d", "e", "f", "g", "h"]] for n in range(6)]
SAID = [{f"q{n}": "abcdefgh"[(k * (n + 1) + n) % 8] for n in range(6)} for k in range(8)]
def ballot(): return Ballot.objects.get()
def close():
    with act(by=None, verb="poll.stop") as a: closing.stop_votes(a, ballot=ballot().pk)
    boxes = closing.open_boxes(ballot=ballot().pk)
    with act(by=None, verb="poll.close") as a: closing.settle(a, ballot=ballot().pk, boxes=boxes)
    closing.forget(ballot=ballot().pk)
"""
OPEN = """
unit = found_unit(name="LĐLĐ tỉnh Lam", kind="province", parent=None, sector="", day=clock.today(), by=None)
with act(by=None, verb="poll.open") as a:
    people = [uuid.uuid4() for _ in range(8)]
    facts = dict(unit=unit.id, subject=new_key(), rule="poll", choices=CHOICES, last=clock.today())
    key = open_ballot(a, **facts, voters=people).ballot
    codes = handing.print_slips(a, ballot=key, count=8)
    handing.mark_handed(a, ballot=key, people=people, handed="slip")
Path(os.environ["COSO_DATA"], "codes").write_text(" ".join(codes))
Path(os.environ["COSO_DATA"], "secrets").write_text(json.dumps(
    [read_key(key).hex(), *(pack(CHOICES, said).hex() for said in SAID)]))
"""
CODES = 'codes = Path(os.environ["COSO_DATA"], "codes").read_text().split()\n'
VOTE = "voting.vote(code=codes[0], answers=SAID[0])\n"


@pytest.fixture
def place(tmp_path, transactional_db, moulds):
    """An installation with an open ballot of eight slips."""
    name = f"coso_ballot_{os.getpid()}"
    yield moulds.cast(tmp_path / "data", name, MIGRATED, f"{WORLD}\n{OPEN}")
    drop(name)


def done(place, code):
    out = place.python(f"{WORLD}\n{code}")
    assert out.returncode == 0, out.stderr
    return out.stdout


def told(place):
    """(state, slips used, slips left, sums of the first question that are not 0, keys on the disk)."""
    code = """
b = ballot()
sums = dict(Tally.objects.filter(question="q0", n__gt=0).values_list("answer", "n"))
print(json.dumps([b.state, b.used, BallotSlip.objects.count(), sums, read_key(b.id) is not None]))
"""
    return json.loads(done(place, code))


# ── the attack ──

RECORD = """
home, copies = Path(os.environ["COSO_DATA"]), Path(os.environ["COSO_DATA"], "copies")
def tables():
    with connection.cursor() as cursor:
        rows = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            plain = lambda v: bytes(v) if isinstance(v, memoryview) else v
            rows[name] = [repr([plain(value) for value in row]) for row in cursor.fetchall()]
        return rows
def copy(n):
    folder = copies / str(n)
    folder.mkdir(parents=True)
    (folder / "tables.json").write_text(json.dumps(tables()))
    for path in home.glob("coso.sqlite3*"):
        shutil.copy2(path, folder)
"""
ANSWER = """
copy(0)
for n, (code, said) in enumerate(zip(codes, SAID), 1):
    voting.vote(code=code, answers=said)
    copy(n)
"""


def replayed(folder):
    """Every row of a copy as SQLite reads it with its log; of PostgreSQL, as the tables were read."""
    if connection.vendor != "sqlite":
        return {name: set(rows) for name, rows in json.loads((folder / "tables.json").read_text()).items()}
    with sqlite3.connect(folder / "coso.sqlite3") as copy:
        names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: set(map(repr, copy.execute(f'SELECT * FROM "{name}"'))) for name in names}
    copy.close()
    return found


def changed(before, after):
    """The tables that differ, each with how many rows."""
    return {name: len(after[name] - before[name]) for name in after if after[name] != before.get(name)}


def raw(folder, pattern="coso.sqlite3*"):
    return {path.name: path.read_bytes() for path in folder.glob(pattern)}


def test_replaying_every_copy_of_the_log_ties_no_answer_to_its_slip(place):
    done(place, CODES + RECORD + ANSWER)
    copies = place.folder / "copies"
    for n in range(8):
        shutil.copytree(copies / str(n), copies / f"raw{n}")
    worlds = [replayed(copies / str(n)) for n in range(9)]
    for before, after in pairwise(worlds):
        assert changed(before, after) == {"ballots_ballotslip": 1}
    private, *plain = map(bytes.fromhex, json.loads((place.folder / "secrets").read_text()))
    for n in range(8):
        for name, body in raw(copies / f"raw{n}").items():
            assert private not in body, name
            assert not [each for each in plain if each in body], name


def boxes_in(folder):
    """What was sealed, as the thief of a copy knows it."""
    with sqlite3.connect(folder / "coso.sqlite3") as copy:
        rows = copy.execute("SELECT sealed, look FROM ballots_ballotslip").fetchall()
    copy.close()
    return rows


@pytest.mark.only_on("sqlite")  # the log of PostgreSQL cannot be scrubbed
def test_after_closing_neither_slips_nor_answers_nor_the_key_are_left_in_any_byte(place):
    done(place, CODES + RECORD + ANSWER + "close()\ncopy('closed')\n")
    private, *plain = map(bytes.fromhex, json.loads((place.folder / "secrets").read_text()))
    sealed = [bytes(box) for box, _look in boxes_in(place.folder / "copies" / "8")]
    hashes = [look.encode() for _box, look in boxes_in(place.folder / "copies" / "8")]
    assert len(sealed) == 8
    for body in raw(place.folder / "copies" / "closed").values():
        assert not [each for each in (private, *plain, *sealed, *hashes) if each in body]
    assert (place.folder / "copies" / "closed" / "coso.sqlite3-wal").stat().st_size == 0
    assert told(place) == ["closed", 8, 0, dict.fromkeys("abcdefgh", 1), False]


@pytest.mark.only_on("sqlite")  # the log of PostgreSQL cannot be scrubbed
def test_while_somebody_reads_the_log_stays_and_the_tick_empties_it(place):
    done(place, CODES + RECORD + ANSWER)
    log, note = place.folder / "coso.sqlite3-wal", place.folder / "ballot-keys" / "log-to-empty"
    reader = sqlite3.connect(place.folder / "coso.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ballots_ballotslip").fetchone()
    done(place, "close()")
    assert note.exists()
    assert log.stat().st_size > 0
    reader.execute("COMMIT")
    done(place, "tidy()\nassert not Path(os.environ['COSO_DATA'], 'coso.sqlite3-wal').stat().st_size")
    reader.close()
    assert not note.exists()


# ── a kill ──


def test_an_answer_killed_before_it_is_written_leaves_the_slip_good(place):
    hook = "from django.db.models.query import QuerySet\nQuerySet.update = paused(QuerySet.update)\n"
    kill_when_written(place.start(WORLD + PAUSE + CODES + hook + VOTE))
    done(place, CODES + VOTE)
    done(place, "close()")
    assert told(place) == ["closed", 1, 0, {"a": 1}, False]


def test_an_answer_killed_after_it_was_written_counts_once_when_sent_again(place):
    kill_when_written(place.start(WORLD + PAUSE + CODES + "voting.vote = paused(voting.vote)\n" + VOTE))
    done(place, CODES + VOTE.replace("SAID[0]", "SAID[1]"))
    done(place, "close()")
    assert told(place) == ["closed", 1, 0, {"a": 1}, False]


@pytest.mark.parametrize("step", ["open_boxes", "ask_to_empty"])
def test_a_closing_killed_in_the_middle_is_done_again_and_counts_once(place, step):
    done(place, CODES + "for code, said in zip(codes[:5], SAID): voting.vote(code=code, answers=said)")
    kill_when_written(place.start(WORLD + PAUSE + f"closing.{step} = paused(closing.{step})\nclose()"))
    assert told(place) == ["closing", None, 8, {}, True]
    done(place, "tidy()\nclose()")
    assert told(place) == ["closed", 5, 0, dict.fromkeys("abcde", 1), False]


BEFORE = "closing.forget = paused(lambda **_: None)"
AFTER = "closing.destroy_key = paused(closing.destroy_key)"


@pytest.mark.parametrize("hook", [BEFORE, AFTER])
def test_a_closing_killed_before_its_key_is_gone_is_finished_by_the_tick(place, hook):
    done(place, CODES + VOTE)
    kill_when_written(place.start(f"{WORLD}{PAUSE}{hook}\nclose()"))
    done(place, "tidy()")
    assert told(place) == ["closed", 1, 0, {"a": 1}, False]
    assert not list((place.folder / "ballot-keys").iterdir())


# ── backup and restore ──


def test_a_backup_holds_no_key_of_a_poll_and_a_restored_poll_has_to_be_opened_anew(place, tmp_path):
    done(place, CODES + VOTE)
    archive = tmp_path / "x.coso"
    assert place.manage("backup", str(archive)).returncode == 0
    private = bytes.fromhex(json.loads((place.folder / "secrets").read_text())[0])
    with tarfile.open(archive) as packed:
        bodies = [packed.extractfile(each).read() for each in packed if each.isfile()]
    assert not [body for body in bodies if private in body or private.hex().encode() in body]
    name = f"coso_ballot_two_{os.getpid()}"
    other = Installation(tmp_path / "other", database(name))
    try:
        other.take_keys_of(place)
        shutil.copytree(place.folder / "ballot-keys", other.folder / "ballot-keys")  # as on the machine of before
        restored = other.manage("restore", str(archive))
        assert restored.returncode == 0, restored.stderr
        assert told(other)[4] is False
        says = done(other, "from coso.ballots.services.opening import can_be_opened\nprint(can_be_opened(ballot()))")
        assert says == "False\n"
        assert "mở lại" in other.manage("doctor").stdout
    finally:
        drop(name)
