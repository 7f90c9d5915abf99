"""Days and periods. Everything dated is valid on [from, to); `to` is FOREVER while it lasts."""

import datetime as dt
from dataclasses import dataclass

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


def read_iso(text: str) -> dt.date | None:
    """A day written 2026-11-22 or 22/11/2026; None if it is neither."""
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return dt.date(year, month, day)
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def show_day(day: dt.date) -> str:
    """A day as it is written in Vietnam: 22/11/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
