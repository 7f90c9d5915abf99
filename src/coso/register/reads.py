"""What pages of the organisation show, each in a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, SmallIntegerField, Sum, When
from django.db.models.functions import Substr

from coso.access.prepared import prepared
from coso.lib.dates import FOREVER
from coso.lib.paths import LABEL, branch_end, labels
from coso.lib.text import fold, text_key
from coso.register.abbreviations import named, naming
from coso.register.kinds import BASE, kinds, posts
from coso.register.member_counts import direct_members
from coso.register.models import Appointment, Portfolio, Unit, UnitArea, UnitPlace, UnitVersion


@dataclass
class UnitRow:
    """A unit in a level of the tree, with the totals of its branch."""

    code: str
    name: str
    kind: str
    state: str
    members: int = 0
    unions: int = 0
    groups: int = 0

    @property
    def upper(self) -> bool:
        """Whether other unions stand under it: then the tree goes on there; a grassroots union has a page."""
        return kinds()[self.kind].level == "upper"


@dataclass
class Level:
    """A unit on a day with the units directly under it; `branch` sums them and what stands directly in the unit."""

    unit: Unit
    version: UnitVersion | None
    branch: UnitRow | None = None
    rows: list[UnitRow] = field(default_factory=list)
    place: UnitPlace | None = None

    @property
    def name(self) -> str:
        """The name on that day, or the code of a unit that was not there."""
        return self.version.name if self.version else self.unit.code


def level(unit: Unit, day: dt.date) -> Level:
    """One level of the tree on a day, the sums following the structure of that day."""
    place = place_on.first(unit.pk, day)
    if place is None:
        return Level(unit, None)
    branch = UnitRow(unit.code, place.version.name, place.version.kind, place.version.state)
    below = _below(unit.pk, day)
    rows = {place.path + label: UnitRow(code, name, kind, state) for label, code, name, kind, state in below}
    for top, kind, units, members in _sums(place.path, len(place.path) + LABEL, day):
        for row in (branch, rows.get(top)):
            if row:
                row.members += members
                row.unions += units if kind == BASE else 0
                row.groups += units if kind == "group" else 0
    return Level(unit, place.version, branch, sorted(rows.values(), key=_order), place)


@prepared
def place_on(unit: uuid.UUID, day: dt.date) -> QuerySet[UnitPlace]:
    """Where a unit stands on a day, with what it is."""
    return UnitPlace.objects.filter(unit=unit, start__lte=day, end__gt=day).select_related("version")[:1]


@prepared
def _last_place(unit: uuid.UUID) -> QuerySet[UnitPlace]:
    return UnitPlace.objects.filter(unit=unit).order_by("-end")[:1]


@prepared
def _below(unit: uuid.UUID, day: dt.date) -> QuerySet[UnitVersion, Any]:
    found = UnitVersion.objects.on(day).filter(parent=unit)
    return found.values_list("unit__label", "unit__code", "name", "kind", "state")


@prepared
def _sums(path: str, start: int, day: dt.date) -> QuerySet[UnitPlace, Any]:
    """(path of the unit one level down, kind, units of this kind in it, members standing directly in these)."""
    here = UnitPlace.objects.filter(path__gte=path, path__lt=branch_end(path), start__lte=day, end__gt=day)
    tops = here.annotate(top=Substr("path", 1, start), direct=direct_members(day))
    return tops.values_list("top", "version__kind").annotate(units=Count("id"), members=Sum("direct"))


def _order(row: UnitRow) -> tuple[int, str]:
    return list(kinds()).index(row.kind), text_key(row.name)


def trail(unit: Unit, day: dt.date, place: UnitPlace | None = None) -> list[UnitVersion]:
    """The units above a unit on a day, the root first; for an ended unit, as on its last day. `place`: if known."""
    place = place or place_on.first(unit.pk, day) or _last_place.first(unit.pk)
    if place is None:
        return []
    at = min(day, place.end - dt.timedelta(days=1)) if place.end != FOREVER else day
    above = labels(place.path)[:-1]
    order = {name: n for n, name in enumerate(above)}
    return sorted(_labelled(above, at) if above else (), key=lambda version: order[version.unit.label])


@prepared
def _labelled(names: Iterable[str], day: dt.date) -> QuerySet[UnitVersion]:
    return UnitVersion.objects.on(day).filter(unit__label__in=names).select_related("unit")


def officers(unit: Unit, day: dt.date) -> list[Appointment]:
    """The people in the seats of a unit on a day, in the order of the posts: the chair before the committee."""
    return _officers(unit.pk, day)


@prepared
def _officers(unit: uuid.UUID, day: dt.date) -> QuerySet[Appointment]:
    held = Appointment.objects.on(day).filter(seat__unit=unit).select_related("person", "seat")
    rank = Case(*(When(seat__post=key, then=n) for n, key in enumerate(posts())), output_field=SmallIntegerField())
    return held.order_by(rank, "seat__n")


def leaders(unit: Unit, day: dt.date) -> dict[uuid.UUID, str]:
    """The leader's name of each group directly under a unit."""
    return dict(_leaders(unit.pk, day))


