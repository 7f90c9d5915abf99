"""Who takes the files after the night learns no order of what was said; a kill loses and doubles nothing.

Whole processes, real files. The day's rows come in a known order; the attack is to find it in what the night leaves.
"""

import json
import os
import re
import sqlite3
from itertools import pairwise

import pytest

from coso.testing.installations import MIGRATED, drop
from coso.web.testing.survival import PAUSE, kill_when_written
from coso.web.testing.survival import WORLD as UNION

WORLD = """
import datetime as dt, json, os
from pathlib import Path
from django.db import connection
from coso.lib import clock
from coso.register.models import Unit
from coso.triage.judging import Suggestion
from coso.voice import night as nightly, pace
from coso.voice.models import Concern, Message, Poster
from coso.voice.receipts import made_of
from coso.voice.services import intake
from coso.voice.services.intake import Said, by_poster, take_in, say_more, note_told, find_by_receipt
from coso.voice.services.posters import put_up
from coso.testing.days import on
intake.is_crowded = lambda *_: False
intake.suggest_learnt = lambda text: Suggestion((), 1, False, ())
TEXT = "Cơm ca tối qua có mùi {n} " * 300
ONCE = [f"{n:032x}" for n in range(24)]
def poster(): return Poster.objects.select_related("unit").get()
def say(n):
    there = poster()
    return take_in(source=by_poster(there), said=Said(ONCE[n], TEXT.format(n=n), there.unit.code))
def night(days):
    with on(clock.today() + dt.timedelta(days=days)):
        nightly.settle_day()
"""
SPOKEN = "for n in range(24): say(n)\n"
LOG = "assert not Path(os.environ['COSO_DATA'], 'coso.sqlite3-wal').stat().st_size\n"
SETTING = "put_up(unit=Unit.objects.filter(heir=None).get(code=tree.garment.code), places=[], by=None)\n"


@pytest.fixture
def place(tmp_path, transactional_db, moulds):
    name = f"coso_voice_{os.getpid()}"
    yield moulds.cast(tmp_path / "data", name, MIGRATED, f"{UNION}\n{WORLD}\n{SETTING}")
    drop(name)


def done(place, code):
    out = place.python(f"{WORLD}\n{code}")
    assert out.returncode == 0, out.stderr
    return out.stdout


def likeness(order):
    """How often the next one in an order came later: 0.5 of a shuffled one, 1 of the order of coming."""
    return sum(a < b for a, b in pairwise(order)) / (len(order) - 1)


def order_in(body):
    """The order in which the beginnings of the texts stand in a file."""
    found = [int(n) for n in re.findall(rb"C\xc6\xa1m ca t\xe1\xbb\x91i qua c\xc3\xb3 m\xc3\xb9i (\d+) C", body)]
    return list(dict.fromkeys(found))


TABLES = """
with connection.cursor() as cursor:
    cursor.execute("SELECT ctid::text, xmin::text, text FROM voice_message")
    messages = sorted(cursor.fetchall(), key=lambda row: eval(row[0]))
    cursor.execute("SELECT xmin::text FROM voice_concern")
    print(json.dumps([[int(row[2].split()[6]) for row in messages], len({row[1] for row in messages}),
        len({row[0] for row in cursor.fetchall()})]))
"""
TOUCH = """
with on(clock.today() + dt.timedelta(days=1)):
    for n in range(12): say_more(concern=Concern.objects.get(pk=made_of(ONCE[n]).key), text=f"Thêm {n}")
"""


@pytest.mark.only_on("sqlite")
def test_after_the_night_no_byte_tells_the_order_of_the_day(place):
    file = place.folder / "coso.sqlite3"
    made = json.loads(
        done(place, SPOKEN + "night(1)\n" + LOG + "print(json.dumps([str(made_of(once).key) for once in ONCE]))")
    )
    body = file.read_bytes()
    with sqlite3.connect(file) as db:
        found = db.execute("SELECT text FROM voice_message ORDER BY rowid").fetchall()
        keys = db.execute("SELECT subject FROM duties_duty WHERE kind = 'voice.answer' ORDER BY id").fetchall()
        (by_key,) = [[row[0] for row in db.execute("SELECT key FROM voice_concern ORDER BY rowid")]]
        db.execute("PRAGMA integrity_check")
    db.close()
    orders = [[int(text.split()[6]) for (text,) in found], order_in(body)]
    named = {f"{int(key):032x}": n for n, key in enumerate(made)}
    orders += [[named[subject] for (subject,) in keys], [named[f"{key:032x}"] for key in by_key]]
    for order in orders:
        assert len(set(order)) == 24
        assert likeness(order) < 0.85, order
    assert not [once for once in [f"{n:032x}" for n in range(9, 24)] if once.encode() in body]


@pytest.mark.only_on("sqlite")
def test_after_a_day_on_which_authors_came_back_the_log_is_empty_and_nothing_is_marked(place):
    code = SPOKEN + "night(1)\n" + TOUCH + "night(2)\n" + LOG
    assert done(place, code + "print(Concern.objects.exclude(touched=None).count())") == "0\n"


@pytest.mark.only_on("postgresql")
def test_after_the_night_all_rows_are_of_one_transaction_in_no_order(place):
    done(place, SPOKEN + "night(1)\n")
    order, messages, concerns = json.loads(done(place, TABLES))
    assert (messages, concerns) == (1, 1)
    assert likeness(order) < 0.85


@pytest.mark.only_on("postgresql")
def test_when_authors_came_back_is_told_by_no_row(place):
    done(place, SPOKEN + "night(1)\n" + TOUCH + "night(2)\n")
    out = done(
        place,
        """
with connection.cursor() as cursor:
    cursor.execute("SELECT count(DISTINCT xmin::text) FROM voice_concern")
    print(cursor.fetchone()[0])
""",
    )
    assert out == "2\n"


def test_a_concern_killed_after_it_was_written_is_one_with_one_receipt(place):
    kill_when_written(place.start(f"{WORLD}{PAUSE}intake._write = paused(intake._write)\nsay(3)"))
    out = done(place, "print(say(3).digits, made_of(ONCE[3]).digits, Concern.objects.count(), Message.objects.count())")
    first, second, *counts = out.split()
    assert (first == second, counts) == (True, ["1", "1"])


def test_a_night_killed_in_the_middle_is_done_again(place):
    done(place, SPOKEN)
    kill_when_written(place.start(f"{WORLD}{PAUSE}nightly._taken_out = paused(nightly._taken_out)\nnight(1)"))
    out = done(place, "night(1)\nprint(Concern.objects.filter(settled=True).count(), Message.objects.count())")
    assert out.split() == ["24", "24"]


def test_whatever_was_acknowledged_before_a_kill_is_there(place):
    process = place.start(f"{WORLD}\nfor n in range(24): print(say(n).key, flush=True)\n")
    told = [int(process.stdout.readline()) for _ in range(5)]
    process.kill()
    told += [int(line) for line in process.stdout if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    kept = json.loads(done(place, "print(json.dumps([each.concern_id for each in Message.objects.all()]))"))
    assert not set(told) - set(kept)
    assert len(kept) == len(set(kept))
