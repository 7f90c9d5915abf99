"""The lists that this room takes in: members, and workers who are only counted."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coso.access.imports import STAGES, Import, Outcome, Page, Sent, Text, source_of
from coso.access.imports import Asked as Said
from coso.access.jobs import Running
from coso.access.models import Job
from coso.access.requests import Request
from coso.access.uploads import folder_of
from coso.imports.services import PROBLEM_FILE
from coso.lib import clock
from coso.lib.dates import show_day
from coso.lib.identity import plain_number
from coso.lib.tables import Cell, Sheet, letters
from coso.lib.tables.choosing import Chosen
from coso.members.filters import top_unit
from coso.members.forms import UploadForm
from coso.members.importing import WORKERS, Asked, Prepared, book_import, prepare_import
from coso.members.importing.sheets import list_in, lists_of
from coso.members.importing.workers import WorkersSeen
from coso.members.reads import units_to_name, where
from coso.members.roster import Field, Layout, guess_columns
from coso.members.views.fields import field_choices
from coso.members.views.imports import columns, done
from coso.register.models import Unit

PERMISSION = "people.change"
WORKER_NAMES = ".workers.json"
SAMPLE = 60
LONG_NUMBER = 9


# ── the work ──


def check(running: Running) -> Outcome:
    """Reads a list and says what booking it would do; a list whose names are not found is only shown its columns."""
    chosen, layout = _layout(running.asked)
    facts = {
        "columns": _columns(chosen.sheet, layout),
        "signature": layout.signature,
        "together": len(lists_of(chosen)) > 1,
    }
    if layout.missing_name:
        return Outcome(more={**facts, "sheet": chosen.sheet.name, "sheets": chosen.sheets})
    running.progress(1, STAGES, gettext("Comparing with the people on record"))
    prepared = _prepared(running, columns=layout.columns, dry_run=True)
    questions = prepared.workers.questions if prepared.workers else []
    settled = {"columns": {str(at): str(field) for at, field in layout.columns.items()}}
    return Outcome(prepared.report, {**facts, **_counts(prepared)}, settled, questions)


def book(running: Running) -> Callable[[], Outcome]:
    """Reads a checked list once more, with the columns it was checked with; what is returned writes."""
    how = {name: running.asked[name] for name in ("good_rows", "broken", "sure")}
    prepared = _prepared(running, columns=_fields(running.asked["columns"]), **how)
    return lambda: Outcome(book_import(prepared=prepared, by=running.by), _counts(prepared))


def _counts(prepared: Prepared) -> dict[str, int]:
    """Workers who are not on record are told as new, though nothing is made of them."""
    report = prepared.report
    out = {problem.row for problem in report.problems if problem.keeps_out}
    workers = prepared.asked.of == WORKERS
    return {"new": report.rows - len(out) - report.updated} if workers else {}


def _prepared(running: Running, **more: Any) -> Prepared:
    said, path = running.asked, source_of(running.asked)
    unit, day = Unit.objects.get(pk=said["unit"]), dt.date.fromisoformat(said["day"])
    more |= {"sheet": said.get("sheet", ""), "months_first": said.get("months_first")}
    asked = Asked(path=path, unit=unit, day=day, of=said["of"], problem_file=path.with_name(PROBLEM_FILE), **more)
    prepared = prepare_import(asked=asked, by=running.by)
    if prepared.workers:
        text = json.dumps(asdict(prepared.workers), ensure_ascii=False)
        path.with_name(WORKER_NAMES).write_text(text)
    return prepared


def _layout(said: Mapping[str, Any]) -> tuple[Chosen, Layout]:
    """The sheet that is read, and its columns: those asked for, else those remembered, else guessed."""
    chosen = list_in(source_of(said), said.get("sheet", ""))
    remembered = {signature: _fields(columns) for signature, columns in said["remembered"].items()}
    layout = guess_columns(chosen.sheet, remembered=remembered)
    return chosen, layout.with_columns(_fields(said["columns"])) if "columns" in said else layout


def _fields(columns: Mapping[str, str]) -> dict[int, Field]:
    return {int(at): Field(field) for at, field in columns.items()}


def _columns(sheet: Sheet, layout: Layout) -> list[dict[str, Any]]:
    """Each column of the file: its letters, heading, first value, and what it is read as."""
    body = sheet.rows[layout.first_row - 1 :][:SAMPLE]
    out = []
    for at in range(sheet.width):
        parts = layout.joins.get(at, (at,))
        sample = next(
            (" ".join(_shown(row[part]) for part in parts) for row in body if row and str(row[at]).strip()), ""
        )
        heading = layout.headings.get(at, "")
        if heading or sample:
            field = str(layout.columns.get(at, ""))
            out.append({"at": at, "letters": letters(at), "heading": heading, "field": field, "sample": sample})
    return out


def _shown(cell: Cell) -> str:
    """A first value as the preview shows it: long numbers without their middle, for a stored result is in clear."""
    if isinstance(cell, dt.date):
        return show_day(cell)
    text = plain_number(cell if isinstance(cell, str | float) else str(cell))
    return f"{text[:3]}•••{text[-2:]}" if sum(map(str.isdigit, text)) >= LONG_NUMBER else text[:SAMPLE]


# ── the pages ──


def _heading(said: Said) -> Text:
    if not said:
        return _("Import a list")
    return _("A list of workers") if said["of"] == WORKERS else _("A list of members")


def _new(said: Said) -> Text:
    workers = said.get("of") == WORKERS
    return _("not on record: to be invited, no members yet") if workers else _("new members")


def _form(request: Request) -> UploadForm:
    """What can be known stands in it: the unit in the address or the reader's own, and what the last list was of."""
    code = request.GET.get("dv", "")
    unit = None if code else top_unit(request.user, PERMISSION)
    known = {"unit": unit.code if unit else code, "of": request.session.get("import_of", "")}
    return UploadForm(request.POST or None, request.FILES or None, user=request.user, initial=known)


def _ask(request: Request, said: Said) -> Said:
    request.session["import_of"] = said["of"]
    return {"of": said["of"], "remembered": request.session.get("import_columns", {})}


def _context(request: Request, sent: Sent | None) -> Mapping[str, Any]:
    today = clock.today()
    if sent is None:
        units = units_to_name(Unit.objects.visible_to(request.user, PERMISSION), today)
        return {**where(top_unit(request.user, PERMISSION), today), "units": units}
    unit, workers = Unit.objects.get(pk=sent.check.asked["unit"]), sent.check.asked["of"] == WORKERS
    text = _("The number of workers follows the file; the number of members stays.")
    shown = {"code": unit.code, "choices": field_choices(), "seen": _seen(sent.check)}
    return {**where(unit, today), **shown, **({"consequence": text} if workers else {})}


def _seen(check: Job) -> WorkersSeen | None:
    """Who is missing from a list of workers and who is to be invited; None for other lists."""
    path: Path = folder_of(check.asked["key"]) / WORKER_NAMES
    return WorkersSeen(**json.loads(path.read_text())) if path.exists() else None


IMPORTS = [
    Import(
        key="members",
        permission=PERMISSION,
        path="doan-vien/nhap/",
        home="members",
        heading=_heading,
        new=_new,
        form=_form,
        ask=_ask,
        check=check,
        book=book,
        work=(_("Check a list of members"), _("Book a list of members")),
        context=_context,
        parts={
            "upload": "members/units.html",
            "checked": "members/import_checked.html",
            "booked": "members/import_booked.html",
            "links": "members/import_links.html",
        },
        pages=(Page("cot/", "columns", columns), Page("xong/", "done", done)),
    )
]
