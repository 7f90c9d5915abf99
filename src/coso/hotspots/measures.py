"""The parts of the score: each looks at one thing and gives points, the numbers behind them and the records counted."""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from coso.hotspots.reasons import Reason
from coso.hotspots.scale import Family, Scale, days_of
from coso.hotspots.signals import WEEK, Facts, Signal, capped, for_many, groups_of, is_heated
from coso.hotspots.view import View

Measure = Callable[[View, Scale], Reason | None]


def volume(seen: View, scale: Scale) -> Reason | None:
    """More concerns than this workplace usually has; half as telling where there is hardly a past."""
    rule, n, normal = scale["volume"], len(seen.concerns), seen.usual.concerns
    if n < rule["from_concerns"] or 10 * n < rule["from_tenths"] * normal:
        return None
    points = rule["most"] * min(1.0, math.log(n / normal) / math.log(rule["all_at"]))
    if len(seen.past) < scale["past"]["enough"]:
        return _reason("volume_first", points / 2, seen.concerns, n=n)
    return _reason("volume", points, seen.concerns, n=n, times=n / normal, usual=normal)


def heat(seen: View, scale: Scale) -> Reason | None:
    """More heated concerns than usual, however loud one group is."""
    normal = seen.usual.heated
    points = _most(scale["heat"], len(seen.heated) - normal)
    return _reason("heat", points, seen.heated, n=len(seen.heated), usual=normal)


def spread(seen: View, scale: Scale) -> Reason | None:
    """Concerns from more groups than usual."""
    rule, n = scale["spread"], groups_of(seen.concerns)
    if n < rule["from_groups"]:
        return None
    beyond = n - max(Fraction(rule["from_groups"] - 1), seen.usual.groups)
    return _reason("spread", _most(rule, beyond), seen.concerns, n=n, all=max(n, seen.groups))


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
    those = [signal for signal in seen.concerns if for_many(signal, scale)]
    points = _most(scale["many"], len(those) - seen.usual.many)
    return _reason("many", points, those, n=len(those))


def calls(seen: View, scale: Scale) -> Reason | None:
    """Calls to stop work; one group alone counts only so far, half of the groups count for more."""
    rule = scale["calls"]
    those = capped([s for s in seen.concerns if is_call(s, scale)], scale, rule["one_group"])
    if not those:
        return None
    groups = groups_of(those)
    further = len(those) - 1 + (groups >= rule["from_groups"] and 2 * groups >= seen.groups)
    points = min(rule["most"], rule["first"] + rule["further"] * further)
    return _reason("calls", points, those, n=len(those), groups=groups, all=max(groups, seen.groups))


def is_call(signal: Signal, scale: Scale) -> bool:
    """Urgent and for many, and not only about a danger."""
    return signal.urgency == 3 and for_many(signal, scale) and not scale.dangers.issuperset(signal.topics or [""])


def unsolved(seen: View, scale: Scale) -> Reason | None:
    """Heat of the weeks before without answer or thanks, beyond what was usual before those weeks."""
    if seen.eased or not seen.known:
        return None
    rule, those = scale["unsolved"], capped(seen.unsolved, scale)
    beyond = len(those) - seen.usual_before * (rule["days"] // WEEK.days - 1)
    return _reason("unsolved", _most(rule, beyond), those, n=len(those))


def silence(seen: View, scale: Scale) -> Reason | None:
    """After heat far fewer write, without thanks."""
    rule = scale["silence"]
    begin = seen.at - dt.timedelta(days=rule["days"])
    hot = [signal for signal in seen.unsolved if signal.day > begin]
    if seen.eased or not seen.known or len(hot) < rule["heated"]:
        return None
    before, now = Fraction(sum(seen.past[:2]), 2), len(seen.concerns)
    return _reason("silence", rule["points"], hot, n=now, usual=before) if rule["times"] * now <= before else None


def overdue(seen: View, scale: Scale) -> Reason | None:
    """Concerns past their time without an answer, where answers are kept."""
    late = [(signal, (seen.day - signal.day).days - _answer_days(signal, scale)) for signal in seen.open]
    those = [signal for signal, days in late if days > 0]
    points = _most(scale["overdue"], len(those))
    return _reason("overdue", points, those, n=len(those), days=max((days for _, days in late), default=0))


def quiet(seen: View, _scale: Scale) -> Reason | None:
    """Nobody wrote for a week or more: said, without points."""
    return Reason("quiet", 0, {"days": seen.silent}, ()) if seen.silent else None


CONCERNS: tuple[Measure, ...] = (heat, unsolved, volume, spread, topic, silence, many)


def is_called(seen: View, scale: Scale) -> bool:
    """Whether enough calls to stop work were heard, or a group was asked and told the utmost heat."""
    rule = scale["uncalled"]
    count = sum(is_call(signal, scale) for signal in seen.concerns)
    return count >= rule["calls"] or any((signal.heat or 0) >= rule["heat"] for signal in seen.concerns)


def nearby(day: dt.date, facts: Facts, scale: Scale) -> Reason | None:
    """Stoppages nearby in the last weeks."""
    rule = scale["nearby"]
    ages = sorted(age for each in facts.stoppages if 0 <= (age := (day - each).days) <= rule["days"])
    if not ages:
        return None
    first = rule["fresh"] if ages[0] <= rule["fresh_days"] else rule["older"]
    return _reason(
        "nearby", min(rule["most"], first + rule["further"] * (len(ages) - 1)), (), n=len(ages), days=ages[0]
    )


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


def _most(rule: Mapping[str, int], n: int | Fraction) -> Fraction:
    """So many points for each, up to the most there are."""
    return min(Fraction(rule["most"]), rule["each"] * Fraction(n))


def _reason(
    key: str, points: float | Fraction, those: Sequence[Signal], **numbers: float | Fraction | str
) -> Reason | None:
    """A reason with whole points; None where it has none."""
    whole = round(points)
    return Reason(key, whole, numbers, tuple(signal.key for signal in those)) if whole > 0 else None
