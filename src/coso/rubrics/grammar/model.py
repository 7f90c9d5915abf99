"""The grammar of a rubric. Every number of points is an int: thousandths of a point (4.5 points = 4500)."""

import datetime as dt
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from coso.access.terms import Bilingual
from coso.rubrics.grammar.problems import Problem
from coso.rubrics.grammar.values import Absent

Found = TypeVar("Found")

NEW_UNION, AFTER_MERGER = "new_union_min_months", "after_split_merge_min_months"

COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


class Status(StrEnum):
    """Official, unofficial, or incomplete: the last cannot be used to grade, whoever issued it."""

    OFFICIAL = "official"
    UNOFFICIAL = "unofficial"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class IfTrue:
    """Points when the indicator is true (1 or more), else 0."""

    points: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Points of the highest threshold reached; below the first, 0."""

    steps: tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """0 up to `low`, the maximum from `high`, in proportion between, rounded down to `step`."""

    low: Fraction
    high: Fraction
    step: int


@dataclass(frozen=True, slots=True)
class PerOccurrence:
    """Points for each whole occurrence, at most `cap`."""

    points: int
    cap: int


@dataclass(frozen=True, slots=True)
class Deduct:
    """The maximum less points for each whole finding, not below `floor`."""

    points: int
    floor: int


@dataclass(frozen=True, slots=True)
class Levels:
    """A person judges: each level key is worth its points."""

    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A person gives 0 up to the maximum, in steps of the rubric's rounding."""


@dataclass(frozen=True, slots=True)
class Unstated:
    """The source gives the maximum but not how points are earned; only in incomplete rubrics."""


Rule = IfTrue | Steps | Linear | PerOccurrence | Deduct | Levels | Typed | Unstated


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of one indicator with a number."""

    indicator: str
    op: str
    number: Fraction

    def holds(self, number: Fraction) -> bool:
        """Whether the indicator's number meets the condition."""
        return COMPARISONS[self.op](number, self.number)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure the rubric reads: key, kind (bool, count, share, number), room of its records, meaning."""

    key: str
    kind: str
    room: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of criteria. `max_status` says, per sector, how sure the source makes the maximum."""

    code: str
    max: int
    title_vi: str
    title_en: str
    bonus: bool
    max_status: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SizeClass:
    """From how many members to how many, both included; `high` None: no upper end."""

    low: int = 0
    high: int | None = None

    def holds(self, members: int | None) -> bool:
        """Whether a union of so many members is in it; one whose members are not counted is only in a class for all."""
        if members is None:
            return self == ANY_SIZE
        return self.low <= members and (self.high is None or members <= self.high)

    def meets(self, other: "SizeClass") -> bool:
        """Whether some union could be in both."""
        return (other.high is None or self.low <= other.high) and (self.high is None or other.low <= self.high)


ANY_SIZE = SizeClass()


@dataclass(frozen=True, slots=True)
class Variant:
    """The rubric as it applies to some sectors and sizes; `strata` gives the target stratum of each sector."""

    key: str
    title_vi: str
    title_en: str
    note_vi: str
    note_en: str
    applies_to: tuple[str, ...]
    strata: tuple[tuple[str, str], ...]
    calendars: tuple[str, ...]
    members: SizeClass = ANY_SIZE

    def stratum_of(self, sector: str) -> str | None:
        """The target stratum of a sector, None where the rubric names none."""
        return dict(self.strata).get(sector)


@dataclass(frozen=True, slots=True)
class RubricLine:
    """A criterion in one variant. `when_none`: what an approved "không phát sinh" is worth; None: not foreseen."""

    variant: str
    max: int
    rule: Rule
    when_none: int | Absent | None


@dataclass(frozen=True, slots=True)
class Evidence(Bilingual):
    """A proof to show; `source` names who asks for it, or "inferred"."""

    vi: str
    en: str
    source: str


@dataclass(frozen=True, slots=True)
class LevelText(Bilingual):
    """The description of a level a person may choose for a judged criterion."""

    key: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion with its line in each variant that has it. `owner`: the board that appraises it, where named."""

    code: str
    group: str
    kind: str
    title_vi: str
    title_en: str
    note_vi: str
    note_en: str
    owner: str
    status: str
    indicator: str | None
    plan: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    not_applicable_if: Condition | None
    levels: tuple[LevelText, ...]
    lines: tuple[RubricLine, ...]

    def line(self, variant: str) -> RubricLine | None:
        """The criterion in a variant, None when the variant does not have it."""
        return next((line for line in self.lines if line.variant == variant), None)


@dataclass(frozen=True, slots=True)
class Band:
    """A level and the least points (thousandths) it asks."""

    key: str
    min: int
    title_vi: str
    title_en: str


@dataclass(frozen=True, slots=True)
class GroupBelow:
    """Some of these groups has less than this share of its maximum."""

    share: Fraction
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllZero:
    """All these criteria have 0 points."""

    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """A blocking condition: it caps the level and never changes points."""

    code: str
    cap: str
    when: GroupBelow | AllZero | Condition
    applies_to: tuple[str, ...]
    say_vi: str
    say_en: str
    origin: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A reason for a unit not to be graded this round."""

    rule: str
    months: int | None
    applies_to_orders: tuple[str, ...]
    not_orders: tuple[str, ...]
    reason_vi: str
    reason_en: str
    needs: str


