"""Who reads a concern: the desks that an author may choose among, and how many people sit at each."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from coso.access.models import Account
from coso.access.prepared import prepared
from coso.lib import clock
from coso.lib.paths import labels
from coso.register.kinds import BASE
from coso.register.managers import marks_on
from coso.register.managing import managers_of, managing_units
from coso.register.models import Appointment, ManagerMark, Membership, Portfolio, Unit, UnitPlace, UnitVersion
from coso.register.names import unit_names
from coso.register.permissions import COMMITTEE, OFFICERS
from coso.register.visibility import posts_of
from coso.voice.models import Concern


@dataclass(frozen=True)
class Desk:
    """A unit whose officers read what is sent to it: `people` of them have an account and are no managers."""

    unit: Unit
    name: str
    people: int
    at_work: bool


def desks_for(unit: Unit) -> list[Desk]:
    """The desks that may be chosen for what is said about a unit, the nearest first.

    The committee at the workplace is one only while somebody sits there who is no manager of it; the root always is.
    """
    today = clock.today()
    units = {each.pk: each for each in _line(labels(unit.path))}
    kinds = dict(_kinds(units, today))
    names = unit_names(units, today)
    root = min(units.values(), key=lambda each: len(each.path))
    managing = _managing(kinds, today)
    seated = _seated(units, kinds, today)
    out = []
    for key, each in units.items():
        if each != root and kinds.get(key) != BASE and key != managing:
            continue
        people = len(seated[key])
        if people or each == root:
            out.append(Desk(each, names.get(key, each.code), people, kinds.get(key) == BASE))
    return out


@prepared
def _line(marks: Iterable[str]) -> QuerySet[Unit]:
    return Unit.objects.filter(label__in=marks).order_by("-path")


@prepared
def _kinds(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[UnitVersion, tuple[uuid.UUID, str]]:
    return UnitVersion.objects.on(day).filter(unit__in=units).values_list("unit_id", "kind")


def _managing(kinds: dict[uuid.UUID, str], day: dt.date) -> uuid.UUID | None:
    """The union that manages the grassroots union among these units."""
    bases = [key for key, kind in kinds.items() if kind == BASE]
    return managers_of(bases, day).get(bases[0]) if bases else None


def _seated(units: Iterable[uuid.UUID], kinds: dict[uuid.UUID, str], day: dt.date) -> dict[uuid.UUID, set[uuid.UUID]]:
    """{unit: the people with an account who read there and are no managers of the workplace}."""
    walled = set(_managers(units, day))
    out: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for unit, post, person in _holders(units, day):
        if post in (COMMITTEE if kinds.get(unit) == BASE else OFFICERS) and (unit, person) not in walled:
            out[unit].add(person)
    return out


@prepared
def _holders(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Appointment, tuple[uuid.UUID, str, uuid.UUID]]:
    held = Appointment.objects.on(day).filter(seat__unit__in=units, person__user__is_active=True)
    return held.values_list("seat__unit_id", "seat__post", "person_id")


@prepared
def _managers(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[ManagerMark, tuple[uuid.UUID, uuid.UUID]]:
    found = marks_on(day).filter(appointment__seat__unit__in=units)
    return found.values_list("appointment__seat__unit_id", "appointment__person_id")


def bases_of(unit: Unit) -> list[uuid.UUID]:
    """The grassroots union that a unit is or belongs to today, if there is one."""
    return [base for (base,) in _bases(unit.pk, clock.today())]


@prepared
def _bases(unit: uuid.UUID, day: dt.date) -> QuerySet[UnitPlace, tuple[Any]]:
    places = UnitPlace.objects.filter(unit=unit, base__isnull=False, start__lte=day, end__gt=day)
    return places.values_list("base")


def desk_above(desk: uuid.UUID) -> uuid.UUID | None:
    """The desk to which a concern climbs from another, also from one that has ended; None at the top."""
    above = managing_units([desk], clock.today())[desk]
    return None if above == desk else above


def officer_for(concern: Concern) -> str:
    """The name of who looks after the union of a concern at the desk where it waits; "" where nobody is named."""
    today = clock.today()
    seats = Portfolio.objects.on(today).filter(unit__in=bases_of(concern.unit), seat__unit=concern.desk_id)
    held = Appointment.objects.on(today).filter(seat__in=seats.values("seat"))
    return held.values_list("person__name", flat=True).first() or ""


def is_above(user: Account, desk: Unit) -> bool:
    """Whether somebody reads from above the desk that an author chose, not at it: names of colleagues are masked."""
    return not any(path == desk.path for _post, path in posts_of(user))


def people_at(unit: Unit) -> list[str]:
    """The names of the members of the union of a unit, whom a text about it may name."""
    held = Membership.objects.on(clock.today()).filter(unit__places__base__in=bases_of(unit))
    return list(held.values_list("person__name", flat=True).distinct())


def living(unit: Unit) -> Unit:
    """The unit, or who took it in."""
    while unit.heir is not None:
        unit = unit.heir
    return unit
