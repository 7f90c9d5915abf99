"""What can be read of the register: rows on a day, rows that a user may see, units by any name they ever had."""

import datetime as dt
from collections.abc import Iterable
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from coso.access.models import Account, ShutQuerySet
from coso.lib.paths import branch_end
from coso.lib.text import fold

FEW = 500
People = TypeVar("People", bound=models.QuerySet)


def branches(field: str, paths: Iterable[str]) -> Q:
    """The condition that a path column lies in one of the branches; no branch matches nothing."""
    out = Q(pk__in=[])
    for path in paths:
        out |= Q(**{f"{field}__gte": path, f"{field}__lt": branch_end(path)})
    return out


class SeenQuerySet(ShutQuerySet):
    """Rows that are seen through the path of a unit, named by `sight`."""

    sight = "unit__path"

    def visible_to(self, user: Account, permission: str) -> Self:
        """The rows in the branches where a post of today grants the permission. An unknown permission raises."""
        from coso.register.visibility import reach

        found = reach(user, permission)
        return self if found.everything else self.in_branches(found.paths)

    def in_branches(self, paths: Iterable[str]) -> Self:
        """The rows in the branches as they stand today."""
        return self.filter(branches(self.sight, paths))


class DatedQuerySet(SeenQuerySet):
    """Rows valid on [start, end)."""

    def on(self, day: dt.date) -> Self:
        """The rows valid at the end of a day."""
        return self.filter(start__lte=day, end__gt=day)


class UnitQuerySet(SeenQuerySet):
    """Units."""

    sight = "path"


class VersionQuerySet(DatedQuerySet):
    """Facts of units."""


class MembershipQuerySet(DatedQuerySet):
    """Memberships: a past one is seen through the unit it was in."""


class PersonQuerySet(SeenQuerySet):
    """People: seen through the unit of their latest membership, else of their latest post."""

    sight = "home__path"

    def in_branches(self, paths: Iterable[str]) -> Self:
        """The people whose home lies in the branches."""
        return people_of(self, "home", branches("path", paths))

    def with_number(self, number: str) -> Self:
        """The people whose national ID, new or old, or passport is exactly this."""
        look = settings.KEYS.look_up(number)
        return self.filter(Q(id_look=look) | Q(old_id_look=look) | Q(passport_look=look))

    def found(self, words: str) -> Self:
        """The people whose folded name has every word, in any order of marks: "nguyen van an" finds "Nguyễn Văn Ân"."""
        key = fold(words)
        return self.filter(name_key__contains=key) if key else self


def ended(day: dt.date, column: str = "unit") -> Case:
    """Orders rows by whether the unit in a column lives on a day: 0 for a living one, 1 for one that has ended."""
    from coso.register.models import UnitVersion

    lives = Exists(UnitVersion.objects.on(day).filter(unit=OuterRef(column)))
    return Case(When(lives, then=Value(0)), default=Value(1), output_field=IntegerField())


def people_of(people: People, field: str, units: Q) -> People:
    """People by a unit column: up to 500 units by IN, above by EXISTS; the wrong one is a thousand times slower."""
    from coso.register.models import Unit

    keys = list(Unit.objects.filter(units).values_list("id", flat=True)[: FEW + 1])
    if len(keys) <= FEW:
        return people.filter(**{f"{field}__in": keys})
    return people.filter(Exists(Unit.objects.filter(units, pk=OuterRef(field))))
