"""Both targets live: who reaches "good", over which denominator, with a forecast from what is submitted so far."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.utils import timezone

from coso.evaluation.filling import grammar_of
from coso.evaluation.models import Round, Sheet
from coso.law import parameter
from coso.register.models import Unit

STRATA = ("state", "non_state", "outside")
GOOD = "good"


@dataclass
class StratumResult:
    """One stratum's counts. `eligible` are those without a reason not to be graded, or that sent nothing."""

    all: int = 0
    eligible: int = 0
    submitted: int = 0
    appraised: int = 0
    graded: int = 0
    good: int = 0
    expected_good: int = 0
    expected: int = 0
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


@dataclass(frozen=True)
class Result:
    """The result of a year for a branch, by stratum, with the denominator that counts."""

    year: int
    denominator: str
    day: dt.date
    strata: dict[str, StratumResult]

    def met(self, stratum: str) -> bool | None:
        """Whether the target is reached over the denominator that counts; None where there is no target or nobody."""
        share = self.strata[stratum].share(self.denominator)
        return (
            None if stratum == "outside" or share is None else parameter(f"targets.{stratum}").reached(share, self.day)
        )


def good_keys(rounds: Iterable[Round]) -> set[str]:
    """The levels at or above "good" in the rubrics of some rounds."""
    out: set[str] = set()
    for round_ in rounds:
        grammar = grammar_of(round_.rubric)
        floor = grammar.band(GOOD).min
        out |= {band.key for band in grammar.bands if band.min >= floor}
    return out


def sheets_of(year: int, unit: Unit | None) -> tuple[list[Round], Any]:
    """The rounds of a year, and their sheets in a branch as it stood on the closing day (today before that)."""
    rounds = list(Round.objects.filter(year=year).select_related("rubric", "unit"))
    sheets = Sheet.objects.filter(round__in=rounds)
    if unit is None or not rounds:
        return rounds, sheets
    day = min(min(round_.closing for round_ in rounds), timezone.localdate())
    place = unit.places.filter(start__lte=day, end__gt=day).first()
    return rounds, sheets.standing(place.path, day) if place else sheets.in_branches([unit.path])


def result(year: int, unit: Unit | None = None) -> Result:
    """The result of a year for a branch (the whole province without one), in one grouped query."""
    rounds, sheets = sheets_of(year, unit)
    good = good_keys(rounds)
    strata = {stratum: StratumResult() for stratum in STRATA}
    rows = sheets.values_list("stratum", "why_not", "step", "grade", "expected").annotate(n=Count("id"))
    for stratum, why_not, step, grade, expected, n in rows:
        _add(strata[stratum], why_not, step, grade, expected, n, good)
    counting = rounds[0].denominator if rounds else "eligible"
    return Result(year, counting, dt.date(year, 12, 31), strata)


def _add(into: StratumResult, why_not: str, step: str, grade: str, expected: str, n: int, good: set[str]) -> None:
    if why_not:
        into.why_not[why_not] += n
    into.all += n * (why_not != "ended")
    into.eligible += n * (why_not in ("", "not_submitted"))
    if why_not:
        return
    into.submitted += n * (step != "self")
    into.appraised += n * (step not in ("self", "cluster", "appraise"))
    if grade:
        into.graded += n
        into.levels[grade] += n
        into.good += n * (grade in good)
    if newest := grade or expected:
        into.expected += n
        into.expected_good += n * (newest in good)


def as_dict(found: Result) -> dict[str, Any]:
    """The result as it is printed by `results --json`."""
    return {"year": found.year, "denominator": found.denominator, "strata": {k: _stratum(found, k) for k in STRATA}}


def _stratum(found: Result, stratum: str) -> dict[str, Any]:
    one = found.strata[stratum]
    shares = {kind: _float(one.share(kind)) for kind in ("all", "eligible", "graded")}
    target = parameter(f"targets.{stratum}") if stratum != "outside" else None
    return {
        "all": one.all,
        "eligible": one.eligible,
        "submitted": one.submitted,
        "appraised": one.appraised,
        "graded": one.graded,
        "good_or_better": one.good,
        "levels": dict(one.levels),
        "why_not": dict(one.why_not),
        "shares": shares,
        "forecast": _float(one.forecast),
        "target": {"share": float(target.at(found.day).number), "strict": target.strict} if target else None,
        "met": found.met(stratum),
        "missing": _missing(found, stratum),
    }


def _float(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _missing(found: Result, stratum: str) -> int | None:
    """How many more unions would have to be good for the target."""
    if stratum == "outside":
        return None
    one, target = found.strata[stratum], parameter(f"targets.{stratum}")
    below = one.denominator(found.denominator)
    reached = (n for n in range(below - one.good + 1) if target.reached(Fraction(one.good + n, below), found.day))
    return next(reached, None) if below else None
