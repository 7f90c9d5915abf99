"""A database of before is brought up to today: petitions and later days of steps keep their keys, days and actions."""

import json
import os
import zlib

import pytest

from coso.access.journal import act, undo
from coso.access.journal.reading import written_by
from coso.access.models import Action, Change
from coso.duties.models import Extension
from coso.duties.services import differences, open_duties
from coso.grading.models import Sheet
from coso.requests.models import Request
from coso.testing.installations import drop
from coso.web.journal_rows import rows_of

NAME = "coso_carried"
SEED = """
import datetime as dt
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from coso.lib.keys import new_key

plan = [("grading", "0001_initial"), ("duties", "0001_initial")]
for step in plan:
    call_command("migrate", *step, verbosity=0)
apps = MigrationExecutor(connection).loader.project_state(plan).apps
make = lambda app, model, **facts: apps.get_model(app, model).objects.create(**facts)
D = dt.date(2026, 1, 1)
top, base = (make("register", "Unit", code=code, label=code, path=code) for code in ("A", "B"))
rubric = make("rubrics", "Rubric", code="x", title_vi="x", title_en="x", status="x", source="x")
round_ = make(
    "grading", "Round", year=2025, calendar="x", name="x", rubric=rubric, unit=top, start=D, end=D, closing=D, opened=D
)
sheet = make("grading", "Sheet", round=round_, unit=base, stratum="state", grade="done")
acts = [new_key() for _each in range(3)]
make("grading", "Extension", act=acts[0], sheet=sheet, step="submit", due=D, why="bão")
old = make("grading", "Petition", act=acts[1], sheet=sheet, grade="good", text="một", day=D, answered=D, answer="x",
    outcome="kept", answered_by=acts[1])
new = make("grading", "Petition", act=acts[2], sheet=sheet, grade="done", text="hai", day=D, asked_by=acts[0])
make("duties", "Duty", kind="grading.petition", unit=top, subject=new.pk, opened=D, due=dt.date(2026, 1, 16))
"""
TOLD = """
from django.core.management import call_command
call_command("migrate", verbosity=0)

from coso.duties.models import Extension
from coso.grading.models import Sheet
from coso.requests.models import Request

sheet = Sheet.objects.get()
given = Extension.objects.get()
print(given.kind, given.subject == sheet.pk, given.due, given.why, given.act is not None)
for each in Request.objects.order_by("pk"):
    print(each.kind, each.subject == sheet.pk, each.unit.code, each.owes.code, each.text, each.about, each.alone)
    print(each.day, each.due, end=" ")
    print(each.answered, each.answer, each.outcome, each.asked_by is None, each.answered_by == each.act, each.withdrawn)
"""
EXPECTED = """\
grading.send_up True 2026-01-01 bão True
grading.petition True B A một {'grade': 'good'} True
2026-01-01 2026-01-01 2026-01-01 x kept True True None
grading.petition True B A hai {'grade': 'done'} True
2026-01-01 2026-01-16 None   False False None
"""


def test_nothing_is_lost(tmp_path, transactional_db, moulds):
    name = f"{NAME}_{os.getpid()}"
    place = moulds.cast(tmp_path / "data", name, SEED)
    told = place.python(TOLD)
    assert told.stdout == EXPECTED, told.stderr
    drop(name)


def page(action, table, key, **image):
    """A page of the journal as it was written when the table still stood; without an image the row was made."""
    image = {"id": key.hex, "act": None, **image} if image else None
    rows = [list(image.values())] if image else None
    body = {"keys": [key.hex], "names": list(image or ["id"]), "rows": rows}
    packed = zlib.compress(json.dumps(body).encode())
    Change.objects.create(action=action, table=table, first=key, last=key, n=1, body=packed)


@pytest.fixture
def before(a_round, tree):
    """A petition and a later day of an action whose pages are under their names of before."""
    sheet = Sheet.objects.get(unit=tree.garment)
    with act(by=None, verb="round.amend") as a:
        asked, given = a.id, sheet.pk
        units = {"unit_id": tree.garment.pk, "owes_id": tree.province.pk}
        row = {"kind": "grading.petition", "subject": sheet.pk, "text": "x", "day": a_round.start, "due": a_round.start}
        a.write(
            Request,
            {
                asked: {
                    **row,
                    **units,
                    "about": {"grade": "good"},
                    "answer": "Đúng",
                    "outcome": "kept",
                    "answered": a_round.start,
                }
            },
        )
        a.write(Extension, {given: {"subject": sheet.pk, "kind": "grading.submit", "due": a_round.end, "why": "bão"}})
    Change.objects.filter(action=a.id).delete()
    action = Action.objects.get(pk=a.id)
    empty = {"answer": "", "outcome": "", "answered": None}
    page(action, "grading.petition", asked, sheet_id=sheet.pk.hex, grade="done", text="x", **empty)
    day = a_round.start.isoformat()
    page(action, "grading.extension", given, sheet_id=sheet.pk.hex, step="appraise", due=day, why="lũ")
    return action


def test_the_journal_of_before_is_read_as_of_today(before, a_round, actors):
    rows = {
        row.table: {cell.label: (cell.before, cell.after) for cell in row.cells}
        for row in rows_of(written_by(before, 9), actors.chuyen, a_round.start)
    }
    assert rows["Yêu cầu, kiến nghị"]["Trả lời"] == ("", "Đúng")
    assert rows["Gia hạn"]["Lý do"] == ("lũ", "bão")
    assert rows["Gia hạn"]["Loại"] == ("Thẩm định bảng chấm", "Chấm điểm và gửi bảng chấm")


def test_an_entry_of_before_is_taken_back(before, a_round, tree, today):
    asked = Request.objects.get()
    with act(by=None, verb="test") as a:
        open_duties(a, "grading.petition", [(tree.province.pk, asked.pk, today)])
    undo(action=before, reason="nhầm", by=None)
    asked, given = Request.objects.get(), Extension.objects.get()
    assert (asked.is_open, asked.about, asked.unit) == (True, {"grade": "done"}, tree.garment)
    assert (given.kind, given.due, given.why) == ("grading.appraise", a_round.start, "lũ")
    assert not list(differences())
