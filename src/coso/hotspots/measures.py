"""The parts of the score: each looks at one thing and gives points, the numbers behind them and the records counted."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coso.hotspots.reasons import Reason
from coso.hotspots.scale import Family, Scale, days_of
from coso.hotspots.signals import WEEK, Facts, Signal, View, capped, for_many, is_heated

Measure = Callable[[View, Scale], Reason | None]


@dataclass(frozen=True, slots=True)
class Usual:
    """What a week of this workplace usually has: a mean of its past weeks with a little of the prior."""

    concerns: Fraction
    heated: Fraction
    groups: Fraction
    many: Fraction


def usual(seen: View, scale: Scale) -> Usual:
    """The usual week. A workplace without past has the prior's."""
    past = scale["past"]
    weeks = len(seen.past) + past["prior_weeks"]
    prior = past["prior_weeks"] * Fraction(past["concerns_hundredths"], 100)
    heated = past["prior_weeks"] * Fraction(past["heated_hundredths"], 100)
    return Usual(
        (sum(map(len, seen.past)) + prior) / weeks,
        (sum(len(capped(_heated(week, scale), scale)) for week in seen.past) + heated) / weeks,
        (sum(_groups(week) for week in seen.past) + prior) / weeks,
        (sum(len(_many(week, scale)) for week in seen.past) + heated) / weeks,
    )


def volume(seen: View, scale: Scale) -> Reason | None:
    """More concerns than this workplace usually has; half as telling where there is hardly a past."""
    rule, n, normal = scale["volume"], len(seen.concerns), usual(seen, scale).concerns
    if n < rule["from_concerns"] or 10 * n < rule["from_tenths"] * normal:
        return None
    points = rule["most"] * min(1.0, math.log(n / normal) / math.log(rule["all_at"]))
    if len(seen.past) < scale["past"]["enough"]:
        return _reason("volume_first", points / 2, seen.concerns, n=n)
    return _reason("volume", points, seen.concerns, n=n, times=n / normal, usual=normal)


def heat(seen: View, scale: Scale) -> Reason | None:
    """More heated concerns than usual, however loud one group is."""
    normal = usual(seen, scale).heated
    points = min(scale["heat"]["most"], scale["heat"]["each"] * (len(seen.heated) - normal))
    return _reason("heat", points, seen.heated, n=len(seen.heated), usual=normal)


def spread(seen: View, scale: Scale) -> Reason | None:
    """Concerns from more groups than usual."""
    rule, n = scale["spread"], _groups(seen.concerns)
    if n < rule["from_groups"]:
        return None
    beyond = n - max(Fraction(rule["from_groups"] - 1), usual(seen, scale).groups)
    return _reason("spread", min(rule["most"], rule["each"] * beyond), seen.concerns, n=n, all=max(n, seen.groups))


def topic(seen: View, scale: Scale) -> Reason | None:
    """Most concerns are about one thing that has led to stoppages before."""
    found = [_about(family, seen, scale) for family in scale.families]
    return max((reason for reason in found if reason), key=lambda reason: reason.points, default=None)


def _about(family: Family, seen: View, scale: Scale) -> Reason | None:
    rule, n = scale["topic"], len(seen.concerns)
    those = [signal for signal in seen.concerns if not family.topics.isdisjoint(signal.topics)]
    if len(those) < rule["from_concerns"] or 100 * len(those) < rule["from_percent"] * n:
        return None
    full = rule["full_urgency"]
    grave = Fraction(sum(min(signal.urgency, full) for signal in those), full * len(those))
    points = family.most * grave * Fraction(len(those), n)
    told = [signal.heat for signal in those if signal.heat]
    if not told:
        return _reason("topic", points, those, family=family.key, n=len(those), all=n)
    return _reason("topic_heat", points, those, family=family.key, n=len(those), all=n, heat=sum(told) / len(told))


def many(seen: View, scale: Scale) -> Reason | None:
    """More concerns than usual that speak for many."""
    those = _many(seen.concerns, scale)
    points = min(scale["many"]["most"], scale["many"]["each"] * (len(those) - usual(seen, scale).many))
    return _reason("many", points, those, n=len(those))


