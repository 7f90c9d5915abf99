"""What somebody owes, overdue first."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from coso.access.models import Account
from coso.access.permissions import permissions
from coso.duties.models import Duty, DutyQuerySet
from coso.duties.registry import duty_kinds
from coso.register.models import Appointment, Unit


def owed_by(user: Account, day: dt.date) -> DutyQuerySet:
    """The open duties of the units in which a post of the day lets the user do them, earliest day first.

    What a unit owed that was taken in since is owed by the one that took it in.
    """
    held = Appointment.objects.on(day).filter(person__user=user.pk).values_list("seat__post", "seat__unit_id")
    mine = Q(pk__in=[])
    for post, unit in held:
        kinds = [kind.key for kind in duty_kinds().values() if post in permissions()[kind.permission].posts]
        mine |= Q(unit__in=_with_taken_in(unit), kind__in=kinds)
    return Duty.objects.still_open().filter(mine).order_by("due", "id")


def _with_taken_in(unit: uuid.UUID) -> QuerySet:
    """The unit, those it took in, and those that these had taken in before."""
    return Unit.objects.filter(Q(pk=unit) | Q(heir=unit) | Q(heir__heir=unit)).values("pk")
