"""What pages show of the workplaces, communes and authorisations of a unit."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from coso.access.prepared import prepared
from coso.register.kinds import acts
from coso.register.models import Authorisation, Headcount, Unit, UnitArea, UnitWorkplace


@dataclass(frozen=True)
class Site:
    """A workplace of a union with the counts of its workers, the newest first, and the other unions there."""

    link: UnitWorkplace
    counts: list[Headcount]
    others: int

    @property
    def last(self) -> Headcount | None:
        """The newest count."""
        return self.counts[0] if self.counts else None


def sites(unit: Unit, day: dt.date) -> list[Site]:
    """The workplaces of a union on a day, in three queries."""
    links = _links(unit.pk, day)
    if not links:
        return []
    places = [link.workplace_id for link in links]
    counts: dict[uuid.UUID, list[Headcount]] = defaultdict(list)
    for count in _headcounts(places, day):
        counts[count.workplace_id].append(count)
    others = Counter(_elsewhere(places, unit.pk, day))
    return [Site(link, counts[link.workplace_id], others[link.workplace_id]) for link in links]


@prepared
def _links(unit: uuid.UUID, day: dt.date) -> QuerySet[UnitWorkplace]:
    found = UnitWorkplace.objects.on(day).filter(unit=unit)
    return found.select_related("workplace").order_by("workplace__name")


@prepared
def _headcounts(places: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Headcount]:
    return Headcount.objects.filter(workplace__in=places, on__lte=day).order_by("-on", "source")


@prepared
def _elsewhere(places: Iterable[uuid.UUID], unit: uuid.UUID, day: dt.date) -> QuerySet[UnitWorkplace, uuid.UUID]:
    found = UnitWorkplace.objects.on(day).filter(workplace__in=places).exclude(unit=unit)
    return found.values_list("workplace_id", flat=True)


def areas(unit: Unit, day: dt.date) -> list[UnitArea]:
    """The communes that a unit covers on a day."""
    return _areas(unit.pk, day)


@prepared
def _areas(unit: uuid.UUID, day: dt.date) -> QuerySet[UnitArea]:
    return UnitArea.objects.on(day).filter(unit=unit).order_by("area_key")


@dataclass(frozen=True)
class Letter:
    """An authorisation with its acts in words; `lasts` on the day asked for."""

    row: Authorisation
    acts: list[str]
    lasts: bool


def letters(unit: Unit, day: dt.date) -> list[Letter]:
    """The authorisations that a unit holds or held, the newest first."""
    words = acts()
    return [
        Letter(row, [str(words.get(key, key)) for key in row.acts], row.end > day) for row in _letters(unit.pk, day)
    ]


@prepared
def _letters(unit: uuid.UUID, day: dt.date) -> QuerySet[Authorisation]:
    rows = Authorisation.objects.filter(holder=unit, start__lte=day)
    return rows.select_related("giver").order_by("-start")
