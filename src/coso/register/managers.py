"""Who among the officers is a manager of the workplace on a day."""

import datetime as dt
import uuid

from django.db.models import QuerySet

from coso.access.models import Account
from coso.access.prepared import prepared
from coso.lib import clock
from coso.lib.paths import within
from coso.register.models import Appointment, ManagerMark, Unit
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
        user.managed_today = (today, _paths(user.pk, today))
    return user.managed_today[1]


def is_manager_at(user: Account, unit: Unit) -> bool:
    """Whether the user is a manager of the workplace of a unit, or of one above it, today."""
    return any(within(unit.path, path) for path in managed_paths(user))


@prepared
def _paths(user: uuid.UUID, day: dt.date) -> QuerySet[ManagerMark, str]:
    found = marks_on(day).filter(appointment__person__user=user)
    return found.values_list("appointment__seat__unit__path", flat=True).distinct()
