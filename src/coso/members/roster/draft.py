"""The rows of people under way: their columns by field, and what has been found wrong."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coso.lib.tables import BadCell, Cell, letters

from .cells import Day
from .day_columns import MIXED, day_reader
from .fields import Field
from .joins import joined
from .layout import Layout
from .reasons import REASONS, REMARKS
from .structure import Body


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell (`column` from 0) or a row (None). A fatal one keeps the row out."""

    row: int
    column: int | None
    value: Cell
    code: str
    reason_vi: str
    reason_en: str
    fatal: bool


class Days(NamedTuple):
    """How typed days are read: whether serial numbers count from 1904, and which comes first if a person said so."""

    from_1904: bool = False
    months_first: bool | None = None


AS_FOUND = Days()


class Draft:
    """The rows of people under way: columns by field, problems, rows that are out."""

    def __init__(self, body: Body, layout: Layout, today: dt.date, ages: range, how: Days = AS_FOUND) -> None:
        self.from_1904, self.months_first = how
        self.body = body
        self.layout = layout
        self.today = today
        self.ages = ages
        self.size = len(body.rows)
        self.columns = list(zip(*body.rows, strict=True))
        if self.size:
            for column, parts in layout.joins.items():
                sign = " " if layout.columns[column] in (Field.NAME, Field.FAMILY) else "/"
                together = zip(*(self.columns[part] for part in parts), strict=True)
                self.columns[column] = tuple(joined(cells, sign) for cells in together)
        self.out: set[int] = set()
        self.problems: list[Problem] = []
        self.remarks: list[tuple[str, str]] = []
        self.mixed: list[str] = []

    def has(self, field: Field) -> bool:
        """Whether the list has such a column."""
        return self.layout.column(field) is not None

    def cells(self, field: Field) -> Sequence[Cell]:
        """A column's cells, bad ones reported and emptied; all empty if the list has no such column."""
        column = self.layout.column(field)
        if column is None or not self.size:
            return [""] * self.size
        cells = self.columns[column]
        if BadCell not in set(map(type, cells)):
            return cells
        for i, cell in enumerate(cells):
            if isinstance(cell, BadCell):
                code = "cell_error" if cell.computed else "uncomputed"
                self.report(i, field, code, fatal=field in (Field.NAME, Field.FAMILY, Field.GIVEN), shown=cell.shown)
        return ["" if isinstance(cell, BadCell) else cell for cell in cells]

    def day_reader(self, field: Field, cells: Collection[Cell]) -> Callable[[Cell], Day | None]:
        """How the days of a column are read; what is unusual about them is remarked."""
        read, said = day_reader(cells, from_1904=self.from_1904, months_first=self.months_first)
        column = self.layout.column(field)
        heading = "" if column is None else self.layout.headings.get(column, letters(column))
        if said == MIXED:
            self.mixed.append(heading)
        elif said:
            vi, en = (text.format(heading=heading) for text in REMARKS[said])
            self.remarks.append((vi, en))
        return read

    def report(self, i: int, field: Field | None, code: str, *, fatal: bool = False, **facts: object) -> None:
        """Note a problem of the i-th person; a fatal one keeps the person out."""
        column = self.layout.column(field) if field else None
        value = "" if column is None else self.body.rows[i][column]
        facts["heading"] = "" if column is None else self.layout.headings.get(column, letters(column))
        facts |= {"youngest": self.ages.start, "oldest": self.ages.stop - 1}
        vi, en = (text.format(**facts) for text in REASONS[code])
        self.problems.append(Problem(self.body.numbers[i], column, value, code, vi, en, fatal))
        if fatal:
            self.out.add(i)
