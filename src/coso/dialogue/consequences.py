"""What a unit that ends leaves of dialogue: meetings that were to come, promises that are still owed."""

import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from coso.dialogue.models import CALLED, PREPARING, PROMISED, SAID_DONE, Promise, Session


def foresee(units: Collection[uuid.UUID]) -> Iterable[tuple[str, int]]:
    """What is open at the units."""
    yield _("Dialogues being prepared"), Session.objects.filter(unit__in=units, state__in=(PREPARING, CALLED)).count()
    yield _("Commitments still owed"), Promise.objects.filter(unit__in=units, state__in=(PROMISED, SAID_DONE)).count()
