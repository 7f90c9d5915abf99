"""Levels of years known only on paper, taken in from a file and marked as reported."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account
from coso.access.sheets import sheet_of, tell
from coso.lib.keys import new_key
from coso.lib.report import ImportReport, RowProblem
from coso.lib.tables import BadCell, Cell, Sheet, find_headings
from coso.lib.tables.choosing import Chosen, join_under
from coso.lib.text import fold
from coso.register.models import Unit
from coso.register.services.guards import require
from coso.results.models import Reported
from coso.rubrics.terms import GRADES

COLUMNS = {
    "code": ("ma don vi", "ma cdcs", "ma", "ma cong doan"),
    "level": ("muc xep loai", "xep loai", "muc", "ket qua"),
}


@dataclass
class Reading:
    """A read list: the level of each unit, problems, how many rows, the number of the heading row, the sheet."""

    levels: dict[uuid.UUID, str] = field(default_factory=dict)
    first: dict[uuid.UUID, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0
    heading: int = 0
    chosen: Chosen | None = None


def import_results(
    *,
    path: Path,
    year: int,
    document: str = "",
    sheet: str = "",
    dry_run: bool = False,
    good_rows: bool = False,
    by: Account | None,
) -> ImportReport:
    """Takes levels of a year from a file with a code and a level in each row. Raises TableError."""
    read = read_results(path=path, sheet=sheet, by=by)
    if dry_run:
        return foresee(read=read, year=year, document=document).as_promised(good_rows=good_rows)
    return book_results(read=read, year=year, document=document, name=path.name, good_rows=good_rows, by=by)


def foresee(*, read: Reading, year: int, document: str) -> ImportReport:
    """What booking the good rows would do, nothing booked."""
    stored = {row.unit_id: row for row in Reported.objects.filter(year=year, unit__in=read.levels)}
    changed = [unit for unit, row in stored.items() if (row.level, row.document) != (read.levels[unit], document)]
    new = len(read.levels.keys() - stored.keys())
    return _report(read, new, len(changed))


def _report(read: Reading, new: int, changed: int) -> ImportReport:
    report = ImportReport(read.rows, new, changed, read.problems, heading=read.heading)
    if read.chosen:
        tell(report, read.chosen)
    return report


def book_results(
    *, read: Reading, year: int, document: str, name: str, good_rows: bool = False, by: Account | None
) -> ImportReport:
    """Writes the levels in one action; nothing if a row has a problem and the good rows alone are not asked for."""
    require(by, "grading.decide")
    report = _report(read, 0, 0)
    if read.problems and not good_rows:
        return report
    with act(by=by, verb="results.import", reason=f"{name}, {year}") as a:
        stored = dict(Reported.objects.filter(year=year, unit__in=read.levels).values_list("unit_id", "id"))
        facts = {"year": year, "document": document}
        rows = {
            stored.get(unit) or new_key(): {**facts, "unit_id": unit, "level": level}
            for unit, level in read.levels.items()
        }
        report.imported = len(rows) - len(stored)
        report.updated = a.write(Reported, rows) - report.imported
        report.action = str(a.id)
    return report


def read_results(*, path: Path, sheet: str = "", by: Account | None) -> Reading:
    """The half that only reads. Raises TableError, ForbiddenError."""
    require(by, "grading.decide")
    out = Reading(chosen=(chosen := sheet_of(path, sheet, _weigh)))
    found = _headings(chosen.sheet)
    if found is None:
        out.rows = 1
        out.problems.append(RowProblem(1, "", "", _("No row with the headings code and level was found.")))
        return out
    out.heading, at = found
    units = {fold(unit): key for unit, key in Unit.objects.values_list("code", "id")}
    rows = join_under(chosen.sheet, out.heading)[out.heading :]
    for number, row in enumerate(rows, start=out.heading + 1):
        if any(str(cell).strip() for cell in row):
            _take(out, number, _text(row[at["code"]]), _text(row[at["level"]]), units)
    return out


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    return find_headings(sheet.rows, COLUMNS, lambda named: len(named) == len(COLUMNS))


def _weigh(sheet: Sheet) -> int:
    found = _headings(sheet)
    return sum(map(bool, sheet.rows[found[0] :])) if found else 0


def _text(cell: Cell) -> str:
    """A code kept as a number without its ".0"; an error is no word that is known."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if isinstance(cell, BadCell) else " ".join(str(cell).split())


def _take(out: Reading, number: int, code: str, said: str, units: dict[str, uuid.UUID]) -> None:
    out.rows += 1
    unit = units.get(fold(code))
    level = next((key for key, grade in GRADES.items() if fold(said) in grade.read), "")
    if unit is None:
        out.problems.append(RowProblem(number, _("Code"), code, _("No unit has this code.")))
    if not level:
        out.problems.append(RowProblem(number, _("Level"), said, _("This level is not known.")))
    if unit and unit in out.first:
        text = _("The same code stands in row {row}.").format(row=out.first[unit])
        out.problems.append(RowProblem(number, _("Code"), code, text))
    elif unit and level:
        out.levels[unit], out.first[unit] = level, number
