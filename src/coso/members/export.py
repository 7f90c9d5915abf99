"""The list of members as an Excel file: the same people, columns and order as on the page."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import IO

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.journal.bulk import chunks
from coso.access.models import Account
from coso.lib.tables.writing import SheetWriter
from coso.members.columns import Column, Eyes
from coso.members.reads import by_name, rows_of
from coso.register.models import Person, Unit

CHUNK = 1000
WIDTH = 20


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
        sheet = SheetWriter(book, _("Members"), [WIDTH] * len(columns))
        sheet.page.freeze_panes(1, 1)
        sheet.head([str(column.label) for column in columns])
        for part in chunks(by_name(people).iterator(chunk_size=CHUNK), CHUNK):
            for member in rows_of(part, day):
                sheet.add([eyes.value(column, member) for column in columns])
            if tell:
                tell(sheet.row - 1)
    return sheet.row - 1


def journal_export(*, unit: Unit | None, columns: Sequence[Column], by: Account) -> None:
    """Keeps in the journal that somebody took a list with national IDs away."""
    taken = ", ".join(str(column.label) for column in columns)
    with act(by=by, verb="members.export_id", unit=unit.id if unit else None, reason=taken):
        pass
