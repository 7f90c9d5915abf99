"""From totals to a level: bands, then gates that cap it and say why."""

from collections.abc import Mapping
from dataclasses import dataclass

from coso.lib.points import show_points
from coso.rubrics.grammar.model import AllZero, Band, Condition, Gate, GroupBelow, RubricSpec
from coso.rubrics.grammar.scoring import GroupTotal, LinePoints, Totals, refuse_unusable
from coso.rubrics.grammar.values import Absent, Known, Value, number_of
from coso.rubrics.grammar.wording import filled


@dataclass(frozen=True, slots=True)
class GateHit:
    """A gate that closed, with its sentence filled in."""

    gate: str
    cap: str
    text_vi: str
    text_en: str


def level_by_points(rubric: RubricSpec, points: int) -> Band:
    """The band that points (thousandths, bonus included) reach. RubricNotUsableError if the rubric is incomplete."""
    refuse_unusable(rubric)
    return next(band for band in rubric.bands if points >= band.min)


def gates_hit(
    rubric: RubricSpec, variant: str, totals: Totals, lines: Mapping[str, LinePoints], values: Mapping[str, Value]
) -> list[GateHit]:
    """Every gate that closed, in the rubric's order; a group gate once for each group that closed it."""
    hits = []
    for gate in _gates_of(rubric, variant):
        if isinstance(gate.when, GroupBelow):
            low = [group for group in _groups_in(gate.when, totals) if _is_below(gate.when, group)]
            hits += [_hit(rubric, gate, totals, group) for group in low]
        elif _closed(gate.when, lines, values):
            hits.append(_hit(rubric, gate, totals, None))
    return hits


def level(rubric: RubricSpec, points: int, hits: list[GateHit]) -> Band:
    """The band after gates: the one by points, or the lowest cap when that is lower."""
    by_points = level_by_points(rubric, points)
    return min((by_points, *(rubric.band(hit.cap) for hit in hits)), key=lambda band: band.min)


def closing(test: Condition) -> Known:
    """A figure that meets a condition: it stands for what a person found where no record counts."""
    near = (test.number, test.number + 1, test.number - 1)
    number = next(each for each in near if test.holds(each))
    return Known(number.numerator, number.denominator)


def _gates_of(rubric: RubricSpec, variant: str) -> list[Gate]:
    return [gate for gate in rubric.gates if variant in gate.applies_to]


def _groups_in(test: GroupBelow, totals: Totals) -> list[GroupTotal]:
    return [group for group in totals.groups if group.group in test.groups and group.applicable_max]


def _is_below(test: GroupBelow, group: GroupTotal) -> bool:
    return not group.unscored and group.points < test.share * group.max


def _closed(test: AllZero | Condition, lines: Mapping[str, LinePoints], values: Mapping[str, Value]) -> bool:
    if isinstance(test, AllZero):
        return all(lines.get(code) == 0 for code in test.criteria)
    number = number_of(values.get(test.indicator, Absent.MISSING))
    return number is not None and test.holds(number)


def _hit(rubric: RubricSpec, gate: Gate, totals: Totals, low: GroupTotal | None) -> GateHit:
    cap = rubric.band(gate.cap)
    words_vi = {"points": show_points(totals.points), "cap": cap.title_vi}
    words_en = {"points": show_points(totals.points, comma=False), "cap": cap.title_en}
    if low is not None:
        group = rubric.group(low.group)
        words_vi |= {"group": group.title_vi, "got": show_points(low.points), "max": show_points(low.max)}
        words_en |= {
            "group": group.title_en,
            "got": show_points(low.points, comma=False),
            "max": show_points(low.max, comma=False),
        }
    return GateHit(gate.code, gate.cap, filled(gate.say_vi, words_vi), filled(gate.say_en, words_en))
