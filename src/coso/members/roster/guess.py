"""What a column without a heading holds, told by its contents."""

import datetime as dt
from collections.abc import Callable

from coso.lib.identity import Kind, plain_number, read_id, read_phone
from coso.lib.tables import Cell
from coso.lib.text import fold

from .cells import read_day
from .fields import Field

_FEWEST = 2
_SHARE = 0.8
_SURNAMES = frozenset(
    {
        *("nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo"),
        *("duong", "ly", "dau", "thai", "cao", "lo", "vi", "luong", "kha", "vu", "lau", "xong", "moong", "cut", "dinh"),
        *("trinh", "truong", "lam", "doan", "mai", "dao", "ha", "ta", "to", "tong", "trieu", "chu", "quach", "luu"),
        *("kieu", "tang", "than", "thach", "kim", "son", "danh", "nong", "hua", "ma", "giang", "bach", "phung", "la"),
        *("quang", "cam", "deo", "sung", "giang", "vang", "thao", "mua", "hau", "ro", "h", "y", "nay", "rcom", "ksor"),
        *("chau", "khuat", "nghiem", "uong", "vuong", "au", "tieu", "ong", "hau", "van", "che", "diep", "ung", "lai"),
    }
)


def guess_field(cells: list[Cell]) -> Field | None:
    """The field most cells of a column speak for, or None."""
    if len(cells) < _FEWEST:
        return None
    for field, speaks in _SIGNS:
        if sum(map(speaks, cells)) >= _SHARE * len(cells):
            return field
    return None


def looks_like_name(text: str) -> bool:
    """Whether a text reads as a person's name: two to six words of letters, the first a family name."""
    words = fold(text).split()
    return 2 <= len(words) <= 6 and words[0] in _SURNAMES and all(map(str.isalpha, words))


def _is_id(cell: Cell) -> bool:
    if not isinstance(cell, str | float | int) or len(plain_number(cell)) not in (11, 12):
        return False
    found = read_id(cell)
    return found.kind is Kind.NATIONAL and not {"province", "century"} & {*found.warnings}


def _is_phone(cell: Cell) -> bool:
    return isinstance(cell, str | float | int) and read_phone(cell).kind is Kind.PHONE


def _is_day(cell: Cell) -> bool:
    day = read_day(cell) if isinstance(cell, str | dt.date) else None
    return day is not None and day[1]


def _is_sex(cell: Cell) -> bool:
    return isinstance(cell, str) and fold(cell) in ("nam", "nu")


_SIGNS: tuple[tuple[Field, Callable[[Cell], bool]], ...] = (
    (Field.NAME, lambda cell: isinstance(cell, str) and looks_like_name(cell)),
    (Field.ID, _is_id),
    (Field.PHONE, _is_phone),
    (Field.EMAIL, lambda cell: isinstance(cell, str) and "@" in cell),
    (Field.SEX, _is_sex),
    (Field.BORN, _is_day),
)
