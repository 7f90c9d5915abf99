"""Names of units."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.register.models import UnitVersion


def unit_names(units: Iterable[Any], day: dt.date) -> dict[Any, str]:
    """The names of some units on a day; an ended one by its last."""
    return dict(_names(units, day))


@prepared
def _names(units: Iterable[Any], day: dt.date) -> QuerySet[UnitVersion, tuple[Any, str]]:
    found = UnitVersion.objects.filter(unit__in=units, start__lte=day).order_by("unit", "start")
    return found.values_list("unit_id", "name")
