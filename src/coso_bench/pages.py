"""Server time of the main pages through the whole stack but the network, beside an empty page. Reads only."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models import Count
from django.test import Client
from django.urls import reverse

from coso.access.models import Account
from coso.grading.models import Round, Sheet
from coso.lib import clock
from coso.lib.dates import FOREVER, months_before
from coso.lib.memory import settle
from coso.register.kinds import BASE
from coso.register.models import Appointment, Unit, UnitVersion
from coso.results.reads import result
from coso_bench.timing import BenchError, Measured, ms, p95, repeat

PLAIN = "who_sees_me"
PAGE, ROOT, RESULT, OTHER = 40, 100, 60, 500


def measure(times: int) -> Iterator[Measured]:
    """The main pages, today and as of a year ago. Raises BenchError on an empty installation."""
    client = Client()
    client.force_login(specialist())
    settle()
    floor = p95(repeat(lambda: client.get(reverse(PLAIN)), times))
    yield Measured("pages", "empty page", ms(floor), "ms p95", None, 1.0, "itself")
    for name, target, deed in deeds(client):
        spent = p95(repeat(deed, times))
        yield Measured("pages", name, ms(spent), "ms p95", target, round(spent / floor, 1), "the empty page")


def specialist() -> Account:
    """The account of a provincial specialist: who sees most. Raises BenchError."""
    held = Appointment.objects.on(clock.today()).filter(seat__post="provincial_specialist")
    account = Account.objects.filter(people__appointments__in=held).first()
    if account is None:
        raise BenchError("no provincial specialist with an account")
    return account


def deeds(client: Client) -> Iterator[tuple[str, float, Callable[[], Any]]]:
    """(name, target in ms, what to do)."""
    past = f"ngay={months_before(clock.today(), 12):%Y-%m-%d}"
    newest = Round.objects.order_by("-year").first()
    if newest:
        yield "result, figures only", RESULT, lambda: result(newest.year)
    for name, target, url in addresses(newest):
        yield name, target, partial(client.get, url)
        if name not in ("to-do", "sheet"):
            yield f"{name}, a year ago", target, partial(client.get, f"{url}{'&' if '?' in url else '?'}{past}")


def addresses(newest: Round | None) -> Iterator[tuple[str, float, str]]:
    """(name, target in ms, address) of each page that is measured."""
    yield "to-do", PAGE, reverse("home")
    yield "tree, root", ROOT, reverse("units")
    yield "members", PAGE, reverse("members")
    yield "search members", PAGE, reverse("members") + "?q=nguyen+thi+h"
    managing = _managing()
    unit = Unit.objects.filter(versions__kind="grassroots", versions__end=FOREVER).order_by("path").first()
    if unit:
        yield "unit", PAGE, reverse("unit", args=[unit.code])
        yield "members of a union", PAGE, reverse("members") + f"?dv={unit.code}"
        yield "members without a phone", OTHER, reverse("members") + "?thieu=phone"
    if managing:
        yield "tree, below the root", PAGE, reverse("tree", args=[managing.code])
    if newest:
        result_page = reverse("grading_year", args=[newest.year])
        yield "result", RESULT, result_page
        if managing:
            yield "result, one managing union", RESULT, f"{result_page}?dv={managing.code}"
        yield "sheets", PAGE, reverse("sheets", args=[newest.year])
        sheet = Sheet.objects.filter(round=newest, why_not="").order_by("id").first()
        if sheet:
            yield "sheet", PAGE, reverse("sheet", args=[sheet.pk])


def _managing() -> Unit | None:
    """The unit below the root with the most grassroots unions under it; None where all stand under the root."""
    unions = UnitVersion.objects.filter(kind=BASE, end=FOREVER, parent__versions__parent__isnull=False)
    top = unions.values("parent").annotate(n=Count("unit", distinct=True)).order_by("-n", "parent").first()
    return Unit.objects.get(pk=top["parent"]) if top else None
