"""A list of members begins the union's record of them: before it there are no figures, from it on none is 0."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Min

from coso.indicators.models import Coverage
from coso.members.importing.places import Places
from coso.register.models import Membership

WHAT = "members"


def records_begin(unions: Collection[uuid.UUID], places: Places, day: dt.date) -> dict[uuid.UUID, dt.date]:
    """Since when unions keep their members once a list of a day is booked; those that keep them already are left out.

    A list says who is a member on its day, not who was before. Members known before the list are figures already:
    their union keeps its record from the first of them on.
    """
    lacking = set(unions) - set(Coverage.objects.filter(what=WHAT).values_list("unit", flat=True))
    units = [unit for unit, union in places.unions.items() if union in lacking and unit not in places.fresh]
    since = dict.fromkeys(lacking, day)
    if units:
        stays = Membership.objects.filter(unit__in=units).values_list("unit_id").annotate(first=Min("start"))
        for unit, first in stays:
            since[places.unions[unit]] = min(first, since[places.unions[unit]])
    return since
