"""The rows that need mending, sent back in the layout they came in."""

from bisect import bisect
from collections.abc import Iterable
from pathlib import Path

from coso.lib.tables import Sheet
from coso.lib.tables.returning import return_rows

from .draft import Problem
from .fields import Field
from .layout import Layout
from .structure import read_body

_AS_TEXT = frozenset({Field.ID, Field.OLD_ID, Field.PASSPORT, Field.PHONE, Field.CARD, Field.STAFF_NO})


def write_problems(sheet: Sheet, layout: Layout, problems: Iterable[Problem], path: Path | str) -> int:
    """Write an .xlsx of the file's heading rows and the rows with problems, reasons in a last column; returns how many.

    The rows that name a group are kept above their people, so the mended file reads like the first one.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(problem.reason_vi)
    groups = sorted(skipped.row for skipped in read_body(sheet, layout).skipped if skipped.kind == "group")
    above = {groups[at - 1] for at in (bisect(groups, number) for number in reasons) if at}
    heading = range(layout.header_row, layout.first_row) if layout.header_row else range(0)
    numbers = {column for column, field in layout.columns.items() if field in _AS_TEXT}
    return return_rows(sheet, reasons, path, heading=heading, more=above, as_text=numbers)
