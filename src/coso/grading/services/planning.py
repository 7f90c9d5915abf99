"""Who a round would grade, and why not the others: read only, nothing is written before the round is opened."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, QuerySet

from coso.grading.models import Sheet
from coso.indicators.registry import Scope, figures
from coso.law import parameter
from coso.lib import clock
from coso.lib.dates import Period, months_before
from coso.lib.paths import branch_end
from coso.register.kinds import BASE, sectors
from coso.register.models import Unit, UnitPlace, UnitVersion
from coso.rubrics.grammar.model import AFTER_MERGER, NEW_UNION, RubricSpec, Variant
from coso.rubrics.terms import stratum_of_rubric

MEMBERS = "members.count"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A union as a round would take it: its variant and stratum, or the reason why it is not graded."""

    unit: uuid.UUID
    name: str
    sector: str
    stratum: str
    variant: str
    track: str
    why_not: str


@dataclass(frozen=True)
class RoundPlan:
    """What opening a round would do. `left` are the unions that it does not take at all, each with its reason."""

    candidates: list[Candidate] = field(default_factory=list)
    left: list[Candidate] = field(default_factory=list)

    @property
    def graded(self) -> list[Candidate]:
        """The unions that would be graded."""
        return [candidate for candidate in self.candidates if not candidate.why_not]

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """{(stratum, reason or ""): unions}."""
        return dict(Counter((candidate.stratum, candidate.why_not) for candidate in self.candidates))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which unions a round asks for: its target year and the sectors it grades. Without a year, whoever is there."""

    year: int = 0
    sectors: frozenset[str] | None = None


ANYBODY = Asked()


def plan_round(
    *,
    unit: Unit,
    grammar: RubricSpec,
    window: Period,
    closing: dt.date,
    tracks: set[str],
    asked: Asked = ANYBODY,
) -> RoundPlan:
    """Who would be graded in a branch, and why not everybody else; sector and state are those of the closing day.

    A union of a sector that the round does not ask for, or with a sheet in another round of the year, is left to that
    other round: it has one sheet a year, so results of rounds add up.
    """
    day = min(closing, clock.today())
    place = unit.places.filter(start__lte=day, end__gt=day).first()
    path = place.path if place else unit.path
    rows = UnitPlace.objects.filter(path__gte=path, path__lt=branch_end(path), version__kind=BASE)
    alive = rows.filter(start__lte=day, end__gt=day).select_related("version", "version__parent")
    managing = dict(UnitVersion.objects.on(day).exclude(kind=BASE).values_list("unit_id", "kind"))
    judge = _Judge(grammar, closing, tracks, managing, _sizes(path, day) if grammar.by_size else {})
    found = [judge.candidate(place.version, judge.why_not(place.version)) for place in alive]
    return _shared(found + [judge.candidate(version, "ended") for version in _ended(rows, window, day)], asked)


def _shared(found: list[Candidate], asked: Asked) -> RoundPlan:
    """What this round takes, and what it leaves to another round of the year."""
    taken = set(Sheet.objects.filter(round__year=asked.year).values_list("unit", flat=True)) if asked.year else set()
    plan = RoundPlan()
    for candidate in found:
        why = "other_round" if candidate.unit in taken else ""
        if not why and asked.sectors is not None and candidate.sector not in asked.sectors:
            why = "other_calendar"
        (plan.left if why else plan.candidates).append(replace(candidate, why_not=why or candidate.why_not))
    return plan


def _ended(rows: QuerySet[UnitPlace], window: Period, day: dt.date) -> list[UnitVersion]:
    ended = UnitVersion.objects.filter(kind=BASE, end__gt=window.start, end__lte=day, pk__in=rows.values("version"))
    alive = UnitVersion.objects.on(day).values("unit")
    last = {version.unit_id: version for version in ended.exclude(unit__in=alive).order_by("end")}
    return list(last.values())


class _Judge:
    """Decides for one union after another with what was read once."""

    def __init__(
        self,
        grammar: RubricSpec,
        closing: dt.date,
        tracks: set[str],
        managing: dict[uuid.UUID, str],
        sizes: dict[uuid.UUID, int | None],
    ) -> None:
        self.grammar, self.tracks, self.managing, self.sizes = grammar, tracks, managing, sizes
        new = _months(grammar, NEW_UNION, "grading.new_union_months", closing)
        merged = _months(grammar, AFTER_MERGER, "grading.after_merger_months", closing)
        founded = UnitVersion.objects.filter(kind=BASE, start__lte=closing).order_by("unit", "-start")
        self.first = dict(founded.values_list("unit_id", "start"))
        self.youngest = months_before(closing, new)
        later = UnitVersion.objects.filter(unit=OuterRef("unit"), start__gte=OuterRef("end"))
        ends = UnitVersion.objects.filter(~Exists(later), kind=BASE, end__lte=closing, unit__heir__isnull=False)
        lately = ends.filter(end__gt=months_before(closing, merged))
        self.merged = set(lately.values_list("unit__heir_id", flat=True))

    def why_not(self, version: UnitVersion) -> str:
        if version.state == UnitVersion.DORMANT:
            return "dormant"
        if self.first[version.unit_id] > self.youngest:
            return "new"
        if version.unit_id in self.merged:
            return "after_merger"
        return "" if self._variant(version) else "no_rubric"

    def _variant(self, version: UnitVersion) -> Variant | None:
        return self.grammar.variant_for(version.sector, self.sizes.get(version.unit_id))

    def candidate(self, version: UnitVersion, why_not: str) -> Candidate:
        variant = self._variant(version)
        sector = sectors().get(version.sector)
        stratum = (variant and variant.stratum_of(version.sector)) or (sector.stratum if sector else "outside")
        above = self.managing.get(version.parent_id, "") if version.parent_id else ""
        track = next((name for name in (version.sector, above) if name in self.tracks), "")
        return Candidate(
            version.unit_id,
            version.name,
            version.sector,
            stratum_of_rubric(stratum),
            variant.key if variant else "",
            track,
            why_not,
        )


def _sizes(path: str, day: dt.date) -> dict[uuid.UUID, int | None]:
    """How many members each union has at the end of a day; None where they are not counted."""
    found = figures([MEMBERS], Scope(path, Period.closed(day, day)))[MEMBERS]
    return {unit: None if figure.absent else figure.numerator for unit, figure in found.items()}


def _months(grammar: RubricSpec, rule: str, usual: str, day: dt.date) -> int:
    """The months that the rubric asks for; where it names none, those in force on the day."""
    months = grammar.months_of(rule)
    return int(parameter(usual).at(day).number) if months is None else months
