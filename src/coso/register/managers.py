"""Who among the officers is a manager of the workplace on a day."""

import datetime as dt
import uuid

from coso.access.models import Account
from coso.lib import clock
from coso.register.models import Appointment, ManagerMark
from coso.register.querysets import DatedQuerySet


def marks_on(day: dt.date) -> DatedQuerySet:
    """The marks that hold on a day: those of appointments that last."""
    marks = ManagerMark.objects.on(day)
    return marks.filter(appointment__start__lte=day, appointment__end__gt=day)


def mark_of(appointment: Appointment, day: dt.date) -> ManagerMark | None:
    """The mark of an appointment on a day."""
    return ManagerMark.objects.on(day).filter(appointment=appointment).first()


def managed_paths(user: Account) -> list[str]:
    """The paths of the units in whose workplace the user is a manager today; asked for once per request."""
    today = clock.today()
    if user.managed_today is None or user.managed_today[0] != today:
        found = marks_on(today).filter(appointment__person__user=user.pk)
        user.managed_today = (today, list(found.values_list("appointment__seat__unit__path", flat=True).distinct()))
    return user.managed_today[1]


def managers_among(unit: uuid.UUID, day: dt.date) -> set[uuid.UUID]:
    """The people who hold a post of a unit and are managers of its workplace on a day."""
    found = marks_on(day).filter(appointment__seat__unit=unit)
    return set(found.values_list("appointment__person", flat=True))
