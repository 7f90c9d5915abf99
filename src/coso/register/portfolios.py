"""What an officer looks after: a portfolio sorts work, it grants no sight."""

import datetime as dt

from django.db.models import QuerySet

from coso.access.models import Account
from coso.register.models import Appointment, Portfolio


def portfolio_of(user: Account, day: dt.date) -> QuerySet[Portfolio]:
    """What the seats that somebody holds on a day look after."""
    seats = Appointment.objects.on(day).filter(person__user=user.pk).values("seat")
    return Portfolio.objects.on(day).filter(seat__in=seats)
