"""What the score said day by day before an event, and how it would have done on everything that is recorded."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from coso.access.models import Account
from coso.hotspots.backtest import Backtest, Case, backtest
from coso.hotspots.reasons import LEVEL_WORDS, Reason
from coso.hotspots.scoring import readings
from coso.hotspots.signals import Signal
from coso.hotspots.signals import Unit as Place
from coso.lib.dates import DAY
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.voice.care import SEEN, facts_of, heard, stoppages_by_zone
from coso.voice.models import CareNote, Stoppage
from coso.voice.permissions import READ
from coso.voice.words import CARES

SHOWN = 60 * DAY  # days told of before an event
TESTED = 180 * DAY  # days of a back-test
PLACES = 60  # workplaces of a back-test: those with stoppages, then those with most said
LEAST = 3  # stoppages from which lead times say anything


@dataclass
class Day:
    """A day of a workplace: its score, what was said, what was done, what happened."""

    day: dt.date
    score: int
    level: int
    reasons: tuple[Reason, ...]
    said: int = 0
    answered: int = 0
    deeds: list[str] = field(default_factory=list)
    stopped: bool = False

    @property
    def word(self) -> str:
        """The level in the reader's language."""
        return str(LEVEL_WORDS[self.level])

    @property
    def main(self) -> list[Reason]:
        """The weightiest reasons."""
        return sorted((each for each in self.reasons if each.points), key=lambda each: -each.points)[:3]


def replay(user: Account, unit: Unit, last: dt.date) -> list[Day]:
    """The days up to one on which something changed or was done, as far as each day knew, the newest first."""
    first = last - SHOWN
    signals = heard(user, first - SEEN, last).get(unit.pk, [])
    days = {
        each.day: Day(each.day, each.score, each.level, each.reasons)
        for each in readings(Place(signals, answers_kept=True), first, last, facts_of(unit, stoppages_by_zone(last)))
    }
    _fill(days, unit, signals)
    told = [day for day in days.values() if day.said or day.answered or day.deeds or day.stopped]
    turned = [
        now
        for before, now in zip(list(days.values()), list(days.values())[1:], strict=False)
        if before.level != now.level
    ]
    return sorted({day.day: day for day in (*told, *turned)}.values(), key=lambda day: day.day, reverse=True)


def _fill(days: dict[dt.date, Day], unit: Unit, signals: list[Signal]) -> None:
    for signal in signals:
        if signal.day in days:
            days[signal.day].said += 1
        if signal.answered in days:
            days[signal.answered].answered += 1
    for note in CareNote.objects.filter(unit=unit, day__in=list(days)).order_by("pk"):
        days[note.day].deeds.append(f"{CARES[note.deed]}: {note.text}" if note.text else str(CARES[note.deed]))
    for day in Stoppage.objects.filter(unit=unit, day__in=list(days)).values_list("day", flat=True):
        days[day].stopped = True


@dataclass(frozen=True)
class Tested:
    """A back-test over what the reader may read: its outcomes with the names of the workplaces."""

    test: Backtest
    names: dict[uuid.UUID, str]
    first: dt.date
    last: dt.date

    @property
    def enough(self) -> bool:
        """Whether there are stoppages enough to say anything."""
        return sum(each.stoppage is not None for each in self.test.outcomes) >= LEAST

    @property
    def lead(self) -> int | None:
        """The middle of the days of lead."""
        leads = self.test.leads
        return leads[len(leads) // 2] if leads else None

    @property
    def foreseen(self) -> list[tuple[str, dt.date, dt.date | None, int | None]]:
        """Each stoppage: where, when, the first day of the highest level before it, the days between."""
        rows = [each for each in self.test.outcomes if each.stoppage]
        return [(self._name(each.key), each.stoppage, each.red, each.lead) for each in rows if each.stoppage]

    def _name(self, key: object) -> str:
        return self.names.get(uuid.UUID(str(key)), "")


def on_record(user: Account, day: dt.date) -> Tested:
    """How the score would have done in the last half year at the workplaces that count most."""
    first = day - TESTED
    by_base = heard(user, first - SEEN, day)
    stopped = _stopped(user, first, day)
    keys = sorted(by_base, key=lambda key: (key not in stopped, -len(by_base[key]), str(key)))[:PLACES]
    units, near = {unit.pk: unit for unit in Unit.objects.filter(pk__in=keys)}, stoppages_by_zone(day)
    cases = [
        Case(Place(by_base[key], answers_kept=True), first, day, stopped.get(key), facts_of(units[key], near), str(key))
        for key in keys
    ]
    return Tested(backtest(cases), unit_names(keys, day), first, day)


def _stopped(user: Account, first: dt.date, day: dt.date) -> dict[uuid.UUID, dt.date]:
    """The first stoppage of each workplace in the time."""
    rows = Stoppage.objects.visible_to(user, READ).filter(day__gt=first, day__lte=day).order_by("-day")
    found: dict[uuid.UUID, dt.date] = defaultdict(lambda: day)
    found.update(rows.values_list("unit_id", "day"))
    return dict(found)
