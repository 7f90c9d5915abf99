"""Movements of a branch in a period: opening + increases − decreases = closing, women beside total."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from coso.access.journal import bulk
from coso.lib.dates import DAY, Period
from coso.lib.paths import branch_end
from coso.register.models import Membership, Unit, UnitPlace

Spans = list[tuple[dt.date, dt.date]]


@dataclass
class Tally:
    """People counted: all, and women among them."""

    total: int = 0
    women: int = 0

    def add(self, female: bool | None) -> None:
        """Counts one person."""
        self.total += 1
        self.women += bool(female)


@dataclass
class Balance:
    """A branch over a period: what it had, what came and went by kind of movement, what it has."""

    opening: Tally = field(default_factory=Tally)
    increases: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    decreases: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    closing: Tally = field(default_factory=Tally)

    @property
    def increase(self) -> Tally:
        """All increases."""
        return _sum(self.increases.values())

    @property
    def decrease(self) -> Tally:
        """All decreases."""
        return _sum(self.decreases.values())


def _sum(tallies: Iterable[Tally]) -> Tally:
    out = Tally()
    for tally in tallies:
        out.total += tally.total
        out.women += tally.women
    return out


def spans_in(unit: Unit, period: Period) -> dict[uuid.UUID, Spans]:
    """Each unit that stood in the branch, with the days [from, to) on which it did, from the eve of the period."""
    eve = period.start - DAY
    out: dict[uuid.UUID, Spans] = defaultdict(list)
    for path, start, end in (
        unit.places.filter(start__lt=period.end, end__gt=eve).order_by("start").values_list("path", "start", "end")
    ):
        branch = UnitPlace.objects.filter(path__gte=path, path__lt=branch_end(path))
        rows = branch.filter(start__lt=min(end, period.end), end__gt=max(start, eve)).order_by("start")
        for key, low, high in rows.values_list("unit_id", "start", "end"):
            _join(out[key], max(low, start), min(high, end))
    return out


def _join(spans: Spans, start: dt.date, end: dt.date) -> None:
    if spans and spans[-1][1] == start:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


def balance(unit: Unit, period: Period) -> Balance:
    """The balance of a unit's branch over a period."""
    spans = {key: sorted(rows) for key, rows in spans_in(unit, period).items()}
    out = Balance(opening=_count(spans, period.start - DAY), closing=_count(spans, period.last))
    _through_people(out, spans, period)
    _through_units(out, spans, period)
    return out


def _inside(spans: dict[uuid.UUID, Spans], unit: uuid.UUID, day: dt.date) -> bool:
    return any(start <= day < end for start, end in spans.get(unit, ()))


def _count(spans: dict[uuid.UUID, Spans], day: dt.date) -> Tally:
    out = Tally()
    for units in bulk.chunks(key for key in spans if _inside(spans, key, day)):
        found = Membership.objects.on(day).filter(unit__in=units)
        row = found.aggregate(n=Count("id"), w=Count("id", filter=Q(person__female=True)))
        out.total += row["n"]
        out.women += row["w"]
    return out


def _through_people(out: Balance, spans: dict[uuid.UUID, Spans], period: Period) -> None:
    within = (period.start, period.last)
    for units in bulk.chunks(spans):
        here = Membership.objects.filter(unit__in=units)
        rows = here.filter(start__range=within).values_list(
            "unit_id", "start", "opened", "person__female", "previous__unit_id", "previous__end"
        )
        for key, day, kind, female, before, ended in rows:
            inner = before is not None and ended == day and _inside(spans, before, day - DAY)
            if _inside(spans, key, day) and not inner:
                out.increases[kind].add(female)
    after = _followers(spans, period)
    for units in bulk.chunks(spans):
        here = Membership.objects.filter(unit__in=units, end__range=within)
        for key, unit, day, kind, female in here.values_list("id", "unit_id", "end", "closed", "person__female"):
            inner = after.get((key, day)) is not None and _inside(spans, after[key, day], day)
            if _inside(spans, unit, day - DAY) and not inner:
                out.decreases[kind].add(female)


def _followers(spans: dict[uuid.UUID, Spans], period: Period) -> dict[tuple[uuid.UUID, dt.date], uuid.UUID]:
    out = {}
    for units in bulk.chunks(spans):
        chained = Membership.objects.filter(previous__unit__in=units, start__range=(period.start, period.last))
        out.update({(prev, day): unit for prev, day, unit in chained.values_list("previous_id", "start", "unit_id")})
    return out


def _through_units(out: Balance, spans: dict[uuid.UUID, Spans], period: Period) -> None:
    came: dict[dt.date, list[uuid.UUID]] = defaultdict(list)
    went: dict[dt.date, list[uuid.UUID]] = defaultdict(list)
    for key, rows in spans.items():
        for start, end in rows:
            if period.start <= start < period.end:
                came[start].append(key)
            if period.start <= end < period.end:
                went[end].append(key)
    for days, side in ((came, out.increases), (went, out.decreases)):
        for day, units in days.items():
            for female, n in _staying(units, day).items():
                side["with_union"].total += n
                side["with_union"].women += n * bool(female)


def _staying(units: list[uuid.UUID], day: dt.date) -> Counter[bool | None]:
    out: Counter[bool | None] = Counter()
    for part in bulk.chunks(units):
        found = Membership.objects.filter(unit__in=part, start__lt=day, end__gt=day)
        out.update(dict(found.values_list("person__female").annotate(n=Count("id"))))
    return out
