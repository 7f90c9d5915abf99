"""Which sheet of a workbook holds the people, or all that do, each as a group."""

from pathlib import Path

from coso.lib.tables import Sheet, read_tables
from coso.lib.tables.choosing import ALL, Chosen, choose, together
from coso.members.roster import Field, guess_columns

GROUP = "Tổ"


def list_in(path: Path, name: str) -> Chosen:
    """The sheet asked for, else the one proposed; ALL takes every list of the same columns. Raises TableError."""
    book = read_tables(path)
    chosen = choose(book, "" if name == ALL else name, weigh)
    if name != ALL:
        return chosen
    layout = guess_columns(chosen.sheet)
    lists = lists_of(chosen)
    alike = [(sheet, guess_columns(sheet)) for sheet in book.sheets if sheet.name in lists]
    same = [(sheet, its.first_row) for sheet, its in alike if its.signature == layout.signature]
    return Chosen(together(same, GROUP) if len(same) > 1 else chosen.sheet, chosen.sheets)


def lists_of(chosen: Chosen) -> set[str]:
    """The names of the sheets that hold a list."""
    return {name for name, rows in chosen.sheets if rows}


def weigh(sheet: Sheet) -> int:
    """How many rows with a name a sheet has; 0 if it holds no list of people."""
    layout = guess_columns(sheet)
    if layout.missing_name:
        return 0
    at = layout.column(Field.NAME)
    at = layout.column(Field.FAMILY) if at is None else at
    return sum(bool(row) and at is not None and row[at] != "" for row in sheet.rows[layout.first_row - 1 :])