@prepared
def _leaders(unit: uuid.UUID, day: dt.date) -> QuerySet[Appointment, tuple[uuid.UUID, str]]:
    held = Appointment.objects.on(day).filter(seat__post="group_leader", seat__unit__versions__parent=unit)
    return held.values_list("seat__unit_id", "person__name")


@dataclass(frozen=True)
class Found:
    """A unit found by a name it has, had, or an area it covers; `then` is the old name, `now` what it is today."""

    unit: Unit
    now: UnitVersion | None
    last: UnitVersion
    then: str
    area: str = ""


def find_units(units: QuerySet[Unit], words: str, day: dt.date, limit: int = 50) -> list[Found]:
    """Units by code, by any name they ever had, or by a commune they cover, on a day; living ones first."""
    if not fold(words):
        return []
    areas = dict(UnitArea.objects.on(day).filter(named("area_key", words)).values_list("unit_id", "area")[:limit])
    hit = named("versions__name_key", words) | Q(code__iexact=words.strip()) | Q(pk__in=areas)
    found = list(units.filter(hit).distinct()[:limit])
    history: dict[uuid.UUID, list[UnitVersion]] = defaultdict(list)
    for version in UnitVersion.objects.filter(unit__in=found).order_by("unit", "start"):
        history[version.unit_id].append(version)
    called = naming(words)
    out = [_found(unit, history[unit.id], called, day, areas.get(unit.id, "")) for unit in found]
    return sorted(out, key=lambda each: (each.now is None, text_key(each.last.name)))


def _found(unit: Unit, versions: list[UnitVersion], called: Callable[[str], bool], day: dt.date, area: str) -> Found:
    now = next((version for version in versions if version.start <= day < version.end), None)
    last = now or versions[-1]
    old = next((version.name for version in versions if called(version.name_key) and version.name != last.name), "")
    return Found(unit, now, last, "" if called(last.name_key) else old, area)


@dataclass(frozen=True)
class PortfolioRow:
    """A grassroots union directly under a managing union, and the officer who looks after it."""

    version: UnitVersion
    officer: str
    since: dt.date | None


def portfolio_rows(unit: Unit, day: dt.date) -> list[PortfolioRow]:
    """The grassroots unions directly under a unit on a day, those without an officer first."""
    unions = UnitVersion.objects.on(day).filter(parent=unit, kind=BASE).select_related("unit")
    held = Portfolio.objects.on(day).filter(unit__in=unions.values("unit"))
    seats = {row.unit_id: row for row in held}
    people = Appointment.objects.on(day).filter(seat__in=[row.seat_id for row in seats.values()])
    names = dict(people.values_list("seat_id", "person__name"))
    rows = [_portfolio(version, seats.get(version.unit_id), names) for version in unions]
    return sorted(rows, key=lambda row: (bool(row.officer), text_key(row.officer), text_key(row.version.name)))


def _portfolio(version: UnitVersion, held: Portfolio | None, names: dict[uuid.UUID, str]) -> PortfolioRow:
    return PortfolioRow(version, names.get(held.seat_id, "") if held else "", held.start if held else None)


@dataclass(frozen=True)
class Event:
    """Something that changed in the life of a unit on a day."""

    day: dt.date
    what: str
    before: str
    after: str


def history(unit: Unit) -> list[Event]:
    """The life of a unit: founded, renamed, moved, changed, ended."""
    versions = _versions(unit.pk)
    parents = {version.parent_id for version in versions if version.parent_id}
    names = dict(_last_names(parents)) if parents else {}
    out = [Event(versions[0].start, "founded", "", versions[0].name)] if versions else []
    for old, new in pairwise(versions):
        out += _changes(old, new, names)
    if versions and versions[-1].end != FOREVER:
        out.append(Event(versions[-1].end, "ended", "", ""))
    return out


@prepared
def _versions(unit: uuid.UUID) -> QuerySet[UnitVersion]:
    return UnitVersion.objects.filter(unit=unit).order_by("start")


@prepared
def _last_names(units: Iterable[uuid.UUID]) -> QuerySet[UnitVersion, tuple[uuid.UUID, str]]:
    return UnitVersion.objects.filter(unit__in=units).order_by("start").values_list("unit_id", "name")


def _changes(old: UnitVersion, new: UnitVersion, names: dict[uuid.UUID, str]) -> list[Event]:
    pairs = {
        "name": (old.name, new.name),
        "parent": (
            names.get(old.parent_id, "") if old.parent_id else "",
            names.get(new.parent_id, "") if new.parent_id else "",
        ),
        "sector": (old.sector, new.sector),
        "state": (old.state, new.state),
        "kind": (old.kind, new.kind),
    }
    return [Event(new.start, what, before, after) for what, (before, after) in pairs.items() if before != after]
