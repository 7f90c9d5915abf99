"""A seat left or filled, a union moved or ended: who owes what follows in the same action."""

import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from coso.access.journal import Act
from coso.duties.models import Duty
from coso.duties.pending import settle_pending
from coso.duties.seats import settle_seats

Units = Collection[uuid.UUID]


def follow(a: Act, units: Units) -> None:
    """The unions may have another managing union, or have ended."""
    settle_seats(a, units)


def follow_posts(a: Act, units: Units) -> None:
    """A chair may have come or gone; somebody may have been named, or a code asked for."""
    settle_seats(a, units)
    settle_pending(a, units)


def foresee(units: Units) -> Iterable[tuple[str, int]]:
    """What the units owe, and what is owed about them."""
    yield _("Open duties of the unit"), Duty.objects.still_open().filter(unit__in=units).count()
