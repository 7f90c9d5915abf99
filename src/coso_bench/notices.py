"""Notices: how long one takes to the whole province, its reminder, one tap of a group, the pages of its reach.

Writes: for a scratch installation only.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.test import Client
from django.urls import reverse

from coso.lib import clock
from coso.notices.models import GROUP, Addressee, Notice
from coso.notices.services.confirming import confirm
from coso.notices.services.sending import remind, send
from coso.notices.whom import Whom
from coso.register.models import Unit
from coso_bench.pages import PLAIN, specialist
from coso_bench.timing import BenchError, Measured, in_turn, ms

QUEUED, REACH, TAPS = 5.0, 3.0, 50  # seconds; times the empty page; taps
WEEK = dt.timedelta(days=7)


def measure(times: int) -> Iterator[Measured]:
    """A notice to everybody, its reminder, taps and pages. Raises BenchError where there is no unit."""
    root = Unit.objects.order_by("path").first()
    if root is None:
        raise BenchError("there is no unit")
    told = {"title": "Đo", "text": "Đo tốc độ gửi.", "last": clock.today() + WEEK}
    spent, notice = _timed(partial(send, unit=root, whom=Whom(root), by=None, **told))
    yield Measured("notices", "a notice to the province, queued", spent, "s", QUEUED, None, _to(notice))
    yield _tapped(notice)
    spent, n = _timed(partial(remind, notice=notice, branch=root, by=None))
    yield Measured("notices", "a reminder to who has not confirmed", spent, "s", QUEUED, None, f"{n} reminded")
    yield from _pages(notice, times)


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
        yield Measured("notices", f"{name} ÷ empty page", ratio, "÷", REACH, None, str(spent[name]))
