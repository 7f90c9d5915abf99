"""Days and periods. Everything dated is valid on [from, to); `to` is FOREVER while it lasts."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from coso.lib.numbers import whole

FOREVER = dt.date(9999, 12, 31)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open span of days [start, end)."""

    start: dt.date
    end: dt.date

    @classmethod
    def closed(cls, first: dt.date, last: dt.date) -> "Period":
        """The period from a first to a last day, both counted."""
        return cls(first, last + DAY)

    @property
    def last(self) -> dt.date:
        """The last day that counts."""
        return self.end - DAY

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


_TYPED = re.compile(r"\s*'?(\d{1,2})\s*([/.\- ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
_MONTHS = 12


def day_and_month(text: str) -> tuple[int, int, str] | None:
    """The first two numbers of a typed date and its year: 5/13/1990 → (5, 13, "1990"); None if it is none."""
    found = _TYPED.match(text)
    return (int(found[1]), int(found[3]), found[4]) if found else None


def month_first(texts: Iterable[str], said: bool | None = None) -> tuple[bool, bool]:
    """Whether months come first in a column of typed dates, and whether it proves both orders, which a person settles.

    A number above twelve in the second place proves the month first; where both orders are proved, the more frequent
    one is taken. What a person `said` holds for every column that does not prove one order alone.
    """
    pairs = [found for text in texts if (found := day_and_month(text))]
    months = sum(first <= _MONTHS < second for first, second, _ in pairs)
    days = sum(second <= _MONTHS < first for first, second, _ in pairs)
    if said is not None and bool(months) == bool(days):
        return said, False
    return months > days, bool(months and days)


def read_iso(text: str, *, months_first: bool = False) -> dt.date | None:
    """A day written 2026-11-22 or 22/11/2026, or 11/22/2026 where months come first; None if it is neither."""
    try:
        if "/" in text:
            day, month, year = (whole(part) for part in text.split("/"))
            if months_first:
                day, month = month, day
            return dt.date(year, month, day)
        return dt.date.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def last_day(end: dt.date) -> dt.date:
    """The last day on which something holds that ends before a day; FOREVER while it lasts."""
    return end if end == FOREVER else end - DAY


_BARE = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})")
_CENTURY, _PIVOT = 100, 69


def read_day(text: str) -> dt.date | None:
    """A day as people type it: 22/11/2026, 1/2/26, 22.11.2026, 22112026, or 2026-11-22; None if it is none of these.

    Two digits of a year are those from 1969 to 2068, as POSIX reads them.
    """
    text = text.strip()
    found = _TYPED.fullmatch(text)
    parts = (found[1], found[3], found[4]) if found else bare.groups() if (bare := _BARE.fullmatch(text)) else None
    if parts is None:
        return None if "/" in text else read_iso(text)
    day, month, year = map(int, parts)
    if len(parts[2]) < len("2026"):
        year += 20 * _CENTURY if year < _PIVOT else 19 * _CENTURY
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def show_day(day: dt.date) -> str:
    """A day as it is written in Vietnam: 22/11/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
