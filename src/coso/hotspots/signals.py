"""What is known of a workplace: signals of its workers in time order, and what happened nearby."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coso.hotspots.scale import Scale

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Signal:
    """One message or report, by group, never by person.

    `group`: "" where it is not known. `urgency` 0–3 and `topics` as `coso.triage` names them; without both it is a
    report that there is nothing. `heat`: 1–5 where the group was asked. `people`: how many it speaks for.
    `answered`: the day of the answer. `key`: the record, as the caller knows it.
    """

    day: dt.date
    group: str
    urgency: int
    topics: tuple[str, ...] = ()
    collective: bool = False
    heat: int | None = None
    people: int = 1
    answered: dt.date | None = None
    key: str | int = ""

    @property
    def empty(self) -> bool:
        """A report that there is nothing: no data, not calm."""
        return not self.urgency and not self.topics and self.heat is None

    @property
    def thanks(self) -> bool:
        """Thanks, and no question."""
        return not self.urgency and "thanks_other" in self.topics and "request_information" not in self.topics


@dataclass(frozen=True, slots=True)
class Unit:
    """A workplace, with groups of fewer than five people merged by the caller.

    `signals`: in time order. `groups`: how many there are; 0 where only those that wrote are known. `answers_kept`:
    whether an answer would be known; otherwise nothing is overdue.
    """

    signals: Sequence[Signal]
    groups: int = 0
    answers_kept: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened around a workplace: days of stoppages nearby."""

    stoppages: tuple[dt.date, ...] = ()


def is_heated(signal: Signal, scale: Scale) -> bool:
    """Grave, urgent, or told with anger."""
    counts = scale["counts"]
    return signal.urgency >= counts["heated_urgency"] or (signal.heat or 0) >= counts["heated_heat"]


def for_many(signal: Signal, scale: Scale) -> bool:
    """A concern that is not of one person alone."""
    return signal.collective or signal.people >= scale["counts"]["many_people"]


def capped(signals: Iterable[Signal], scale: Scale, most: int = 0) -> tuple[Signal, ...]:
    """At most so many signals of a group: one loud voice is no crowd. Signals without a group all count."""
    most = most or scale["counts"]["per_group"]
    had: Counter[str] = Counter()
    kept = []
    for signal in signals:
        had[signal.group] += 1
        if not signal.group or had[signal.group] <= most:
            kept.append(signal)
    return tuple(kept)


def groups_of(signals: Iterable[Signal]) -> int:
    """How many groups the signals are from; those of unknown group are one."""
    return len({signal.group for signal in signals})
