"""The council's table: unions ranked within their pool, the places of the quota, and who falls out with what words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from coso.grading.models import Round, Sheet, SheetLine
from coso.grading.prefill import Outcome, outcome, points_in, values_on
from coso.grading.services.guards import managing_units
from coso.grading.services.scoring import out_of_sheet
from coso.lib import clock
from coso.lib.points import show_points
from coso.register.kinds import strata
from coso.register.names import unit_names
from coso.rubrics.grammar.model import Quota, RubricSpec
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import GOOD

Levels = dict[UUID, tuple[str, str]]
NOT_HEARD = ("self", "cluster", "appraise")


@dataclass
class Standing:
    """A sheet at the table: its place, what the quota proposes, what the council or the decision says."""

    sheet: Sheet
    level: str
    why: str
    ties: tuple[int, ...] = ()
    tied: bool = False
    fell_out: bool = False

    @property
    def said(self) -> tuple[str, str]:
        """The level that stands now, and why: decided, else the council's, else the proposed one."""
        sheet = self.sheet
        if sheet.grade:
            return sheet.grade, sheet.grade_why
        return (sheet.heard_grade, sheet.heard_why) if sheet.heard_grade else (self.level, self.why)


@dataclass
class Pool:
    """The unions that are ranked together. `places` is None without a quota."""

    stratum: str
    unit: UUID | None
    name: str
    rows: list[Standing] = field(default_factory=list)
    base: int = 0
    places: int | None = None

    @property
    def key(self) -> str:
        """The pool in an address."""
        return f"{self.stratum}.{self.unit.hex if self.unit else ''}"

    def at(self, step: str) -> int:
        """How many sheets of the pool stand at a step."""
        return sum(row.sheet.step == step for row in self.rows)

    @cached_property
    def waiting(self) -> int:
        """Sheets at the council or the decision."""
        return self.at("council") + self.at("decide")

    @cached_property
    def out(self) -> list[Standing]:
        """Those with the points of the limited level and no place left."""
        return [row for row in self.rows if row.fell_out]


def pools(round_: Round, day: dt.date | None = None) -> list[Pool]:
    """The appraised sheets of a round by pool, each pool ranked by points, in a fixed number of queries."""
    grammar = grammar_of(round_.rubric)
    sheets = list(_appraised(round_))
    above = managing_units({sheet.unit_id for sheet in sheets}, day or clock.today())
    limit = grammar.quota if grammar.quota and grammar.quota.enabled else None
    out: dict[tuple[str, UUID | None], Pool] = {}
    for sheet in sheets:
        stratum, unit = _pool_of(sheet, above, limit)
        pool = out.setdefault((stratum, unit), Pool(stratum, unit, ""))
        pool.rows.append(Standing(sheet, sheet.expected, sheet.grade_why))
    _name(out.values(), day or clock.today())
    for pool in out.values():
        _rank(pool, grammar, limit)
    return sorted(out.values(), key=lambda pool: (pool.name, pool.stratum))


def _appraised(round_: Round) -> Any:
    rows = Sheet.objects.filter(round=round_, why_not="", appraised_points__isnull=False)
    return rows.exclude(step__in=NOT_HEARD).select_related("unit").order_by("unit__path")


def _pool_of(sheet: Sheet, above: Mapping[UUID, UUID], limit: Quota | None) -> tuple[str, UUID | None]:
    """A pool is a stratum under a managing union, unless the rubric's quota names something wider."""
    parts = limit.pool if limit else ("upper_unit", "khoi")
    return (
        sheet.stratum if "khoi" in parts or "stratum" in parts else "",
        above.get(sheet.unit_id) if "upper_unit" in parts else None,
    )


def _name(found: Iterable[Pool], day: dt.date) -> None:
    named = list(found)
    names = unit_names([pool.unit for pool in named if pool.unit], day)
    for pool in named:
        parts = [names.get(pool.unit, "") if pool.unit else "", str(strata()[pool.stratum]) if pool.stratum else ""]
        pool.name = " · ".join(filter(None, parts))


