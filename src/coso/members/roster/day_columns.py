"""A column of days read as a whole: which of day and month comes first, and from when serial numbers count."""

from collections.abc import Callable, Collection

from coso.lib.dates import day_and_month, month_first
from coso.lib.tables import Cell

from .cells import SERIALS, Day, read_day

_FROM_1904 = 1462
MIXED = "mixed_days"


def day_reader(
    cells: Collection[Cell], *, from_1904: bool, months_first: bool | None = None
) -> tuple[Callable[[Cell], Day | None], str]:
    """How a cell of this column is read, and what is to be said of it: "month_first", "mixed_days" or nothing."""
    swapped, mixed = month_first((cell for cell in set(cells) if isinstance(cell, str)), months_first)

    def read(cell: Cell) -> Day | None:
        if swapped and isinstance(cell, str) and (found := day_and_month(cell)):
            return read_day(f"{found[1]}/{found[0]}/{found[2]}")
        serial = from_1904 and isinstance(cell, float) and int(cell) in SERIALS
        return read_day(cell + _FROM_1904 if serial and isinstance(cell, float) else cell)

    return read, MIXED if mixed else "month_first" if swapped else ""
