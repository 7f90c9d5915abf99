"""Rows of a file as units: headings and words recognised, every doubt a problem in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from coso.lib.dates import month_first, read_iso
from coso.lib.numbers import read_whole
from coso.lib.report import RowProblem
from coso.lib.tables import BadCell, Cell, Sheet, find_headings
from coso.lib.tables.choosing import join_under
from coso.lib.tables.writing import INTERPRETED
from coso.lib.text import fold

_FILE = Path(__file__).parents[1] / "data" / "unit_columns.yaml"


@dataclass(slots=True)
class UnitRow:
    """A unit as a row of the file says it; `parent` is a code or a name."""

    row: int
    code: str
    name: str
    kind: str
    parent: str
    sector: str
    start: dt.date | None
    areas: list[str] = field(default_factory=list)
    workplace: str = ""
    tax_code: str = ""
    headcount: int | None = None
    women: int | None = None


@cache
def _words(part: str) -> Mapping[str, str]:
    data = yaml.safe_load(_FILE.read_text())[part]
    return {word: key for key, words in data.items() for word in words}


def _key(text: object) -> str:
    return " ".join(fold(str(text)).replace(".", " ").replace(",", " ").strip(" :*()").split())


def find_columns(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The number of the heading row and the column of each field; None if no row names units."""
    words = yaml.safe_load(_FILE.read_text())["columns"]
    return find_headings(sheet.rows, words, lambda named: "name" in named and bool({"kind", "parent"} & named))


def why_bad(cell: BadCell) -> str:
    """Why a cell without a value cannot be taken."""
    if cell.computed:
        return _("The cell shows an error.")
    return _("The cell is a formula without a result: open the file in Excel and save it.")


def weigh_units(sheet: Sheet) -> int:
    """How many rows a list of units in a sheet has; 0 if there is none."""
    found = find_columns(sheet)
    return sum(map(bool, sheet.rows[found[0] :])) if found else 0


def mixed_days(sheet: Sheet, months_first: bool | None) -> list[str]:
    """The heading of the column of days, if its days prove both orders and nobody said which is meant."""
    found = find_columns(sheet)
    if found is None or "start" not in found[1]:
        return []
    heading, columns = found
    reader = _Reader(columns, [str(cell) for cell in sheet.rows[heading - 1]])
    mixed = month_first((reader.text(row, "start") for row in sheet.rows[heading:]), months_first)[1]
    return [reader.headings[columns["start"]]] * mixed


def read_units(sheet: Sheet, months_first: bool | None = None) -> tuple[list[UnitRow], list[RowProblem], int]:
    """The units of a sheet, what is wrong with it, and the number of its heading row (0 if there is none)."""
    found = find_columns(sheet)
    if found is None:
        text = _("No row with the headings of a list of units (name, kind, upper unit) was found.")
        return [], [RowProblem(1, "", "", text)], 0
    heading, columns = found
    reader = _Reader(columns, [str(cell) for cell in sheet.rows[heading - 1]])
    rows = join_under(sheet, heading)[heading:]
    body = enumerate(rows, start=heading + 1)
    reader.months_first = month_first((reader.text(row, "start") for row in rows), months_first)[0]
    kept = [unit for number, row in body if any(row) and (unit := reader.read(number, row))]
    reader.check_doubles(kept)
    return kept, reader.problems, heading


@dataclass
class _Reader:
    columns: Mapping[str, int]
    headings: list[str]
    months_first: bool = False
    problems: list[RowProblem] = field(default_factory=list)

    def text(self, row: list[Cell], name: str) -> str:
        at = self.columns.get(name)
        if at is None or at >= len(row):
            return ""
        cell = row[at]
        return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())

    def wrong(self, number: int, name: str, value: str, reason: str) -> None:
        at = self.columns.get(name)
        self.problems.append(RowProblem(number, self.headings[at] if at is not None else "", value, reason))

    def read(self, number: int, row: list[Cell]) -> UnitRow | None:
        said = {each: row[at] for each, at in self.columns.items() if at < len(row)}
        if wrong := {column: cell for column, cell in said.items() if isinstance(cell, BadCell)}:
            for column, cell in wrong.items():
                self.wrong(number, column, cell.shown, why_bad(cell))
            return None
        name = self.text(row, "name")
        if name.startswith(INTERPRETED):
            self.wrong(number, "name", name, _("A name does not begin with =, +, - or @."))
            return None
        if not name:
            if self.text(row, "code"):
                self.wrong(number, "name", "", _("The unit has no name."))
            return None
        unit = UnitRow(
            number,
            self.text(row, "code"),
            name,
            self.word(number, row, "kind", "kinds") or "grassroots",
            self.text(row, "parent"),
            self.word(number, row, "sector", "sectors"),
            self.day(number, row, "start"),
            [part.strip() for part in self.text(row, "areas").replace(",", ";").split(";") if part.strip()],
            self.text(row, "workplace"),
            self.text(row, "tax_code"),
            self.count(number, row, "headcount"),
            self.count(number, row, "women"),
        )
        if unit.headcount is not None and unit.women is not None and unit.women > unit.headcount:
            self.wrong(number, "women", str(unit.women), _("More women than workers."))
        return unit

    def word(self, number: int, row: list[Cell], name: str, part: str) -> str:
        text = self.text(row, name)
        known = _words(part).get(_key(text)) if text else ""
        if known is None:
            known = text if text in _words(part).values() else ""
            if not known:
                self.wrong(number, name, text, _("This word is not known here."))
        return known

    def day(self, number: int, row: list[Cell], name: str) -> dt.date | None:
        at = self.columns.get(name)
        cell = row[at] if at is not None and at < len(row) else ""
        if isinstance(cell, dt.datetime):
            return cell.date()
        if isinstance(cell, dt.date):
            return cell
        if cell == "":
            return None
        found = read_iso(str(cell).strip(), months_first=self.months_first)
        if found is None:
            self.wrong(number, name, str(cell), _("Not a day; write it as 22/11/2026."))
        return found

    def count(self, number: int, row: list[Cell], name: str) -> int | None:
        text = self.text(row, name).replace(".", "")
        if not text:
            return None
        if (found := read_whole(text)) is not None:
            return found
        self.wrong(number, name, text, _("Not a whole number."))
        return None

    def check_doubles(self, rows: list[UnitRow]) -> None:
        seen: dict[str, int] = {}
        for row in rows:
            first = seen.setdefault(row.code, row.row) if row.code else row.row
            if first != row.row:
                self.wrong(row.row, "code", row.code, _("The same code stands in row {row}.").format(row=first))
