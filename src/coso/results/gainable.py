"""Where a sheet can still gain points: every line below its maximum, what is needed for its next step, least first."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.prepared import prepared
from coso.grading.models import Sheet, SheetLine
from coso.grading.reads import nearest_to_line
from coso.lib.points import POINT
from coso.rubrics.grammar.model import (
    Criterion,
    Deduct,
    IfTrue,
    Levels,
    Linear,
    PerOccurrence,
    RubricLine,
    RubricSpec,
    Rule,
    Steps,
)
from coso.rubrics.grammar.values import Absent
from coso.rubrics.terms import GOOD
from coso.rubrics.words import words

TAKEN, RECORDS, HAND, JUDGED = range(4)
HOW = ("taken", "records", "proof", "judged")
SHOWN = 3
COLUMNS = ("sheet_id", "code", "status", "proposed", "numerator", "denominator", "own", "appraised")


@dataclass(frozen=True)
class GainablePoint:
    """Points (thousandths) still open on a line, before the scaling of its group, which never lowers them.

    `need`: how many more (or, under `Deduct`, fewer) the records would have to count; None where no record counts.
    `rank`: how it is got: the records give it already, they lack some, proof by hand, a person judges.
    """

    code: str
    title: str
    points: int
    max: int
    gain: int
    rank: int
    need: int | None = None
    whole: int | None = None
    fewer: bool = False
    level: str = ""

    @property
    def effort(self) -> tuple[int, Fraction, int]:
        """What sorts openings: how it is got, how much of the whole is lacking, the larger gain first."""
        return self.rank, Fraction(self.need or 0, self.whole or 1), -self.gain

    @property
    def text(self) -> str:
        """What would have to be done, in the reader's language."""
        match self.rank:
            case 0:
                return _("the records already give this; the sheet took less")
            case 1 if self.fewer:
                return ngettext("{n} finding fewer", "{n} findings fewer", self.need or 0).format(n=self.need)
            case 1 if self.whole:
                return _("{n} more of {whole} in the records").format(n=self.need, whole=self.whole)
            case 1:
                return _("{n} more in the records").format(n=self.need)
            case 2:
                return _("by proof: no record in the system counts this")
        return _("by judgement: next level “{level}”").format(level=self.level)


def gainable_points(
    lines: Iterable[SheetLine], grammar: RubricSpec, variant: str, short: int = 0
) -> list[GainablePoint]:
    """The open points of a sheet, cheapest first; `short`: the points (thousandths) that the sheet lacks to "good"."""
    places = {criterion.code: (criterion, rule) for criterion, rule in grammar.lines_of(variant)}
    bonus = {group.code for group in grammar.groups if group.bonus}
    own = (line for line in lines if line.status != Absent.NOT_APPLICABLE and places[line.code][0].group not in bonus)
    found = (_opening(line, *places[line.code], max(short, grammar.step)) for line in own)
    return sorted((each for each in found if each), key=lambda each: each.effort)


def _opening(line: SheetLine, criterion: Criterion, rule: RubricLine, wanted: int) -> GainablePoint | None:
    points = _points(line)
    if points is None or points >= rule.max:
        return None
    facts: dict[str, Any] = {"code": line.code, "title": words(criterion), "points": points, "max": rule.max}
    if line.proposed is not None and line.proposed > points:
        return GainablePoint(**facts, gain=line.proposed - points, rank=TAKEN)
    if isinstance(rule.rule, Levels):
        return _judged(facts, criterion, rule.rule)
    return _counted(facts, line, rule, wanted) or GainablePoint(**facts, gain=rule.max - points, rank=HAND)


def _points(line: SheetLine) -> int | None:
    return next((found for found in (line.appraised, line.own, line.proposed) if found is not None), None)


