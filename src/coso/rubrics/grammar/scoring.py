"""From values to points: rules, proposals line by line, and totals. All points are ints: thousandths of a point."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal, assert_never

from coso.lib.points import round_down
from coso.rubrics.grammar.model import (
    Condition,
    Criterion,
    Deduct,
    Group,
    IfTrue,
    Levels,
    Linear,
    PerOccurrence,
    RubricLine,
    RubricSpec,
    Rule,
    Steps,
    Typed,
    Unstated,
)
from coso.rubrics.grammar.problems import RubricNotUsableError
from coso.rubrics.grammar.values import Absent, Known, Value, number_of

LinePoints = int | Literal[Absent.NOT_APPLICABLE] | None


def points_of(rule: Rule, maximum: int, value: Fraction | int) -> int:
    """The points a number earns. ValueError for a rule that reads no number."""
    match rule:
        case IfTrue(points):
            return points if value >= 1 else 0
        case Steps(steps):
            return max((points for at, points in steps if value >= at), default=0)
        case Linear():
            return _linear(rule, maximum, Fraction(value))
        case PerOccurrence(points, cap):
            return min(cap, points * _whole(value))
        case Deduct(points, floor):
            return max(floor, maximum - points * _whole(value))
        case Levels() | Typed() | Unstated():
            raise ValueError(f"{type(rule).__name__} does not turn a number into points")
        case _:
            assert_never(rule)


def _whole(value: Fraction | int) -> int:
    return max(0, math.floor(value))


def _linear(rule: Linear, maximum: int, value: Fraction) -> int:
    if value <= rule.low:
        return 0
    if value >= rule.high:
        return maximum
    return round_down((value - rule.low) / (rule.high - rule.low) * maximum, rule.step)


def points_of_level(rule: Levels, level: str) -> int:
    """The points of a level a person chose. LookupError when the rule has no such level."""
    for key, points in rule.levels:
        if key == level:
            return points
    raise LookupError(level)


class ProposalStatus(StrEnum):
    """How a line came to its points, or why it has none yet."""

    COUNTED = "counted"
    JUDGED = "judged"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"
    TO_JUDGE = "to_judge"
    NONE_NOT_FORESEEN = "none_not_foreseen"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The points of a line; None while it is open or out of the sheet. `wants`: the indicator it waits for."""

    points: int | None
    status: ProposalStatus
    wants: str | None = None

    @property
    def line_points(self) -> LinePoints:
        """The proposal as a line of a total."""
        return Absent.NOT_APPLICABLE if self.status is ProposalStatus.NOT_APPLICABLE else self.points


_NOT_APPLICABLE = Proposal(None, ProposalStatus.NOT_APPLICABLE)


def propose(
    criterion: Criterion, variant: str, value: Value, indicators: Mapping[str, Value], level: str | None = None
) -> Proposal:
    """What a line is worth. `indicators` answers the applicability condition; `level` is what a person chose.

    LookupError when the variant does not have the criterion or the criterion does not have the level.
    """
    line = criterion.line(variant)
    if line is None:
        raise LookupError(f"{variant} does not have {criterion.code}")
    return _out_of_sheet(criterion.not_applicable_if, indicators) or _worth(criterion, line, value, level)


def _out_of_sheet(condition: Condition | None, indicators: Mapping[str, Value]) -> Proposal | None:
    if condition is None:
        return None
    number = number_of(indicators.get(condition.indicator, Absent.MISSING))
    if number is None:
        return Proposal(None, ProposalStatus.MISSING, wants=condition.indicator)
    return _NOT_APPLICABLE if condition.holds(number) else None


def _worth(criterion: Criterion, line: RubricLine, value: Value, level: str | None) -> Proposal:
    if value is Absent.NOT_APPLICABLE:
        return _NOT_APPLICABLE
    if value is Absent.NONE:
        return _worth_of_none(line)
    if isinstance(line.rule, Levels):
        return _judged(line.rule, level)
    if isinstance(line.rule, Typed):
        return Proposal(None, ProposalStatus.TO_JUDGE)
    if isinstance(value, Known):
        return Proposal(points_of(line.rule, line.max, value.number), ProposalStatus.COUNTED)
    return Proposal(None, ProposalStatus.MISSING, wants=criterion.indicator)


def _worth_of_none(line: RubricLine) -> Proposal:
    if line.when_none is None:
        return Proposal(None, ProposalStatus.NONE_NOT_FORESEEN)
    if isinstance(line.when_none, Absent):
        return _NOT_APPLICABLE
    return Proposal(line.when_none, ProposalStatus.NONE)


def _judged(rule: Levels, level: str | None) -> Proposal:
    if level is None:
        return Proposal(None, ProposalStatus.TO_JUDGE)
    return Proposal(points_of_level(rule, level), ProposalStatus.JUDGED)


