"""How many members stand directly in a unit, kept and followed: one row a unit instead of one a member."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Count, DateField, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from coso.access.journal import bulk
from coso.access.journal.following import follows
from coso.lib.dates import FOREVER
from coso.register.models import MemberCount, Membership

FEW = 200
FIRST = dt.date.min
LASTS = Q(end=FOREVER)
HOLD = """
    INSERT INTO register_membercount (unit_id, n, last) VALUES (%s, %s, %s)
    ON CONFLICT (unit_id) DO UPDATE SET last = excluded.last
"""
CHANGED = Max(Case(When(LASTS, then=F("start")), default=F("end")), output_field=DateField())


@follows(Membership, "unit_id")
def follow(units: set[Any]) -> None:
    """Counts the units of an action anew: few with it, many when it is over, in parts that keep nobody waiting.

    Until then the numbers of the many hold for no day, and members are counted.
    """
    keys = sorted({unit if isinstance(unit, uuid.UUID) else uuid.UUID(unit) for unit in units})
    if len(keys) <= FEW:
        recount(keys)
        return
    for part in bulk.chunks(keys):
        _hold(part)
    transaction.on_commit(partial(_recount_in_parts, keys))


def _recount_in_parts(units: list[uuid.UUID]) -> None:
    for part in bulk.chunks(units, FEW):
        with transaction.atomic():
            recount(part)


def recount(units: Iterable[uuid.UUID]) -> None:
    """Counts the members of some units anew. Their rows are held first: who counts meanwhile counts after this."""
    for part in bulk.chunks(sorted(units)):
        _hold(part)
        here = Membership.objects.filter(unit=OuterRef("pk")).order_by().values("unit")
        n = Subquery(here.filter(LASTS).annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        last = Subquery(here.annotate(last=CHANGED).values("last"), output_field=DateField())
        MemberCount.objects.filter(pk__in=part).update(n=Coalesce(n, 0), last=Coalesce(last, FIRST))


def _hold(units: list[uuid.UUID]) -> None:
    """Makes or takes the rows of some units, in the order of their keys."""
    rows = bulk.ready(MemberCount, ["unit_id", "n", "last"], ([unit, 0, FOREVER] for unit in units))
    with connection.cursor() as cursor:
        cursor.executemany(HOLD, list(rows))


def direct_members(day: Any) -> Case:
    """The members directly in the unit of a place on a day: kept, or counted where something changed since."""
    live = Membership.objects.on(day).filter(unit=OuterRef("unit")).order_by().values("unit")
    counted = Coalesce(Subquery(live.annotate(n=Count("*")).values("n")), 0)
    kept = When(unit__member_count__last__lte=day, then=F("unit__member_count__n"))
    return Case(kept, default=counted, output_field=IntegerField())


def wrong_counts() -> Iterator[uuid.UUID]:
    """The units whose number is not what their memberships say; one that holds for no day says nothing."""
    told: QuerySet[Any, Any] = Membership.objects.order_by().values_list("unit_id")
    right = {unit: (n, last) for unit, n, last in told.annotate(n=Count("pk", filter=LASTS), last=CHANGED)}
    stored = {unit: (n, last) for unit, n, last in MemberCount.objects.values_list("unit_id", "n", "last")}
    yield from (unit for unit, kept in stored.items() if kept[1] != FOREVER and kept != right.get(unit, (0, FIRST)))


def recount_all() -> None:
    """Counts every unit anew."""
    MemberCount.objects.all().delete()
    recount(set(Membership.objects.order_by().values_list("unit_id", flat=True).distinct()))
