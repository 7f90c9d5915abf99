"""The rows of a list that need mending, sent back in the layout they came in."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from coso.lib.identity import plain_number

from .book import Cell, Row, Sheet
from .writing import INTERPRETED, SheetWriter

REASONS = "Lý do"
_REASON_WIDTH = 60
_SHEET_NAME = 31


def return_rows(
    sheet: Sheet,
    reasons: Mapping[int, Sequence[str]],
    target: Path | str,
    *,
    heading: range = range(0),
    more: Iterable[int] = (),
    as_text: Container[int] = (),
) -> int:
    """Writes an .xlsx of the heading rows and the rows with reasons, which stand in a last column; returns how many.

    Rows count from 1: `heading` are those of the headings, `more` are kept without a reason of their own. Numbers in
    the columns `as_text`, from 0, are written as text. Reasons of an earlier reading make room for the new ones.
    """
    again = any(row and row[-1] == REASONS for row in (sheet.rows[number - 1] for number in heading))
    last = sheet.width - 1 if again else sheet.width
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        page = _Page(book, sheet.name, last, as_text)
        for number in heading:
            page.add_row(sheet.rows[number - 1], REASONS if number == heading.start else "", heading=True)
        if not heading:
            page.add_row([], REASONS, heading=True)
        for number in sorted({*reasons, *more} - {*heading}):
            page.add_row(sheet.rows[number - 1], "; ".join(reasons.get(number, ())))
    return len(reasons)


class _Page(SheetWriter):
    """A sheet with a column of reasons."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, last: int, as_text: Container[int]) -> None:
        super().__init__(book, _sheet_name(name), ())
        self.last, self.as_text = last, as_text
        self.page.set_column(last, last, _REASON_WIDTH)

    def add_row(self, cells: Row, reason: str, *, heading: bool = False) -> None:
        """The next row with its reason."""
        for at, cell in enumerate(cells[: self.last]):
            if isinstance(cell, bool) and at not in self.as_text:
                self.page.write_boolean(self.row, at, cell)
                continue
            plain = self._plain(at, cell)
            bold = heading and isinstance(plain, str) and not plain.startswith(INTERPRETED)
            self.write(at, plain, self.bold if bold else None)
        self.write(self.last, reason, self.bold if heading else self.text)
        self.row += 1

    def _plain(self, at: int, cell: Cell) -> str | dt.date | float:
        if isinstance(cell, dt.date | str):
            return cell
        if at in self.as_text:
            return plain_number(cell) if isinstance(cell, float) else str(cell)
        return cell if isinstance(cell, float | int) else str(cell)


def _sheet_name(name: str) -> str:
    return "".join("_" if c in "[]:*?/\\" else c for c in name).strip("'")[:_SHEET_NAME] or "Sheet1"
