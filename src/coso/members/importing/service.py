"""Importing a list of members, or of workers: workers never become members by an upload."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.access.sheets import require_one_order, tell
from coso.lib import clock
from coso.lib.report import ImportReport, RowProblem
from coso.lib.tables import Sheet, collector_paused, letters
from coso.lib.tables.choosing import Chosen
from coso.members.importing.booking import Booking, book_members, book_workers
from coso.members.importing.broken import BROKEN, without_broken
from coso.members.importing.judging import Judge, Question
from coso.members.importing.matching import Marks, marks_of, remember
from coso.members.importing.places import Places
from coso.members.importing.sheets import list_in
from coso.members.importing.workers import WorkersSeen, workers_seen
from coso.members.roster import Field, Layout, Problem, RosterRow, guess_columns, read_roster, write_problems
from coso.register.models import Unit
from coso.register.services.guards import require, require_past
from coso.register.services.matches import keep_matches
from coso.register.services.numbers import is_about_numbers

MEMBERS, WORKERS = "members", "workers"


@dataclass(frozen=True)
class Asked:
    """What was asked of an import: the file, for which unit, as of which day, members or workers, how strictly.

    `broken` takes rows of which a cell cannot be true, without that cell; `sure` says that a count which is asked
    about is right; `months_first` what a person said of the order of days.
    """

    path: Path
    unit: Unit
    day: dt.date = field(default_factory=clock.today)
    of: str = MEMBERS
    dry_run: bool = False
    good_rows: bool = False
    broken: bool = False
    sure: bool = False
    columns: Mapping[int, Field] | None = None
    problem_file: Path | None = None
    sheet: str = ""
    months_first: bool | None = None


@dataclass
class _Reading:
    sheet: Sheet
    layout: Layout
    rows: list[RosterRow]
    problems: list[Problem]
    chosen: Chosen
    remarks: list[tuple[str, str]]
    mixed_days: list[str]


@dataclass
class Prepared:
    """A list read and sorted, ready to be booked; nothing of the register is written yet."""

    asked: Asked
    reading: _Reading
    places: Places
    booking: Booking
    report: ImportReport
    workers: WorkersSeen | None = None


def import_members(*, asked: Asked, by: Account | None) -> ImportReport:
    """Books the people of a file in one action, or says what is wrong with it.

    Nothing is written if a row is kept out by a problem, unless only the good rows are asked for. Raises TableError
    for a file that cannot be read, RefusedError for what may not be.
    """
    prepared = prepare_import(asked=asked, by=by)
    if asked.dry_run:
        _require_sure(prepared)
        return prepared.report.as_promised(good_rows=asked.good_rows)
    return book_import(prepared=prepared, by=by)


def prepare_import(*, asked: Asked, by: Account | None) -> Prepared:
    """The slow half, best done outside any transaction. Raises as `import_members` does.

    It reads and sorts; what will be booked gets its numbers and is put aside, but nothing of the register is written.
    """
    require(by, "people.change", asked.unit)
    require_past(asked.day)
    with collector_paused():
        reading = _read(asked)
        places = Places(asked.unit, asked.day)
        marks = marks_of(reading.rows)
        judge = Judge(remember(marks, places.units), places, workers=asked.of == WORKERS, by=by)
        booking = _sort(reading, judge, marks, asked.day)
        if by and judge.matches:
            books = not asked.dry_run and _may_book(asked, reading)
            keep_matches(judge.matches, unit=asked.unit, by=by, asked=books)
        if asked.of == MEMBERS and not asked.dry_run and _may_book(asked, reading):
            booking.make_ready(places)
    seen = workers_seen(booking, places) if asked.of == WORKERS else None
    return Prepared(asked, reading, places, booking, _report(reading, booking, asked), seen)


def book_import(*, prepared: Prepared, by: Account | None) -> ImportReport:
    """The half that writes, in one action; nothing if a row is kept out and only the whole file is asked for."""
    asked, report = prepared.asked, prepared.report
    _require_sure(prepared)
    require_one_order(report)
    if _may_book(asked, prepared.reading):
        book = book_workers if asked.of == WORKERS else book_members
        with collector_paused(), _own_numbers():
            report.action = str(book(prepared.booking, prepared.places, asked.path.name, by).id)
    else:
        report.imported = report.updated = 0
    return report


def _require_sure(prepared: Prepared) -> None:
    """Raises RefusedError with what is asked about the list, unless it was said to be right."""
    if prepared.workers and prepared.workers.questions and not prepared.asked.sure:
        raise RefusedError(*prepared.workers.questions)


@contextmanager
def _own_numbers() -> Iterator[None]:
    """A number that somebody else wrote since the list was compared refuses the booking, in words."""
    try:
        yield
    except IntegrityError as lost:
        if not is_about_numbers(lost):
            raise
        text = _("Meanwhile somebody wrote one of the numbers in this list. Nothing was booked: check the list again.")
        raise RefusedError(text) from lost


def _read(asked: Asked) -> _Reading:
    chosen = list_in(asked.path, asked.sheet)
    sheet = chosen.sheet
    layout = guess_columns(sheet)
    if asked.columns:
        layout = layout.with_columns(asked.columns)
    if layout.missing_name:
        raise RefusedError(Reason(_("No column with names was found; say which column it is."), "columns"))
    roster = read_roster(sheet, layout, today=clock.today(), months_first=asked.months_first)
    if asked.broken or asked.of == WORKERS:
        rows, problems = roster.rows, roster.problems
    else:
        rows, problems = without_broken(roster, layout)
    return _Reading(sheet, layout, rows, problems, chosen, roster.remarks, roster.mixed_days)


def _may_book(asked: Asked, reading: _Reading) -> bool:
    """Either only the good rows are asked for, or there are no others."""
    return asked.good_rows or not any(problem.fatal for problem in reading.problems)


def _sort(reading: _Reading, judge: Judge, marks: list[Marks], day: dt.date) -> Booking:
    """Sorts rows into new people, known people, and rows that cannot be booked."""
    booking = Booking(day)
    for row, own in zip(reading.rows, marks, strict=True):
        unit, known, asked = judge.judge(row, own)
        if asked:
            reading.problems.append(_problem(row, reading.layout, asked))
        elif unit:
            booking.add(row, unit, known, own)
    reading.problems.sort(key=lambda problem: problem.row)
    return booking


def _problem(row: RosterRow, layout: Layout, asked: Question) -> Problem:
    return Problem(row.row, layout.column(asked.field), asked.value, "booking", asked.vi, asked.en, fatal=True)


def _report(reading: _Reading, booking: Booking, asked: Asked) -> ImportReport:
    english = get_language() == "en"
    lost = {problem.row for problem in reading.problems if problem.fatal and problem.code not in BROKEN}
    problems = [
        RowProblem(
            problem.row,
            _heading(reading.layout, problem.column),
            str(problem.value),
            problem.reason_en if english else problem.reason_vi,
            problem.fatal,
            problem.fatal and problem.code in BROKEN and problem.row not in lost,
        )
        for problem in reading.problems
    ]
    out = {problem.row for problem in reading.problems if problem.fatal}
    rows = len({row.row for row in reading.rows} | out)
    imported = 0 if asked.of == WORKERS else len(booking.fresh)
    report = ImportReport(rows, imported, booking.changes, problems)
    report.remarks = [en if english else vi for vi, en in reading.remarks]
    report.mixed_days = reading.mixed_days
    tell(report, reading.chosen)
    if problems and asked.problem_file:
        write_problems(reading.sheet, reading.layout, reading.problems, asked.problem_file)
        report.problem_file = str(asked.problem_file)
    return report


def _heading(layout: Layout, column: int | None) -> str:
    return "" if column is None else layout.headings.get(column) or letters(column)
