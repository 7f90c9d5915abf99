"""Figures of the register: members, workers, groups, officers. Each is one grouped query over places of the day."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from coso.access.prepared import prepared
from coso.indicators.registry import Figure, Scope
from coso.lib.dates import DAY, Period
from coso.lib.paths import branch_end
from coso.register.kinds import states
from coso.register.models import Appointment, Headcount, Membership, MembershipState, UnitPlace, UnitWorkplace

COMMITTEE = ("chair", "vice_chair", "committee_member")
LEADER = "group_leader"
REQUIRED = ("female", "born", "id_look", "phone", "card")
BASE = "unit__places__base"


def standing(scope: Scope, unit: str = "unit", day: Any = None) -> Q:
    """The condition that a row's unit stood in the scope on a day (the last of the period)."""
    day = day or scope.period.last
    at = f"{unit}__places__"
    return Q(
        **{
            f"{at}path__gte": scope.path,
            f"{at}path__lt": branch_end(scope.path),
            f"{at}start__lte": day,
            f"{at}end__gt": day,
            f"{at}base__isnull": False,
        }
    )


def until(path: str, day: dt.date) -> Scope:
    """A branch as it stood at the end of a day, for what does not ask when its period began."""
    return Scope(path, Period.closed(day, day))


def members(scope: Scope, day: Any = None) -> QuerySet[Membership]:
    """The memberships of the scope at the end of a day, without those in a state that is not counted (kinds.yaml)."""
    day = day or scope.period.last
    found = Membership.objects.on(day).filter(standing(scope, day=day))
    away = [key for key, state in states().items() if not state.counted]
    if not away:
        return found
    return found.exclude(Exists(MembershipState.objects.on(day).filter(membership=OuterRef("pk"), state__in=away)))


def member_counts(scope: Scope) -> Iterator[Figure]:
    """Members at the end of the period."""
    for base, n in _counted(scope.path, scope.period.last):
        yield Figure(base, n, records=n)


@prepared
def _counted(path: str, day: dt.date) -> QuerySet[Membership, Any]:
    return members(until(path, day)).values_list(BASE).annotate(n=Count("*"))


def groups(scope: Scope) -> QuerySet[UnitPlace]:
    """The union groups of the scope at the end of the period."""
    day = scope.period.last
    branch = UnitPlace.objects.filter(path__gte=scope.path, path__lt=branch_end(scope.path), base__isnull=False)
    return branch.filter(start__lte=day, end__gt=day, version__kind="group")


def unions(scope: Scope) -> QuerySet[UnitPlace]:
    """The grassroots unions of the scope at the end of the period."""
    day = scope.period.last
    branch = UnitPlace.objects.filter(path__gte=scope.path, path__lt=branch_end(scope.path), base=F("unit"))
    return branch.filter(start__lte=day, end__gt=day)


def group_counts(scope: Scope) -> Iterator[Figure]:
    """Groups at the end of the period: a union without groups has 0, for the tree is always kept."""
    day = scope.period.last
    branch = UnitPlace.objects.filter(path__gte=scope.path, path__lt=branch_end(scope.path), base__isnull=False)
    rows = branch.filter(start__lte=day, end__gt=day).values_list("base")
    for base, n in rows.annotate(n=Count("id", filter=Q(version__kind="group"))):
        yield Figure(base, n, records=n)


def workplaces(scope: Scope) -> QuerySet[UnitWorkplace]:
    """The workplaces of the scope's unions, each with the workers last counted by the end of the period."""
    day = scope.period.last
    last = Headcount.objects.filter(workplace=OuterRef("workplace"), on__lte=day).order_by("-on", "source")
    links = UnitWorkplace.objects.on(day).filter(standing(scope))
    return links.annotate(total=Subquery(last.values("total")[:1])).filter(total__isnull=False)


