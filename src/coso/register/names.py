"""Names of units."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from coso.register.models import UnitVersion


def unit_names(units: Iterable[Any], day: dt.date) -> dict[Any, str]:
    """The names of some units on a day; an ended one by its last."""
    keys = list(units)
    found = UnitVersion.objects.filter(unit__in=keys, start__lte=day).order_by("unit", "start")
    return dict(found.values_list("unit_id", "name"))
