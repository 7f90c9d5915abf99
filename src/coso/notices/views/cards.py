"""Fact cards: written, printed, taken back; and their public page, without sign-in and cookie."""

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coso.access.forms import render_form, submitted
from coso.access.models import Account
from coso.access.permissions import permissions
from coso.access.public_pages import in_language, public_page
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute
from coso.lib import clock
from coso.lib.dates import show_day
from coso.lists.pages import show
from coso.notices.forms import CardForm
from coso.notices.listings import card_list
from coso.notices.models import FactCard, Rumour
from coso.notices.permissions import ANSWER, READ
from coso.notices.services.facts import end_card, publish
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.visibility import may, seats_of


def cards(request: Request) -> HttpResponse:
    """Every card: anybody may read them, so that nobody writes one twice."""
    if not may(request.user, READ):
        raise Http404
    writes = may(request.user, ANSWER) and not request.past
    return show(request, card_list(FactCard.objects.all()), "notices/cards.html", writes=writes)


def _own_unit(user: Account) -> Unit:
    """The unit in whose name somebody publishes: the highest of the posts of today that may."""
    granting = permissions()[ANSWER].posts
    keys = {unit for post, _path, unit in seats_of(user) if post in granting}
    unit = Unit.objects.filter(pk__in=keys).order_by("path").first()
    if unit is None:
        raise Http404
    return unit


def write(request: Request) -> HttpResponse:
    """A card is written, to answer a rumour or before there is one."""
    unit = _own_unit(request.user)
    if request.past:
        raise Http404
    rumour = _rumour(request)
    form = CardForm(request.POST or None, rumour=rumour)
    done = submitted(
        request,
        form,
        lambda sent: publish(
            unit=unit, facts=sent.facts, rumour=rumour, seen=sent.cleaned_data["seen"], by=request.user
        ),
        done=_("Published. Print it, or copy the text for Zalo."),
        to=lambda made: reverse("fact_card", args=[made.pk]),
    )
    name = unit_names([unit.pk], clock.today()).get(unit.pk, unit.code)
    back = reverse("rumour", args=[rumour.pk]) if rumour else reverse("fact_cards")
    return done or render_form(
        request, "notices/card_write.html", {"form": form, "rumour": rumour, "name": name, "back": back}, form
    )


def _rumour(request: Request) -> Rumour | None:
    """The rumour that the address names, as far as the reader may answer it; else 404."""
    if "ve" not in request.GET:
        return None
    rows = Rumour.objects.visible_to(request.user, ANSWER)
    try:
        return get_object_or_404(rows, pk=uuid.UUID(request.GET["ve"]))
    except ValueError as wrong:
        raise Http404 from wrong


def _seen(request: Request, key: uuid.UUID) -> FactCard:
    if not may(request.user, READ):
        raise Http404
    return get_object_or_404(FactCard.objects.select_related("unit"), pk=key)


def _about(row: FactCard) -> dict[str, Any]:
    name = unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code)
    address = absolute(reverse("public_fact", args=[row.mark]))
    return {"card": row, "name": name, "address": address, "zalo": _zalo(row, name, address)}


def _zalo(row: FactCard, name: str, address: str) -> str:
    said, true, stands = _("What is being said"), _("What is true"), _("Where it stands")
    lines = [f"{said}: {row.claim}", f"{true}: {row.truth}", f"{stands}: {_source(row)}"]
    return "\n\n".join([*lines, f"{name}, {show_day(row.published)}\n{address}"])


def _source(row: FactCard) -> str:
    if row.source_day is None:
        return row.source
    return _("{source}, in force since {day}").format(source=row.source, day=show_day(row.source_day))


def card(request: Request, key: uuid.UUID, wrong: RefusedError | None = None) -> HttpResponse:
    """A card for those who publish and hand it on."""
    row = _seen(request, key)
    answered = Rumour.objects.visible_to(request.user, ANSWER).filter(card=row) if may(request.user, ANSWER) else []
    context = {
        **_about(row),
        "ends": not request.past and row.ended is None and may(request.user, ANSWER, row.unit),
        "rumours": answered,
        "typed": request.POST.get("why", ""),
        "wrong": wrong,
    }
    return render(request, "notices/card.html", context, status=422 if wrong else 200)


@require_safe
def sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """A card to print on A5 for the notice board."""
    row = _seen(request, key)
    if row.ended:
        raise Http404
    about = _about(row)
    square = segno.make(about["address"], error="m").svg_inline(border=2, omitsize=True)
    return render(request, "notices/card_sheet.html", {**about, "square": square})


@require_POST
def ending(request: Request, key: uuid.UUID) -> HttpResponse:
    """A card is taken back."""
    row = get_object_or_404(FactCard.objects.visible_to(request.user, ANSWER), pk=key)
    try:
        end_card(card=row, why=request.POST.get("why", ""), seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as wrong:
        return card(request, key, wrong)
    messages.success(request, _("Taken back; its public page says so."))
    return redirect("fact_card", key)


@login_not_required
@require_safe
@in_language
def public(request: HttpRequest, mark: str) -> HttpResponse:
    """A card as anybody reads it, by its QR."""
    row = get_object_or_404(FactCard.objects.select_related("unit"), mark=mark[:8].upper().replace("\0", ""))
    return public_page("notices/fact.html", _about(row), 410 if row.ended else 200)
