"""What an officer looks after: a portfolio sorts work, it grants no sight."""

import datetime as dt
import uuid

from django.db.models import QuerySet

from coso.access.models import Account
from coso.access.prepared import prepared
from coso.register.models import Appointment, Portfolio


def portfolio_of(user: Account, day: dt.date) -> QuerySet[Portfolio]:
    """What the seats that somebody holds on a day look after."""
    return cared_for(user.pk, day)


def cared_for(user: uuid.UUID, day: dt.date) -> QuerySet[Portfolio]:
    """The same of an account by its key."""
    seats = Appointment.objects.on(day).filter(person__user=user).values("seat")
    return Portfolio.objects.on(day).filter(seat__in=seats)


@prepared
def units_cared_for(user: uuid.UUID, day: dt.date) -> QuerySet[Portfolio, tuple[uuid.UUID, str]]:
    """(unit, its code) of what an account looks after."""
    return cared_for(user, day).values_list("unit_id", "unit__code")
