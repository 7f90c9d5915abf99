"""Where the list of people stands in a sheet and what its columns hold."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from coso.lib.tables import Cell, Row, Sheet, heading_key
from coso.lib.tables.returning import REASONS

from .cells import read_day
from .fields import Field, field_of, field_under, is_middle, is_others, is_sure
from .guess import guess_field
from .joins import date_parts, name_parts

_HEADER_WITHIN = 60
_SAMPLE = 200
_THEIRS = frozenset({Field.PHONE, Field.BORN, Field.ID, Field.ADDRESS, Field.POSITION})
_NEVER = frozenset({Field.PHONE, Field.BORN, Field.ID})
_NUMBERED = frozenset({"thoai", "sdt", "dt", "so", "ngay", "sinh", "phone"})
_YEARS_UNDER = {Field.MAN: Field.BORN_MAN, Field.WOMAN: Field.BORN_WOMAN}


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows count from 1 as in the file, columns from 0.

    `header_row` is None where no heading was found; the heading may be two rows deep, the rows from `header_row` up
    to `first_row`. `signature` is the same for every file with the same headings: a corrected choice of columns is
    remembered under it. `joins` are columns read as one with those that go on with them.

    A last column "Lý do", where an earlier reading wrote its reasons, is left out of all this.
    """

    header_row: int | None
    first_row: int
    columns: Mapping[int, Field]
    signature: str
    headings: Mapping[int, str]
    joins: Mapping[int, tuple[int, ...]] = dataclasses.field(default_factory=dict)

    @property
    def missing_name(self) -> bool:
        """Whether no column of names is known, so that the list cannot be read."""
        fields = set(self.columns.values())
        return Field.NAME not in fields and not {Field.FAMILY, Field.GIVEN} <= fields

    def column(self, field: Field) -> int | None:
        """The column of a field, or None."""
        return next((column for column, its in self.columns.items() if its is field), None)

    def with_columns(self, columns: Mapping[int, Field]) -> "Layout":
        """The same list with the columns a person chose."""
        kept = {at: parts for at, parts in self.joins.items() if _holds(columns, self.columns, at, parts)}
        return replace(self, columns=dict(columns), joins=kept)


def _holds(chosen: Mapping[int, Field], guessed: Mapping[int, Field], at: int, parts: tuple[int, ...]) -> bool:
    """Whether joined columns may stay so: none of them was chosen to be something else."""
    read = {part: field for part, field in chosen.items() if part in parts and field is not Field.OTHER}
    return read == {at: guessed.get(at)}


def guess_columns(sheet: Sheet, *, remembered: Mapping[str, Mapping[int, Field]] | None = None) -> Layout:
    """Find the heading and the columns; a choice remembered under the signature wins over the guess."""
    top = _find_header(sheet.rows)
    layout = _by_contents(sheet) if top is None else _by_headings(sheet, top)
    chosen = (remembered or {}).get(layout.signature)
    return layout.with_columns(chosen) if chosen else layout


def _find_header(rows: list[Row]) -> int | None:
    scores = [(_score(row), -n) for n, row in enumerate(rows[:_HEADER_WITHIN])]
    score, n = max(scores, default=(0, 0))
    return -n if score else None


def _score(row: Row) -> int:
    """How many different fields a row of headings names; 0 if it names no person."""
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    fields = {field_of(text) for text in texts} - {None}
    fields |= {Field.BORN} if {"thang", "nam"} <= {heading_key(text) for text in texts} else set()
    if not fields & {Field.NAME, Field.FAMILY, Field.GIVEN}:
        return 0
    alone = len(fields) == 1 and not (len(texts) == 1 and is_sure(texts[0]))
    return 0 if alone or any(isinstance(cell, dt.date) for cell in row) else len(fields)


def _by_headings(sheet: Sheet, top: int) -> Layout:
    first, last = _header_rows(sheet, top)
    headings = _headings(_spread(sheet, first) if first < last else [], sheet.rows[last])
    if headings and headings[max(headings)] == ("", REASONS):
        headings.popitem()
    body = [row for row in sheet.rows[last + 1 :][:_SAMPLE] if row]
    dates, parts = date_parts(headings)
    columns = _columns({at: pair for at, pair in headings.items() if at not in parts}, parts)
    columns = _years_by_sex(sheet.rows[last + 1 :], columns)
    names = name_parts(headings, columns, body, [span for span in sheet.merged if first <= span[0][0] <= last])
    titled = {*headings, *(each for those in names.values() for each in those)}
    columns |= _unheaded(body, sheet.width, columns, titled)
    columns = dict(sorted(columns.items()))
    return Layout(first + 1, last + 2, columns, _signature(headings), _shown(headings), {**dates, **names})


def _header_rows(sheet: Sheet, top: int) -> tuple[int, int]:
    """First and last row of the heading, from 0, around the row that names most fields."""
    if _is_second_header(sheet, top):
        return top, top + 1
    return (top - 1, top) if _has_parents(sheet, top) else (top, top)


