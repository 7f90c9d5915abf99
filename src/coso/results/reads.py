"""Both targets live: who reaches "good", over which denominator, with a forecast from what is submitted so far."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Value, When

from coso.access.prepared import prepared
from coso.duties.models import Duty
from coso.grading.chain import APPRAISE, CLUSTER, KINDS, SELF
from coso.grading.models import Round, Sheet
from coso.grading.rounds_of_year import in_branch, placed, rounds_of, standing_day, under
from coso.law import Parameter, parameter
from coso.lib import clock
from coso.register.models import Unit
from coso.register.reads import place_on
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import DENOMINATORS, ELIGIBLE, GOOD, STRATA, TARGETED

OPEN, SENT, APPRAISED, GRADED = "open", "sent", "appraised", "graded"
STAGES = ("stratum", "why_not", "step", "grade", "expected")


@dataclass
class StratumResult:
    """One stratum's counts. `eligible` are those without a reason not to be graded, or that sent nothing.

    `expected` are the sheets with a level so far, `expected_good` those among them that are good or better by it;
    `late` those of which somebody owes something since before today.
    """

    all: int = 0
    eligible: int = 0
    submitted: int = 0
    appraised: int = 0
    graded: int = 0
    good: int = 0
    expected_good: int = 0
    expected: int = 0
    late: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    why_not: Counter[str] = field(default_factory=Counter)

    def denominator(self, kind: str) -> int:
        """The denominator of a kind: all, eligible or graded."""
        count: int = getattr(self, kind)
        return count

    def share(self, kind: str) -> Fraction | None:
        """Good or better over a denominator; None where there is nobody."""
        below = self.denominator(kind)
        return Fraction(self.good, below) if below else None

    @property
    def forecast(self) -> Fraction | None:
        """Good or better among the sheets that have points so far."""
        return Fraction(self.expected_good, self.expected) if self.expected else None

    def likely(self, kind: str) -> int | None:
        """How many would be good if sheets without a level went like the others, rounded down; None: none has one."""
        if self.forecast is None:
            return None
        return self.expected_good + int(self.forecast * max(0, self.denominator(kind) - self.expected))


@dataclass(frozen=True)
class Result:
    """The result of a year for a branch, by stratum, with the denominator that counts.

    `day` is the last of the year, whose targets hold; `standing` the day on whose tree the unions are placed; `asked`
    a past day, None for now: then what was reached by that day counts, and there is no forecast. `by` gives the same
    counts for the path of each managing union; "" stands for unions that ended before `standing`.
    """

    year: int
    denominator: str
    day: dt.date
    strata: dict[str, StratumResult]
    standing: dt.date
    asked: dt.date | None = None
    by: dict[str, dict[str, StratumResult]] = field(default_factory=dict)

    def met(self, stratum: str) -> bool | None:
        """Whether the target is reached over the denominator that counts; None where there is no target or nobody."""
        target, share = target_of(stratum), self.strata[stratum].share(self.denominator)
        return None if target is None or share is None else target.reached(share, self.day)

    def needed(self, stratum: str) -> int | None:
        """How many unions have to be good for the target; None where there is no target or nobody."""
        target, below = target_of(stratum), self.strata[stratum].denominator(self.denominator)
        return target.least(below, self.day) if target and below else None

    def missing(self, stratum: str) -> int | None:
        """How many more unions would have to be good for the target; 0 where it is reached."""
        needed = self.needed(stratum)
        return None if needed is None else max(0, needed - self.strata[stratum].good)

    def margin(self, stratum: str) -> int | None:
        """By how many unions the forecast passes the target (below 0: misses it); None where there is no forecast."""
        needed, likely = self.needed(stratum), self.strata[stratum].likely(self.denominator)
        return None if needed is None or likely is None else likely - needed


def target_of(stratum: str) -> Parameter | None:
    """The target of a stratum, None for the unions outside both."""
    return parameter(f"targets.{stratum}") if stratum in TARGETED else None


def good_keys(rounds: Iterable[Round]) -> set[str]:
    """The levels at or above "good" in the rubrics of some rounds."""
    out: set[str] = set()
    for round_ in rounds:
        grammar = grammar_of(round_.rubric)
        floor = grammar.band(GOOD).min
        out |= {band.key for band in grammar.bands if band.min >= floor}
    return out


def sheets_of(year: int, unit: Unit | None, *, direct: bool = False) -> tuple[list[Round], QuerySet[Sheet]]:
    """The rounds of a year, and their placed sheets in a branch as it stood on the closing day (today before that)."""
    rounds = rounds_of(year)
    day = standing_day(rounds)
    return rounds, in_branch(placed(Sheet.objects.filter(round__in=rounds), day), unit, day, direct=direct)


def result(year: int, unit: Unit | None = None, *, day: dt.date | None = None, direct: bool = False) -> Result:
    """The result of a year for a branch (the whole province without one), in one grouped query.

    `day`: as it stood at the end of a past day. `direct`: only the unions that stand right under the unit.
    """
    rounds = rounds_of(year)
    asked = day if day and day < clock.today() else None
    good = good_keys(rounds)
    by: dict[str, dict[str, StratumResult]] = {}
    for managing, late, stratum, why_not, stage, level, n in _counted(rounds, unit, asked, direct=direct):
        add(by.setdefault(managing or "", empty())[stratum], why_not, stage, level, late, n=n, good=good)
    counting = rounds[0].denominator if rounds else ELIGIBLE
    strata = summed(by.values())
    return Result(year, counting, dt.date(year, 12, 31), strata, standing_day(rounds), asked, by)


def _counted(
    rounds: list[Round], unit: Unit | None, asked: dt.date | None, *, direct: bool
) -> Iterable[tuple[Any, ...]]:
    """(path of the managing union, somebody is late, stratum, why_not, stage, level, n) of now or of a past day."""
    standing, keys = standing_day(rounds), [round_.pk for round_ in rounds]
    place = place_on.first(unit.pk, standing) if unit else None
    under_way = not asked and any(round_.published is None for round_ in rounds)
    today = clock.today() if under_way else None
    if asked or (unit and place is None):
        sheets = in_branch(placed(Sheet.objects.filter(round__in=keys), standing), unit, standing, direct=direct)
        return counted(sheets.annotate(late=_late(today)), asked, "managing", "late")
    return staged(_now(keys, standing, today, place.path if place else None, direct))


@prepared
def _now(
    rounds: list[UUID], standing: dt.date, today: dt.date | None, top: str | None, direct: bool
) -> QuerySet[Sheet, Any]:
    sheets = placed(Sheet.objects.filter(round__in=rounds), standing)
    if top is not None:
        sheets = under(sheets, top, direct=direct)
    told = sheets.annotate(late=_late(today))
    return told.values_list("managing", "late", *STAGES).annotate(n=Count("id"))


def staged(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Rows of a grouped query with STAGES and a count, each with how far its sheets are now and their level."""
    for *first, step, grade, expected, n in rows:
        yield (*first, *_stage(step, grade, expected), n)


