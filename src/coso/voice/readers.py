"""Who reads a concern: the desks that an author may choose among, and how many people sit at each."""

import datetime as dt
import uuid
from dataclasses import dataclass

from coso.lib import clock
from coso.lib.paths import labels
from coso.register.kinds import BASE
from coso.register.managers import managers_among
from coso.register.managing import managers_of, managing_units
from coso.register.models import Appointment, Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.permissions import COMMITTEE, OFFICERS


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
    above = Unit.objects.filter(label__in=labels(unit.path)).order_by("-path")
    units = {each.pk: each for each in above}
    alive = UnitVersion.objects.on(today).filter(unit__in=units)
    kinds = dict(alive.values_list("unit_id", "kind"))
    names = unit_names(units, today)
    root = min(units.values(), key=lambda each: len(each.path))
    managing = _managing(kinds, today)
    out = []
    for key, each in units.items():
        if each != root and kinds.get(key) != BASE and key != managing:
            continue
        people = _people_at(key, at_work=kinds.get(key) == BASE, day=today)
        if people or each == root:
            out.append(Desk(each, names.get(key, each.code), people, kinds.get(key) == BASE))
    return out


def _managing(kinds: dict[uuid.UUID, str], day: dt.date) -> uuid.UUID | None:
    """The union that manages the grassroots union among these units."""
    bases = [key for key, kind in kinds.items() if kind == BASE]
    return managers_of(bases, day).get(bases[0]) if bases else None


def _people_at(unit: uuid.UUID, *, at_work: bool, day: dt.date) -> int:
    posts = COMMITTEE if at_work else OFFICERS
    held = Appointment.objects.on(day).filter(seat__unit=unit, seat__post__in=posts, person__user__is_active=True)
    people = set(held.values_list("person", flat=True))
    return len(people - managers_among(unit, day))


def desk_above(desk: uuid.UUID) -> uuid.UUID | None:
    """The desk to which a concern climbs from another, also from one that has ended; None at the top."""
    above = managing_units([desk], clock.today())[desk]
    return None if above == desk else above


def living(unit: Unit) -> Unit:
    """The unit, or who took it in."""
    while unit.heir is not None:
        unit = unit.heir
    return unit
