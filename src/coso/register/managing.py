"""Which union directly manages another on a day: the one above, or the one above that while no authorisation lasts."""

import datetime as dt
import uuid
from collections.abc import Collection

from coso.register.kinds import kinds
from coso.register.models import Authorisation, UnitVersion


def managers_of(units: Collection[uuid.UUID], day: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """{unit: the union that manages it}, whatever acts it was authorised for; units without an upper one are left out.

    Communes' unions are no upper unions: they manage by a dated written authorisation (officer.md R4).
    """
    rows = UnitVersion.objects.on(day).filter(unit__in=units, parent__isnull=False)
    parents = {unit: parent for unit, parent in rows.values_list("unit_id", "parent_id") if parent}
    above = UnitVersion.objects.on(day).filter(unit__in=set(parents.values()), parent__isnull=False)
    held = set(Authorisation.objects.on(day).filter(holder__in=set(parents.values())).values_list("holder", flat=True))
    passed = {
        unit: parent
        for unit, parent, kind in above.values_list("unit_id", "parent_id", "kind")
        if kinds()[kind].by_authorisation and unit not in held
    }
    return {unit: passed.get(parent) or parent for unit, parent in parents.items()}
