"""Single cells of a list of people: days, marks, amounts of money, short texts."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from math import isfinite
from typing import TypeVar

from coso.lib.numbers import read_whole
from coso.lib.tables import BadCell, Cell
from coso.lib.text import fold

_EPOCH = dt.date(1899, 12, 30)
SERIALS = range(3_654, 60_000)
_YEAR_LAST = re.compile(r"(?P<rest>.*?\D)(?P<year>(?:19|20)\d\d)", re.DOTALL)
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<rest>\D.*)", re.DOTALL)
_BLANK_DAY = re.compile(r"\s*[._?…xX–—-]+\s*[/.\-–]")
_DIGITS = re.compile(r"\d+")
_UNKNOWN_WORDS = frozenset(
    {*("x", "xx", "xxx", "khoang", "nam", "sinh", "ns", "sn", "thang", "ngay"), *("khong", "ko", "k", "ro", "chua")}
)
_YEARS = range(1900, 2101)
_PIVOT = 30
_MARKS = frozenset({"x", "✓", "✔", "√", "v", "1", "*", "☑", "co", "true"})
_NO_MARKS = frozenset({"", "0", "-", "khong", "false"})
_WOMEN = frozenset({"nu", "f", "female", "gai", "phu nu", "nu gioi"})
_MEN = frozenset({"nam", "m", "male", "trai", "nam gioi"})
_DAY_SIGNS = str.maketrans(dict.fromkeys("-. ,", "/"))
_MONEY_SIGNS = str.maketrans("", "", " .,đdĐ₫\u00a0")

_LONGEST_DAY, _LONGEST_SUM = 60, 10  # signs of a day in words, digits of dues

Day = tuple[dt.date, bool]
T = TypeVar("T")


def read_day(value: Cell) -> Day | None:
    """A day and whether it is exact, from a date, text (day first), a serial number or a year; None if neither."""
    if isinstance(value, dt.datetime):
        return value.date(), True
    if isinstance(value, dt.date):
        return value, True
    if isinstance(value, bool):
        return None
    if isinstance(value, float | int):
        return _number_day(int(value)) if isfinite(value) else None
    return _text_day(value) if isinstance(value, str) and len(value) <= _LONGEST_DAY else None


def _number_day(number: int) -> Day | None:
    if number in _YEARS:
        return dt.date(number, 1, 1), False
    if number in SERIALS:
        return _EPOCH + dt.timedelta(days=number), True
    return _text_day(f"{number:08d}") if number > 1_000_000 else None


def _text_day(text: str) -> Day | None:
    text = text.strip().lstrip("'")
    if found := _partial_day(text):
        return found
    if text.isascii() and text.isdecimal():
        return _digits_day(text)
    head = text.split("T")[0] if text[4:5] == "-" else text
    parts = [part for part in head.translate(_DAY_SIGNS).split("/") if part]
    if not all(map(str.isdigit, parts)):
        # A time of day after the date, or the date in words: "ngày 5 tháng 1 năm 1990".
        parts = parts[:3] if ":" in text else [part for part in parts if part.isdecimal()]
        if ":" not in text and "thang" not in fold(text):
            return None
    return _parts_day(parts)


def _partial_day(text: str) -> Day | None:
    """A year whose day, or day and month, nobody knows: 00/00/1960, ../../1962, __/05/1963, "năm 1969"."""
    found = _YEAR_LAST.fullmatch(text.rstrip(" .?")) or _YEAR_FIRST.fullmatch(text)
    if not found or int(found["year"]) not in _YEARS:
        return None
    words = "".join(c if c.isalpha() else " " for c in fold(found["rest"])).split()
    numbers = [int(number) for number in _DIGITS.findall(found["rest"])]
    known = [number for number in numbers if number]
    unsaid = not known and (numbers or words or not found["rest"].isspace())
    if not {*words} <= _UNKNOWN_WORDS or not (unsaid or 0 in numbers or _BLANK_DAY.match(found["rest"])):
        return None
    month = known[0] if len(known) == 1 and numbers[-1:] == known and found.re is _YEAR_LAST else 1
    return (dt.date(int(found["year"]), month, 1), False) if len(known) < 2 and month <= 12 else None


def _digits_day(text: str) -> Day | None:
    if len(text) == 8:
        return _make(text[4:], text[2:4], text[:2]) or _make(text[:4], text[4:6], text[6:])
    return _number_day(int(text)) if len(text) <= 5 else None


def _parts_day(parts: list[str]) -> Day | None:
    if len(parts) == 3:
        return _make(*parts) if len(parts[0]) == 4 else _make(*reversed(parts))
    if len(parts) == 2 and len(parts[1]) == 4:
        found = _make(parts[1], parts[0], "1")
        return (found[0], False) if found else None
    return None


def _make(year: str, month: str, day: str) -> Day | None:
    if not (year.isdecimal() and month.isdecimal() and day.isdecimal()) or len(year) not in (2, 4):
        return None
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _PIVOT else 1900
    try:
        return (dt.date(number, int(month), int(day)), True) if number in _YEARS else None
    except (ValueError, OverflowError):
        return None


def read_sex(value: Cell) -> bool | None:
    """True for a woman's word, False for a man's, None for anything else; digits are codes nobody agrees on."""
    word = fold(value) if isinstance(value, str) else ""
    if word in _WOMEN:
        return True
    return False if word in _MEN else None


def is_mark(value: Cell) -> bool | None:
    """True if a box is ticked (x, ✓, 1, or the word itself), False if it is not, None if that cannot be told."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return {0: False, 1: True}.get(int(value)) if isfinite(value) else None
    word = fold(value) if isinstance(value, str) else "?"
    if word in _MARKS or word in _WOMEN or word in _MEN:
        return True
    return False if word in _NO_MARKS else None


def read_money(value: Cell) -> int | None:
    """Đồng from a number or "45.000 đ"; None if it is neither."""
    if isinstance(value, bool) or not isinstance(value, str | float | int):
        return None
    if isinstance(value, str):
        bare = value.casefold().replace("vnd", "").translate(_MONEY_SIGNS)
        return read_whole(bare) if len(bare) < _LONGEST_SUM else None
    return round(value) if 0 <= value < 10**_LONGEST_SUM else None


def read_text(value: Cell) -> str:
    """A short text: blanks collapsed, a whole number without its ".0", a day as written in Vietnam."""
    if isinstance(value, str):
        return value if value.isalnum() else unicodedata.normalize("NFC", " ".join(value.split()))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return "" if isinstance(value, BadCell) else str(value)


class Memo(dict[Cell, T]):
    """Cells already read; a cell is hashed once instead of being read again for every row that repeats it."""

    def __init__(self, read: Callable[[Cell], T]) -> None:
        self._read = read

    def __missing__(self, cell: Cell) -> T:
        found = self[cell] = self._read(cell)
        return found
