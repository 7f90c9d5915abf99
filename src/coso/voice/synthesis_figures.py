"""The figures of a synthesis: by topic and by place. Of fewer than five people nothing is told apart.

What was sent past a union to the one above is no figure of it.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from coso.lib import clock
from coso.lib.paths import branch_end
from coso.register.kinds import BASE
from coso.register.models import Membership, Unit, UnitPlace, UnitVersion
from coso.register.names import unit_names
from coso.register.querysets import branches
from coso.triage.terms import TOPICS
from coso.voice.care import FEW
from coso.voice.indicators import kept_promise, promised
from coso.voice.models import OWED, Concern, Week
from coso.voice.synthesis_models import Synthesis

MANY = ("group", "groups")


@dataclass(frozen=True)
class Figures:
    """What a month brought. `topics`: (topic, concerns, of those by a whole group or several).

    `places`: (name, concerns); `merged` says that a place of fewer than five people stands with the one above it,
    `hidden` that the union itself has so few that only the union above tells them. `late` were not answered or told
    back in time, `kept` were; the others still can be.
    """

    n: int = 0
    answered: int = 0
    told: int = 0
    kept: int = 0
    late: int = 0
    climbed: int = 0
    waiting: int = 0
    weeks: int = 0
    quiet: int = 0
    topics: tuple[tuple[str, int, int], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    merged: bool = False
    hidden: bool = False


def figures_of(synthesis: Synthesis) -> Figures:
    """The figures of a month as they stand now."""
    unit, last = synthesis.unit, min(synthesis.end - dt.timedelta(days=1), clock.today())
    if members_below(unit, last) < FEW:
        return Figures(hidden=True)
    within = {"received__gte": synthesis.month, "received__lt": synthesis.end}
    said = Concern.objects.filter(branches("reader__path", [unit.path]), **within).filter(settled=True)
    rows = list(promised(said))
    told_of = Week.objects.filter(branches("unit__path", [unit.path]), week__gte=synthesis.month)
    weeks = list(told_of.filter(week__lt=synthesis.end).values_list("quiet", flat=True))
    promises = [kept_promise(row, clock.today()) for row in rows]
    places, merged = places_of(unit, rows, last)
    return Figures(
        n=len(rows),
        answered=sum(row.answered is not None for row in rows),
        told=sum(row.told is not None for row in rows),
        kept=promises.count(True),
        late=promises.count(False),
        climbed=sum(row.climbed > 0 for row in rows),
        waiting=sum(row.state in OWED for row in rows),
        weeks=len(weeks),
        quiet=sum(weeks),
        topics=_topics(rows),
        places=places,
        merged=merged,
    )


def members_below(unit: Unit, day: dt.date) -> int:
    """How many members a branch has on a day."""
    return Membership.objects.on(day).filter(branches("unit__path", [unit.path])).count()


def _topics(rows: Iterable[Concern]) -> tuple[tuple[str, int, int], ...]:
    whole: Counter[str] = Counter()
    many: Counter[str] = Counter()
    for row in rows:
        for topic in row.topics:
            whole[topic] += 1
            many[topic] += row.people in MANY
    return tuple((topic, n, many[topic]) for topic, n in whole.most_common() if topic in TOPICS)


def places_of(unit: Unit, rows: Iterable[Concern], day: dt.date) -> tuple[tuple[tuple[str, int], ...], bool]:
    """((place below a union, concerns), …), and whether a place of fewer than five people was merged into the union.

    Places of a grassroots union are its groups, those of an upper union its grassroots unions. Where only one place
    is merged and nothing else stands with the union, the next smallest is merged too: else it would be told.
    """
    counted = Counter(_place_keys(unit, rows, day))
    here = counted.pop(unit.pk, 0)
    small = {key for key in counted if _members(key, day) < FEW}
    kept = {key: n for key, n in counted.items() if key not in small}
    if len(small) == 1 and not here and kept:
        small.add(min(kept, key=lambda key: (_members(key, day), str(key))))
    kept = {key: n for key, n in kept.items() if key not in small}
    here += sum(counted[key] for key in small)
    names = unit_names({unit.pk, *kept}, day)
    out = sorted(((names.get(key, ""), n) for key, n in kept.items()), key=lambda row: (-row[1], row[0]))
    return ((*out, (names.get(unit.pk, unit.code), here)) if here else tuple(out)), bool(small)


def _place_keys(unit: Unit, rows: Iterable[Concern], day: dt.date) -> list[uuid.UUID]:
    keys = [row.unit_id for row in rows]
    inside = UnitPlace.objects.filter(path__gte=unit.path, path__lt=branch_end(unit.path), start__lte=day, end__gt=day)
    bases = dict(inside.filter(unit__in=keys).values_list("unit_id", "base"))
    if UnitVersion.objects.on(day).filter(unit=unit, kind=BASE).exists():
        return [key if key in bases else unit.pk for key in keys]
    return [bases.get(key) or unit.pk for key in keys]


def _members(unit: uuid.UUID, day: dt.date) -> int:
    found = Unit.objects.get(pk=unit)
    return members_below(found, day)