def calls(seen: View, scale: Scale) -> Reason | None:
    """Calls to stop work; one group alone counts only so far."""
    rule = scale["calls"]
    those = capped([s for s in seen.concerns if is_call(s, scale)], scale, rule["one_group"])
    points = min(rule["most"], rule["first"] + rule["further"] * (len(those) - 1)) if those else 0
    return _reason("calls", points, those, n=len(those), groups=_groups(those))


def is_call(signal: Signal, scale: Scale) -> bool:
    """Urgent and for many, and not only about a danger."""
    return signal.urgency == 3 and for_many(signal, scale) and not scale.dangers.issuperset(signal.topics or [""])


def unsolved(seen: View, scale: Scale) -> Reason | None:
    """Heat of the weeks before that nobody answered and that no thanks followed."""
    if seen.eased or not seen.known:
        return None
    those = capped(seen.unsolved, scale)
    return _reason("unsolved", min(scale["unsolved"]["most"], scale["unsolved"]["each"] * len(those)), those, n=len(those))


def silence(seen: View, scale: Scale) -> Reason | None:
    """After heat far fewer write, without thanks."""
    rule = scale["silence"]
    begin = seen.day - dt.timedelta(days=rule["days"])
    hot = [signal for signal in seen.unsolved if signal.day > begin]
    if seen.eased or not seen.known or len(hot) < rule["heated"]:
        return None
    before = Fraction(sum(map(len, seen.past[:2])), 2)
    now = 0 if seen.silent else len(seen.concerns)
    return _reason("silence", rule["points"], hot, n=now, usual=before) if rule["times"] * now <= before else None


def overdue(seen: View, scale: Scale) -> Reason | None:
    """Concerns past their time without an answer, where answers are kept."""
    late = [(signal, (seen.day - signal.day).days - _answer_days(signal, scale)) for signal in seen.open]
    those = [signal for signal, days in late if days > 0]
    points = min(scale["overdue"]["most"], scale["overdue"]["each"] * len(those))
    return _reason("overdue", points, those, n=len(those), days=max((days for _, days in late), default=0))


def quiet(seen: View, _scale: Scale) -> Reason | None:
    """Nobody wrote for a week or more: said, without points."""
    return Reason("quiet", 0, {"days": seen.silent}, ()) if seen.silent else None


MEASURES: tuple[Measure, ...] = (calls, heat, unsolved, volume, spread, topic, silence, many, overdue)


def nearby(day: dt.date, facts: Facts, scale: Scale) -> Reason | None:
    """Stoppages nearby in the last weeks."""
    rule = scale["nearby"]
    ages = sorted(age for each in facts.stoppages if 0 <= (age := (day - each).days) <= rule["days"])
    if not ages:
        return None
    first = rule["fresh"] if ages[0] <= rule["fresh_days"] else rule["older"]
    return _reason("nearby", min(rule["most"], first + rule["further"] * (len(ages) - 1)), (), n=len(ages), days=ages[0])


def season(day: dt.date, scale: Scale) -> list[Reason]:
    """Tết ahead, and new minimum wages."""
    rule, found = scale["season"], []
    left = min(((each - day).days for each in days_of("tet") if each >= day), default=None)
    if left is not None and left <= rule["tet_days"]:
        found.append(Reason("tet", rule["tet"], {"days": left}, ()))
    wages = [each for each in days_of("minimum_wage") if abs((each - day).days) <= rule["wage_days"]]
    return found + [Reason("minimum_wage", rule["wage"], {"day": each}, ()) for each in wages[:1]]


def _answer_days(signal: Signal, scale: Scale) -> int:
    rule = scale["overdue"]
    if signal.urgency == 3:
        return rule["urgent_days"]
    return rule["heated_days"] if is_heated(signal, scale) else rule["usual_days"]


def _heated(signals: Iterable[Signal], scale: Scale) -> list[Signal]:
    return [signal for signal in signals if is_heated(signal, scale)]


def _many(signals: Iterable[Signal], scale: Scale) -> list[Signal]:
    return [signal for signal in signals if for_many(signal, scale)]


def _groups(signals: Iterable[Signal]) -> int:
    return len({signal.group for signal in signals})


def _reason(
    key: str, points: float | Fraction, those: Sequence[Signal], **numbers: float | Fraction | str
) -> Reason | None:
    """A reason with whole points; None where it has none."""
    whole = round(points)
    return Reason(key, whole, numbers, tuple(signal.key for signal in those)) if whole > 0 else None
