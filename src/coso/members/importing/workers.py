"""What a list of workers says beside their number: which members are missing from it, who is to be invited."""

import uuid
from dataclasses import dataclass, field

from coso.lib.text import sort_key
from coso.members.importing.booking import Booking
from coso.members.importing.places import Places
from coso.register.models import Membership, Unit, UnitWorkplace
from coso.register.services.workplaces import count_questions


@dataclass(frozen=True)
class WorkersSeen:
    """Names of members who are not on the list, of workers who are no members, and what is asked about the count."""

    missing: list[str] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def workers_seen(booking: Booking, places: Places) -> WorkersSeen:
    """Compares the people of a list of workers with the members of the union on its day."""
    known = {each.person: row for row, _unit, each, _marks in booking.known}
    members = _members(booking, places)
    missing = [name for person, name in members.items() if person not in known]
    strangers = [row.name for row, _unit, _marks in booking.fresh]
    invited = [*strangers, *(row.name for person, row in known.items() if person not in members)]
    union = Unit.objects.get(pk=places.only or places.unit.id)
    link = UnitWorkplace.objects.on(booking.day).filter(unit=union).first()
    total = len(booking.fresh) + len(booking.known)
    asked = count_questions(union, link.workplace_id if link else None, booking.day, total)
    return WorkersSeen(sorted(missing, key=sort_key), sorted(invited, key=sort_key), asked)


def _members(booking: Booking, places: Places) -> dict[uuid.UUID, str]:
    rows = Membership.objects.on(booking.day).filter(unit__in=places.units)
    return dict(rows.values_list("person_id", "person__name"))
