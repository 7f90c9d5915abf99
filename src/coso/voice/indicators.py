"""What is counted of concerns: answered and told back in time, groups that are heard from; never who spoke."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from math import ceil
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from coso.indicators.models import Coverage
from coso.indicators.register_figures import standing
from coso.indicators.registry import NONE, Figure, Indicator, Scope
from coso.lib import clock
from coso.register.models import Appointment, UnitVersion
from coso.voice.clocks import STEPS, due_from, usual
from coso.voice.models import ANSWERED, HANDLING, RECEIVED, Concern, DeskRule, Stoppage, Week

WEEKS = "weeks"
YEAR, OFTEN = 12, 8  # months of a year, and in how many of them a group is heard from (model rubric, T and D)


def own_concerns(scope: Scope) -> QuerySet[Concern]:
    """What was said to the desk of a union itself in the period; what went past it is no figure of it."""
    within = {"received__gte": scope.period.start, "received__lte": scope.period.last}
    return Concern.objects.filter(standing(scope), **within).filter(unit__places__base=F("reader"))


def closed_on_time(scope: Scope) -> Iterator[Figure]:
    """Concerns answered and told back within the promised days, among those whose days have passed or that are done."""
    good: Counter[uuid.UUID] = Counter()
    whole: Counter[uuid.UUID] = Counter()
    today = clock.today()
    counted = ("reader", "received", "urgency", "answered", "told", "paused", "waits")
    for row in promised(own_concerns(scope)).only(*counted):
        kept = kept_promise(row, today)
        whole[row.reader_id] += kept is not None
        good[row.reader_id] += bool(kept)
    for base, n in whole.items():
        yield Figure(base, good[base], n, records=n) if n else Figure(base, absent=NONE)


def promised(rows: QuerySet[Concern]) -> QuerySet[Concern]:
    """Some concerns with what their desk promised of each step, for `kept_promise`."""
    return rows.annotate(**{name: _promised(name) for name in STEPS.values()})


def _promised(name: str) -> Subquery:
    """What the desk promised on the day on which a concern came; nothing where the usual days hold."""
    held = DeskRule.objects.filter(unit=OuterRef("reader"), start__lte=OuterRef("received"))
    return Subquery(held.filter(end__gt=OuterRef("received")).values(name)[:1])


def kept_promise(row: Any, today: dt.date) -> bool | None:
    """Whether the promise was kept; None while it still can be. Days of waiting for the employer do not count."""
    rule = usual(row.received)
    for name in STEPS.values():
        setattr(rule, name, getattr(row, name) or getattr(rule, name))
    waited = row.paused + ((today - row.waits).days if row.waits else 0)
    read = due_from(RECEIVED, row.urgency, row.received, rule) or row.received
    by = (due_from(HANDLING, row.urgency, read, rule) or read) + dt.timedelta(days=waited)
    if row.answered is None:
        return False if today > by else None
    if row.answered > by:
        return False
    last = due_from(ANSWERED, row.urgency, row.answered, rule) or row.answered
    return row.told <= last if row.told else (False if today > last else None)


BEFORE = dt.timedelta(days=30)


def stoppages(scope: Scope) -> QuerySet[Stoppage]:
    """The stoppages of the period."""
    within = {"day__gte": scope.period.start, "day__lte": scope.period.last}
    return Stoppage.objects.filter(standing(scope), **within)


def unanswered_before(scope: Scope) -> Iterator[Figure]:
    """Stoppages before which something said in the month before lay unanswered on the day."""
    said = Concern.objects.filter(unit__places__base=OuterRef("unit"), received__lt=OuterRef("day"))
    near = said.filter(received__gte=OuterRef("day") - BEFORE, urgency__gt=0)
    open_ones = near.exclude(answered__lte=OuterRef("day"))
    whole: Counter[uuid.UUID] = Counter()
    good: Counter[uuid.UUID] = Counter()
    for unit, left in stoppages(scope).annotate(left=Exists(open_ones)).values_list("unit", "left"):
        whole[unit] += 1
        good[unit] += left
    for base, n in whole.items():
        yield Figure(base, good[base], n, records=n)


def groups(scope: Scope) -> QuerySet[UnitVersion]:
    """The groups, at the end of the period, of unions whose groups confirm their weeks."""
    alive = UnitVersion.objects.on(scope.period.last).filter(kind="group")
    begun = Coverage.objects.filter(what=WEEKS, unit=OuterRef("unit__places__base"))
    return alive.filter(standing(scope)).filter(Exists(begun), **_on_last_day(scope))


def groups_heard(scope: Scope) -> Iterator[Figure]:
    """Groups with a leader and a confirmed week in at least eight of twelve months ("nothing was said" counts too)."""
    leaders = Appointment.objects.on(scope.period.last).filter(seat__post="group_leader", seat__unit=OuterRef("unit"))
    told = Week.objects.filter(week__gte=scope.period.start, week__lte=scope.period.last, unit=OuterRef("unit"))
    months = told.order_by().values("unit").annotate(n=Count(TruncMonth("week"), distinct=True)).values("n")
    here = groups(scope).annotate(led=Exists(leaders), months=Subquery(months))
    least = ceil(OFTEN * _months(scope) / YEAR)
    whole: Counter[uuid.UUID] = Counter()
    good: Counter[uuid.UUID] = Counter()
    for base, led, heard in here.values_list("unit__places__base", "led", "months"):
        if base:
            whole[base] += 1
            good[base] += led and (heard or 0) >= least
    for base, n in whole.items():
        yield Figure(base, good[base], n, records=n)


def _on_last_day(scope: Scope) -> dict[str, dt.date]:
    return {"unit__places__start__lte": scope.period.last, "unit__places__end__gt": scope.period.last}


def _months(scope: Scope) -> int:
    """The months that a period touches."""
    first, last = scope.period.start, scope.period.last
    return (last.year - first.year) * YEAR + last.month - first.month + 1


INDICATORS = [
    Indicator(
        key="voice.closed_on_time_share",
        kind="share",
        vi="Ý kiến trả lời và báo lại đúng hạn",
        en="Concerns answered and told back in time",
        figures=closed_on_time,
        evidence=own_concerns,
        record="concerns",
        covered="none",
    ),
    Indicator(
        key="voice.unanswered_before_stoppage",
        kind="share",
        vi="Ngừng việc mà trước đó có ý kiến chưa được trả lời",
        en="Stoppages before which concerns lay unanswered",
        figures=unanswered_before,
        evidence=stoppages,
        record="stoppages",
        covered="none",
    ),
    Indicator(
        key="groups.active_share",
        kind="share",
        vi="Tổ công đoàn có phản ánh đều",
        en="Groups that are heard from regularly",
        figures=groups_heard,
        evidence=groups,
        record=WEEKS,
    ),
]
