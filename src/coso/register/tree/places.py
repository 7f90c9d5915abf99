"""Pure functions over versions of units: where everything stands through time, and how a fact changes."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.kinds import BASE


@dataclass(frozen=True, slots=True)
class Version:
    """A unit's own facts on [start, end)."""

    id: uuid.UUID
    unit: uuid.UUID
    parent: uuid.UUID | None
    name: str
    kind: str
    sector: str
    state: str
    start: dt.date
    end: dt.date = FOREVER


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands on [start, end): its path and the grassroots union at or above it."""

    unit: uuid.UUID
    version: uuid.UUID
    path: str
    base: uuid.UUID | None
    start: dt.date
    end: dt.date

    def same(self, other: "Place") -> bool:
        """Whether two places say the same, their days apart."""
        return (self.path, self.base, self.version) == (other.path, other.base, other.version)


class TreeError(Exception):
    """The tree would have a hole or a circle; `unit` is where, `day` is when, `code` is what."""

    def __init__(self, code: str, unit: uuid.UUID, day: dt.date) -> None:
        super().__init__(f"{code} {unit} {day}")
        self.code, self.unit, self.day = code, unit, day


def places(versions: Iterable[Version], labels: Mapping[uuid.UUID, str], since: dt.date = dt.date.min) -> list[Place]:
    """Every unit's place through time from a day on. Raises TreeError on a hole or a circle."""
    sweep = _Sweep(labels)
    starts, ends = _by_day(versions, since)
    for day in sorted({*starts, *ends}):
        sweep.step(day, starts.get(day, []), ends.get(day, []))
    return [*sweep.closed, *sweep.open.values()]


Days = dict[dt.date, list[Version]]


def _by_day(versions: Iterable[Version], since: dt.date) -> tuple[Days, Days]:
    starts: Days = defaultdict(list)
    ends: Days = defaultdict(list)
    for version in versions:
        if version.end <= since:
            continue
        starts[max(version.start, since)].append(version)
        if version.end < FOREVER:
            ends[version.end].append(version)
    return starts, ends


@dataclass
class _Sweep:
    labels: Mapping[uuid.UUID, str]
    live: dict[uuid.UUID, Version] = field(default_factory=dict)
    under: dict[uuid.UUID | None, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    open: dict[uuid.UUID, Place] = field(default_factory=dict)
    closed: list[Place] = field(default_factory=list)

    def step(self, day: dt.date, starts: list[Version], ends: list[Version]) -> None:
        touched = self._take(starts, ends)
        for unit in touched:
            if unit not in self.live:
                self._close(unit, day)
        done: set[uuid.UUID] = set()
        for unit in touched:
            if unit in self.live and unit not in done:
                self._walk(self._top(unit, touched, day), day, done)

    def _take(self, starts: list[Version], ends: list[Version]) -> set[uuid.UUID]:
        for version in ends:
            if self.live.get(version.unit) is version:
                del self.live[version.unit]
                self.under[version.parent].discard(version.unit)
        for version in starts:
            self.live[version.unit] = version
            self.under[version.parent].add(version.unit)
        return {version.unit for version in (*starts, *ends)}

    def _close(self, unit: uuid.UUID, day: dt.date) -> None:
        if unit in self.open:
            self.closed.append(replace(self.open.pop(unit), end=day))
        if self.under[unit]:
            raise TreeError("left_over", unit, day)

    def _top(self, unit: uuid.UUID, touched: set[uuid.UUID], day: dt.date) -> uuid.UUID:
        top, seen, above = unit, {unit}, self.live[unit].parent
        while above is not None:
            if above in seen:
                raise TreeError("circle", unit, day)
            if above not in self.live:
                raise TreeError("no_parent", unit, day)
            seen.add(above)
            top = above if above in touched else top
            above = self.live[above].parent
        return top

    def _walk(self, top: uuid.UUID, day: dt.date, done: set[uuid.UUID]) -> None:
        todo = [top]
        while todo:
            unit = todo.pop()
            done.add(unit)
            self._put(self._place(unit, day), day)
            todo.extend(self.under.get(unit, ()))

    def _place(self, unit: uuid.UUID, day: dt.date) -> Place:
        version = self.live[unit]
        above = self.open[version.parent] if version.parent else None
        path = (above.path if above else "") + self.labels[unit]
        base = unit if version.kind == BASE else above.base if above else None
        return Place(unit, version.id, path, base, day, FOREVER)

    def _put(self, place: Place, day: dt.date) -> None:
        old = self.open.get(place.unit)
        if old and old.same(place):
            return
        if old and old.start < day:
            self.closed.append(replace(old, end=day))
        self.open[place.unit] = place


def change(versions: list[Version], day: dt.date, facts: Mapping[str, Any]) -> list[Version]:
    """A unit's versions after facts change on a day: each fact holds until that fact's own next change.

    Raises TreeError if the unit is not alive on the day.
    """
    out = [version for version in versions if version.end <= day]
    rest = [version for version in versions if version.end > day]
    if not rest or rest[0].start > day:
        raise TreeError("not_alive", versions[0].unit, day)
    first = rest[0]
    held = {name: getattr(first, name) for name in facts if getattr(first, name) != facts[name]}
    if first.start < day and held:
        out.append(replace(first, end=day))
        rest[0] = replace(first, id=new_key(), start=day)
    for version in rest:
        held = {name: old for name, old in held.items() if getattr(version, name) == old}
        out.append(replace(version, **{name: facts[name] for name in held}) if held else version)
    return out
