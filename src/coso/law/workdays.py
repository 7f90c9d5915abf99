"""Working days: Monday to Friday without the public holidays, as far as these are fixed."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from coso.lib.dates import DAY

_FILE = Path(__file__).parent / "holidays.yaml"
_SATURDAY = 5


@dataclass(frozen=True)
class Year:
    """The public holidays of a year on which nobody works, and how sure we are."""

    status: str
    days: frozenset[dt.date]


@dataclass(frozen=True)
class Calendar:
    """The holidays of the years that are fixed, and days of which it is not known whether they are one."""

    references: tuple[str, ...]
    years: dict[int, Year]
    not_known: dict[dt.date, tuple[str, str]]


class YearNotFixedError(LookupError):
    """The holidays of a year are not fixed, or not read."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class DayNotKnownError(LookupError):
    """Whether a day is a holiday is not known: why, in both languages."""

    def __init__(self, day: dt.date, vi: str, en: str) -> None:
        super().__init__(day)
        self.day, self.vi, self.en = day, vi, en


@cache
def calendar() -> Calendar:
    """The calendar of holidays as the data file has it."""
    read = yaml.safe_load(_FILE.read_text())
    years = {
        year: Year(row["status"], frozenset(dt.date.fromisoformat(f"{year}-{day}") for day in row["days"]))
        for year, row in read["years"].items()
    }
    not_known = {row["day"]: (row["vi"], row["en"]) for row in read["not_known"]}
    return Calendar(tuple(read["references"]), years, not_known)


def is_workday(day: dt.date) -> bool:
    """Whether a day is a working day. Raises YearNotFixedError, DayNotKnownError."""
    held = calendar()
    if day.year not in held.years:
        raise YearNotFixedError(day.year)
    if day in held.not_known:
        raise DayNotKnownError(day, *held.not_known[day])
    return day.weekday() < _SATURDAY and day not in held.years[day.year].days


def workdays_after(start: dt.date, days: int) -> dt.date:
    """The last of so many working days after a day, which itself does not count. Raises as `is_workday`."""
    day = start
    while days:
        day += DAY
        days -= is_workday(day)
    return day
