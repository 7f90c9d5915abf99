"""A result taken apart: by managing union, by year, and the levels of years that are known only on paper."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from coso.access.prepared import prepared
from coso.grading.chain import APPRAISE
from coso.grading.models import Round, Sheet
from coso.grading.rounds_of_year import standing_day
from coso.lib.paths import LABEL, branch_end
from coso.register.kinds import kinds, sectors
from coso.register.models import Authorisation, Unit, UnitPlace, UnitVersion
from coso.register.querysets import branches as branches_of
from coso.results.models import Reported
from coso.results.reads import (
    GRADED,
    STAGES,
    Result,
    StratumResult,
    add,
    empty,
    good_keys,
    staged,
    stratum_dict,
    summed,
    target_of,
)
from coso.rubrics.terms import GOOD_UP, OUTSIDE, STRATA

KINDS_OF_NAMES = ("Công đoàn phường ", "Công đoàn xã ", "Công đoàn liên xã, phường ", "LĐLĐ huyện ", "Công đoàn ngành ")


@dataclass(frozen=True)
class Branch:
    """What the unions right under one managing union reached. `unit` is None for unions that ended in the year.

    `direct`: the unions stand right under the unit of the page itself, not in a branch below it.
    """

    unit: Unit | None
    name: str
    result: Result
    direct: bool = False

    @property
    def short_name(self) -> str:
        """The name without the kind of union, for a small tile."""
        for kind in KINDS_OF_NAMES:
            if self.name.startswith(kind):
                return self.name.removeprefix(kind)[:1].upper() + self.name.removeprefix(kind)[1:]
        return self.name

    def gap(self, stratum: str) -> Fraction | None:
        """Share less target over the denominator that counts; by forecast while nothing is decided; None: nobody."""
        target, share = self.target(stratum), self.share(stratum)
        return None if target is None or share is None else share - target

    def good(self, stratum: str) -> int | None:
        """Unions that are good or better, by forecast while nothing is decided; None where nothing is known."""
        one = self.result.strata[stratum]
        return one.good if one.graded else one.likely(self.result.denominator)

    def target(self, stratum: str) -> Fraction | None:
        """The share that the target of a stratum names."""
        target = target_of(stratum)
        return target.at(self.result.day).number if target else None

    def share(self, stratum: str) -> Fraction | None:
        """Good or better over the denominator that counts, by forecast while nothing is decided."""
        one = self.result.strata[stratum]
        return one.share(self.result.denominator) if one.graded else one.forecast


@dataclass(frozen=True)
class Manager:
    """A managing union on the day of the tree; without the written authorisation that it needs it manages nothing."""

    unit: Unit
    name: str
    manages: bool


def branches(found: Result, unit: Unit | None) -> list[Branch]:
    """The result by managing union, in two more queries; what stands under one that manages nothing counts above it."""
    known = _managers(found)
    folded: dict[str, list[dict[str, StratumResult]]] = {}
    for path, strata in found.by.items():
        manager = known.get(path[-LABEL:])
        above = path[:-LABEL] if manager and not manager.manages else path
        folded.setdefault(above, []).append(strata)
    return [_branch(path, summed(parts), known, found, unit) for path, parts in folded.items()]


def _branch(
    path: str, strata: dict[str, StratumResult], known: dict[str, Manager], found: Result, unit: Unit | None
) -> Branch:
    manager = known.get(path[-LABEL:])
    part = Result(found.year, found.denominator, found.day, strata, found.standing, found.asked)
    own = manager is not None and (unit.pk == manager.unit.pk if unit else len(path) == LABEL)
    return Branch(manager.unit if manager else None, manager.name if manager else "", part, own)


def _managers(found: Result) -> dict[str, Manager]:
    """The managing unions of a result and those above them, by label."""
    labels = {path[i : i + LABEL] for path in found.by for i in range(0, len(path), LABEL)}
    held = {holder for holder, acts in _acting(found.standing) if APPRAISE in acts}
    return {
        row.unit.label: Manager(row.unit, row.name, not kinds()[row.kind].by_authorisation or row.unit_id in held)
        for row in (_labelled(labels, found.standing) if labels else ())
    }


@prepared
def _labelled(labels: Iterable[str], day: dt.date) -> QuerySet[UnitVersion]:
    return UnitVersion.objects.on(day).filter(unit__label__in=labels).select_related("unit")


@prepared
def _acting(day: dt.date) -> QuerySet[Authorisation, tuple[Any, Any]]:
    return Authorisation.objects.on(day).values_list("holder", "acts")


def by_gap(rows: Iterable[Branch], stratum: str) -> list[Branch]:
    """The branches that have unions of a stratum, furthest under its target first; those without a share last."""
    held = [row for row in rows if row.unit and row.result.strata[stratum].all]
    return sorted(held, key=lambda row: (row.gap(stratum) is None, row.gap(stratum) or 0, row.name))


def branch_dict(row: Branch) -> dict[str, Any]:
    """A branch as `results --json --by-managing` prints it; `unit` is None for unions that ended in the year."""
    strata = {stratum: stratum_dict(row.result, stratum) for stratum in STRATA}
    return {"unit": row.unit.code if row.unit else None, "name": row.name, "direct": row.direct, "strata": strata}


@dataclass(frozen=True)
class Year:
    """One year of the comparison: graded here, or reported on paper; the two are never added."""

    year: int
    result: Result
    on_paper: bool = False

    def share(self, stratum: str) -> Fraction | None:
        """Good or better over the denominator that counts; on paper over the unions that are reported."""
        return self.result.strata[stratum].share(self.result.denominator)


def years(unit: Unit | None) -> list[Year]:
    """Every year graded or reported for a branch, newest first, in a fixed number of queries."""
    return sorted([*_graded(unit), *_reported(unit)], key=lambda each: (-each.year, each.on_paper))


def _graded(unit: Unit | None) -> list[Year]:
    held: dict[int, list[Round]] = {}
    for round_ in _rounds():
        held.setdefault(round_.year, []).append(round_)
    good = {year: good_keys(rounds) for year, rounds in held.items()}
    strata = {year: empty() for year in held}
    year_of = {round_.pk: round_.year for rounds in held.values() for round_ in rounds}
    rows = staged(_by_round(*_frames(held, unit))) if held else ()
    for key, stratum, why_not, stage, level, n in rows:
        add(strata[year_of[key]][stratum], why_not, stage, level, False, n=n, good=good[year_of[key]])
    return [
        Year(year, Result(year, rounds[0].denominator, dt.date(year, 12, 31), strata[year], standing_day(rounds)))
        for year, rounds in held.items()
    ]


@prepared
def _rounds() -> QuerySet[Round]:
    return Round.objects.select_related("rubric").order_by("opened", "id")


def _frames(held: dict[int, list[Round]], unit: Unit | None) -> Iterator[Any]:
    """For each year its rounds and where a branch stood then: a day and a path; no day: as it stands today."""
    places = list(unit.places.all()) if unit else []
    for rounds in held.values():
        day = standing_day(rounds)
        path = next((place.path for place in places if place.start <= day < place.end), None)
        yield from ([each.pk for each in rounds], day if path else None, path or (unit.path if unit else None))


@prepared
def _by_round(*frames: Any) -> QuerySet[Sheet, Any]:
    out = Q(pk__in=[])
    for rounds, day, path in zip(frames[::3], frames[1::3], frames[2::3], strict=True):
        out |= Q(round__in=rounds) & (_standing(path, day) if path else Q())
    return Sheet.objects.filter(out).values_list("round_id", *STAGES).annotate(n=Count("id"))


def _standing(path: str, day: dt.date | None) -> Q:
    """The sheets of the unions that stood in a branch on a day, or stand there today."""
    if day is None:
        return branches_of("unit__path", [path])
    inside = UnitPlace.objects.filter(start__lte=day, end__gt=day, path__gte=path, path__lt=branch_end(path))
    return Q(unit__in=inside.values("unit"))


def _reported(unit: Unit | None) -> list[Year]:
    """Levels of years known only on paper, by the sector of each union at the end of the year."""
    told = Reported.objects.filter(branches_of("unit__path", [unit.path]) if unit else Q())
    days = {year: dt.date(year, 12, 31) for year in _years_on_paper()}
    if not days:
        return []
    lived = Q(pk__in=[])
    for year, day in days.items():
        lived |= Q(year=year, unit__versions__start__lte=day, unit__versions__end__gt=day)
    strata = {year: empty() for year in days}
    rows = told.filter(lived).values_list("year", "unit__versions__sector", "level").annotate(n=Count("id"))
    for year, sector, level, n in rows:
        stratum = sectors()[sector].stratum if sector in sectors() else OUTSIDE
        add(strata[year][stratum], "", GRADED, level, False, n=n, good=set(GOOD_UP))
    held = {year for year in days if any(one.all for one in strata[year].values())}
    return [Year(year, Result(year, "graded", days[year], strata[year], days[year]), on_paper=True) for year in held]


@prepared
def _years_on_paper() -> QuerySet[Reported, int]:
    return Reported.objects.values_list("year", flat=True).distinct()