def _judged(facts: Mapping[str, Any], criterion: Criterion, rule: Levels) -> GainablePoint | None:
    higher = [(points, key) for key, points in rule.levels if points > facts["points"]]
    if not higher:
        return None
    points, key = min(higher)
    texts = {level.key: str(level) for level in criterion.levels}
    return GainablePoint(**facts, gain=points - facts["points"], rank=JUDGED, level=texts.get(key, key))


def _counted(facts: Mapping[str, Any], line: SheetLine, rule: RubricLine, wanted: int) -> GainablePoint | None:
    """The next step of a line that records count. `wanted`: points that would be enough, for lines without steps."""
    if not line.denominator or line.numerator is None:
        return None
    step = next_step(rule.rule, rule.max, facts["points"], wanted, Fraction(line.numerator, line.denominator))
    if step is None:
        return None
    value, gain = step
    fewer = isinstance(rule.rule, Deduct)
    need = math.ceil(abs(value * line.denominator - line.numerator))
    whole = line.denominator if line.denominator > 1 else None
    return GainablePoint(**facts, gain=gain, rank=RECORDS, need=need, whole=whole, fewer=fewer)


def next_step(rule: Rule, maximum: int, points: int, wanted: int, value: Fraction) -> tuple[Fraction, int] | None:
    """The figure that a rule asks for more points than a line has, and how many more it gives; None if it cannot."""
    match rule:
        case Steps(steps):
            higher = [(at, worth) for at, worth in steps if at > value and worth > points]
            return (min(higher)[0], min(higher)[1] - points) if higher else None
        case Linear(low, high, step):
            goal = min(maximum, points + math.ceil(Fraction(wanted, step)) * step)
            return low + Fraction(goal, maximum) * (high - low), goal - points
        case PerOccurrence(each, cap):
            return value + 1, min(each, cap - points)
        case Deduct(each, _floor) if value >= 1:
            return value - 1, min(each, maximum - points)
        case IfTrue(worth) if value < 1:
            return Fraction(1), worth - points
    return None


@dataclass(frozen=True)
class Near:
    """A union just under "good": its newest points, what it lacks, and where it can gain most easily."""

    sheet: Sheet
    points: int
    short: int
    openings: list[GainablePoint]

    @property
    def cheapest(self) -> list[GainablePoint]:
        """The first few openings: as many as cover what is lacking, at least one, at most three."""
        out: list[GainablePoint] = []
        for each in self.openings[:SHOWN]:
            if out and sum(one.gain for one in out) >= self.short:
                break
            out.append(each)
        return out

    @property
    def enough(self) -> bool:
        """Whether the first few would do."""
        return sum(one.gain for one in self.cheapest) >= self.short


def nearest(sheets: QuerySet[Sheet], grammar: RubricSpec, limit: int = 10) -> list[Near]:
    """The unions nearest under "good" with their gainable_points, in two queries."""
    floor = grammar.band(GOOD).min
    rows = list(nearest_to_line(sheets, grammar, limit))
    lines: dict[Any, list[Any]] = {}
    for line in _lines([row.pk for row in rows]) if rows else ():
        lines.setdefault(line.sheet_id, []).append(line)
    return [_near(row, lines.get(row.pk, []), grammar, floor) for row in rows]


@prepared
def _lines(sheets: Iterable[UUID]) -> QuerySet[SheetLine, Any]:
    return SheetLine.objects.filter(sheet__in=sheets).order_by("n").values_list(*COLUMNS, named=True)


def _near(row: Sheet, lines: list[Any], grammar: RubricSpec, floor: int) -> Near:
    points: int = row.points  # type: ignore[attr-defined]
    return Near(row, points, floor - points, gainable_points(lines, grammar, row.variant, floor - points))


def near_dict(near: Near) -> dict[str, Any]:
    """A union near the line as `results --json --nearest` prints it; points as numbers."""
    return {
        "unit": near.sheet.unit.code,
        "points": near.points / POINT,
        "short": near.short / POINT,
        "openings": [
            {"line": each.code, "gain": each.gain / POINT, "how": HOW[each.rank], "need": each.need}
            for each in near.openings
        ],
    }
