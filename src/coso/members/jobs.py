"""Importing a list in the background: first a check that writes nothing, then the booking."""

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.jobs import Running, queue
from coso.access.models import Account, Job
from coso.access.refusals import RefusedError
from coso.access.uploads import folder_of
from coso.lib.dates import show_day
from coso.lib.identity import plain_number
from coso.lib.report import ImportReport, RowProblem
from coso.lib.tables import Cell, Sheet, TableError, letters, read_tables
from coso.members.importing import WORKERS, Asked, book_import, prepare_import
from coso.members.importing.workers import WorkersSeen
from coso.members.roster import Field, Layout, guess_columns
from coso.members.wide_export import EXPORT, export
from coso.register.models import Unit
from coso.register.services.gate import require

CHECK, BOOK = "members.check", "members.book"
PROBLEM_FILE, PROBLEM_ROWS, WORKER_NAMES = "problems.xlsx", "problems.json", "workers.json"
KEPT = 1000
STAGES = 3
SAMPLE = 60
LONG_NUMBER = 9
Columns = dict[str, str]


# ── asking for work ──


def start_check(*, key: uuid.UUID, unit: Unit, day: dt.date, of: str, remembered: Any, by: Account) -> Job:
    """Has a stored file read and compared; nothing is written. Raises ForbiddenError."""
    require(by, "people.change", unit)
    name = next(
        path.name for path in folder_of(key).iterdir() if path.name not in (PROBLEM_FILE, PROBLEM_ROWS, WORKER_NAMES)
    )
    asked = {"key": str(key), "file": name, "unit": str(unit.id), "day": day.isoformat(), "of": of}
    language = translation.get_language() or settings.LANGUAGE_CODE
    return queue(CHECK, {**asked, "remembered": remembered, "columns": None, "language": language}, by)


def check_again(*, check: Job, columns: Columns, by: Account) -> Job:
    """Has the same file read with other columns."""
    if booking_of(check):
        raise RefusedError(_("This list is already being booked."))
    return queue(CHECK, {**check.asked, "columns": columns}, by)


def start_booking(*, check: Job, good_rows: bool, broken: bool = False, sure: bool = False, by: Account) -> Job:
    """Has a checked list booked; a second click finds the booking that the first one started."""
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=check.pk)
        found = booking_of(check)
        if found:
            return found
        if not check.result or "rows" not in check.result:
            raise RefusedError(_("The list is not checked yet."))
        columns = {str(column["at"]): column["field"] for column in check.result["columns"] if column["field"]}
        return queue(
            BOOK, {**check.asked, "columns": columns, "good_rows": good_rows, "broken": broken, "sure": sure}, by
        )


def checks_of(user: Account, limit: int = 10) -> list[Job]:
    """The newest check of each list that somebody sent, the newest first."""
    newest: dict[str, Job] = {}
    for job in Job.objects.filter(kind=CHECK, by=user.pk).order_by("-made", "-id")[: limit * 3]:
        newest.setdefault(job.asked["key"], job)
    return list(newest.values())[:limit]


def check_of(user: Account, key: uuid.UUID) -> Job | None:
    """The newest check of an import; None unless this account sent the file."""
    return Job.objects.filter(kind=CHECK, by=user.pk, asked__key=str(key)).order_by("-made", "-id").first()


def booking_of(check: Job) -> Job | None:
    """The booking of an import that runs or is done; one that failed may be asked for again."""
    found = Job.objects.filter(kind=BOOK, by=check.by, asked__key=check.asked["key"]).exclude(state=Job.FAILED)
    return found.order_by("-made", "-id").first()


def failure_of(check: Job) -> str:
    """Why the last booking was refused; nothing if it was not."""
    found = Job.objects.filter(kind=BOOK, by=check.by, asked__key=check.asked["key"], made__gt=check.made)
    last = found.order_by("-made", "-id").first()
    return last.message if last and last.state == Job.FAILED else ""


def problems_of(check: Job) -> list[RowProblem]:
    """The problems that the last reading of a list found, those that keep a row out first; at most KEPT."""
    path = folder_of(uuid.UUID(check.asked["key"])) / PROBLEM_ROWS
    return [RowProblem(**row) for row in json.loads(path.read_text())] if path.exists() else []


# ── the work ──


def check(running: Running) -> Mapping[str, Any]:
    """Reads a list and says what booking it would do; a list whose names are not found is only shown its columns."""
    with _in_words(running):
        running.progress(0, STAGES, _("Reading the file"))
        sheet, layout = _layout(running.asked)
        facts = {"columns": _columns(sheet, layout), "signature": layout.signature, "sheet": sheet.name}
        if layout.missing_name:
            return facts
        running.progress(1, STAGES, _("Comparing with the people on record"))
        asked = _asked(running.asked, columns=layout.columns, dry_run=True)
        prepared = prepare_import(asked=asked, by=running.by)
        report = prepared.report
        _keep_workers(asked.path.parent, prepared.workers)
        running.progress(2, STAGES, _("Putting the result together"))
        _keep_problems(asked.path.parent, report)
        questions = prepared.workers.questions if prepared.workers else []
        return {**facts, **_counts(report, asked.of), "questions": questions}


