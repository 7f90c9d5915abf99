"""What a unit that ends has on its desk; ticks hand it on (`voice.night`), sight follows the heir (`voice.models`)."""

import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from coso.voice.models import Concern


def foresee(units: Collection[uuid.UUID]) -> Iterable[tuple[str, int]]:
    """What waits on the desks of the units."""
    yield _("Concerns that wait there"), Concern.objects.owed().filter(desk__in=units).count()
