"""Server time of the main pages through the whole stack but the network, beside a bare view and Django's admin.

Reads only. Pages and what they stand beside take turns in one process; only their ratios mean something.
"""

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
from coso_bench.beside import BARE, LIST, SEARCH, client_beside
from coso_bench.timing import BenchError, Measured, Spent, in_turn

PLAIN = "who_sees_me"
EMPTY, VIEW, ADMIN, ADMIN_SEARCH = "empty page", "bare view", "admin's list", "admin's search"
SEARCHED = "search members"
# At most so many times the bare view.
PLAIN_LIST, WORKED_OUT, WHOLE_TREE = 3, 4, 6
# At most this part of the admin's list, and of its search.
OF_ADMIN, OF_ADMIN_SEARCH = 0.7, 0.2
Deed = Callable[[], Any]


def measure(times: int) -> Iterator[Measured]:
    """The main pages, today and as of a year ago. Raises BenchError on an empty installation."""
    spent = spent_on_pages(times)
    bare, targets = spent[VIEW].cpu, {name: target for name, target, _url in addresses(_newest())}
    for name, each in spent.items():
        ratio = round(each.cpu / bare, 2)
        yield Measured("pages", f"{name} ÷ {VIEW}", ratio, "÷", targets.get(name), None, str(each))
    yield from _beside_admin(spent)


def _beside_admin(spent: dict[str, Spent]) -> Iterator[Measured]:
    ours = {name: each for name, each in spent.items() if name not in (EMPTY, VIEW, ADMIN, ADMIN_SEARCH)}
    slowest = max(ours, key=lambda name: ours[name].cpu)
    for name, beside, target in ((slowest, ADMIN, OF_ADMIN), (SEARCHED, ADMIN_SEARCH, OF_ADMIN_SEARCH)):
        if name in ours:
            ratio = round(ours[name].cpu / spent[beside].cpu, 2)
            yield Measured("pages", f"{name} ÷ {beside}", ratio, "÷", target)


def spent_on_pages(times: int) -> dict[str, Spent]:
    """What each page takes, and what it stands beside."""
    client, beside = Client(), client_beside(specialist())
    client.force_login(specialist())
    settle()
    floors: dict[str, Deed] = {
        EMPTY: partial(client.get, reverse(PLAIN)),
        VIEW: partial(beside.get, BARE),
        ADMIN: partial(beside.get, LIST),
        ADMIN_SEARCH: partial(beside.get, SEARCH),
    }
    return in_turn({**floors, **dict(deeds(client))}, times)


def specialist() -> Account:
    """The account of a provincial specialist: who sees most. Raises BenchError."""
    held = Appointment.objects.on(clock.today()).filter(seat__post="provincial_specialist")
    account = Account.objects.filter(people__appointments__in=held).first()
    if account is None:
        raise BenchError("no provincial specialist with an account")
    return account


def deeds(client: Client) -> Iterator[tuple[str, Deed]]:
    """What is done, by its name."""
    past = f"ngay={months_before(clock.today(), 12):%Y-%m-%d}"
    newest = _newest()
    if newest:
        yield "result, figures only", lambda: result(newest.year)
    for name, _target, url in addresses(newest):
        yield name, partial(client.get, url)
        if name not in ("to-do", "sheet"):
            yield f"{name}, a year ago", partial(client.get, f"{url}{'&' if '?' in url else '?'}{past}")


def _newest() -> Round | None:
    return Round.objects.order_by("-year").first()


def addresses(newest: Round | None) -> Iterator[tuple[str, float | None, str]]:
    """(name, target as times the bare view, address) of each page that is measured."""
    yield "to-do", WORKED_OUT, reverse("home")
    yield "tree, root", WHOLE_TREE, reverse("units")
    yield "members", PLAIN_LIST, reverse("members")
    yield SEARCHED, None, reverse("members") + "?q=nguyen+thi+h"
    managing = _managing()
    unit = Unit.objects.filter(versions__kind="grassroots", versions__end=FOREVER).order_by("path").first()
    if unit:
        yield "unit", PLAIN_LIST, reverse("unit", args=[unit.code])
        yield "members of a union", None, reverse("members") + f"?dv={unit.code}"
        yield "members without a phone", None, reverse("members") + "?thieu=phone"
    if managing:
        yield "tree, below the root", None, reverse("tree", args=[managing.code])
    if newest:
        result_page = reverse("grading_year", args=[newest.year])
        yield "result", WHOLE_TREE, result_page
        if managing:
            yield "result, one managing union", WHOLE_TREE, f"{result_page}?dv={managing.code}"
        yield "sheets", WORKED_OUT, reverse("sheets", args=[newest.year])
        sheet = Sheet.objects.filter(round=newest, why_not="").order_by("id").first()
        if sheet:
            yield "sheet", WORKED_OUT, reverse("sheet", args=[sheet.pk])


def _managing() -> Unit | None:
    """The unit below the root with the most grassroots unions under it; None where all stand under the root."""
    unions = UnitVersion.objects.filter(kind=BASE, end=FOREVER, parent__versions__parent__isnull=False)
    top = unions.values("parent").annotate(n=Count("unit", distinct=True)).order_by("-n", "parent").first()
    return Unit.objects.get(pk=top["parent"]) if top else None