def _columns(headings: Mapping[int, tuple[str, str]], known: Mapping[int, Field]) -> dict[int, Field]:
    """The first column that names a field has it; OTHER may be many.

    What stands right beside another person's name may be theirs: a number or a birth is not taken at all, anything
    else only where no other column names it.
    """
    columns = dict(known)
    beside: dict[int, Field] = {}
    for column, (parent, own) in headings.items():
        field = field_under(parent, own)
        if field in _THEIRS and _is_others(headings.get(column - 1)):
            beside[column] = field
        elif field and (field is Field.OTHER or field not in columns.values()):
            columns[column] = field
    for column, field in beside.items():
        taken = field in columns.values() or field in _NEVER
        columns[column] = Field.OTHER if taken else field
    return columns


def _is_others(pair: tuple[str, str] | None) -> bool:
    """Whether a heading is another person's name: not a number or a date of theirs."""
    text = " ".join(pair or ())
    return is_others(text) and field_of(text) in (None, Field.OTHER) and not _NUMBERED & set(heading_key(text).split())


def _headings(above: Row, below: Row) -> dict[int, tuple[str, str]]:
    """Each column's heading and the one that spans over it."""
    pairs = {}
    for column in range(max(len(above), len(below))):
        parent = str(above[column]).strip() if column < len(above) else ""
        own = str(below[column]).strip() if column < len(below) else ""
        if parent or own:
            pairs[column] = (parent, own)
    return pairs


def _has_parents(sheet: Sheet, top: int) -> bool:
    """Whether "Nam" and "Nữ" in this row stand under a heading of the row above."""
    under = [c for c, cell in enumerate(sheet.rows[top]) if heading_key(str(cell)) in ("nam", "nu")]
    if not under or top == 0 or not sheet.rows[top - 1]:
        return False
    above = _spread(sheet, top - 1)
    return any(field_of(str(above[column])) for column in under)


def _spread(sheet: Sheet, n: int) -> Row:
    """A row of headings with each one repeated over the columns it spans."""
    row = list(sheet.rows[n])
    spans = [span for span in sheet.merged if span[0][0] <= n <= span[1][0]]
    if spans:
        for (_, left), (_, right) in spans:
            row[left : right + 1] = [row[left]] * (min(right, len(row) - 1) - left + 1)
        return row
    below = sheet.rows[n + 1] if n + 1 < len(sheet.rows) else []
    for column in range(1, len(row)):
        if row[column] == "" and column < len(below) and below[column] != "":
            row[column] = row[column - 1]
    return row


def _is_second_header(sheet: Sheet, top: int) -> bool:
    """Whether the row below the heading continues it: texts only, nothing under the names, something known."""
    if top + 1 >= len(sheet.rows) or not sheet.rows[top + 1]:
        return False
    above, row = _spread(sheet, top), sheet.rows[top + 1]
    filled = [(column, cell) for column, cell in enumerate(row) if str(cell).strip()]
    if not all(isinstance(cell, str) and any(map(str.isalpha, cell)) for _, cell in filled):
        return False
    if not any(_hangs(sheet.rows[top], row, column) for column, _ in filled):
        return False
    pairs = [(str(above[column]), str(cell)) for column, cell in filled]
    if any(field_of(parent) is Field.NAME and not field_of(own) and not is_middle(own) for parent, own in pairs):
        return False
    return sum(bool(field_under(parent, own)) for parent, own in pairs) * 2 >= len(pairs)


def _hangs(above: Row, row: Row, column: int) -> bool:
    """Whether a cell stands under a heading that spans further than it, or under none."""
    beside = column + 1 < len(row) and above[column + 1] == "" and row[column + 1] != ""
    return above[column] == "" or beside


def _years_by_sex(rows: list[Row], columns: dict[int, Field]) -> dict[int, Field]:
    """Columns "Nam" and "Nữ" in which years stand instead of ticks, however far down."""
    found = dict(columns)
    for column, field in columns.items():
        cells = [row[column] for row in rows if row and row[column] != ""] if field in _YEARS_UNDER else []
        days = {cell: read_day(cell) for cell in set(cells)}
        if cells and sum(days[cell] is not None for cell in cells) * 2 > len(cells):
            found[column] = _YEARS_UNDER[field]
    return found


def _by_contents(sheet: Sheet) -> Layout:
    rows = sheet.rows
    first = next((n for n, row in enumerate(rows) if sum(cell != "" for cell in row) > 1), 0)
    columns = _unheaded([row for row in rows[first:][:_SAMPLE] if row], sheet.width, {}, set())
    return Layout(None, first + 1, columns, f"none-{sheet.width}", {})


def _unheaded(body: list[Row], width: int, known: Mapping[int, Field], titled: set[int]) -> dict[int, Field]:
    """Fields of columns without a heading, told by what stands in them."""
    found: dict[int, Field] = {}
    for column in range(width):
        cells: list[Cell] = [row[column] for row in body if row[column] != ""]
        field = guess_field(cells) if column not in titled else None
        if field and field not in known.values() and field not in found.values():
            found[column] = field
    return found


def _shown(headings: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    return {c: " – ".join(dict.fromkeys(filter(None, pair))) for c, pair in headings.items()}


def _signature(headings: Mapping[int, tuple[str, str]]) -> str:
    key = "|".join(f"{c}:{heading_key(parent)}/{heading_key(own)}" for c, (parent, own) in headings.items())
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
