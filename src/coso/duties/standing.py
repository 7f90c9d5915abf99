"""How matters stand of a morning: which desks are late, which unions nobody leads, which unions in one's care wait."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from coso.access.models import Account, Action
from coso.access.prepared import prepared
from coso.duties.models import Duty
from coso.duties.registry import about_units, duty_kinds, hidden_from, units_about
from coso.duties.seats import EMPTY, PROVISIONAL
from coso.register.kinds import kinds
from coso.register.models import Appointment, Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.portfolios import units_cared_for
from coso.register.visibility import reach

SEE, CONTACT = "units.see", "people.see_contact"
FEW, LINES = 5, 7


@dataclass(frozen=True)
class Desk:
    """A unit with overdue duties: how many, and the days since the first of them fell due."""

    code: str
    name: str
    n: int
    days: int


def late_desks(user: Account, day: dt.date) -> list[Desk]:
    """The units above grassroots unions that owe the most overdue duties, among those that somebody sees."""
    upper = [key for key, kind in kinds().items() if kind.level == "upper"]
    above = UnitVersion.objects.on(day).filter(kind__in=upper, unit__in=Unit.objects.visible_to(user, SEE))
    late = Duty.objects.still_open().filter(due__lt=day, unit__in=above.values("unit"))
    late = late.exclude(subject__in=hidden_from(user))
    counted = late.order_by().values_list("unit_id", "unit__code").annotate(n=Count("id"), first=Min("due"))
    return _desks(counted.order_by("-n", "first", "unit__code")[:FEW], day)


def unled(user: Account, day: dt.date) -> list[Desk]:
    """The unions whose chair is overdue to be filled, or whose provisional committee has run out; the longest first."""
    seen = Unit.objects.visible_to(user, SEE)
    late = Duty.objects.still_open().filter(due__lt=day, kind__in=(EMPTY, PROVISIONAL), subject__in=seen.values("pk"))
    found = list(late.order_by("due", "subject").values_list("subject", "due")[:FEW])
    codes = dict(Unit.objects.filter(pk__in=[unit for unit, _due in found]).values_list("pk", "code"))
    return _desks([(unit, codes[unit], 1, due) for unit, due in found], day)


def _desks(found: Iterable[tuple[UUID, str, int, dt.date]], day: dt.date) -> list[Desk]:
    rows = list(found)
    names = unit_names([row[0] for row in rows], day)
    return [Desk(code, names.get(unit, code), n, (day - first).days) for unit, code, n, first in rows]


# ── in my care ──


@dataclass
class Cared:
    """A union of a portfolio: why it needs its officer (open duties by kind), its chair, the officer's last deed there.

    `days` are those left to the first duty, below 0 when overdue. `phone` is empty for whoever may not see it.
    """

    code: str
    name: str = ""
    first: dt.date = dt.date.max
    days: int = 0
    why: Counter[str] = field(default_factory=Counter)
    chair: str = ""
    phone: str = ""
    contact: dt.datetime | None = None

    @property
    def reason(self) -> str:
        """What is open about the union, in words: its first duty, and how many more."""
        return "; ".join(str(duty_kinds()[kind]) for kind in self.why)


def in_care(user: Account, day: dt.date) -> tuple[int, list[Cared]]:
    """How many unions somebody looks after, and those that wait longest, in a fixed number of queries."""
    codes = dict(units_cared_for(user.pk, day))
    rows = {unit: Cared(code) for unit, code in codes.items()}
    for unit, kind, due in _open_about(codes, set(hidden_from(user))):
        rows[unit].why[kind] += 1
        rows[unit].first = min(rows[unit].first, due)
    worst = sorted((unit for unit in rows if rows[unit].why), key=lambda unit: (rows[unit].first, codes[unit]))[:LINES]
    shown = {unit: rows[unit] for unit in worst}
    _dress(shown, user, day)
    return len(codes), list(shown.values())


def _open_about(units: Iterable[UUID], hidden: Collection[UUID]) -> list[tuple[UUID, str, dt.date]]:
    """(union, kind, due) of the open duties about some unions or owed by them."""
    keys = set(units)
    if not keys:
        return []
    found = [row for row in _touching(keys) if row[0] not in hidden]
    of = units_about([(kind, subject) for subject, _unit, kind, _due in found])
    told = [(of[subject] if of[subject] in keys else unit, kind, due) for subject, unit, kind, due in found]
    return sorted(told, key=lambda each: each[2])


@prepared
def _touching(units: Iterable[UUID]) -> QuerySet[Duty, tuple[UUID, UUID, str, dt.date]]:
    about = about_units(Unit.objects.filter(pk__in=units).values("pk")) | Q(unit__in=units)
    return Duty.objects.still_open().filter(about).values_list("subject", "unit_id", "kind", "due")


def _dress(rows: dict[UUID, Cared], user: Account, day: dt.date) -> None:
    if not rows:
        return
    names, seen = unit_names(rows, day), reach(user, CONTACT)
    held: dict[Any, Any] = {each.seat.unit_id: each.person for each in _chairs(rows, day)}
    last = dict(_last_deeds(rows, user.pk))
    for unit, row in rows.items():
        row.name, row.days, row.contact = names.get(unit, row.code), (row.first - day).days, last.get(unit)
        if chair := held.get(unit):
            row.chair = chair.name
            row.phone = chair.phone if chair.home and seen.covers(chair.home.path) else ""


@prepared
def _chairs(units: Iterable[UUID], day: dt.date) -> QuerySet[Appointment]:
    chairs = Appointment.objects.on(day).filter(seat__unit__in=units, seat__post="chair")
    return chairs.select_related("seat", "person__home")


@prepared
def _last_deeds(units: Iterable[UUID], user: UUID) -> QuerySet[Action, tuple[UUID, dt.datetime]]:
    deeds = Action.objects.filter(unit__in=units, actor=user, undone_by=None).order_by()
    return deeds.values_list("unit").annotate(at=Max("at"))
