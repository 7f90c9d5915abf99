"""Officers who are managers of their workplace: what workers say past the employer goes past them, too."""

import datetime as dt

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib.keys import new_key
from coso.register.models import Appointment, ManagerMark
from coso.register.services.guards import require

CHANGE = "seats.change"


def mark_manager(*, appointment: Appointment, day: dt.date, by: Account | None) -> ManagerMark:
    """From a day on, the holder of an appointment is a manager of the workplace. Raises RefusedError."""
    unit, key = appointment.seat.unit, new_key()
    with act(by=by, verb="seat.manager", unit=unit.id, subject=appointment) as a:
        now = held(Appointment.objects.all(), appointment.pk)
        require(by, CHANGE, unit)
        if not now.start <= day < now.end:
            raise RefusedError(Reason(_("This appointment does not last on that day."), "day"))
        if ManagerMark.objects.filter(appointment=now, end__gt=day).exists():
            raise RefusedError(_("This officer is marked as a manager already."))
        a.write(ManagerMark, {key: {"appointment_id": now.id, "start": day}})
    return ManagerMark.objects.get(pk=key)


def unmark_manager(*, mark: ManagerMark, day: dt.date, by: Account | None) -> Act:
    """From a day on, the holder is no manager any more. Raises RefusedError."""
    unit = mark.appointment.seat.unit
    with act(by=by, verb="seat.no_manager", unit=unit.id, subject=mark) as a:
        now = held(ManagerMark.objects.all(), mark.pk)
        require(by, CHANGE, unit)
        if not now.start < day < now.end:
            raise RefusedError(Reason(_("This mark does not last on that day."), "day"))
        a.write(ManagerMark, {now.id: {"end": day}})
    return a
