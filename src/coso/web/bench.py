"""How fast the pages answer on the database at hand: server time, beside an empty page of the same run. Reads only."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coso.access.models import Account
from coso.evaluation.models import Round, Sheet
from coso.evaluation.results import result
from coso.lib.dates import FOREVER, months_before
from coso.register.models import Appointment, Unit

PLAIN = "who_sees_me"


@dataclass(frozen=True)
class Timing:
    """Milliseconds of server time of one thing: the median, the 95th percentile, and the p95 over the empty page's."""

    what: str
    p50: float
    p95: float
    ratio: float


class BenchError(Exception):
    """There is nothing to measure on; says what is missing."""


def measure(times: int) -> list[Timing]:
    """The main pages, today and as of a year ago, and the result of the newest year. Raises BenchError."""
    client = _client()
    plain = _times(lambda: client.get(reverse(PLAIN)), times)
    floor = _p95(plain)
    rows = [("empty page", plain), *((name, _times(deed, times)) for name, deed in _deeds(client))]
    return [
        Timing(name, _ms(statistics.median(spent)), _ms(_p95(spent)), round(_p95(spent) / floor, 1))
        for name, spent in rows
    ]


def _client() -> Client:
    held = Appointment.objects.on(timezone.localdate()).filter(seat__post="provincial_specialist")
    account = Account.objects.filter(people__appointments__in=held).first()
    if account is None:
        raise BenchError("no provincial specialist with an account")
    client = Client()
    client.force_login(account)
    return client


def _deeds(client: Client) -> Iterator[tuple[str, Callable[[], Any]]]:
    past = f"?ngay={months_before(timezone.localdate(), 12):%Y-%m-%d}"
    pages = {"to-do": reverse("home"), "tree, root": reverse("units"), "members": reverse("members")}
    pages["search members"] = reverse("members") + "?q=nguyen+thi+h"
    unit = Unit.objects.filter(versions__kind="grassroots", versions__end=FOREVER).order_by("path").first()
    if unit:
        pages["unit"] = reverse("unit", args=[unit.code])
        pages["tree, below"] = reverse("tree", args=[unit.code])
    newest = Round.objects.order_by("-year").first()
    if newest:
        pages["result"] = reverse("grading_year", args=[newest.year])
        pages["sheets"] = reverse("sheets", args=[newest.year])
        sheet = Sheet.objects.filter(round=newest, why_not="").order_by("id").first()
        pages |= {"sheet": reverse("sheet", args=[sheet.pk])} if sheet else {}
        yield "result, figures only", lambda: result(newest.year)
    for name, url in pages.items():
        yield name, partial(client.get, url)
        if "?" not in url and name != "to-do":
            yield f"{name}, a year ago", partial(client.get, url + past)


def _times(deed: Callable[[], Any], times: int) -> list[float]:
    deed()
    out = []
    for _ in range(times):
        start = time.perf_counter()
        deed()
        out.append(time.perf_counter() - start)
    return out


def _p95(times: list[float]) -> float:
    return sorted(times)[max(0, int(len(times) * 0.95) - 1)]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def as_rows(timings: list[Timing]) -> list[dict[str, Any]]:
    """For JSON."""
    return [asdict(timing) for timing in timings]
