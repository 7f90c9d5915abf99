"""How far a notice came: bars down the tree, who did not confirm, and a reminder to just those."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.access.sure import Deed, ask_first
from coso.lib import clock
from coso.lib.paths import LABEL
from coso.notices.models import GROUP, Notice
from coso.notices.permissions import CONFIRM, READ, SEND
from coso.notices.reach import BARS, bars, missing, top_for
from coso.notices.services.sending import remind, to_remind
from coso.notices.views.notices import about
from coso.register.models import Unit, UnitPlace
from coso.register.names import unit_names
from coso.register.visibility import may


def _found(user: Account, key: uuid.UUID, code: str) -> tuple[Notice, Unit]:
    rows = Notice.objects.visible_to(user, READ).select_related("unit", "branch", "file")
    row = get_object_or_404(rows, pk=key)
    top = top_for(row, user, code[:30])
    if top is None:
        raise Http404
    return row, top


def reached(request: Request, key: uuid.UUID) -> HttpResponse:
    """The reach of a notice in a branch."""
    row, top = _found(request.user, key, request.GET.get("dv", ""))
    whole, parts = bars(row, top, BARS)
    rows = missing(row, top, request.user, clock.today())
    sends = not request.past and row.closed is None and may(request.user, SEND, top)
    context = {
        **about(request, row),
        "top": top,
        "trail": _trail(request.user, row, top),
        "whole": whole,
        "parts": parts,
        "missing": rows,
        "more": whole.all.waiting - len(rows),
        "reminds": sends and to_remind(row, top).exists(),
        "confirms": not request.past and row.closed is None and may(request.user, CONFIRM, top) and _at_work(top),
    }
    return render(request, "notices/reach.html", context)


def _trail(user: Account, row: Notice, top: Unit) -> list[tuple[str, str]]:
    """(code, name) of the units between the top that the reader may see and the one shown."""
    first = top_for(row, user)
    if first is None or len(first.path) >= len(top.path):
        return []
    paths = [top.path[:end] for end in range(len(first.path), len(top.path), LABEL)]
    units = list(Unit.objects.filter(path__in=paths).order_by("path"))
    names = unit_names([unit.pk for unit in units], clock.today())
    return [(unit.code, names.get(unit.pk, unit.code)) for unit in units]


def _at_work(top: Unit) -> bool:
    """Whether it is a grassroots union or part of one: from further above nobody knows what was passed on there."""
    today = clock.today()
    return UnitPlace.objects.filter(unit=top, base__isnull=False, start__lte=today, end__gt=today).exists()


@require_POST
def reminding(request: Request, key: uuid.UUID) -> HttpResponse:
    """The first press says how many are reminded, the second does it."""
    code = request.POST.get("dv", "")
    row, top = _found(request.user, key, code)
    if not may(request.user, SEND, top):
        raise Http404
    back = f"{reverse('notice_reach', args=[key])}?dv={top.code}"
    rows = to_remind(row, top)
    n, groups = rows.count(), rows.filter(level=GROUP).count()
    if n and (asked := ask_first(request, _before(row, top, n - groups, groups, back))):
        return asked
    try:
        n = remind(notice=row, branch=top, by=request.user)
        messages.success(request, ngettext("Reminded {n} unit.", "Reminded {n} units.", n).format(n=n))
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect(back)


def _before(row: Notice, top: Unit, unions: int, groups: int, back: str) -> Deed:
    name = unit_names([top.pk], clock.today()).get(top.pk, top.code)
    goes = [
        _("“{title}” goes once more to {unions} unions and {groups} groups of {name} that have not confirmed.").format(
            title=row.title, unions=unions, groups=groups, name=name
        ),
        _("Whoever has confirmed, and whoever was reminded today, hears nothing."),
    ]
    return Deed(_("Remind who has not confirmed"), _("Remind them"), goes, [], back)
