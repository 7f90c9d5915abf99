"""The calendar of a grading year as the demo tells it: when a round opens, what is due by when, how far it is."""

import datetime as dt
from dataclasses import dataclass
from math import sqrt

from coso.grading.chain import APPRAISE, COUNCIL, DECIDE, PUBLISH, REVIEW, SELF, SUBMIT
from coso.lib.dates import DAY

HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
DUES = {
    SELF: (11, 20), APPRAISE: (12, 5), SUBMIT: (12, 9), REVIEW: (12, 14), COUNCIL: (12, 18), DECIDE: (12, 22),
    PUBLISH: (12, 28),
}  # fmt: skip
LATER = (SUBMIT, REVIEW, COUNCIL, DECIDE, PUBLISH)
LAST_IN_NOVEMBER = 2026
RUN_IN = DAY * 10
PEAK, SETTLED = (11, 22), (12, 20)
FIRST_SENT, BY_NOVEMBER, AT_LAST, LOOKED_AT = 0.08, 0.65, 0.93, 0.95


def is_working(day: dt.date) -> bool:
    """Neither a weekend nor a holiday of the solar calendar."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def working(day: dt.date, way: int = -1) -> dt.date:
    """The day itself if offices work on it, else the last one before it on which they do (`way` 1: the next)."""
    while not is_working(day):
        day += DAY * way
    return day


def opening_of(year: int) -> dt.date:
    """Rounds opened in November up to 2026; since then on the first Monday of January after the holiday."""
    if year <= LAST_IN_NOVEMBER:
        return working(dt.date(year, 11, 2), 1)
    second = dt.date(year, 1, 2)
    return second + DAY * (-second.weekday() % 7)


def dues(year: int) -> list[tuple[str, dt.date]]:
    """The steps of a year and the last good day of each."""
    return [(step, working(dt.date(year, *day))) for step, day in DUES.items()]


def year_under_way(day: dt.date) -> int:
    """The year whose round is under way: in the first days of January still that of the year before."""
    old = day.year > LAST_IN_NOVEMBER and day < opening_of(day.year) + RUN_IN
    return day.year - 1 if old else day.year


def _part(day: dt.date, first: dt.date, last: dt.date) -> float:
    return min(1.0, max(0.0, (day - first).days / (last - first).days))


@dataclass(frozen=True)
class Season:
    """How far the round of a year is on a day."""

    year: int
    day: dt.date

    def sent(self, usual: float) -> float:
        """The share of sheets sent, where `usual` of them are on 22 November: many soon, the rest before the end."""
        year, november = self.year, dt.date(self.year, 11, 2)
        peak, settled = dt.date(year, *PEAK), dt.date(year, *SETTLED)
        if self.day >= peak:
            return usual + (AT_LAST - usual) * _part(self.day, peak, settled)
        if self.day >= november:
            return usual * (BY_NOVEMBER + (1 - BY_NOVEMBER) * _part(self.day, november, peak))
        part = sqrt(_part(self.day, opening_of(year), november))
        return usual * (FIRST_SENT + (BY_NOVEMBER - FIRST_SENT) * part)

    def appraised(self, usual: float) -> float:
        """The share appraised among those sent, where it is `usual` up to 22 November."""
        return usual + (LOOKED_AT - usual) * _part(self.day, dt.date(self.year, *PEAK), dt.date(self.year, *SETTLED))

    @property
    def steps(self) -> tuple[str, ...]:
        """Where appraised sheets stand, as often as they stand there."""
        if self.day < dt.date(self.year, 11, 2):
            return SUBMIT, SUBMIT, REVIEW
        if self.day < dt.date(self.year, 12, 1):
            return SUBMIT, SUBMIT, REVIEW, REVIEW, COUNCIL
        coming = [step for step, due in dues(self.year) if step in LATER[2:] and due >= self.day]
        front = coming[0] if coming else PUBLISH
        return (*LATER[: LATER.index(front)], *[front] * 8)


@dataclass(frozen=True)
class PollDays:
    """When polls were opened, their last day and the day they were closed on; those still open end on `still`."""

    opened: dt.date
    last: dt.date
    closed: dt.date
    still: dt.date
    over: bool


def poll_days(year: int, today: dt.date) -> PollDays:
    """The polls of the round under way: of the last weeks, and none after its closing day."""
    base = min(today, dt.date(year, *PEAK))
    opened = max(opening_of(year), working(base - DAY * 18))
    still = working(base + DAY * 8, 1)
    return PollDays(opened, base - DAY * 6, working(base - DAY * 5, 1), still, over=still < today)
