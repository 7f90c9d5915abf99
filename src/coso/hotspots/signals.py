"""What is known of a workplace: signals of its workers in time order, and what is seen of them on a day."""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coso.hotspots.scale import Scale

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Signal:
    """One message or report, by group, never by person.

    `group`: "" where it is not known. `urgency` 0–3 and `topics` as `coso.triage` names them; without topics and urgency it
    is a report that there is nothing. `heat`: 1–5 where the group was asked. `people`: how many it speaks for.
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

    `signals`: in time order. `groups`: how many there are; 0 where only those that wrote are known. `answers_kept`: whether an
    answer would be known; otherwise nothing is overdue.
    """

    signals: Sequence[Signal]
    groups: int = 0
    answers_kept: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened around a workplace: days of stoppages nearby."""

    stoppages: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What counts on a day: the concerns of the week, and the past of the workplace."""

    day: dt.date
    known: bool
    silent: int  # whole days since the last message, 0 where it is within the week
    concerns: tuple[Signal, ...]
    heated: tuple[Signal, ...]
    past: tuple[tuple[Signal, ...], ...]  # concerns of each earlier week in which anything was heard
    unsolved: tuple[Signal, ...]
    eased: bool
    open: tuple[Signal, ...]
    groups: int


def view(unit: Unit, day: dt.date, scale: Scale) -> View:
    """What counts of a workplace on a day. Where nobody wrote for a week, its last week stands for a while."""
    days = [signal.day for signal in unit.signals]
    seen = [signal for signal in unit.signals[: bisect_right(days, day)] if not signal.empty]
    quiet = (day - seen[-1].day).days if seen else 0
    known = bool(seen) and quiet <= scale["quiet"]["days"]
    weeks = _weeks(seen, day - max(dt.timedelta(days=quiet + 1) - WEEK, dt.timedelta()), scale)
    thanked = _thanked(seen)
    week = weeks[0] if known else ()
    return View(
        day=day,
        known=known,
        silent=quiet if quiet >= WEEK.days else 0,
        concerns=_concerns(week, scale),
        heated=capped(_hot(week, thanked, scale), scale),
        past=tuple(_concerns(each, scale) for each in weeks[1:] if each),
        unsolved=tuple(_unsolved(seen, day, thanked, scale)),
        eased=_eased(seen, day, scale),
        open=tuple(_unanswered(seen, day, scale)) if unit.answers_kept else (),
        groups=unit.groups or len({signal.group for signal in seen if signal.group}),
    )


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


def _weeks(seen: Sequence[Signal], last: dt.date, scale: Scale) -> list[Sequence[Signal]]:
    """The signals of the week up to a day, and of each week before it."""
    days = [signal.day for signal in seen]
    ends = [bisect_right(days, last - n * WEEK) for n in range(scale["past"]["weeks"] + 2)]
    return [seen[begin:end] for end, begin in zip(ends, ends[1:], strict=False)]


def _concerns(signals: Iterable[Signal], scale: Scale) -> tuple[Signal, ...]:
    return tuple(signal for signal in signals if signal.urgency or is_heated(signal, scale))


def _hot(signals: Iterable[Signal], thanked: Mapping[str, dt.date], scale: Scale) -> list[Signal]:
    """The heated ones after which their group did not say thanks."""
    return [s for s in signals if is_heated(s, scale) and thanked.get(s.group, dt.date.min) <= s.day]


def _unsolved(seen: Iterable[Signal], day: dt.date, thanked: Mapping[str, dt.date], scale: Scale) -> Iterator[Signal]:
    """Heated ones of the weeks before this one that had neither answer nor thanks."""
    begin = day - dt.timedelta(days=scale["unsolved"]["days"])
    earlier = [signal for signal in seen if begin < signal.day <= day - WEEK]
    return _unanswered(_hot(earlier, thanked, scale), day, scale)


def _unanswered(signals: Iterable[Signal], day: dt.date, scale: Scale) -> Iterator[Signal]:
    return (s for s in _concerns(signals, scale) if s.answered is None or s.answered > day)


def _eased(seen: Iterable[Signal], day: dt.date, scale: Scale) -> bool:
    """Whether several groups said thanks in the last two weeks."""
    groups = {signal.group for signal in seen if signal.thanks and signal.day > day - 2 * WEEK}
    return len(groups) >= scale["counts"]["groups_eased"]


def _thanked(seen: Iterable[Signal]) -> dict[str, dt.date]:
    """The last day on which each group said thanks."""
    return {signal.group: signal.day for signal in seen if signal.thanks and signal.group}
