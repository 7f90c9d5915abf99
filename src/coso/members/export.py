"""The list of members as an Excel file: the same people, columns and order as on the page."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account
from coso.lib.tables.long_sheet import write_long_sheet
from coso.members.columns import Column, Eyes, Value
from coso.members.reads import Member
from coso.members.row_stream import walk
from coso.register.models import Person, Unit

PART = 1_000


def write_members(
    file: IO[bytes],
    people: QuerySet[Person],
    columns: Sequence[Column],
    eyes: Eyes,
    day: dt.date,
    tell: Callable[[int], object] | None = None,
) -> int:
    """Writes the people to a file, row by row, and returns how many they are; `tell` hears how far it is."""
    headings = [str(column.label) for column in columns]
    return write_long_sheet(file, _("Members"), headings, _cells(walk(people, day), columns, eyes, tell))


def _cells(
    members: Iterable[Member], columns: Sequence[Column], eyes: Eyes, tell: Callable[[int], object] | None
) -> Iterator[list[Value]]:
    readings = [eyes.reading(column) for column in columns]
    for n, member in enumerate(members, start=1):
        yield [read(member) for read in readings]
        if tell and not n % PART:
            tell(n)


def journal_export(*, unit: Unit | None, columns: Sequence[Column], by: Account) -> None:
    """Keeps in the journal that somebody took a list with national IDs away."""
    taken = ", ".join(str(column.label) for column in columns)
    with act(by=by, verb="members.export_id", unit=unit.id if unit else None, reason=taken):
        pass
