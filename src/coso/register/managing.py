"""Which union directly manages another on a day: the one above, or the one above that while no authorisation lasts."""

import datetime as dt
import uuid
from collections.abc import Collection

from coso.register.kinds import kinds
from coso.register.models import Authorisation, UnitVersion


def managers_of(units: Collection[uuid.UUID], day: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """{unit: the union that manages it}, whatever it was authorised for; units without an upper one are left out."""
    rows = UnitVersion.objects.on(day).filter(unit__in=units, parent__isnull=False)
    parents = {unit: parent for unit, parent in rows.values_list("unit_id", "parent_id") if parent}
    passed = without_authorisation(day, among=set(parents.values()))
    return {unit: passed.get(parent, parent) for unit, parent in parents.items()}


def without_authorisation(day: dt.date, act: str = "", *, among: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """{a union that needs an authorisation for an act, or for any, and has none on a day: the union above it}.

    Communes' unions are no upper unions: they manage by a dated written authorisation (officer.md R4).
    """
    needing = [key for key, kind in kinds().items() if kind.by_authorisation]
    rows = UnitVersion.objects.on(day).filter(kind__in=needing, parent__isnull=False, unit__in=among)
    parents = dict(rows.values_list("unit_id", "parent_id"))
    letters = Authorisation.objects.on(day).filter(holder__in=parents) if parents else ()
    held = {row.holder_id for row in letters if not act or act in row.acts}
    return {unit: parent for unit, parent in parents.items() if parent and unit not in held}
