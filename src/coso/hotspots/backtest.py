"""How the score would have done where the outcome is known: days of lead before stoppages, false alarms elsewhere."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coso.hotspots.scale import LEVELS
from coso.hotspots.scoring import Reading, readings
from coso.hotspots.signals import Facts, Unit

YELLOW, RED = LEVELS.index("yellow"), LEVELS.index("red")
MONTH = 30  # days


@dataclass(frozen=True, slots=True)
class Case:
    """A workplace over some days with what came of it: the day of the stoppage, None where there was none."""

    unit: Unit
    first: dt.date
    last: dt.date
    stoppage: dt.date | None
    facts: Facts | None = None
    key: str | int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the score said in a case: from the day of a stoppage on it counts no more.

    `yellow`, `red`: the first such days. `alarms`: how often it turned red.
    """

    key: str | int | None
    stoppage: dt.date | None
    yellow: dt.date | None
    red: dt.date | None
    alarms: int
    days: int

    @property
    def lead(self) -> int | None:
        """Days from the first red to the stoppage; None where it was not foreseen or none came."""
        return (self.stoppage - self.red).days if self.stoppage and self.red else None


@dataclass(frozen=True, slots=True)
class Backtest:
    """The outcomes of cases, and what they come to."""

    outcomes: tuple[Outcome, ...]

    @property
    def leads(self) -> list[int]:
        """Days of lead of the stoppages foreseen, in order of size."""
        return sorted(each.lead for each in self.outcomes if each.lead is not None)

    @property
    def missed(self) -> int:
        """Stoppages without red before them."""
        return sum(each.stoppage is not None and each.red is None for each in self.outcomes)

    @property
    def false_alarms(self) -> int:
        """How often it turned red where no stoppage came."""
        return sum(each.alarms for each in self.outcomes if each.stoppage is None)

    @property
    def false_alarms_per_month(self) -> float | None:
        """False alarms in thirty days of one workplace without a stoppage; None without such days."""
        days = sum(each.days for each in self.outcomes if each.stoppage is None)
        return self.false_alarms * MONTH / days if days else None


def backtest(cases: Iterable[Case]) -> Backtest:
    """The score of every day of the cases, against what came."""
    return Backtest(tuple(map(outcome, cases)))


def outcome(case: Case) -> Outcome:
    """What the score said in a case."""
    last = min(case.last, case.stoppage - dt.timedelta(days=1)) if case.stoppage else case.last
    said = list(readings(case.unit, case.first, last, case.facts))
    red = [False, *(each.level >= RED for each in said)]
    alarms = sum(now and not before for before, now in pairwise(red))
    return Outcome(case.key, case.stoppage, _first(said, YELLOW), _first(said, RED), alarms, len(said))


def _first(said: Sequence[Reading], level: int) -> dt.date | None:
    return next(_days(said, level), None)


def _days(said: Iterable[Reading], level: int) -> Iterator[dt.date]:
    return (each.day for each in said if each.level >= level)
