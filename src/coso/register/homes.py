"""`Person.home`: the unit of the latest membership, else of the latest post, through which a person is seen."""

import uuid
from collections.abc import Iterable

from coso.access.journal import bulk
from coso.register.models import Appointment, Membership, Person


def rehome(people: Iterable[uuid.UUID]) -> None:
    """Derives the home of some people anew."""
    for part in bulk.chunks(people):
        held = Appointment.objects.filter(person__in=part).order_by("end", "start")
        rows = Membership.objects.filter(person__in=part).order_by("end", "start")
        latest = dict(held.values_list("person_id", "seat__unit_id")) | dict(rows.values_list("person_id", "unit_id"))
        here = Person.objects.filter(pk__in=part).values_list("id", "home_id")
        bulk.update(Person, ["home_id"], [(key, latest.get(key)) for key, home in here if home != latest.get(key)])
