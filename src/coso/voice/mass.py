"""Answers in a heap: many concerns of a unit answered or closed by one person within a minute. Told to those above."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from coso.access.models import Account, Action
from coso.law import parameter
from coso.lib import clock
from coso.register.managers import managed_paths
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.querysets import branches
from coso.voice.permissions import READ

VERBS = ("concern.answer", "concern.close")
SINCE = dt.timedelta(days=90)


@dataclass(frozen=True)
class Heap:
    """So many concerns of a unit settled in one minute: `at` is that of the officer's deed, no author's."""

    unit: uuid.UUID
    name: str
    n: int
    at: dt.datetime


def heaps_seen(user: Account) -> list[Heap]:
    """What stands out in the last three months at units below the reader's own desk, the newest first."""
    walled = managed_paths(user)
    units = Unit.objects.visible_to(user, READ)
    seen = units.exclude(branches("path", walled)) if walled else units
    return heaps(clock.now() - SINCE, seen.values("pk"), by_others=user.pk)


def heaps(since: dt.datetime, units: QuerySet[Unit, Any], by_others: uuid.UUID | None = None) -> list[Heap]:
    """Minutes since a moment in which one person answered or closed as many as are told about."""
    least = int(parameter("voice.mass_answers").at(clock.today()).number)
    rows = Action.objects.filter(verb__in=VERBS, at__gte=since, unit__in=units, actor__isnull=False)
    rows = rows.exclude(actor=by_others) if by_others else rows
    counted: Counter[tuple[uuid.UUID, uuid.UUID, dt.datetime]] = Counter()
    for unit, actor, at in rows.values_list("unit", "actor", "at"):
        if unit and actor:
            counted[unit, actor, at.replace(second=0, microsecond=0)] += 1
    found = [(unit, n, at) for (unit, _actor, at), n in counted.items() if n >= least]
    names = unit_names({unit for unit, _n, _at in found}, clock.today())
    newest = sorted(found, key=lambda each: each[2], reverse=True)
    return [Heap(unit, names.get(unit, ""), n, clock.local(at)) for unit, n, at in newest]