def _rank(pool: Pool, grammar: RubricSpec, limit: Quota | None) -> None:
    """Orders a pool by points, ties by what the quota names; those past the last place fall to the next level."""
    if limit:
        _break_ties(pool, grammar, limit)
    pool.rows.sort(key=lambda row: (-(row.sheet.appraised_points or 0), tuple(-each for each in row.ties)))
    if limit:
        pool.base = _base(pool, grammar, limit)
        pool.places = int(limit.max_share * pool.base)
        _fill_places(pool, grammar, limit)


def _base(pool: Pool, grammar: RubricSpec, limit: Quota) -> int:
    """What the share of the quota is counted over: those good or better, else all that are graded."""
    floor = grammar.band(GOOD).min if GOOD in limit.of else 0
    return sum(grammar.band(row.sheet.expected).min >= floor for row in pool.rows)


def _fill_places(pool: Pool, grammar: RubricSpec, limit: Quota) -> None:
    decided = [row for row in pool.rows if row.sheet.grade == limit.level]
    asking = [row for row in pool.rows if not row.sheet.grade and row.sheet.expected == limit.level]
    left = max(0, (pool.places or 0) - len(decided))
    lower = grammar.bands[[band.key for band in grammar.bands].index(limit.level) + 1]
    for row in asking[left:]:
        row.level, row.fell_out = lower.key, True
        row.why = _sentence(limit, grammar, row.sheet.expected, lower.key, pool)
    if 0 < left < len(asking) and _same(asking[left - 1], asking[left]):
        asking[left - 1].tied = asking[left].tied = True


def _same(one: Standing, other: Standing) -> bool:
    return (one.sheet.appraised_points, one.ties) == (other.sheet.appraised_points, other.ties)


def _sentence(limit: Quota, grammar: RubricSpec, by_points: str, decided: str, pool: Pool) -> str:
    return limit.say_vi.format(
        by_points=grammar.band(by_points).title_vi.lower(),
        decided=grammar.band(decided).title_vi.lower(),
        pool=pool.name,
    )


def _break_ties(pool: Pool, grammar: RubricSpec, limit: Quota) -> None:
    """Computes what breaks ties, for those only that stand on the same points at the limited level."""
    asking = [row for row in pool.rows if row.sheet.expected == limit.level and not row.sheet.grade]
    same: dict[int, list[Standing]] = {}
    for row in asking:
        same.setdefault(row.sheet.appraised_points or 0, []).append(row)
    tied = [row for rows in same.values() if len(rows) > 1 for row in rows]
    lines: dict[UUID, list[SheetLine]] = {}
    for line in SheetLine.objects.filter(sheet__in=[row.sheet.id for row in tied]).order_by("n"):
        lines.setdefault(line.sheet_id, []).append(line)
    for row in tied:
        row.ties = _ties(row.sheet, lines.get(row.sheet.id, []), grammar, limit)


def _ties(sheet: Sheet, lines: list[SheetLine], grammar: RubricSpec, limit: Quota) -> tuple[int, ...]:
    points, values = points_in(lines, "appraised") | out_of_sheet(lines), values_on(lines, grammar, sheet.findings)
    found = outcome(grammar, sheet.variant, points, values)
    return tuple(_tie(each, found, lines, grammar) for each in limit.tie_break)


def _tie(what: str, found: Outcome, lines: list[SheetLine], grammar: RubricSpec) -> int:
    """One figure that breaks ties, the greater the better: points of a group, the turnout, points before the bonus."""
    if what == "points_total_before_bonus":
        return int(found.totals.sum)
    if what.startswith("points_"):
        group = what.removeprefix("points_")
        return next((int(each.points) for each in found.totals.groups if each.group == group), 0)
    code = next((each.code for each in grammar.criteria if (each.indicator or "").endswith(what + "_share")), "")
    line = next((each for each in lines if each.code == code and each.denominator), None)
    return 1000 * (line.numerator or 0) // (line.denominator or 1) if line else 0


def tie_texts(limit: Quota, row: Standing) -> list[str]:
    """What broke a tie, in figures."""
    return [
        f"{what.removeprefix('points_')}: {show_points(value)}"
        for what, value in zip(limit.tie_break, row.ties, strict=False)
    ]


def proposals(round_: Round) -> Levels:
    """{sheet: (level, why)} as the table stands: decided, heard, or what points and quota propose."""
    return {row.sheet.id: row.said for pool in pools(round_) for row in pool.rows}
