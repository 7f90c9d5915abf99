"""How far a user sees: the branches of the units where a post of today grants a permission."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from coso.access.models import Account
from coso.access.permissions import permissions
from coso.access.prepared import prepared
from coso.lib import clock
from coso.lib.paths import LABEL, outermost, within
from coso.register.models import Appointment, Unit


@dataclass(frozen=True)
class Reach:
    """Branches by path; `everything` where one of them is the root."""

    paths: tuple[str, ...]

    @property
    def everything(self) -> bool:
        """Whether the root is among them: then no condition is needed."""
        return any(len(path) == LABEL for path in self.paths)

    def covers(self, path: str) -> bool:
        """Whether a unit of this path lies within."""
        return any(within(path, top) for top in self.paths)


def posts_of(user: Account) -> list[tuple[str, str]]:
    """(post, unit path) of each appointment the user holds today."""
    return [(post, path) for post, path, _unit in seats_of(user)]


def seats_of(user: Account) -> list[tuple[str, str, uuid.UUID]]:
    """(post, unit path, unit) of each appointment the user holds today; asked for once per request."""
    today = clock.today()
    if user.posts_today is None or user.posts_today[0] != today:
        user.posts_today = (today, _held(user.pk, today))
    return user.posts_today[1]


@prepared
def _held(user: uuid.UUID, day: dt.date) -> QuerySet[Appointment, tuple[str, str, uuid.UUID]]:
    found = Appointment.objects.on(day).filter(person__user=user)
    return found.values_list("seat__post", "seat__unit__path", "seat__unit_id")


def reach(user: Account, permission: str) -> Reach:
    """The branches in which the user has a permission today. Raises KeyError on an unknown permission."""
    granting = permissions()[permission].posts
    return Reach(tuple(outermost(path for post, path in posts_of(user) if post in granting)))


def may(user: Account, permission: str, unit: Unit | None = None) -> bool:
    """Whether the user has a permission for a unit, or anywhere if none is named."""
    found = reach(user, permission)
    return bool(found.paths) if unit is None else found.covers(unit.path)


def reach_now(user: Account, permissions: Iterable[str], top: str = "") -> dict[str, list[str]]:
    """{permission: keys of the units in whose branches the user has it}, to be kept with a file made for them.

    `top` is the path of a branch within which the file stays; without it the file may hold everything in reach.
    """
    out = {}
    for permission in permissions:
        paths = reach(user, permission).paths
        inside = [max(path, top, key=len) for path in paths if within(path, top) or within(top, path)]
        found = Unit.objects.filter(path__in=outermost(inside)).values_list("id", flat=True)
        out[permission] = [str(key) for key in found]
    return out


def covers(user: Account, needed: Mapping[str, Iterable[str]]) -> bool:
    """Whether a user has each permission today in all the branches that were kept with a file."""
    for permission, keys in needed.items():
        wanted, found = set(keys), reach(user, permission)
        paths = list(Unit.objects.filter(pk__in=wanted).values_list("path", flat=True))
        if len(paths) != len(wanted) or not all(found.covers(path) for path in paths):
            return False
    return True


def holds(user: Account, among: Iterable[str]) -> bool:
    """Whether the user holds one of some posts today."""
    wanted = set(among)
    return any(post in wanted for post, _path in posts_of(user))
