"""Columns that are one: a name in two or three columns, a date in columns of day, month and year."""

from collections.abc import Mapping, Sequence

from coso.lib.tables import Cell, Row, heading_key
from coso.lib.tables.book import Span

from .fields import Field, field_of, is_middle
from .guess import guess_field

_PARTS = ("ngay", "thang", "ngay thang", "nam")
_DATES = (Field.BORN, Field.JOINED)
_SHARE = 0.8
_FEWEST = 2
_FAMILY_WORDS = 2
Headings = Mapping[int, tuple[str, str]]
Joins = dict[int, tuple[int, ...]]


def date_parts(headings: Headings) -> tuple[Joins, dict[int, Field]]:
    """Columns of day, month and year under one heading, or under none where no other column has the birth."""
    joins: Joins = {}
    fields: dict[int, Field] = {}
    has_birth = any(field_of(own or parent) is Field.BORN for parent, own in headings.values())
    for at in sorted(headings):
        run = _run(headings, at)
        if at in fields or len(run) < _FEWEST:
            continue
        parent = headings[at][0]
        field = field_of(parent) if parent else None if has_birth else Field.BORN
        fields |= dict.fromkeys(run, Field.OTHER)
        if field in _DATES:
            fields[at], joins[at] = field, tuple(sorted(run, key=lambda each: _PARTS.index(_own(headings, each))))
    return joins, fields


def _run(headings: Headings, at: int) -> list[int]:
    """The columns from one on that name parts of a date, each part once, the month and the year among them."""
    run: list[int] = []
    while at + len(run) in headings and (key := _own(headings, at + len(run))) in _PARTS:
        if headings[at + len(run)][0] != headings[at][0] or key in {_own(headings, each) for each in run}:
            break
        run.append(at + len(run))
    keys = {_own(headings, each) for each in run}
    return run if "nam" in keys and keys & {"thang", "ngay thang"} else []


def _own(headings: Headings, at: int) -> str:
    return heading_key(headings[at][1])


def name_parts(headings: Headings, columns: Mapping[int, Field], body: Sequence[Row], spans: Sequence[Span]) -> Joins:
    """The columns of names with those that go on with them."""
    joins: Joins = {}
    for at, field in columns.items():
        if field in (Field.NAME, Field.FAMILY):
            more = _beside(headings, at, columns, body, spans)
            if field is Field.FAMILY:
                more += [each for each, (_, own) in headings.items() if is_middle(own) and each not in more]
            if more:
                joins[at] = (at, *more)
    return joins


def _beside(
    headings: Headings, at: int, columns: Mapping[int, Field], body: Sequence[Row], spans: Sequence[Span]
) -> list[int]:
    more: list[int] = []
    width = max(map(len, body), default=0)
    for column in range(at + 1, width):
        parent, own = headings.get(column, ("", ""))
        if own or column in columns or parent not in ("", *headings.get(at, ("",))):
            break
        cells = [row[column] for row in body if row[column] != ""]
        spanned = any(left <= at and column <= right for (_, left), (_, right) in spans)
        if not (spanned and guess_field(cells) in (None, Field.NAME)) and not _given(cells, [row[at] for row in body]):
            break
        more.append(column)
    return more


def _given(cells: Sequence[Cell], names: Sequence[Cell]) -> bool:
    """Whether cells without a heading read as given names: a capitalised word or two beside nearly every short name."""
    families = [name.split() for name in names if isinstance(name, str) and name != ""]
    named = len(families)
    if sum(len(each) <= _FAMILY_WORDS for each in families) * 2 < named:
        return False
    words = [cell.split() for cell in cells if isinstance(cell, str)]
    short = [each for each in words if each and len(each) <= 2 and all(w.isalpha() and w[0].isupper() for w in each)]
    single = sum(len(each) == 1 for each in short)
    various = len({*map(tuple, short)}) > 1 or len(short) == 1
    likely = named > 0 and len(short) >= _SHARE * max(len(cells), named) and single * 2 > len(short)
    return likely and various and guess_field(list(cells)) is None


def joined(cells: Sequence[Cell], sign: str) -> Cell:
    """Several cells as one text; an error in one of them stays one."""
    bad = next((cell for cell in cells if not isinstance(cell, str | float | int)), None)
    if bad is not None:
        return bad
    texts = [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip() for cell in cells]
    if sign == " ":
        return " ".join(filter(None, texts))
    return sign.join(text or "00" for text in texts) if any(texts) else ""
