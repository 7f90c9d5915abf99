"""A list as an Excel file: the rows that its filters show, the columns chosen, in their order."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

from django.db.models import QuerySet

from coso.access.journal.bulk import chunks
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.points import POINT
from coso.lib.tables.long_sheet import Value, write_long_sheet
from coso.lists.listing import FIGURES, MOMENT, POINTS, Column
from coso.lists.paging import in_order
from coso.lists.reading import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 20_000  # rows that a reader waits for
PART = 500
_UNFIT = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet, which has at most 31 letters


def write_list(file: IO[bytes], asked: Asked) -> int:
    """Writes what the list shows, all pages of it, and returns how many rows there are."""
    columns = list(_spread(asked.shown))
    cells = [_cell(column, asked.reading(column)) for column in columns]
    name = _UNFIT.sub(" ", str(asked.listing.title))[:31]
    rows = ([cell(row) for cell in cells] for row in _dressed(asked))
    return write_long_sheet(file, name, [str(column.label) for column in columns], rows)


def _spread(columns: Sequence[Column[Any]]) -> Iterator[Column[Any]]:
    for column in columns:
        if column.buttons:
            continue
        yield column
        if column.under:
            yield column.under


def _dressed(asked: Asked) -> Iterator[Any]:
    rows: Iterable[Any] = asked.rows_asked
    if isinstance(rows, QuerySet):
        rows = in_order(rows, asked.listing.order).iterator(chunk_size=PART)
    for part in chunks(rows, PART):
        yield from asked.listing.dress(part)


def _cell(column: Column[Any], read: Callable[[Any], Any]) -> Callable[[Any], Value]:
    kind, after = column.kind, column.after
    if after is None:
        return lambda row: as_cell(read(row), kind)
    return lambda row: f"{as_cell(read(row), kind)} {after(row)}".strip()


def as_cell(value: Any, kind: str) -> Value:
    """A value as a cell of Excel: figures stay figures, what is not known stays empty."""
    if value is None or value == FOREVER:
        return ""
    if kind == MOMENT:
        return f"{clock.local(value):%H:%M %d/%m/%Y}"
    if kind in FIGURES and not isinstance(value, str):
        return int(value) / POINT if kind == POINTS else int(value)
    return value if isinstance(value, dt.date) else str(value)