@dataclass(frozen=True, slots=True)
class WindowDay:
    """A day of the year named by the rubric: `years_before` 1 with 12-01 is 1 December of the year before."""

    years_before: int
    month: int
    day: int

    def of(self, year: int) -> dt.date:
        """The date for a graded year."""
        return dt.date(year - self.years_before, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Window:
    """A named working year: first and last day, and the other choices open to the province."""

    calendar: str
    default: tuple[WindowDay, WindowDay]
    alternatives: tuple[tuple[WindowDay, WindowDay], ...]
    label_vi: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Quota:
    """A limit on the share of units that may be decided at a level within a pool."""

    enabled: bool
    level: str
    max_share: Fraction
    of: str
    pool: tuple[str, ...]
    tie_break: tuple[str, ...]
    say_vi: str
    origin: str


@dataclass(frozen=True, slots=True)
class Document:
    """The paper a rubric comes from, with how sure its number and date are."""

    number: str
    date: dt.date | None
    issuer: str
    replaces: str
    legal_basis: str
    source: str
    status: str


def _found(candidates: Iterable[Found], name: str) -> Found:
    for candidate in candidates:
        return candidate
    raise LookupError(name)


@dataclass(frozen=True, slots=True)
class RubricSpec:
    """A whole rubric. `missing` is empty unless the rubric is incomplete."""

    code: str
    version: int
    official: bool
    superseded: bool
    title_vi: str
    title_en: str
    notice_vi: str
    notice_en: str
    document: Document | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    step: int
    max_share_not_applicable: Fraction
    self_max: int
    bonus_max: int
    bonus_awarded_by: str
    groups: tuple[Group, ...]
    variants: tuple[Variant, ...]
    indicators: tuple[Indicator, ...]
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    bands_official: bool
    bands_source_vi: str
    gates: tuple[Gate, ...]
    eligibility: tuple[Eligibility, ...]
    windows: tuple[Window, ...]
    quota: Quota | None
    missing: tuple[Problem, ...]

    @property
    def status(self) -> Status:
        """Incomplete when anything is missing, else as issued."""
        if self.missing:
            return Status.INCOMPLETE
        return Status.OFFICIAL if self.official else Status.UNOFFICIAL

    @property
    def usable(self) -> bool:
        """Whether the rubric may be used to grade."""
        return not self.missing

    @property
    def why_not_usable(self) -> tuple[Problem, ...]:
        """What must be known before the rubric may be used; empty when it may."""
        return self.missing

    def group(self, code: str) -> Group:
        """The group of this code; LookupError when there is none."""
        return _found((group for group in self.groups if group.code == code), code)

    def criterion(self, code: str) -> Criterion:
        """The criterion of this code; LookupError when there is none."""
        return _found((criterion for criterion in self.criteria if criterion.code == code), code)

    def variant(self, key: str) -> Variant:
        """The variant of this key; LookupError when there is none."""
        return _found((variant for variant in self.variants if variant.key == key), key)

    def band(self, key: str) -> Band:
        """The band of this key; LookupError when there is none."""
        return _found((band for band in self.bands if band.key == key), key)

    @property
    def by_size(self) -> bool:
        """Whether the variant of a union depends on how many members it has."""
        return any(variant.members != ANY_SIZE for variant in self.variants)

    def variant_for(self, sector: str, members: int | None = None) -> Variant | None:
        """The variant that applies to a sector and a number of members, None when the rubric does not cover it."""
        fitting = (variant for variant in self.variants if sector in variant.applies_to)
        return next((variant for variant in fitting if variant.members.holds(members)), None)

    def months_of(self, rule: str) -> int | None:
        """The months that a rule of eligibility asks for, None where the rubric names none."""
        return next((each.months for each in self.eligibility if each.rule == rule), None)

    def lines_of(self, variant: str) -> tuple[tuple[Criterion, RubricLine], ...]:
        """The criteria a variant has, each with its line, in the order of the rubric."""
        pairs = ((criterion, criterion.line(variant)) for criterion in self.criteria)
        return tuple((criterion, line) for criterion, line in pairs if line is not None)
