"""What pages show of clusters: those of a round, the sheets of one, unions in none; in a fixed number of queries."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from coso.access.models import Account
from coso.grading.chain import CLUSTER, SELF
from coso.grading.models import Cluster, ClusterUnit, Round, Sheet
from coso.grading.querysets import SEE
from coso.grading.services.clusters import clustered
from coso.grading.services.guards import managing_units
from coso.lib import clock
from coso.lib.text import text_key
from coso.register.models import Unit
from coso.register.names import unit_names


@dataclass
class ClusterRow:
    """A cluster in a list: who names it, who leads it, who is in it, how many of their sheets passed the step."""

    cluster: Cluster
    managing: str
    lead: str
    names: list[str] = field(default_factory=list)
    passed: int = 0


@dataclass(frozen=True)
class Member:
    """A union of a cluster. `state`: unsent, waiting, scored, passed on without a suggestion, not graded ("").

    `sheet` is there where the reader sees it; `given` counts its lines with a suggestion.
    """

    unit: UUID
    name: str
    state: str
    passed_on: dt.date | None = None
    leads: bool = False
    sheet: Sheet | None = None
    given: int = 0


@dataclass(frozen=True)
class InCluster:
    """The cluster of a sheet as the page of the sheet names it."""

    key: UUID
    name: str
    lead: str


def cluster_of(sheet: Sheet, user: Account, day: dt.date) -> InCluster | None:
    """The cluster of a sheet, if the reader sees it."""
    seen = Cluster.objects.visible_to(user, SEE)
    found = seen.filter(round=sheet.round_id, units__unit=sheet.unit_id).first()
    if found is None:
        return None
    return InCluster(found.pk, found.name, unit_names([found.lead_id], day).get(found.lead_id, ""))


def cluster_rows(clusters: QuerySet[Cluster], day: dt.date) -> list[ClusterRow]:
    """Clusters with the names of their unions, in the order of their own names."""
    rows = list(clusters)
    keys = [row.pk for row in rows]
    held: dict[UUID, list[UUID]] = defaultdict(list)
    for cluster, unit in ClusterUnit.objects.filter(cluster__in=keys).values_list("cluster_id", "unit_id"):
        held[cluster].append(unit)
    named = {unit for row in rows for unit in (row.unit_id, row.lead_id, *held[row.pk])}
    names, passed = unit_names(named, day), _passed(keys)
    out = [
        ClusterRow(
            row,
            names.get(row.unit_id, ""),
            names.get(row.lead_id, ""),
            sorted((names.get(unit, "") for unit in held[row.pk]), key=text_key),
            passed[row.pk],
        )
        for row in rows
    ]
    return sorted(out, key=lambda row: (text_key(row.managing), text_key(row.cluster.name)))


def _passed(clusters: Collection[UUID]) -> Counter[UUID]:
    """How many sheets of each cluster have left its step."""
    at = "unit__in_clusters__"
    rows = Sheet.objects.filter(clustered__isnull=False, **{f"{at}cluster__in": clusters, f"{at}round": F("round")})
    return Counter(rows.exclude(step__in=[SELF, CLUSTER]).values_list(f"{at}cluster", flat=True))


def members_of(cluster: Cluster, user: Account, day: dt.date) -> list[Member]:
    """The unions of a cluster, what is to be scored first; points only of sheets that the reader sees."""
    units = list(cluster.units.values_list("unit_id", flat=True))
    mine = Sheet.objects.filter(round=cluster.round_id, unit__in=units)
    counted = mine.annotate(given=Count("lines__cluster_points")).select_related("unit")
    seen = set(Sheet.objects.visible_to(user, SEE).filter(pk__in=mine.values("pk")).values_list("pk", flat=True))
    names = unit_names(units, day)
    sheets = {sheet.unit_id: sheet for sheet in counted}
    rows = [_member(cluster, unit, names.get(unit, ""), sheets.get(unit), seen) for unit in units]
    return sorted(rows, key=lambda row: (ORDER.index(row.state), text_key(row.name)))


WAITING, UNSENT, SCORED, PASSED, NONE = "waiting", "unsent", "scored", "passed", ""
ORDER = (WAITING, UNSENT, SCORED, PASSED, NONE)


def _member(cluster: Cluster, unit: UUID, name: str, sheet: Any, seen: set[UUID]) -> Member:
    leads = unit == cluster.lead_id
    if sheet is None or sheet.why_not:
        return Member(unit, name, NONE, leads=leads)
    state = {SELF: UNSENT, CLUSTER: WAITING}.get(sheet.step, SCORED if sheet.given else PASSED)
    shown = sheet if sheet.pk in seen else None
    passed_on = sheet.clustered if state in (SCORED, PASSED) else None
    return Member(unit, name, state, passed_on, leads, shown, sheet.given if shown else 0)


@dataclass
class Office:
    """A managing union of a round with the unions that go through a cluster's step under it."""

    unit: Unit
    name: str
    unions: set[UUID]


def offices_of(round_: Round, sheets: QuerySet[Sheet], day: dt.date) -> list[Office]:
    """The managing unions of some sheets of a round today, by name."""
    units = set(clustered(round_, sheets).values_list("unit_id", flat=True))
    by_office: dict[UUID, set[UUID]] = defaultdict(set)
    for unit, above in managing_units(units, clock.today()).items():
        by_office[above].add(unit)
    names = unit_names(by_office, day)
    found = Unit.objects.filter(pk__in=by_office)
    out = [Office(unit, names.get(unit.pk, unit.code), by_office[unit.pk]) for unit in found]
    return sorted(out, key=lambda office: text_key(office.name))


def free_unions(round_: Round, unions: Collection[UUID]) -> set[UUID]:
    """Those of some unions that are in no cluster of a round."""
    held = ClusterUnit.objects.filter(round=round_, unit__in=unions).values_list("unit_id", flat=True)
    return set(unions) - set(held)
