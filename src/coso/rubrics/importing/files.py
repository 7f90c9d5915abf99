"""A file of a province as plain tables of text, whether Word or Excel wrote it. Raises TableError with its sentence."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from coso.lib.tables import BadCell, Cell, Limits, is_word, read_tables, read_word

LIMITS = Limits(size=30 << 20, unpacked=200 << 20, ratio=200, ratio_from=4 << 20, area=300_000)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file: its place in words of the file, its rows of text, the rows in bold, those numbered by Word."""

    n: int
    name: str
    rows: list[list[str]]
    bold: frozenset[int] = frozenset()
    numbered: frozenset[int] = frozenset()


def tables_of(path: Path) -> list[Table]:
    """Every table of a .docx, or every sheet that is shown of a workbook."""
    if is_word(path):
        return [
            Table(
                table.n,
                table.caption,
                [list(row.cells) for row in table.rows],
                frozenset(n for n, row in enumerate(table.rows) if row.bold),
                frozenset(n for n, row in enumerate(table.rows) if row.numbered),
            )
            for table in read_word(path)
        ]
    book = read_tables(path, limits=LIMITS)
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    return [
        Table(n, sheet.name, [[_text(cell) for cell in row] for row in sheet.rows])
        for n, sheet in enumerate(shown, start=1)
    ]


def _text(cell: Cell) -> str:
    """A cell as its writer saw it; a number that a program took for a day is given back as day,month."""
    if isinstance(cell, BadCell):
        return str(cell)
    if isinstance(cell, float):
        return f"{cell:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(cell, dt.date):
        return f"{cell.day}.{cell.month}"
    return str(cell).strip()
