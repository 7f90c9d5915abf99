"""A sheet of an Excel file written from the top down; what a cell holds is never read as a formula or a link."""

import datetime as dt
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format

INTERPRETED = ("=", "+", "-", "@", "\t", "\r")


class SheetWriter:
    """Writes cells as what they are: text as text, days as days, numbers as numbers."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, widths: Sequence[int]) -> None:
        self.page = book.add_worksheet(name)
        self.bold: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.text: Format = book.add_format({"num_format": "@"})
        # Excel's own leading apostrophe: the text stays a text even after somebody edits the cell.
        self.quoted: Format = book.add_format({"num_format": "@", "quote_prefix": True})
        self.row = 0
        for at, width in enumerate(widths):
            self.page.set_column(at, at, width)

    def write(self, at: int, cell: str | dt.date | float, form: Format | None = None) -> None:
        """One cell of the present row; `form` is the format of a number, or of a text that is no plain one."""
        if isinstance(cell, dt.date):
            self.page.write_datetime(self.row, at, cell, form or self.day)
        elif isinstance(cell, int | float):
            self.page.write_number(self.row, at, cell, form)
        elif cell:
            plain = self.quoted if cell.startswith(INTERPRETED) else self.text
            self.page.write_string(self.row, at, cell, form or plain)

    def head(self, cells: Sequence[str]) -> None:
        """A row of headings, in bold."""
        for at, cell in enumerate(cells):
            self.write(at, cell, self.bold)
        self.row += 1

    def add(self, cells: Sequence[str | dt.date | float]) -> None:
        """The next row."""
        for at, cell in enumerate(cells):
            self.write(at, cell)
        self.row += 1
