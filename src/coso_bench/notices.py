"""Notices: how long one takes to the whole province, its reminder, one tap of a group, the pages of its reach.

Writes: for a scratch installation only.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.test import Client
from django.urls import reverse

from coso.access.counters import next_numbers
from coso.access.journal import Act, act
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.paths import label
from coso.notices.models import GROUP, Addressee, Notice
from coso.notices.services.confirming import confirm
from coso.notices.services.sending import remind, send
from coso.notices.whom import Whom
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitVersion
from coso.register.services.versions import derive, row_of
from coso.register.tree.places import Version
from coso_bench.pages import PLAIN, specialist
from coso_bench.timing import BenchError, Measured, in_turn, ms

QUEUED, TAPS = 5.0, 50  # seconds; taps
UNIONS, GROUPS = 2_885, 20_000  # of the province in 2023; groups as the target names them
FOUNDED = dt.date(2026, 1, 1)
WEEK = dt.timedelta(days=7)


def measure(times: int) -> Iterator[Measured]:
    """A notice to everybody, its reminder, taps and pages. Raises BenchError where there is no unit."""
    root = Unit.objects.order_by("path").first()
    if root is None:
        raise BenchError("there is no unit")
    _fill(root)
    last = clock.today() + WEEK
    deed = partial(send, unit=root, whom=Whom(root), title="Đo", text="Đo tốc độ gửi.", last=last, by=None)
    spent, notice = _timed(deed)
    yield Measured("notices", "a notice to the province, queued", spent, "s", QUEUED, None, _to(notice))
    yield _tapped(notice)
    spent, n = _timed(partial(remind, notice=notice, branch=root, by=None))
    yield Measured("notices", "a reminder to who has not confirmed", spent, "s", QUEUED, None, f"{n} reminded")
    yield from _pages(notice, times)


def _fill(root: Unit) -> None:
    """As many unions and groups as the target asks for: new unions under the root, with the new groups."""
    alive = UnitVersion.objects.on(clock.today())
    unions, groups = (n - alive.filter(kind=kind).count() for n, kind in ((UNIONS, BASE), (GROUPS, "group")))
    if unions <= 0:
        return
    with act(by=None, verb="unit.found", unit=root.id) as a:
        above = _found(a, [root.id], unions, BASE)
        _found(a, above, max(0, groups), "group")


def _found(a: Act, above: Sequence[uuid.UUID], count: int, kind: str) -> list[uuid.UUID]:
    """New units of a kind, spread over those above them."""
    numbers, sector = next_numbers("unit", count), "non_state_enterprise" if kind == BASE else ""
    keys = [new_key() for _n in numbers]
    codes = ((key, f"DO{n}", label(n), "") for key, n in zip(keys, numbers, strict=True))
    a.create(Unit, ["id", "code", "label", "path"], codes)
    versions = (
        Version(new_key(), key, above[n % len(above)], f"Đo {n}", kind, sector, "active", FOUNDED)
        for n, key in enumerate(keys)
    )
    a.write(UnitVersion, {version.id: row_of(version) for version in versions})
    derive(set(keys), FOUNDED)
    return keys


def _timed(deed: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    made = deed()
    return time.perf_counter() - begun, made


def _to(notice: Notice) -> str:
    whole = Addressee.objects.filter(notice=notice)
    groups = whole.filter(level=GROUP).count()
    return f"{whole.count() - groups} unions, {groups} groups"


def _tapped(notice: Notice) -> Measured:
    rows = list(Addressee.objects.filter(notice=notice, level=GROUP).select_related("notice")[:TAPS])
    spent, _done = _timed(lambda: [confirm(addressee=row, by=None) for row in rows])
    return Measured("notices", "one tap of a group", ms(spent / max(1, len(rows))), "ms")


def _pages(notice: Notice, times: int) -> Iterator[Measured]:
    client = Client()
    client.force_login(specialist())
    reached = reverse("notice_reach", args=[notice.pk])
    names = {"empty": PLAIN, "reach of the province": reached, "list of notices": reverse("notices")}
    spent = in_turn({name: partial(client.get, at) for name, at in names.items()}, times)
    for name in list(names)[1:]:
        ratio = round(spent[name].cpu / spent["empty"].cpu, 2)
        yield Measured("notices", f"{name} ÷ empty page", ratio, "÷", None, None, str(spent[name]))
