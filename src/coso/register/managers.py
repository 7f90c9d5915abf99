"""Who among the officers is a manager of the workplace on a day."""

import datetime as dt

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
    """The paths of the units in whose workplace the user is a manager today."""
    found = marks_on(clock.today()).filter(appointment__person__user=user.pk)
    return list(found.values_list("appointment__seat__unit__path", flat=True).distinct())
