"""A column of days read as a whole: which of day and month comes first, and from when serial numbers count."""

import re
from collections.abc import Callable, Collection

from coso.lib.tables import Cell

from .cells import SERIALS, Day, read_day

_TYPED = re.compile(r"\s*'?(\d{1,2})\s*([/.\- ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
_MONTHS = 12
_FROM_1904 = 1462


def month_first(cells: Collection[Cell]) -> tuple[bool, bool]:
    """Whether months come first in a column, and whether it has both orders.

    A number above twelve in the second place proves the month first; where both orders are proved, the more frequent
    one is taken.
    """
    found = [_TYPED.match(cell) for cell in cells if isinstance(cell, str)]
    pairs = [(int(each[1]), int(each[3])) for each in found if each]
    months = sum(first <= _MONTHS < second for first, second in pairs)
    days = sum(second <= _MONTHS < first for first, second in pairs)
    return months > days, bool(months and days)


def day_reader(cells: Collection[Cell], *, from_1904: bool) -> tuple[Callable[[Cell], Day | None], str]:
    """How a cell of this column is read, and what is to be said of it: "month_first", "mixed_days" or nothing."""
    swapped, mixed = month_first(set(cells))

    def read(cell: Cell) -> Day | None:
        if swapped and isinstance(cell, str) and (found := _TYPED.match(cell)):
            return read_day(f"{found[3]}/{found[1]}/{found[4]}")
        serial = from_1904 and isinstance(cell, float) and int(cell) in SERIALS
        return read_day(cell + _FROM_1904 if serial and isinstance(cell, float) else cell)

    return read, "mixed_days" if mixed else "month_first" if swapped else ""
