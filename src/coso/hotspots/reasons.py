"""The sentences of a score, in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Number = float | Fraction | str | dt.date

LEVEL_WORDS = {
    0: gettext_lazy("calm"),
    1: gettext_lazy("watch"),
    2: gettext_lazy("medium"),
    3: gettext_lazy("high"),
}

FAMILIES = {
    "pay": gettext_lazy("wages, allowances, bonuses, insurance"),
    "time": gettext_lazy("working time, overtime, leave"),
    "meals": gettext_lazy("shift meals"),
    "conduct": gettext_lazy("conduct of managers"),
}

TERMS = {
    "volume": gettext_lazy(
        "Concerns this week: {n}, {times} times what is usual for this very workplace ({usual} a week)"
    ),
    "volume_first": gettext_lazy("Concerns this week: {n}; this workplace has hardly a past to compare with"),
    "heat": gettext_lazy("Heated concerns this week: {n} (usually {usual} a week)"),
    "spread": gettext_lazy("Spread to {n} of {all} groups"),
    "topic": gettext_lazy("Concerns about “{family}”: {n} of {all}"),
    "topic_heat": gettext_lazy("Concerns about “{family}”: {n} of {all}; mean heat {heat} of 5"),
    "many": gettext_lazy("Concerns that speak for many: {n}"),
    "calls": gettext_lazy("Messages that call for a stop of work or tell of one: {n}, from {groups} of {all} groups"),
    "unsolved": gettext_lazy("Heated concerns of the weeks before with neither answer nor thanks: {n}"),
    "silence": gettext_lazy("Gone quiet after heat: concerns this week {n}, a week before {usual}"),
    "overdue": gettext_lazy("Concerns past their time without an answer: {n}, the longest by {days} days"),
    "tet": gettext_lazy("{days} days to Tết"),
    "minimum_wage": gettext_lazy("New regional minimum wage on {day}"),
    "nearby": gettext_lazy("Stoppages at workplaces nearby in the last weeks: {n}, the latest {days} days ago"),
    "quiet": gettext_lazy("Nobody has written for {days} days: not known, not calm"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score: a key of `TERMS`, its points, the numbers of its sentence, the keys of the records counted."""

    key: str
    points: int
    numbers: Mapping[str, Number]
    records: tuple[str | int, ...]

    def __str__(self) -> str:
        words = str(TERMS[self.key]).format(**{name: _said(number) for name, number in self.numbers.items()})
        return _("+{points}: {words}").format(points=self.points, words=words) if self.points else words


def _said(number: Number) -> str:
    if isinstance(number, str):
        return str(FAMILIES[number])
    if isinstance(number, dt.date):
        return f"{number:%d/%m/%Y}"
    return number_format(round(float(number), 1), decimal_pos=0 if round(float(number), 1) % 1 == 0 else 1)