def propose_all(
    rubric: RubricSpec, variant: str, indicators: Mapping[str, Value], levels: Mapping[str, str]
) -> dict[str, Proposal]:
    """The proposals of every line of a variant, by criterion code. `indicators` and `levels` may have gaps.

    An approved "không phát sinh" of a judged line stands in `indicators` under the code of its criterion.
    """
    refuse_unusable(rubric)
    return {
        criterion.code: propose(
            criterion,
            variant,
            indicators.get(criterion.indicator or criterion.code, Absent.MISSING),
            indicators,
            levels.get(criterion.code),
        )
        for criterion, _line in rubric.lines_of(variant)
    }


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """A group's points: `got` out of `applicable_max` over its lines, and `points` after scaling."""

    group: str
    max: int
    got: int
    applicable_max: int
    points: int
    not_applicable: tuple[str, ...]
    unscored: tuple[str, ...]

    @property
    def share_not_applicable(self) -> Fraction:
        """The share of the group's maximum that is not applicable."""
        return 1 - Fraction(self.applicable_max, self.max)


@dataclass(frozen=True, slots=True)
class Totals:
    """A sheet's totals. `needs_decision` names the groups whose share not applicable is past the rubric's limit."""

    groups: tuple[GroupTotal, ...]
    bonus: int
    unscored_bonus: tuple[str, ...]
    needs_decision: tuple[str, ...]

    @property
    def sum(self) -> int:
        """Points without the bonus."""
        return sum(group.points for group in self.groups)

    @property
    def points(self) -> int:
        """Points with the bonus: what bands and gates look at."""
        return self.sum + self.bonus

    @property
    def unscored(self) -> tuple[str, ...]:
        """Lines still without points, bonus apart. While there are any, the totals are provisional."""
        return tuple(code for group in self.groups for code in group.unscored)

    @property
    def share_not_applicable(self) -> Fraction:
        """The share of the self-scored maximum that is not applicable."""
        applicable = sum(group.applicable_max for group in self.groups)
        return 1 - Fraction(applicable, sum(group.max for group in self.groups))

    def group(self, code: str) -> GroupTotal:
        """The total of a group; LookupError for an unknown or bonus group."""
        for group in self.groups:
            if group.group == code:
                return group
        raise LookupError(code)


def refuse_unusable(rubric: RubricSpec) -> None:
    """RubricNotUsableError, with what is missing, for an incomplete rubric."""
    if not rubric.usable:
        raise RubricNotUsableError(rubric.why_not_usable)


def total(rubric: RubricSpec, variant: str, lines: Mapping[str, LinePoints]) -> Totals:
    """Add up a sheet. A line absent from `lines` or None is unscored.

    ValueError for a line the variant does not have, or points outside 0..max; RubricNotUsableError if incomplete.
    """
    refuse_unusable(rubric)
    _refuse_wrong_lines(rubric, variant, lines)
    totals = [_group_total(rubric, group, variant, lines) for group in rubric.groups]
    own = tuple(part for part, group in zip(totals, rubric.groups, strict=True) if not group.bonus)
    bonus = [part for part, group in zip(totals, rubric.groups, strict=True) if group.bonus]
    return Totals(
        groups=own,
        bonus=sum(part.got for part in bonus),
        unscored_bonus=tuple(code for part in bonus for code in part.unscored),
        needs_decision=tuple(part.group for part in own if part.share_not_applicable > rubric.max_share_not_applicable),
    )


def _refuse_wrong_lines(rubric: RubricSpec, variant: str, lines: Mapping[str, LinePoints]) -> None:
    most = {criterion.code: line.max for criterion, line in rubric.lines_of(rubric.variant(variant).key)}
    for code, points in lines.items():
        if code not in most:
            raise ValueError(f"{variant} does not have {code}")
        if isinstance(points, int) and not 0 <= points <= most[code]:
            raise ValueError(f"{code}: {points} is outside 0..{most[code]}")


def _group_total(rubric: RubricSpec, group: Group, variant: str, lines: Mapping[str, LinePoints]) -> GroupTotal:
    most = {criterion.code: line.max for criterion, line in rubric.lines_of(variant) if criterion.group == group.code}
    given = {code: lines.get(code) for code in most}
    left_out = tuple(code for code, points in given.items() if points is Absent.NOT_APPLICABLE)
    got = sum(points for points in given.values() if isinstance(points, int))
    applicable = group.max - sum(most[code] for code in left_out)
    return GroupTotal(
        group=group.code,
        max=group.max,
        got=got,
        applicable_max=applicable,
        points=scaled(got, applicable, group.max, rubric.step),
        not_applicable=left_out,
        unscored=tuple(code for code, points in given.items() if points is None),
    )


def scaled(got: int, applicable: int, maximum: int, step: int) -> int:
    """Group points when some lines are out: got / applicable x maximum, down to the step; 0 when all are out."""
    if applicable == maximum:
        return got
    return round_down(Fraction(got, applicable) * maximum, step) if applicable else 0
