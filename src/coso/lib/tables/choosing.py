"""Which sheet of a workbook is the list: every one that could be is named, one is proposed."""

from collections.abc import Callable
from dataclasses import dataclass

from .book import Book, Cell, Row, Sheet, TableError

ALL = "*"
_FULL = 2
Weigh = Callable[[Sheet], int]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet that is read, and every sheet with rows: its name and how many rows its list has, 0 for a cover.

    `hidden` names the sheets that are not shown in the workbook and not read.
    """

    sheet: Sheet
    sheets: tuple[tuple[str, int], ...]
    hidden: tuple[str, ...] = ()


def choose(book: Book, name: str, weigh: Weigh) -> Chosen:
    """The sheet of that name; without one the open sheet, if it is half as full as the fullest list, else that one.

    `weigh` gives the rows of a list in a sheet, 0 if it holds none. Where no sheet holds one, the first with rows is
    taken. Raises TableError where there is none, or none of that name.
    """
    filled, hidden = [sheet for sheet in book.sheets if sheet.rows], tuple(s.name for s in book.sheets if s.hidden)
    if not filled:
        raise TableError("hidden_rows", sheets=", ".join(hidden)) if hidden else TableError("no_rows")
    weights = [(sheet, weigh(sheet)) for sheet in filled]
    lists = [(sheet, weight) for sheet, weight in weights if weight]
    found = _named(filled, name) if name else _proposed(lists, filled)
    return Chosen(found, tuple((sheet.name, weight) for sheet, weight in weights), hidden)


def _named(sheets: list[Sheet], name: str) -> Sheet:
    found = next((sheet for sheet in sheets if sheet.name == name), None)
    if found is None:
        raise TableError("no_sheet", sheet=name)
    return found


def _proposed(lists: list[tuple[Sheet, int]], filled: list[Sheet]) -> Sheet:
    if not lists:
        return filled[0]
    fullest, most = max(lists, key=lambda each: each[1])
    opened = (sheet for sheet, weight in lists if sheet.about.opened and weight * _FULL >= most)
    return next(opened, fullest)


def together(sheets: list[tuple[Sheet, int]], heading: str) -> Sheet:
    """Lists of the same columns as one: below the first, each from its own first row of people on.

    A last column of that heading names the sheet of each row; rows after the first list count on.
    """
    first, begin = sheets[0]
    width = max(sheet.width for sheet, _ in sheets)
    rows: list[Row] = []
    for sheet, start in sheets:
        taken = sheet.rows if sheet is first else sheet.rows[start - 1 :]
        for row in taken:
            at_heading = sheet is first and len(rows) + 1 < begin
            last: Cell = (heading if len(rows) + 2 == begin else "") if at_heading else sheet.name
            rows.append([*row, *[""] * (width - len(row)), last] if row else [])
    return Sheet(ALL, False, rows, first.merged, first.about)


def join_under(sheet: Sheet, heading: int) -> list[Row]:
    """The rows of a sheet, what stands below a heading merged over several columns put together in the first.

    `heading` is its row, from 1. Where other headings stand right below, the columns are left apart.
    """
    spans = [(left, right) for (top, left), (low, right) in sheet.merged if top < heading <= low + 1 and right > left]
    rows = [list(row) for row in sheet.rows]
    for left, right in spans:
        below = rows[heading] if heading < len(rows) else []
        others = [cell for at, cell in enumerate(below) if not left <= at <= right and cell != ""]
        if below and not others:
            continue
        for row in rows[heading:]:
            parts = [cell for cell in row[left : right + 1] if cell != ""]
            if len(parts) > 1 and all(isinstance(part, str) for part in parts):
                row[left] = " ".join(map(str, parts))
            elif len(parts) == 1:
                row[left] = parts[0]
    return rows
