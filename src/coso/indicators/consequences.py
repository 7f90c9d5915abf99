"""The first seat, count of workers or booked movement starts a record: before it there are no figures."""

import uuid
from collections.abc import Collection

from django.db.models import Min

from coso.access.journal import Act
from coso.indicators.models import Coverage
from coso.indicators.register_figures import COMMITTEE
from coso.indicators.services import start_coverage
from coso.indicators.structure import BOARDS
from coso.lib import clock
from coso.register.models import Appointment, Headcount, UnitPlace, UnitVersion

Units = Collection[uuid.UUID]


def _unions(units: Units) -> list[uuid.UUID]:
    found = UnitVersion.objects.filter(unit__in=units, kind="grassroots").values_list("unit_id", flat=True)
    return list(set(found))


def follow_posts(a: Act, units: Units) -> None:
    """Somebody was appointed."""
    unions = _unions(units)
    for what, posts in (("seats", COMMITTEE), ("boards", tuple(post for board in BOARDS.values() for post in board))):
        held = Appointment.objects.filter(seat__unit__in=unions, seat__post__in=posts)
        start_coverage(a, what, dict(held.values_list("seat__unit").annotate(first=Min("start"))))


def follow_counts(a: Act, units: Units) -> None:
    """Workers were counted."""
    counts = Headcount.objects.filter(workplace__unions__unit__in=_unions(units))
    first = dict(counts.values_list("workplace__unions__unit").annotate(first=Min("on")))
    start_coverage(a, "headcounts", {unit: day for unit, day in first.items() if unit in units})


def follow_moves(a: Act, units: Units) -> None:
    """A movement was booked: from today on the union books them as they happen. What lies before is not judged."""
    today = clock.today()
    places = UnitPlace.objects.filter(unit__in=units, start__lte=today, end__gt=today, base__isnull=False)
    unions = {base for base in places.values_list("base", flat=True) if base}
    begun = set(Coverage.objects.filter(what="movements", unit__in=unions).values_list("unit", flat=True))
    start_coverage(a, "movements", dict.fromkeys(unions - begun, today))