def headcounts(scope: Scope) -> Iterator[Figure]:
    """Workers of all workplaces of a union, as last counted."""
    for base, total, n in _workers(scope.path, scope.period.last):
        yield Figure(base, total, records=n)


@prepared
def _workers(path: str, day: dt.date) -> QuerySet[UnitWorkplace, Any]:
    return workplaces(until(path, day)).values_list(BASE).annotate(t=Sum("total"), n=Count("id"))


def coverages(scope: Scope) -> Iterator[Figure]:
    """Members among workers; unknown where workers were not counted."""
    for base, n, workers in _covered(scope.path, scope.period.last):
        if workers:
            yield Figure(base, n, workers, records=n)


@prepared
def _covered(path: str, day: dt.date) -> QuerySet[Membership, Any]:
    last = Headcount.objects.filter(workplace=OuterRef("workplace"), on__lte=day).order_by("-on", "source")
    links = UnitWorkplace.objects.on(day).filter(unit=OuterRef(BASE))
    counted = links.annotate(t=Subquery(last.values("total")[:1])).values("unit").annotate(s=Sum("t")).values("s")
    workers = Subquery(counted, output_field=IntegerField())
    return members(until(path, day)).values_list(BASE).annotate(n=Count("id"), workers=workers)


def completeness(scope: Scope) -> Iterator[Figure]:
    """Required fields filled among those required, over the members of the day; the details are the present ones."""
    for base, got, n in _complete(scope.path, scope.period.last):
        yield Figure(base, got, n * len(REQUIRED), records=n)


@prepared
def _complete(path: str, day: dt.date) -> QuerySet[Membership, Any]:
    filled = sum((_filled(f"person__{name}") for name in REQUIRED[1:]), start=_filled(f"person__{REQUIRED[0]}"))
    return members(until(path, day)).values_list(BASE).annotate(got=Sum(filled), n=Count("id"))


def _filled(column: str) -> Any:
    empty = Q(**{f"{column}__isnull": True})
    if column.endswith(("phone", "card")):
        empty |= Q(**{column: ""})
    return Case(When(empty, then=Value(0)), default=Value(1), output_field=IntegerField())


def net_growth(scope: Scope) -> Iterator[Figure]:
    """(Closing − opening) over opening members; unknown where there were none at the opening."""
    then, now = _member_on(scope.period.start - DAY), _member_on(scope.period.last)
    within = Membership.objects.filter(then | now, **{f"{BASE}__in": unions(scope).values("unit")})
    rows = within.values_list(BASE).annotate(was=Count("id", filter=then), n=Count("id", filter=now))
    for base, was, n in rows:
        if was:
            yield Figure(base, n - was, was, records=n)


def _member_on(day: Any) -> Q:
    at = "unit__places__"
    return Q(start__lte=day, end__gt=day, **{f"{at}start__lte": day, f"{at}end__gt": day})


def committee(scope: Scope) -> QuerySet[Appointment]:
    """The appointments to committees of the scope's unions at the end of the period."""
    day = scope.period.last
    held = Appointment.objects.on(day).filter(seat__post__in=COMMITTEE, seat__unit__places__base=F("seat__unit"))
    return held.filter(standing(scope, "seat__unit"))


def group_leader_share(scope: Scope) -> Iterator[Figure]:
    """Committee members who lead a group, among committee members; unknown where no committee is recorded."""
    by_base: dict[uuid.UUID, list[bool]] = defaultdict(list)
    for base, lead in _leading(scope.path, scope.period.last):
        if base:
            by_base[base].append(lead)
    for base, all_ in by_base.items():
        yield Figure(base, sum(all_), len(all_), records=len(all_))


@prepared
def _leading(path: str, day: dt.date) -> QuerySet[Appointment, Any]:
    leads = Appointment.objects.on(day).filter(seat__post=LEADER, person=OuterRef("person"))
    rows = committee(until(path, day)).annotate(leads=Exists(leads))
    return rows.values_list("seat__unit__places__base", "leads")
