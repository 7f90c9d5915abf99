"""Rumours: noted where they are heard, answered with a card or settled with a reason."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.forms import render_form, submitted
from coso.access.models import Account
from coso.access.permissions import permissions
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.lib import clock
from coso.lists.pages import show
from coso.notices.forms import RumourForm
from coso.notices.listings import rumour_list, rumour_state
from coso.notices.models import FactCard, Rumour
from coso.notices.permissions import ANSWER, HEAR
from coso.notices.services.facts import answer_with, hear, rumour_due, settle
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.visibility import may, seats_of

MANY, CARDS = 400, 30


def rumours(request: Request) -> HttpResponse:
    """The rumours that the reader may see, the newest first."""
    if not may(request.user, HEAR):
        raise Http404
    rows, hears = Rumour.objects.visible_to(request.user, HEAR), not request.past
    return show(request, rumour_list(rows, hears=hears), "notices/rumours.html", hears=hears)


def _places(user: Account, asked: str) -> list[tuple[str, str]]:
    """(code, name) of the units where somebody hears people: those of the posts of today, and those directly below."""
    granting = permissions()[HEAR].posts
    keys = [unit for post, _path, unit in seats_of(user) if post in granting]
    alive = UnitVersion.objects.on(clock.today()).exclude(kind="outside")
    own = list(alive.filter(unit__in=keys).order_by("unit__path").values_list("unit__code", "name"))
    rows = own + list(alive.filter(parent__in=keys).order_by("name_key").values_list("unit__code", "name")[:MANY])
    if asked and asked not in dict(rows):
        unit = Unit.objects.visible_to(user, HEAR).filter(code=asked).first()
        if unit:
            rows.insert(0, (unit.code, unit_names([unit.pk], clock.today()).get(unit.pk, unit.code)))
    return rows


def hearing(request: Request) -> HttpResponse:
    """A rumour is noted."""
    places = _places(request.user, (request.POST.get("unit") or request.GET.get("dv") or "")[:30])
    if not places or request.past:
        raise Http404
    form = RumourForm(request.POST or None, places=places, today=clock.today())
    done = submitted(
        request,
        form,
        lambda sent: hear(by=request.user, **sent.facts),
        done=_("Noted. The union above owes an answer; you find it here."),
        to=lambda made: reverse("rumour", args=[made.pk]) if _sees(request.user, made) else reverse("rumours"),
    )
    return done or render_form(request, "notices/hear.html", {"form": form, "back": reverse("rumours")}, form)


def _sees(user: Account, row: Rumour) -> bool:
    return Rumour.objects.visible_to(user, HEAR).filter(pk=row.pk).exists()


def _page(request: Request, key: uuid.UUID, wrong: RefusedError | None = None) -> HttpResponse:
    rows = Rumour.objects.visible_to(request.user, HEAR).select_related("unit", "desk", "card")
    row = get_object_or_404(rows, pk=key)
    names = unit_names([row.unit_id, row.desk_id], clock.today())
    state = rumour_state(row)
    by = Account.objects.filter(pk=row.by).first() if row.by else None
    context = {
        "rumour": row,
        "name": names.get(row.unit_id, row.unit.code),
        "desk": names.get(row.desk_id, row.desk.code),
        "state": (str(state), state.tone, state.sign),
        "by": str(by) if by else "",
        "due": None if row.answered else rumour_due(row.told),
        "late": row.answered is None and rumour_due(row.told) < clock.today(),
        "answers": not request.past and row.answered is None and may(request.user, ANSWER, row.unit),
        "cards": FactCard.objects.filter(ended=None).order_by("-published", "-pk")[:CARDS],
        "typed": request.POST.get("why", ""),
        "wrong": wrong,
    }
    return render(request, "notices/rumour.html", context, status=422 if wrong else 200)


def rumour(request: Request, key: uuid.UUID) -> HttpResponse:
    """A rumour, and what was answered."""
    return _page(request, key)


@require_POST
def settling(request: Request, key: uuid.UUID) -> HttpResponse:
    """A rumour is answered with a card that stands already, or needs none."""
    row = get_object_or_404(Rumour.objects.visible_to(request.user, ANSWER), pk=key)
    sent, seen = request.POST, request.POST.get("seen", "")
    try:
        if mark := sent.get("card", ""):
            card = get_object_or_404(FactCard, mark=mark[:8])
            answer_with(rumour=row, card=card, seen=seen, by=request.user)
        else:
            settle(rumour=row, why=sent.get("why", ""), seen=seen, by=request.user)
    except RefusedError as wrong:
        return _page(request, key, wrong)
    messages.success(request, _("Answered."))
    return redirect("rumour", key)
