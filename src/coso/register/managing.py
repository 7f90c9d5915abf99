"""Which union directly manages another on a day: the one above, or the one above that while no authorisation lasts."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.register.kinds import BASE, kinds
from coso.register.models import Authorisation, Unit, UnitVersion
from coso.register.querysets import FEW


def managers_of(units: Collection[uuid.UUID], day: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """{unit: the union that manages it}, whatever it was authorised for; units without an upper one are left out."""
    parents = dict(_parents(units, day))
    passed = without_authorisation(day, among=set(parents.values()))
    return {unit: passed.get(parent, parent) for unit, parent in parents.items()}


def managing_units(units: Iterable[uuid.UUID], day: dt.date, act: str = "") -> dict[uuid.UUID, uuid.UUID]:
    """{grassroots union: the union that directly manages it in an act, or in any, on a day}, in a few queries.

    An ended union's is its last one. A union that acts by authorisation (communes, since 2025) manages only while a
    written authorisation lasts; without it the union above does.
    """
    asked = list(units)
    above = dict(_parents(asked, day) if len(asked) <= FEW else _parents_of_all(day))
    if gone := [unit for unit in asked if unit not in above]:
        last = UnitVersion.objects.filter(unit__in=gone, parent__isnull=False, start__lte=day).order_by("start")
        above |= dict(last.values_list("unit_id", "parent_id"))
    acting = without_authorisation(day, act, among=set(above.values()))
    return {unit: acting.get(above.get(unit, unit), above.get(unit, unit)) for unit in asked}


def managing_unit(unit: Unit, day: dt.date, act: str = "") -> Unit:
    """The union that directly manages a grassroots union in an act, or in any, on a day."""
    key = managing_units([unit.id], day, act)[unit.id]
    return unit if key == unit.id else _unit(key)[0]


@prepared
def _unit(key: uuid.UUID) -> QuerySet[Unit]:
    return Unit.objects.filter(pk=key)


@prepared
def _parents(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[UnitVersion, tuple[uuid.UUID, Any]]:
    rows = UnitVersion.objects.on(day).filter(unit__in=units, parent__isnull=False)
    return rows.values_list("unit_id", "parent_id")


@prepared
def _parents_of_all(day: dt.date) -> QuerySet[UnitVersion, tuple[uuid.UUID, Any]]:
    rows = UnitVersion.objects.on(day).filter(kind=BASE, parent__isnull=False)
    return rows.values_list("unit_id", "parent_id")


@prepared
def _needing(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[UnitVersion, tuple[uuid.UUID, Any]]:
    kinds_by_letter = [key for key, kind in kinds().items() if kind.by_authorisation]
    rows = UnitVersion.objects.on(day).filter(kind__in=kinds_by_letter, parent__isnull=False, unit__in=units)
    return rows.values_list("unit_id", "parent_id")


@prepared
def _letters(holders: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Authorisation, tuple[uuid.UUID, Any]]:
    return Authorisation.objects.on(day).filter(holder__in=holders).values_list("holder_id", "acts")


def without_authorisation(day: dt.date, act: str = "", *, among: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """{a union that needs an authorisation for an act, or for any, and has none on a day: the union above it}.

    Communes' unions are no upper unions: they manage by a dated written authorisation (officer.md R4).
    """
    parents = dict(_needing(among, day)) if among else {}
    held = {holder for holder, acts in (_letters(parents, day) if parents else ()) if not act or act in acts}
    return {unit: parent for unit, parent in parents.items() if parent and unit not in held}
