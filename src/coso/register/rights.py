"""Where the right to a deed is asked for when it is taken back: at the unit of its entry and of what it wrote."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.deeds import Rule
from coso.access.journal.undo import snapshots_of
from coso.access.models import Account, Action, Journaled
from coso.access.refusals import ForbiddenError
from coso.register.granting import is_self, may_open
from coso.register.models import Appointment, Person, Unit, UnitVersion
from coso.register.services.guards import require, require_ender
from coso.register.visibility import reach


def unit_of(action: Action) -> Unit | None:
    """The unit of an entry; the root for an entry without one, or of a unit that is no more."""
    found = Unit.objects.filter(pk=action.unit).first() if action.unit else None
    return found or Unit.objects.order_by("path").first()


def own(by: Account, action: Action, permission: str) -> None:
    """At the unit of the entry. Raises ForbiddenError, as every rule here."""
    require(by, permission, unit_of(action))


def each(model: type[Journaled], column: str, *, also_own: bool = True) -> Rule:
    """At every unit that the rows written name in a column, and at that of the entry."""

    def rule(by: Account, action: Action, permission: str) -> None:
        rows: QuerySet = QuerySet(model)
        named = rows.filter(act=action.pk).values_list(column, flat=True)
        found = list(_units(named))
        require(by, permission, *found, *([unit_of(action)] if also_own or not found else []))

    return rule


def with_neighbours(by: Account, action: Action, permission: str) -> None:
    """At the unit, at the one that took it in, and at those above it before and after if the action moved it.

    A unit that was taken in hangs under the other one since: the right is asked for where it stood, too.
    """
    rows = snapshots_of(action).get(UnitVersion, {})
    before = {snapshot["parent_id"] for snapshot in rows.values() if snapshot and snapshot["unit_id"] == action.unit}
    now = UnitVersion.objects.filter(pk__in=list(rows), unit=action.unit)
    after = set(now.values_list("parent_id", flat=True))
    unit = unit_of(action)
    heir = unit.heir_id if unit else None
    above = before | after if heir or before != after else set()
    require(by, permission, unit, *_units([*above, heir]))


def _units(keys: Iterable[uuid.UUID | None]) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in={key for key in keys if key})


def of_the_person(by: Account, action: Action, permission: str) -> None:
    """At the unit of the entry, and at the home that the person has now."""
    found = Person.objects.filter(pk__in=[action.subject] if action.subject else [])
    person = found.select_related("home").first()
    require(by, permission, unit_of(action), *([person.home] if person and person.home else []))


def of_the_officer(by: Account, action: Action, permission: str) -> None:
    """At the unit of the newest post of the person, for who may let the person into the account."""
    held = Appointment.objects.filter(person=action.subject).select_related("seat__unit", "person")
    newest = held.order_by("-start").first()
    require(by, permission, newest.seat.unit if newest else unit_of(action))
    if newest and not may_open(by, newest.person):
        raise ForbiddenError(_("You have no permission for this."))


def of_the_posts(by: Account, action: Action, permission: str) -> None:
    """At the unit of the entry, for every post that it gave or ended: who may end it, and for somebody else."""
    own(by, action, permission)
    for held in Appointment.objects.filter(act=action.pk).select_related("seat__unit", "person"):
        require_ender(by, held.seat.post, held.seat.unit)
        if is_self(by, held.person):
            raise ForbiddenError(_("You have no permission for this."))


def of_the_people(by: Account, action: Action, permission: str) -> None:
    """At the unit of the entry, and for everybody whom it wrote about, wherever they are seen now."""
    own(by, action, permission)
    if not reach(by, permission).everything:
        written = Person.objects.filter(act=action.pk, home__isnull=False)
        seen = Person.objects.visible_to(by, permission).filter(act=action.pk, home__isnull=False)
        if written.count() != seen.count():
            require(by, permission, Unit.objects.order_by("path").first())
