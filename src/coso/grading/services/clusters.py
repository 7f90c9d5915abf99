"""Naming clusters for a round: the managing union says who scores together, and under which lead (R24)."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import Act, StaleError, act, held, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.grading.chain import CLUSTER, SELF
from coso.grading.consequences import readdress
from coso.grading.models import Cluster, ClusterUnit, Round, RoundStep, Sheet
from coso.grading.services.guards import managing_units, require_reason
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.register.models import Unit
from coso.register.services.guards import lock, require

PERMISSION = "grading.appraise"
LEAST = 2
Units = Collection[uuid.UUID]


def clustered(round_: Round, sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Those of some sheets that go through a cluster's step in a round."""
    tracks = RoundStep.objects.filter(round=round_, kind=CLUSTER).values("track")
    return sheets.filter(round=round_, why_not="", track__in=tracks)


def name_cluster(
    *, round_: Round, unit: Unit, name: str, unions: Units, lead: uuid.UUID | None, by: Account | None
) -> Cluster:
    """Names a cluster of a round within what a managing union manages. Raises RefusedError, fields as in the form."""
    require(by, PERMISSION, unit)
    key = new_key()
    with act(by=by, verb="cluster.name", unit=unit.id, reason=name.strip()) as a:
        _lock_unions(round_, unions)
        _check(round_, unit, name, set(unions), lead, set())
        a.write(Cluster, {key: {"round_id": round_.id, "unit_id": unit.id, "name": name.strip(), "lead_id": lead}})
        _set_units(a, round_, key, set(), set(unions))
    return Cluster.objects.get(pk=key)


def change_cluster(
    *,
    cluster: Cluster,
    name: str,
    unions: Units,
    lead: uuid.UUID | None,
    by: Account | None,
    seen: Units | None = None,
) -> Act:
    """Gives a cluster another name, lead or set of unions; who passed the step in it stays. Raises RefusedError.

    `seen`: the unions that the writer saw in it; StaleError when somebody else changed them since.
    """
    wanted = set(unions)
    with act(by=by, verb="cluster.change", unit=cluster.unit_id, subject=cluster) as a:
        now = _lock_cluster(cluster, by)
        before = set(now.units.values_list("unit_id", flat=True))
        if seen is not None and set(seen) != before:
            raise StaleError(now.act)
        _lock_unions(now.round, before | wanted)
        _check(now.round, now.unit, name, wanted, lead, before)
        _require_not_scored(now, before - wanted)
        a.write(Cluster, {now.id: {"name": name.strip(), "lead_id": lead}})
        _set_units(a, now.round, now.id, before, wanted)
    return a


def _lock_cluster(cluster: Cluster, by: Account | None) -> Cluster:
    """The cluster as it stands, locked before its unions, for who may change it."""
    now = held(Cluster.objects.select_related("round", "unit"), cluster.id)
    require(by, PERMISSION, now.unit)
    return now


def _lock_unions(round_: Round, unions: Units) -> None:
    """Holds the unions and their sheets: nobody passes the cluster's step meanwhile."""
    lock(unions)
    held_where(Sheet.objects.filter(round=round_, unit__in=unions))


def dissolve_cluster(*, cluster: Cluster, why: str, by: Account | None) -> Act:
    """Takes a cluster back before any of its sheets passed the step; the journal keeps it. Raises RefusedError."""
    reason = require_reason(why)
    with act(by=by, verb="cluster.dissolve", unit=cluster.unit_id, subject=cluster, reason=reason) as a:
        now = _lock_cluster(cluster, by)
        before = set(now.units.values_list("unit_id", flat=True))
        _lock_unions(now.round, before)
        _require_not_scored(now, before)
        _set_units(a, now.round, now.id, before, set())
        a.write(Cluster, {now.id: None})
    return a


def managed(round_: Round, unit: Unit) -> set[uuid.UUID]:
    """The unions of a round that go through a cluster's step and that a union manages today."""
    found = set(clustered(round_, Sheet.objects.all()).values_list("unit_id", flat=True))
    above = managing_units(found, clock.today())
    return {each for each in found if above[each] == unit.id}


def passed(round_: Round, units: Units) -> set[uuid.UUID]:
    """Those of some unions whose sheets have left the cluster's step."""
    rows = Sheet.objects.filter(round=round_, unit__in=units, clustered__isnull=False)
    return set(rows.exclude(step__in=[SELF, CLUSTER]).values_list("unit_id", flat=True))


def _check(
    round_: Round, unit: Unit, name: str, wanted: set[uuid.UUID], lead: uuid.UUID | None, held: set[uuid.UUID]
) -> None:
    """Raises RefusedError with every reason. `held` are the unions that the cluster has already."""
    reasons = []
    if not legible(name):
        reasons.append(Reason(_("Give the cluster a name."), "name"))
    if len(wanted) < LEAST:
        reasons.append(Reason(_("A cluster has at least two unions."), "unions"))
    if wanted - held - managed(round_, unit):
        reasons.append(
            Reason(_("A union in the list is not managed here, or does not go through this step."), "unions")
        )
    if ClusterUnit.objects.filter(round=round_, unit__in=wanted - held).exists():
        reasons.append(Reason(_("A union in the list is in another cluster of this round."), "unions"))
    if lead is None or lead not in wanted:
        reasons.append(Reason(_("The lead is one of the unions of the cluster."), "lead"))
    if reasons:
        raise RefusedError(*reasons)


def _require_not_scored(cluster: Cluster, gone: set[uuid.UUID]) -> None:
    if passed(cluster.round, gone):
        raise RefusedError(Reason(_("A union whose sheet has passed the cluster's step stays in it."), "unions"))


def _set_units(a: Act, round_: Round, cluster: uuid.UUID, before: set[uuid.UUID], wanted: set[uuid.UUID]) -> None:
    """Who is in a cluster, and with it who owes the sheets that stand at its step now."""
    gone = ClusterUnit.objects.filter(cluster=cluster, unit__in=before - wanted).values_list("id", flat=True)
    a.write(ClusterUnit, dict.fromkeys(gone))
    facts = {"cluster_id": cluster, "round_id": round_.id}
    a.write(ClusterUnit, {new_key(): {**facts, "unit_id": unit} for unit in sorted(wanted - before)})
    waiting = Sheet.objects.filter(round=round_, unit__in=before | wanted, step=CLUSTER)
    readdress(a, dict(waiting.values_list("id", "unit_id")))
