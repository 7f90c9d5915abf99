"""Places that need care ("Nơi cần quan tâm"): the score of each workplace from what its reader may read, with reasons.

Per unit and group, never per person: what comes from a group of under five people counts for the union as a whole.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.models import Account
from coso.hotspots.reasons import LEVEL_WORDS, Reason
from coso.hotspots.scoring import Reading, reading
from coso.hotspots.signals import Facts, Signal
from coso.hotspots.signals import Unit as Place
from coso.lib.dates import DAY
from coso.lib.paths import LABEL
from coso.register.models import Membership, Unit, UnitPlace
from coso.register.names import unit_names
from coso.voice.models import CareNote, Concern, Stoppage
from coso.voice.permissions import READ
from coso.voice.words import CARES

SEEN = dt.timedelta(days=100)  # how far back a score looks
WEEKS = 12
FEW = 5  # people of a group that is counted apart
PEOPLE = {"": 1, "one": 1, "some": 3, "group": 8, "groups": 20}


@dataclass(frozen=True)
class Spot:
    """A workplace on a day: its score with reasons, the weeks behind it, and what was last done about it."""

    unit: Unit
    name: str
    found: Reading
    weeks: tuple[int, ...]
    note: CareNote | None

    @property
    def level(self) -> str:
        """The level in the reader's language."""
        return str(LEVEL_WORDS[self.found.level])

    @property
    def done(self) -> str:
        """What was last done about it, in the reader's language."""
        return str(CARES[self.note.deed]) if self.note else ""

    @property
    def main(self) -> list[Reason]:
        """The reasons that give points, the weightiest first."""
        return sorted((each for each in self.found.reasons if each.points), key=lambda each: -each.points)

    @property
    def bars(self) -> list[tuple[int, int]]:
        """(weeks' height from 0 to 100, number) of the last weeks, the oldest first."""
        most = max(*self.weeks, 1)
        return [(round(100 * n / most), n) for n in self.weeks]

    @property
    def concerns(self) -> str:
        """The address of what was said there."""
        return f"{reverse('concerns')}?dv={self.unit.code}"


def board(user: Account, day: dt.date) -> list[Spot]:
    """The workplaces where somebody spoke lately, as far as the reader may read it: the highest score first."""
    by_base = heard(user, day - SEEN, day)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=by_base)}
    names, notes, near = unit_names(by_base, day), _notes(by_base, day), stoppages_by_zone(day)
    spots = [
        _spot(units[key], names, signals, day, notes.get(key), facts_of(units[key], near))
        for key, signals in by_base.items()
    ]
    return sorted(spots, key=lambda spot: (-spot.found.score, spot.name))


def heard(user: Account, after: dt.date, day: dt.date) -> dict[uuid.UUID, list[Signal]]:
    """{workplace: what was said there after a day and up to another, as far as the reader may read it}."""
    spoken = Concern.objects.visible_to(user, READ).filter(received__gt=after, received__lte=day)
    by_base: dict[uuid.UUID, list[Signal]] = defaultdict(list)
    for base, signal in _signals(spoken.order_by("received", "key"), day):
        by_base[base].append(signal)
    return by_base


COLUMNS = ("unit_id", "received", "urgency", "topics", "collective", "heat", "people", "answered", "key")


def _signals(rows: QuerySet[Concern], day: dt.date) -> Iterator[tuple[uuid.UUID, Signal]]:
    found = list(rows.values_list(*COLUMNS))
    units = {row[0] for row in found}
    bases, small = _bases(units, day), _small(units, day)
    for unit, on, urgency, topics, collective, heat, people, answered, key in found:
        base = bases.get(unit, unit)
        group = "" if unit in small or unit == base else str(unit)
        many = PEOPLE.get(people, 1)
        yield base, Signal(on, group, urgency, tuple(topics), collective, heat or None, many, answered, key)


def _bases(units: set[uuid.UUID], day: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    places = UnitPlace.objects.filter(unit__in=units, base__isnull=False, start__lte=day, end__gt=day)
    return {unit: base for unit, base in places.values_list("unit", "base") if base}


def _small(units: set[uuid.UUID], day: dt.date) -> set[uuid.UUID]:
    """The units with so few people that what they say is not told apart."""
    counted: dict[uuid.UUID, int] = defaultdict(int)
    for unit in Membership.objects.on(day).filter(unit__in=units).values_list("unit", flat=True):
        counted[unit] += 1
    return {unit for unit in units if counted[unit] < FEW}


def _notes(units: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID, CareNote]:
    """The newest deed about each place."""
    rows = CareNote.objects.filter(unit__in=list(units), day__lte=day).order_by("day", "pk")
    return {row.unit_id: row for row in rows}


Zones = dict[str, list[tuple[uuid.UUID, dt.date]]]


def stoppages_by_zone(day: dt.date) -> Zones:
    """{path of the union above: (unit, day) of each stoppage of the last months up to a day}."""
    found: Zones = defaultdict(list)
    rows = Stoppage.objects.filter(day__gt=day - SEEN, day__lte=day).order_by("day")
    for path, unit, on in rows.values_list("unit__path", "unit_id", "day"):
        found[path[:-LABEL]].append((unit, on))
    return found


def facts_of(unit: Unit, near: Zones) -> Facts:
    """What happened at other workplaces of the zone of a unit."""
    return Facts(tuple(on for other, on in near.get(unit.path[:-LABEL], []) if other != unit.pk))


def _spot(
    unit: Unit,
    names: dict[uuid.UUID, str],
    signals: list[Signal],
    day: dt.date,
    note: CareNote | None,
    facts: Facts,
) -> Spot:
    found = reading(Place(signals, answers_kept=True), day, facts)
    weeks = [0] * WEEKS
    for signal in signals:
        ago = (day - signal.day) // (7 * DAY)
        if ago < WEEKS and signal.urgency:
            weeks[WEEKS - 1 - ago] += 1
    return Spot(unit, names.get(unit.pk, unit.code), found, tuple(weeks), note)
