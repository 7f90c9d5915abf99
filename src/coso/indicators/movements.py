"""Whether increases and decreases were booked in time. A key tells when it was made: no day of booking is stored."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from coso.indicators.models import Coverage
from coso.indicators.register_figures import BASE, standing
from coso.indicators.registry import Figure, Scope
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import made_at
from coso.register.kinds import movements
from coso.register.models import Membership, UnitPlace

# What follows from a decision on units, or stands on a first list, is not booked by the union.
NOT_BOOKED = ("founding", "with_union", "union_ended")


def moved(scope: Scope) -> QuerySet[Any]:
    """The memberships that began or ended in the period, since the union books movements; a move inside it is none.

    A move between unions counts once, for the union that receives.
    """
    days = (scope.period.start, scope.period.last)
    ways = movements().values()
    came = [kind.key for kind in ways if kind.way == "in" and kind.key not in NOT_BOOKED]
    left = [kind.key for kind in ways if kind.way == "out" and kind.key not in (*NOT_BOOKED, "moved_out")]
    before = UnitPlace.objects.filter(unit=OuterRef("previous__unit"), start__lt=OuterRef("start"))
    kept = Coverage.objects.filter(unit=OuterRef("base"), what="movements").values("since")
    rows = Membership.objects.filter(standing(scope)).annotate(base=F(BASE))
    rows = rows.annotate(
        since=Subquery(kept[:1]),
        came_from=Subquery(before.filter(end__gte=OuterRef("start")).values("base")[:1]),
    )
    strange = Q(came_from=None) | ~Q(came_from=F("base"))
    opened = Q(start__range=days, opened__in=came, start__gte=F("since")) & strange
    closed = Q(end__range=days, closed__in=left, end__gte=F("since"))
    return rows.filter(opened | closed)


def movements_on_time(scope: Scope) -> Iterator[Figure]:
    """Movements booked within the days allowed, among all booked; the membership that moved is the record."""
    days = dt.timedelta(days=int(parameter("members.booking_days").at(scope.period.last).number))
    found: dict[uuid.UUID, list[bool]] = defaultdict(list)
    rows = moved(scope).values_list("base", "id", "act", "start", "end", "since", "opened")
    for base, key, act, start, end, since, opened in rows:
        late = False
        if scope.period.start <= start <= scope.period.last and start >= since and opened not in NOT_BOOKED:
            late = _day(key) > start + days
        if scope.period.start <= end <= scope.period.last and act:
            late = late or _day(act) > end + days
        found[base].append(not late)
    for base, on_time in found.items():
        yield Figure(base, sum(on_time), len(on_time), records=len(on_time))


def _day(key: uuid.UUID) -> dt.date:
    return clock.local(made_at(key)).date()
