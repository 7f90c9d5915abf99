"""Points of a made-up sheet that come out at a wanted level, scored the way unions score themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from coso.grading.prefill import Filled, Outcome, outcome
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
from coso.rubrics.grammar.scoring import LinePoints, scaled
from coso.rubrics.grammar.values import Absent, Known, Value

Marks = dict[str, LinePoints]
SPANS = {"excellent": (90.0, 94.0), "good": (71.0, 87.0), "done": (51.0, 68.0), "not_done": (30.0, 48.0)}
TRIES = 30


def attainable(rule: Rule, maximum: int, step: int) -> list[int]:
    """The points that a rule can give, rising."""
    match rule:
        case IfTrue(points):
            found = {points}
        case Steps(steps):
            found = {points for _at, points in steps}
        case Linear():
            found = set(range(0, maximum, step))
        case PerOccurrence(points, cap):
            found = set(range(0, cap + 1, points))
        case Deduct(points, floor):
            found = set(range(maximum, floor - 1, -points))
        case Levels(levels):
            found = {points for _key, points in levels}
        case _:
            found = set()
    return sorted({0, maximum, *found})


class Frame:
    """The lines of a variant: read once, used by every sheet of it."""

    def __init__(self, rubric: RubricSpec, variant: str) -> None:
        self.rubric, self.variant = rubric, variant
        self.pairs = rubric.lines_of(variant)
        self.bonus = [(c, line) for c, line in self.pairs if rubric.group(c.group).bonus]
        self.bonus_codes = {criterion.code for criterion, _line in self.bonus}
        self.places = [(c.code, c.group, line.max) for c, line in self.pairs if c.code not in self.bonus_codes]
        self.most = {group.code: group.max for group in rubric.groups if not group.bonus}


@dataclass(frozen=True)
class Sheet:
    """One union's sheet: what the records fix, what is out, what is open."""

    frame: Frame
    filled: Sequence[Filled]

    @cached_property
    def out(self) -> set[str]:
        """Codes that leave the sheet."""
        return {line.code for line in self.filled if line.status == Absent.NOT_APPLICABLE}

    @cached_property
    def fixed(self) -> dict[str, int]:
        """Points that the records give."""
        return {line.code: line.proposed for line in self.filled if line.proposed is not None}

    @cached_property
    def open(self) -> list[tuple[Criterion, RubricLine]]:
        """Lines that the union scores by hand."""
        known = self.frame.bonus_codes | self.out | set(self.fixed)
        return [(criterion, line) for criterion, line in self.frame.pairs if criterion.code not in known]

    @cached_property
    def values(self) -> dict[str, Value]:
        """What the records say, for gates."""
        by_code = {line.code: line for line in self.filled}
        found = ((c.indicator, by_code[c.code]) for c, _line in self.frame.pairs if c.indicator)
        return {key: Known(line.numerator or 0, line.denominator) for key, line in found if line.denominator}

    def full(self) -> Marks:
        """Every open line at its maximum."""
        marks: Marks = {criterion.code: line.max for criterion, line in self.open}
        return {**marks, **self.fixed, **dict.fromkeys(self.out, Absent.NOT_APPLICABLE)}

    def outcome(self, marks: Mapping[str, LinePoints]) -> Outcome:
        """What the marks add up to."""
        return outcome(self.frame.rubric, self.frame.variant, marks, self.values)

    def groups(self, marks: Mapping[str, LinePoints]) -> dict[str, int]:
        """Points of each group, as the rubric scales them."""
        most, step = self.frame.most, self.frame.rubric.step
        got, applicable = dict.fromkeys(most, 0), dict(most)
        for code, group, maximum in self.frame.places:
            points = marks.get(code)
            if points is Absent.NOT_APPLICABLE:
                applicable[group] -= maximum
            elif points is not None:
                got[group] += points
        return {code: scaled(got[code], applicable[code], top, step) for code, top in most.items()}


def best(sheet: Sheet) -> int:
    """The most that the union can reach without bonus."""
    return sum(sheet.groups(sheet.full()).values())


def marks_for(sheet: Sheet, level: str, rng: Random) -> tuple[Marks, Outcome]:
    """Marks whose level after gates is the wanted one. The bonus helps where the records hold a sheet down."""
    for _ in range(TRIES):
        marks = _lowered(sheet, level, rng)
        said = sheet.outcome(marks)
        if said.expected == level:
            return marks, said
    raise LookupError(f"{sheet.frame.variant} {level} {best(sheet)}")


def _lowered(sheet: Sheet, level: str, rng: Random) -> Marks:
    marks = sheet.full()
    low, high = SPANS[level]
    bonus = _bonus(sheet, marks, level, rng)
    target = rng.uniform(low, high) * POINT - sum(bonus.values())
    lines = rng.sample(sheet.open, len(sheet.open))
    points = sheet.groups(marks)
    while lines and sum(points.values()) > target:
        criterion, line = lines.pop()
        lower = attainable(line.rule, line.max, sheet.frame.rubric.step)[:-1]
        old = marks[criterion.code]
        marks[criterion.code] = rng.choice(lower)
        after = sheet.groups(marks)
        if _too_low(sheet, after, level) or sum(after.values()) < low * POINT - sum(bonus.values()):
            marks[criterion.code] = old
        else:
            points = after
    return marks | bonus


def _bonus(sheet: Sheet, marks: Marks, level: str, rng: Random) -> dict[str, int]:
    """What the upper level awards: enough for the best, seldom something for the good."""
    short = SPANS["excellent"][0] * POINT - sum(sheet.groups(marks).values()) if level == "excellent" else 0
    out: dict[str, int] = {}
    for criterion, line in sheet.frame.bonus:
        choices = attainable(line.rule, line.max, sheet.frame.rubric.step)
        wanted = next((points for points in choices if points >= short), choices[-1]) if short > 0 else 0
        out[criterion.code] = max(wanted, rng.choice(choices[:2]) if level in ("excellent", "good") else 0)
        short -= out[criterion.code]
    return out


def _too_low(sheet: Sheet, points: Mapping[str, int], level: str) -> bool:
    """Whether a good union would fall under half of a group."""
    if level not in ("excellent", "good"):
        return False
    return any(points[code] * 2 < most for code, most in sheet.frame.most.items())


def claimed(sheet: Sheet, appraised: Marks, rng: Random) -> Marks:
    """What the union gave itself before: more on some lines that were cut, less on a few that were raised."""
    out = {code: points for code, points in appraised.items() if code not in sheet.frame.bonus_codes}
    for criterion, line in sheet.open:
        choices, now = attainable(line.rule, line.max, sheet.frame.rubric.step), out[criterion.code]
        chance = rng.random()
        higher = [points for points in choices if isinstance(now, int) and points > now]
        lower = [points for points in choices if isinstance(now, int) and points < now]
        if higher and chance < 0.55:
            out[criterion.code] = rng.choice(higher)
        elif lower and chance > 0.97:
            out[criterion.code] = lower[-1]
    return out
