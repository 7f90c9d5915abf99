"""Versions and places in the database: reading what a change touches, deriving again from a day on."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from coso.access.journal import bulk
from coso.lib.dates import FOREVER
from coso.lib.paths import labels, outermost
from coso.register.models import Unit, UnitPlace, UnitVersion
from coso.register.querysets import branches
from coso.register.tree.places import Place, TreeError, Version, places

Keys = set[uuid.UUID]
VERSION = ("id", "unit_id", "parent_id", "name", "kind", "sector", "state", "start", "end")
PLACE = ("unit_id", "version_id", "path", "base", "start", "end")
SIDE_BY_SIDE = 50  # branches that one query looks into


def versions_of(units: Iterable[uuid.UUID], since: dt.date = dt.date.min) -> list[Version]:
    """The versions of some units that end after a day, each unit's in order."""
    rows: list[Version] = []
    for part in bulk.chunks(units):
        found = UnitVersion.objects.filter(unit__in=part, end__gt=since).order_by("unit", "start")
        rows += [Version(*row) for row in found.values_list(*VERSION)]
    return rows


def all_versions(since: dt.date = dt.date.min) -> list[Version]:
    """Every version that ends after a day."""
    found = UnitVersion.objects.filter(end__gt=since).order_by("unit", "start")
    return [Version(*row) for row in found.values_list(*VERSION)]


def below(units: Collection[uuid.UUID], day: dt.date) -> Keys:
    """The units and all that stand under them at any time from a day on."""
    paths: set[str] = set()
    for part in bulk.chunks(units):
        paths.update(UnitPlace.objects.filter(unit__in=part, end__gt=day).values_list("path", flat=True))
    out = set(units)
    for tops in bulk.chunks(outermost(paths), SIDE_BY_SIDE):
        here = UnitPlace.objects.filter(branches("path", tops), end__gt=day)
        out.update(here.values_list("unit_id", flat=True))
    return out


def _above(versions: Iterable[Version], known: Keys, day: dt.date) -> Keys:
    parents = {version.parent for version in versions if version.parent} - known
    seen: set[str] = set()
    for part in bulk.chunks(parents):
        for path in UnitPlace.objects.filter(unit__in=part, end__gt=day).values_list("path", flat=True):
            seen.update(labels(path))
    out: Keys = set(parents)
    for names in bulk.chunks(seen):
        out.update(Unit.objects.filter(label__in=names).values_list("id", flat=True))
    return out - known


def _labels(units: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(bulk.fetch(Unit, ["id", "label"], units))


def rederive(units: Keys, day: dt.date) -> int:
    """Writes the places of the units anew from a day on; rows stay canonical. Returns the number of new rows."""
    own = versions_of(units, day)
    above = _above(own, units, day)
    found = places([*own, *versions_of(above, day)], _labels(units | above), day)
    return _store({place for place in found if place.unit in units}, units, day)


def new_places(versions: Collection[Version], labels: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, list[Place]]:
    """The places of new units, each with one version without an end under a unit that stands: as `rederive` has them.

    Nothing is written. Raises TreeError where the upper unit does not stand from that day on for good.
    """
    since, above = min(version.start for version in versions), defaultdict(list)
    for part in bulk.chunks({version.parent for version in versions}):
        rows = UnitPlace.objects.filter(unit__in=part, end__gt=since).order_by("unit", "start")
        for row in rows.values_list(*PLACE):
            above[row[0]].append(Place(*row))
    return {each.unit: _under(each, labels[each.unit], above[each.parent]) for each in versions}


def _under(version: Version, label: str, above: Sequence[Place]) -> list[Place]:
    out: list[Place] = []
    day = version.start
    for upper in above:
        if upper.end <= day:
            continue
        if upper.start > day:
            break
        place = Place(version.unit, version.id, upper.path + label, upper.base, day, upper.end)
        if out and out[-1].same(place):
            out[-1] = replace(out[-1], end=place.end)
        else:
            out.append(place)
        day = upper.end
    if day < FOREVER:
        raise TreeError("left_over" if out else "no_parent", version.parent or version.unit, day)
    return out


def insert_places(new: Iterable[Place]) -> None:
    """Writes new places."""
    bulk.insert(UnitPlace, PLACE, ([getattr(place, name) for name in _ATTRS] for place in new))


def _store(new: set[Place], units: Keys, day: dt.date) -> int:
    old: dict[int, Place] = {}
    for part in bulk.chunks(units):
        rows = UnitPlace.objects.filter(unit__in=part, end__gte=day).values_list("id", *PLACE)
        old.update({row[0]: Place(*row[1:]) for row in rows})
    kept: set[Place] = set()
    cut: list[tuple[int, dt.date]] = []
    gone: list[int] = []
    first = {place.unit: place for place in new if place.start == day}
    for key, place in old.items():
        go_on = first.get(place.unit)
        if place.start < day:
            if go_on and go_on.same(place):
                kept.add(go_on)
                cut += [(key, go_on.end)] if go_on.end != place.end else []
            elif place.end > day:
                cut.append((key, day))
        elif place in new:
            kept.add(place)
        else:
            gone.append(key)
    bulk.delete(UnitPlace, gone)
    bulk.update(UnitPlace, ["end"], cut)
    fresh = [place for place in new if place not in kept]
    insert_places(fresh)
    resight(units)
    return len(fresh)


_ATTRS = ("unit", "version", "path", "base", "start", "end")


def resight(units: Keys) -> None:
    """`Unit.path`: today's place; an ended unit hangs under its heir, else under its last parent."""
    rows = {row[0]: row for row in bulk.fetch(Unit, ["id", "label", "heir_id", "path"], units)}
    for part in bulk.chunks(outermost({row[3] for row in rows.values() if row[3]}), SIDE_BY_SIDE):
        here = Unit.objects.in_branches(part)
        rows.update({row[0]: row for row in here.values_list("id", "label", "heir_id", "path")})
    paths = _paths_now(rows)
    ended = [unit for unit in rows if unit not in paths]
    over = {unit: rows[unit][2] or last for unit, last in _last_parents(ended).items()}
    outside = {unit for unit in over.values() if unit and unit not in rows}
    paths.update(dict(bulk.fetch(Unit, ["id", "path"], outside)))
    names = {key: row[1] for key, row in rows.items()}
    for unit in ended:
        _hang(unit, over, paths, names)
    bulk.update(Unit, ["path"], [(key, paths[key]) for key, row in rows.items() if paths[key] != row[3]])


def _hang(unit: uuid.UUID, over: dict, paths: dict[uuid.UUID, str], names: dict[uuid.UUID, str]) -> None:
    chain = [unit]
    while (above := over.get(chain[-1])) and above not in paths:
        if above in chain:
            raise TreeError("circle", unit, FOREVER)
        chain.append(above)
    path = paths[above] if above else ""
    for step in reversed(chain):
        path += names[step]
        paths[step] = path


def _paths_now(units: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    out: dict[uuid.UUID, str] = {}
    for part in bulk.chunks(units):
        out.update(UnitPlace.objects.filter(unit__in=part, end=FOREVER).values_list("unit_id", "path"))
    return out


def _last_parents(units: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID | None]:
    out: dict[uuid.UUID, uuid.UUID | None] = {}
    for part in bulk.chunks(units):
        rows = UnitVersion.objects.filter(unit__in=part).order_by("end").values_list("unit_id", "parent_id")
        out.update(rows)
    return out
