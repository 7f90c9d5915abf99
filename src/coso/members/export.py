"""The list of members as an Excel file: the same people, columns and order as on the page."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import IO

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from xlsxwriter.format import Format

from coso.access.journal import act
from coso.access.journal.bulk import chunks
from coso.access.models import Account
from coso.members.columns import Column, Eyes
from coso.members.reads import by_name, rows_of
from coso.register.models import Person, Unit

CHUNK = 1000
WIDTH = 20
INTERPRETED = ("=", "+", "-", "@", "\t", "\r")


class _Sheet:
    """A sheet written from the top down; what a cell holds is never read as a formula or a link."""

    def __init__(self, book: xlsxwriter.Workbook, columns: Sequence[Column]) -> None:
        self.page = book.add_worksheet(_("Members"))
        self.bold: Format = book.add_format({"bold": True})
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.text: Format = book.add_format({"num_format": "@"})
        # Excel's own leading apostrophe: the text stays a text even after somebody edits the cell.
        self.quoted: Format = book.add_format({"num_format": "@", "quote_prefix": True})
        self.row = 0
        self.page.set_column(0, len(columns) - 1, WIDTH)
        self.page.freeze_panes(1, 1)
        for at, column in enumerate(columns):
            self.page.write_string(0, at, str(column.label), self.bold)

    def add(self, cells: Sequence[str | dt.date]) -> None:
        """The next row."""
        self.row += 1
        for at, cell in enumerate(cells):
            if isinstance(cell, dt.date):
                self.page.write_datetime(self.row, at, cell, self.day)
            elif cell:
                self.page.write_string(self.row, at, cell, self.quoted if cell.startswith(INTERPRETED) else self.text)


def write_members(
    file: IO[bytes],
    people: QuerySet[Person],
    columns: Sequence[Column],
    eyes: Eyes,
    day: dt.date,
    tell: Callable[[int], object] | None = None,
) -> int:
    """Writes the people to a file, a part at a time, and returns how many they are; `tell` hears how far it is."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = _Sheet(book, columns)
        for part in chunks(by_name(people).iterator(chunk_size=CHUNK), CHUNK):
            for member in rows_of(part, day):
                sheet.add([eyes.value(column, member) for column in columns])
            if tell:
                tell(sheet.row)
    return sheet.row


def journal_export(*, unit: Unit | None, columns: Sequence[Column], by: Account) -> None:
    """Keeps in the journal that somebody took a list with national IDs away."""
    taken = ", ".join(str(column.label) for column in columns)
    with act(by=by, verb="members.export_id", unit=unit.id if unit else None, reason=taken):
        pass
