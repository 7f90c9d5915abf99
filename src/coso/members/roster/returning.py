"""The rows that need mending, sent back in the layout they came in."""

import datetime as dt
from bisect import bisect
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from coso.lib.identity import plain_number
from coso.lib.tables import BadCell, Cell, Row, Sheet
from coso.lib.tables.writing import INTERPRETED

from .draft import Problem
from .fields import Field
from .layout import REASONS, Layout
from .structure import read_body

_AS_TEXT = frozenset({Field.ID, Field.OLD_ID, Field.PASSPORT, Field.PHONE, Field.CARD, Field.STAFF_NO})
_REASON_WIDTH = 60
_SHEET_NAME = 31


def write_problems(sheet: Sheet, layout: Layout, problems: Iterable[Problem], path: Path | str) -> int:
    """Write an .xlsx of the file's heading rows and the rows with problems, reasons in a last column; returns how many.

    The rows that name a group are kept above their people, so the mended file reads like the first one.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(problem.reason_vi)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = _Page(book, sheet, layout)
        top = layout.header_row or layout.first_row
        for number in range(top, layout.first_row):
            page.write(sheet.rows[number - 1], REASONS if number == top else "", heading=True)
        if layout.header_row is None:
            page.write([], REASONS, heading=True)
        for number in _wanted(sheet, layout, reasons):
            page.write(sheet.rows[number - 1], "; ".join(reasons.get(number, [])))
    return len(reasons)


def _reason_column(sheet: Sheet, layout: Layout) -> int:
    """The column after the last, or that of the reasons of an earlier reading."""
    top = sheet.rows[layout.header_row - 1 : layout.first_row - 1] if layout.header_row else []
    again = any(row and row[-1] == REASONS for row in top)
    return sheet.width - 1 if again else sheet.width


def _wanted(sheet: Sheet, layout: Layout, reasons: dict[int, list[str]]) -> list[int]:
    """Numbers of the rows with reasons and of the group rows above them."""
    groups = sorted(skipped.row for skipped in read_body(sheet, layout).skipped if skipped.kind == "group")
    above = {groups[at - 1] for at in (bisect(groups, number) for number in reasons) if at}
    return sorted(above | set(reasons))


class _Page:
    """A sheet written from the top down, one row at a time."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, layout: Layout) -> None:
        self.page: Worksheet = book.add_worksheet(_sheet_name(sheet.name))
        self.columns = layout.columns
        self.last = _reason_column(sheet, layout)
        self.row = 0
        self.bold: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text: Format = book.add_format({"num_format": "@"})
        # Excel's own leading apostrophe: the text stays a text even after somebody edits the cell.
        self.quoted: Format = book.add_format({"num_format": "@", "quote_prefix": True})
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.page.set_column(self.last, self.last, _REASON_WIDTH)

    def write(self, cells: Row, reason: str, *, heading: bool = False) -> None:
        """Add a row with its reason in the last column."""
        for column, cell in enumerate(cells[: self.last]):
            if cell != "":
                self._cell(column, cell, heading)
        if reason:
            self.page.write_string(self.row, self.last, reason, self.bold if heading else None)
        self.row += 1

    def _cell(self, column: int, cell: Cell, heading: bool) -> None:
        if isinstance(cell, dt.datetime | dt.date):
            self.page.write_datetime(self.row, column, cell, self.day)
        elif isinstance(cell, str | BadCell) or self.columns.get(column) in _AS_TEXT:
            text = plain_number(cell) if isinstance(cell, float) else str(cell)
            style = self.bold if heading else self.text
            self.page.write_string(self.row, column, text, self.quoted if text.startswith(INTERPRETED) else style)
        elif isinstance(cell, bool):
            self.page.write_boolean(self.row, column, cell)
        elif isinstance(cell, float | int):
            self.page.write_number(self.row, column, cell)
        else:
            self.page.write_string(self.row, column, str(cell), self.text)


def _sheet_name(name: str) -> str:
    return "".join("_" if c in "[]:*?/\\" else c for c in name).strip("'")[:_SHEET_NAME] or "Sheet1"