def book(running: Running) -> Mapping[str, Any]:
    """Books a checked list: what it writes and that it is done are one transaction, so it happens once."""
    said = running.asked
    with _in_words(running):
        running.progress(0, STAGES, _("Reading the file"))
        chosen = {int(at): Field(field) for at, field in said["columns"].items()}
        how = {"good_rows": said["good_rows"], "broken": said["broken"], "sure": said["sure"]}
        asked = _asked(said, columns=chosen, **how)
        prepared = prepare_import(asked=asked, by=running.by)
        _keep_problems(asked.path.parent, prepared.report)
        _keep_workers(asked.path.parent, prepared.workers)
        running.progress(1, STAGES, _("Booking"))
        with running.finishing() as result:
            report = book_import(prepared=prepared, by=running.by)
            if report.action is None:
                raise RefusedError(_("There are rows with problems, so nothing was booked; book the good rows only."))
            result.update(_counts(report, asked.of), action=report.action)
    with suppress(OSError):
        asked.path.unlink()
    return result


@contextmanager
def _in_words(running: Running) -> Iterator[None]:
    """The reader's language, and a file that cannot be read told as a refusal."""
    with translation.override(running.asked["language"]):
        try:
            yield
        except TableError as wrong:
            raise RefusedError(wrong.text_en if translation.get_language() == "en" else wrong.text_vi) from wrong


def _path(said: Mapping[str, Any]) -> Path:
    return folder_of(uuid.UUID(said["key"])) / str(said["file"])


def _asked(said: Mapping[str, Any], **more: Any) -> Asked:
    unit, day = Unit.objects.get(pk=said["unit"]), dt.date.fromisoformat(said["day"])
    path = _path(said)
    return Asked(path=path, unit=unit, day=day, of=said["of"], problem_file=path.parent / PROBLEM_FILE, **more)


def _layout(said: Mapping[str, Any]) -> tuple[Sheet, Layout]:
    """The sheet that is read, and its columns: those asked for, else those remembered, else guessed."""
    sheet = next((sheet for sheet in read_tables(_path(said)).sheets if sheet.rows), None)
    if sheet is None:
        raise RefusedError(_("The file has no sheet with rows."))
    remembered = {signature: _fields(columns) for signature, columns in said["remembered"].items()}
    layout = guess_columns(sheet, remembered=remembered)
    return sheet, layout.with_columns(_fields(said["columns"])) if said["columns"] is not None else layout


def _fields(columns: Mapping[str, str]) -> dict[int, Field]:
    return {int(at): Field(field) for at, field in columns.items()}


def _columns(sheet: Sheet, layout: Layout) -> list[dict[str, Any]]:
    """Each column of the file: its letters, heading, first value, and what it is read as."""
    body = sheet.rows[layout.first_row - 1 :][:SAMPLE]
    out = []
    for at in range(sheet.width):
        sample = next((_shown(row[at]) for row in body if row and str(row[at]).strip()), "")
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


def _counts(report: ImportReport, of: str) -> dict[str, Any]:
    out = {problem.row for problem in report.problems if problem.keeps_out}
    good = report.rows - len(out)
    return {
        "rows": report.rows,
        "good": good,
        "new": good - report.updated if of == WORKERS else report.imported,
        "known": report.updated,
        "problems": len({problem.row for problem in report.problems}),
        "out": len(out),
        "broken": len({problem.row for problem in report.problems if problem.broken}),
        "reasons": Counter(problem.reason for problem in report.problems).most_common(6),
    }


def _keep_problems(folder: Path, report: ImportReport) -> None:
    """The problems stand in a file, not in the database: they may hold numbers of people in clear."""
    first = sorted(report.problems, key=lambda problem: (not problem.keeps_out, problem.row))[:KEPT]
    (folder / PROBLEM_ROWS).write_text(json.dumps([asdict(problem) for problem in first], ensure_ascii=False))


def _keep_workers(folder: Path, seen: WorkersSeen | None) -> None:
    """Names stand in a file beside the list, and go with it."""
    if seen:
        (folder / WORKER_NAMES).write_text(json.dumps(asdict(seen), ensure_ascii=False))


def workers_of(check: Job) -> WorkersSeen | None:
    """Who is missing from a list of workers and who is to be invited; None for other lists."""
    path = folder_of(uuid.UUID(check.asked["key"])) / WORKER_NAMES
    return WorkersSeen(**json.loads(path.read_text())) if path.exists() else None


JOBS = {CHECK: check, BOOK: book, EXPORT: export}
WORDS = {
    "members.check": gettext_lazy("Check a list of members"),
    "members.book": gettext_lazy("Book a list of members"),
    "members.export": gettext_lazy("Put a list of members together"),
}
