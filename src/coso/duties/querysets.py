"""What somebody owes, overdue first."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from coso.access.models import Account
from coso.access.permissions import permissions
from coso.access.prepared import prepared
from coso.duties.models import Duty, DutyQuerySet
from coso.duties.registry import duty_kinds, hidden_from
from coso.lib import clock
from coso.register.models import Appointment, Unit
from coso.register.visibility import seats_of


def owed_by(user: Account, day: dt.date) -> DutyQuerySet:
    """The open duties of the units in which a post of the day lets the user do them, earliest day first.

    What a unit owed that was taken in since is owed by the one that took it in.
    """
    return owed_at(*owing(user, day))


def owing(user: Account, day: dt.date) -> list[Any]:
    """The subjects that are hidden from the user; then for each post of the day the kinds of duties, the owing units.

    Nothing at all where no post lets the user do any.
    """
    posts = [(post, unit) for post, _path, unit in seats_of(user)] if day == clock.today() else _held(user.pk, day)
    held = [(unit, kinds) for post, unit in posts if (kinds := _kinds_of(post))]
    units = _with_taken_in([unit for unit, _kinds in held]) if held else []
    owing = [each for unit, kinds in held for each in (kinds, [row[0] for row in units if unit in row])]
    return [hidden_from(user) or None, *owing] if owing else []


def owed_at(hidden: Sequence[uuid.UUID] | None = None, *owing: list[Any]) -> DutyQuerySet:
    """The open duties but for hidden subjects, of some kinds in some units, and so on, earliest day first."""
    mine = Q(pk__in=[])
    for kinds, units in zip(owing[::2], owing[1::2], strict=True):
        mine |= Q(unit__in=units, kind__in=kinds)
    found = Duty.objects.still_open().filter(mine).order_by("due", "id")
    return found.exclude(subject__in=hidden) if hidden else found


def _kinds_of(post: str) -> list[str]:
    return [kind.key for kind in duty_kinds().values() if post in permissions()[kind.permission].posts]


@prepared
def _held(user: uuid.UUID, day: dt.date) -> QuerySet[Appointment, tuple[str, uuid.UUID]]:
    return Appointment.objects.on(day).filter(person__user=user).values_list("seat__post", "seat__unit_id")


@prepared
def _with_taken_in(units: Iterable[uuid.UUID]) -> QuerySet[Unit, tuple[uuid.UUID, Any, Any]]:
    """The units, those they took in, and those that these had taken in before, each with who took it in, and that."""
    found = Unit.objects.filter(Q(pk__in=units) | Q(heir__in=units) | Q(heir__heir__in=units))
    return found.values_list("pk", "heir_id", "heir__heir_id")
