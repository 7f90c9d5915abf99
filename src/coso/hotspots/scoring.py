"""The score of a workplace on a day, with its level and its reasons."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coso.hotspots.measures import CONCERNS, calls, is_called, nearby, overdue, quiet, season
from coso.hotspots.reasons import Reason
from coso.hotspots.scale import LEVELS, Scale, scale_on
from coso.hotspots.signals import Facts, Unit
from coso.hotspots.view import view

MOST = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A day of a workplace: 0–100 points, the sum of its reasons; level 0 calm, 1 watch, 2 yellow, 3 red.

    `known`: False where nobody has written for weeks, or ever: then a low score says nothing.
    """

    day: dt.date
    score: int
    level: int
    reasons: tuple[Reason, ...]
    known: bool

    @property
    def level_name(self) -> str:
        """none, watch, yellow or red."""
        return LEVELS[self.level]


def reading(unit: Unit, day: dt.date, facts: Facts | None = None) -> Reading:
    """The score of a workplace on a day, from its signals up to that day."""
    scale = scale_on(day)
    seen = view(unit, day, scale)
    told = [reason for measure in CONCERNS if (reason := measure(seen, scale))]
    most = MOST if is_called(seen, scale) else scale["uncalled"]["most"]
    others = [calls(seen, scale), overdue(seen, scale), nearby(day, facts or Facts(), scale)]
    found = [*_up_to(most, told), *(reason for reason in others if reason)]
    reasons = tuple(_up_to(MOST, _with_season(found, day, scale)))
    score = sum(reason.points for reason in reasons)
    said = (*reasons, *filter(None, [quiet(seen, scale)]))
    return Reading(day, score, scale.level(score), said, seen.known)


def readings(unit: Unit, first: dt.date, last: dt.date, facts: Facts | None = None) -> Iterator[Reading]:
    """The readings of each day from a first to a last."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield reading(unit, dt.date.fromordinal(ordinal), facts)


def _with_season(reasons: list[Reason], day: dt.date, scale: Scale) -> list[Reason]:
    """The season lifts what is there; alone it is no reason."""
    there = sum(reason.points for reason in reasons) >= scale["season"]["from_score"]
    return reasons + season(day, scale) if there else reasons


def _up_to(most: int, reasons: Iterable[Reason]) -> Iterator[Reason]:
    """The reasons, weightiest first, cut where their points reach the most there may be."""
    left = most
    for reason in sorted(reasons, key=lambda each: -each.points):
        points = min(left, reason.points)
        if points:
            yield replace(reason, points=points)
        left -= points
