"""Importing units or officers in the background: first a check that writes nothing, then the booking."""

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
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
from coso.lib.report import ImportReport, RowProblem
from coso.lib.tables import TableError
from coso.register.imports import book_units, import_units, prepare_units
from coso.register.imports.officers import book_officers, import_officers, read_officers
from coso.register.imports.returning import write_problems
from coso.register.services.gate import require
from coso.register.sight import covers, reach_now

CHECK, BOOK = "register.check", "register.book"
PERMISSIONS = {"units": "units.import", "officers": "seats.change"}
PROBLEM_FILE, PROBLEM_ROWS = "problems.xlsx", "problems.json"
OURS = (PROBLEM_FILE, PROBLEM_ROWS)
KEPT = 500


def start_check(*, what: str, key: uuid.UUID, day: dt.date, by: Account) -> Job:
    """Has a stored list of units or officers read and compared; nothing is written. Raises ForbiddenError."""
    require(by, PERMISSIONS[what])
    name = next(path.name for path in folder_of(key).iterdir() if path.name not in OURS)
    language = translation.get_language() or settings.LANGUAGE_CODE
    asked = {"what": what, "key": str(key), "file": name, "day": day.isoformat(), "language": language}
    return queue(CHECK, {**asked, "reach": reach_now(by, [PERMISSIONS[what]])}, by)


def start_booking(*, check: Job, good_rows: bool, by: Account) -> Job:
    """Has a checked list booked; a second click finds the booking that the first one started. Raises RefusedError."""
    require(by, PERMISSIONS[check.asked["what"]])
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=check.pk)
        found = booking_of(check)
        if found:
            return found
        if not check.result:
            raise RefusedError(_("The list is not checked yet."))
        return queue(BOOK, {**check.asked, "good_rows": good_rows}, by)


def checks_of(user: Account, what: str, limit: int = 10) -> list[Job]:
    """The lists of a kind that somebody sent, the newest first."""
    return list(Job.objects.filter(kind=CHECK, by=user.pk, asked__what=what).order_by("-made", "-id")[:limit])


def check_of(user: Account, key: uuid.UUID) -> Job | None:
    """The check of a list; None unless this account sent it, and has today all the reach that it was checked with."""
    job = Job.objects.filter(kind=CHECK, by=user.pk, asked__key=str(key)).order_by("-made", "-id").first()
    return job if job and covers(user, job.asked["reach"]) else None


def booking_of(check: Job) -> Job | None:
    """The booking of a list that runs or is done; one that failed may be asked for again."""
    found = Job.objects.filter(kind=BOOK, by=check.by, asked__key=check.asked["key"])
    return found.exclude(state=Job.FAILED).order_by("-made", "-id").first()


def failure_of(check: Job) -> str:
    """Why the last booking was refused; nothing if it was not."""
    found = Job.objects.filter(kind=BOOK, by=check.by, asked__key=check.asked["key"]).order_by("-made", "-id")
    last = found.first()
    return last.message if last and last.state == Job.FAILED else ""


def problems_of(check: Job) -> list[RowProblem]:
    """The problems that the reading of a list found; at most KEPT."""
    path = folder_of(check.asked["key"]) / PROBLEM_ROWS
    return [RowProblem(**row) for row in json.loads(path.read_text())] if path.exists() else []


def check(running: Running) -> Mapping[str, Any]:
    """Reads a list and says what booking it would do."""
    with _in_words(running):
        running.progress(0, 2, _("Reading the file"))
        path, by = _path(running.asked), running.by
        if running.asked["what"] == "officers":
            report, _users = import_officers(path=path, dry_run=True, by=by)
        else:
            report = import_units(path=path, day=_day(running.asked), dry_run=True, by=by)
        running.progress(1, 2, _("Putting the result together"))
        _keep_problems(path, report)
    return _counts(report)


def book(running: Running) -> Mapping[str, Any]:
    """Books a checked list: what it writes and that it is done are one transaction, so it happens once."""
    with _in_words(running):
        running.progress(0, 2, _("Reading the file"))
        write = _ready(running)
        running.progress(1, 2, _("Booking"))
        with running.finishing() as result:
            report, users = write()
            if report.action is None:
                raise RefusedError(_("There are rows with problems, so nothing was booked; book the good rows only."))
            result.update(_counts(report), action=report.action, users=users)
    with suppress(OSError):
        _path(running.asked).unlink()
    return result


def _ready(running: Running) -> Callable[[], tuple[ImportReport, list[str]]]:
    """Reads the list; what is returned only writes, and tells the report and the user names of the officers."""
    path, by, good_rows = _path(running.asked), running.by, running.asked["good_rows"]
    if running.asked["what"] == "officers":
        read = read_officers(path=path, by=by)
        return lambda: book_officers(read=read, name=path.name, good_rows=good_rows, by=by)
    prepared = prepare_units(path=path, day=_day(running.asked), by=by)
    return lambda: (book_units(prepared=prepared, good_rows=good_rows, by=by), [])


def _day(asked: Mapping[str, Any]) -> dt.date:
    return dt.date.fromisoformat(asked["day"])


def _path(asked: Mapping[str, Any]) -> Path:
    return folder_of(asked["key"]) / str(asked["file"])


@contextmanager
def _in_words(running: Running) -> Iterator[None]:
    with translation.override(running.asked["language"]):
        try:
            yield
        except TableError as wrong:
            raise RefusedError(wrong.text_en if translation.get_language() == "en" else wrong.text_vi) from wrong
        except StopIteration as wrong:
            raise RefusedError(_("The file has no sheet with rows.")) from wrong


def _counts(report: ImportReport) -> dict[str, Any]:
    out = {problem.row for problem in report.problems}
    good = max(report.rows - len(out), 0)
    return {
        "rows": report.rows,
        "good": good,
        "new": report.imported,
        "known": max(good - report.imported, 0),
        "problems": len(out),
        "reasons": Counter(problem.reason for problem in report.problems).most_common(6),
    }


def _keep_problems(path: Path, report: ImportReport) -> None:
    """The problems stand in files, not in the database: they may name people."""
    rows = [asdict(problem) for problem in report.problems[:KEPT]]
    (path.parent / PROBLEM_ROWS).write_text(json.dumps(rows, ensure_ascii=False))
    if rows:
        write_problems(path, report.problems, path.parent / PROBLEM_FILE)


JOBS = {CHECK: check, BOOK: book}
WORDS = {
    "register.check": gettext_lazy("Check a list of units or officers"),
    "register.book": gettext_lazy("Book a list of units or officers"),
}
