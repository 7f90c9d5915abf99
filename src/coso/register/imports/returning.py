"""The rows of a list that need mending, sent back in the layout they came in; and an empty list to begin with."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from coso.lib.report import RowProblem
from coso.lib.tables import Cell, read_tables
from coso.register.imports.officers import POSTS
from coso.register.kinds import kinds, posts, sectors

HEADING = 30
REASON_WIDTH = 60
WIDTH = 24
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_UNITS = "Mã đơn vị; Tên đơn vị; Loại; Cấp trên; Loại hình; Ngày thành lập; Xã, phường; Nơi làm việc; Mã số thuế"
SAMPLES = {
    "units": [*_UNITS.split("; "), "Số lao động", "Lao động nữ"],
    "officers": ["Họ và tên", "Mã đơn vị", "Chức danh", "Điện thoại", "Từ ngày"],
}


def write_problems(source: Path, problems: Iterable[RowProblem], target: Path) -> int:
    """Writes the file's heading rows and the rows with problems, the reasons in a last column; returns how many."""
    sheet = next(sheet for sheet in read_tables(source).sheets if sheet.rows)
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(
            f"{problem.column}: {problem.reason}" if problem.column else problem.reason
        )
    above = min([HEADING, *(number - 1 for number in reasons)])
    heading = next((n for n, row in enumerate(sheet.rows[:above], 1) if sum(map(bool, row)) > 2), min(above, 1))
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        page = _Page(book, sheet.width)
        page.write(sheet.rows[heading - 1] if heading else [], _("Why"))
        for number in sorted(reasons):
            page.write(sheet.rows[number - 1], "; ".join(reasons[number]))
    return len(reasons)


class _Page:
    """A sheet written from the top down; what looks like a formula stays a text."""

    def __init__(self, book: Any, last: int) -> None:
        self.page, self.last, self.row = book.add_worksheet(), last, 0
        self.text = book.add_format({"num_format": "@"})
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.page.set_column(0, last - 1, WIDTH)
        self.page.set_column(last, last, REASON_WIDTH)

    def write(self, cells: Sequence[Cell], reason: str) -> None:
        """Adds a row with its reason in the last column."""
        for column, cell in enumerate(cells):
            self._cell(column, cell)
        self.page.write_string(self.row, self.last, reason)
        self.row += 1

    def _cell(self, column: int, cell: Cell) -> None:
        if isinstance(cell, dt.date):
            self.page.write_datetime(self.row, column, cell, self.day)
        elif isinstance(cell, float | int) and not isinstance(cell, bool):
            self.page.write_number(self.row, column, cell)
        elif text := str(cell):
            self.page.write_string(self.row, column, text, self.quoted if text.startswith(FORMULAS) else self.text)


def write_sample(what: str, target: BinaryIO) -> None:
    """An empty list with the headings that are read, and beside it the words that may stand in its columns."""
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        page, words = book.add_worksheet("Danh sách"), book.add_worksheet("Cách ghi")
        page.set_column(0, len(SAMPLES[what]), WIDTH)
        page.write_row(0, 0, SAMPLES[what], bold)
        for column, (heading, lines) in enumerate(_words(what).items()):
            words.write_string(0, column, heading, bold)
            words.write_column(1, column, lines)
            words.set_column(column, column, REASON_WIDTH)


def _words(what: str) -> dict[str, list[str]]:
    if what == "officers":
        return {"Chức danh": [posts()[key].vi for key in POSTS]}
    return {
        "Loại": [kind.vi for kind in kinds().values()],
        "Loại hình": [sector.vi for sector in sectors().values()],
    }