def empty() -> dict[str, StratumResult]:
    """Every stratum with nobody in it."""
    return {stratum: StratumResult() for stratum in STRATA}


def summed(parts: Iterable[Mapping[str, StratumResult]]) -> dict[str, StratumResult]:
    """The sum of some branches, stratum by stratum."""
    out = empty()
    for part in parts:
        for stratum, one in part.items():
            into = out[stratum]
            for name, value in vars(one).items():
                setattr(into, name, getattr(into, name) + value)
    return out


def counted(sheets: QuerySet[Sheet], asked: dt.date | None, *more: str) -> Iterator[tuple[Any, ...]]:
    """Rows of (columns of `more`, stratum, why_not, stage, level, n), in one grouped query.

    Of now, or as the dates of the steps tell for the end of a past day.
    """
    if asked is None:
        yield from staged(sheets.values_list(*more, *STAGES).annotate(n=Count("id")))
        return
    reached = {GRADED: "decided_on", APPRAISED: "appraised_on", SENT: "submitted"}
    whens = [When(**{f"{column}__lte": asked}, then=Value(stage)) for stage, column in reached.items()]
    level = Case(When(decided_on__lte=asked, then=F("grade")), default=Value(""))
    told: Any = sheets.annotate(stage=Case(*whens, default=Value(OPEN)), level=level)
    yield from told.values_list(*more, "stratum", "why_not", "stage", "level").annotate(n=Count("id"))


def _stage(step: str, grade: str, expected: str) -> tuple[str, str]:
    """How far a sheet is now, and its level so far."""
    if grade:
        return GRADED, grade
    if step == SELF:
        return OPEN, ""
    return (SENT if step in (CLUSTER, APPRAISE) else APPRAISED), expected


def _late(today: dt.date | None) -> Exists | Value:
    """Whether somebody owes something about a sheet since before today; None: nothing is owed any more."""
    return Exists(_overdue(today)) if today else Value(False)


def _overdue(day: dt.date) -> QuerySet[Duty]:
    kinds = [kind.duty for kind in KINDS.values()]
    overdue = Duty.objects.still_open().filter(due__lt=day, kind__in=kinds)
    return overdue.filter(subject=OuterRef("pk"))


def add(into: StratumResult, why_not: str, stage: str, level: str, late: bool, *, n: int, good: set[str]) -> None:
    """Adds a row of a grouped query: `n` unions with the same reason, stage and level."""
    if why_not:
        into.why_not[why_not] += n
    into.all += n * (why_not != "ended")
    into.eligible += n * (why_not in ("", "not_submitted"))
    if why_not:
        return
    into.submitted += n * (stage != OPEN)
    into.appraised += n * (stage in (APPRAISED, GRADED))
    into.late += n * late
    if stage == GRADED:
        into.graded += n
        into.levels[level] += n
        into.good += n * (level in good)
    if level:
        into.expected += n
        into.expected_good += n * (level in good)


def as_dict(found: Result) -> dict[str, Any]:
    """The result as it is printed by `results --json`."""
    return {
        "year": found.year,
        "denominator": found.denominator,
        "as_of": found.asked.isoformat() if found.asked else None,
        "strata": {stratum: stratum_dict(found, stratum) for stratum in STRATA},
    }


def stratum_dict(found: Result, stratum: str) -> dict[str, Any]:
    """One stratum of a result as it is printed."""
    one, target = found.strata[stratum], target_of(stratum)
    return {
        "all": one.all,
        "eligible": one.eligible,
        "submitted": one.submitted,
        "appraised": one.appraised,
        "graded": one.graded,
        "good_or_better": one.good,
        "late": None if found.asked else one.late,
        "levels": dict(one.levels),
        "why_not": dict(one.why_not),
        "shares": {kind: exact(one.share(kind)) for kind in DENOMINATORS},
        "forecast": exact(one.forecast),
        "target": {"share": float(target.at(found.day).number), "strict": target.strict} if target else None,
        "met": found.met(stratum),
        "missing": found.missing(stratum),
        "forecast_margin": found.margin(stratum),
    }


def exact(share: Fraction | None) -> float | None:
    """A share as JSON has it: six places, None where there is nobody."""
    return None if share is None else round(float(share), 6)
