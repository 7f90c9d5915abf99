"""What counts of a workplace on a day: the concerns of the week, and what is usual there."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from coso.hotspots.scale import Scale
from coso.hotspots.signals import WEEK, Signal, Unit, capped, for_many, groups_of, is_heated


@dataclass(frozen=True, slots=True)
class Usual:
    """What a week of this workplace usually has: a mean of its past weeks with a little of the prior."""

    concerns: Fraction
    heated: Fraction
    groups: Fraction
    many: Fraction


@dataclass(frozen=True, slots=True)
class _Week:
    concerns: int
    heated: int
    groups: int
    many: int


@dataclass(frozen=True, slots=True)
class View:
    """What counts on a day: the concerns of the week, and the past of the workplace."""

    day: dt.date
    at: dt.date  # the last day of the week looked at: the day, or where nobody wrote since, when that was the week
    known: bool
    silent: int  # whole days since the last message, 0 where it is within the week
    concerns: tuple[Signal, ...]
    heated: tuple[Signal, ...]
    past: tuple[int, ...]  # concerns of each earlier week in which anything was heard, the latest first
    usual: Usual
    usual_before: Fraction  # heated concerns of a week, as usual before the weeks of `unsolved`
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
    at = day - max(dt.timedelta(days=quiet + 1) - WEEK, dt.timedelta())
    weeks = _weeks(seen, at, scale)
    thanked = _thanked(seen)
    week = weeks[0] if known else ()
    past = [_past_week(each, scale) for each in weeks[1:] if each]
    return View(
        day=day,
        at=at,
        known=known,
        silent=quiet if quiet >= WEEK.days else 0,
        concerns=_concerns(week, scale),
        heated=capped(_hot(week, thanked, scale), scale),
        past=tuple(each.concerns for each in past),
        usual=_usual(past, scale),
        usual_before=_usual(past[scale["unsolved"]["days"] // WEEK.days - 1 :], scale).heated,
        unsolved=tuple(_unsolved(seen, at, thanked, scale)),
        eased=_eased(seen, at, scale),
        open=tuple(_unanswered(seen, day, scale)) if unit.answers_kept else (),
        groups=unit.groups or len({signal.group for signal in seen if signal.group}),
    )


def _weeks(seen: Sequence[Signal], last: dt.date, scale: Scale) -> list[Sequence[Signal]]:
    """The signals of the week up to a day, and of each week before it."""
    days = [signal.day for signal in seen]
    ends = [bisect_right(days, last - n * WEEK) for n in range(scale["past"]["weeks"] + 2)]
    return [seen[begin:end] for end, begin in pairwise(ends)]


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


def _past_week(signals: Iterable[Signal], scale: Scale) -> _Week:
    concerns = _concerns(signals, scale)
    heated = capped((signal for signal in concerns if is_heated(signal, scale)), scale)
    many = sum(for_many(signal, scale) for signal in concerns)
    return _Week(len(concerns), len(heated), groups_of(concerns), many)


def _usual(weeks: Sequence[_Week], scale: Scale) -> Usual:
    """The usual week; without past weeks it is the prior's."""
    past = scale["past"]
    concerns, heated = (
        past["prior_weeks"] * Fraction(past[f"{name}_hundredths"], 100) for name in ("concerns", "heated")
    )
    whole = len(weeks) + past["prior_weeks"]
    return Usual(
        (sum(week.concerns for week in weeks) + concerns) / whole,
        (sum(week.heated for week in weeks) + heated) / whole,
        (sum(week.groups for week in weeks) + concerns) / whole,
        (sum(week.many for week in weeks) + heated) / whole,
    )
