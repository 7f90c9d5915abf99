"""Posters of a unit: made, printed, replaced."""

import uuid

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.forms import render_form, submitted
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute
from coso.lib import clock
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.reads import find_units
from coso.register.visibility import may, reach
from coso.voice.forms import PosterForm
from coso.voice.models import Poster
from coso.voice.permissions import POSTERS
from coso.voice.readers import desks_for
from coso.voice.services.posters import put_up, replace

FEW = 40


def posters(request: Request) -> HttpResponse:
    """Where posters are made: the reader's only union at once, else one is chosen by name."""
    if not may(request.user, POSTERS):
        raise Http404
    seen = Unit.objects.visible_to(request.user, POSTERS)
    paths = reach(request.user, POSTERS).paths
    if len(paths) == 1:
        own = UnitVersion.objects.on(clock.today()).filter(unit__path=paths[0], kind=BASE).first()
        if own:
            return redirect("posters_of", own.unit.code)
    words = request.GET.get("q", "")[:100].replace("\0", "").strip()
    found = find_units(seen, words, clock.today(), limit=FEW) if words else []
    return render(request, "voice/posters_where.html", {"words": words, "found": found})


def _unit(request: Request, code: str) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user, POSTERS), code=code)


def posters_of(request: Request, code: str) -> HttpResponse:
    """The posters of a unit, and new ones."""
    unit = _unit(request, code)
    form = PosterForm(request.POST or None)
    done = submitted(
        request,
        form if not request.past else None,
        lambda sent: put_up(unit=unit, by=request.user, **sent.facts),
        done=_("The posters are made. Print them next."),
        to=reverse("posters_of", args=[unit.code]),
    )
    context = {"unit": unit, "name": unit_names([unit.pk], clock.today()).get(unit.pk, unit.code), "form": form}
    context |= {"posters": Poster.objects.filter(unit=unit).order_by("-opened", "pk"), "desks": desks_for(unit)}
    return done or render_form(request, "voice/posters.html", context, form)


def sheet(request: Request, code: str) -> HttpResponse:
    """The posters that hang, to print: A4, or four of A6 on a page."""
    unit = _unit(request, code)
    small = request.GET.get("kho") == "a6"
    rows = Poster.objects.filter(unit=unit, closed=None).order_by("opened", "pk")
    shown = [(row, _square(row), absolute(reverse("speak", args=[row.mark]))) for row in rows]
    name = unit_names([unit.pk], clock.today()).get(unit.pk, unit.code)
    return render(request, "voice/poster_sheet.html", {"unit": unit, "name": name, "posters": shown, "small": small})


def _square(poster: Poster) -> str:
    address = absolute(reverse("speak", args=[poster.mark]))
    square: str = segno.make(address, error="q").svg_inline(border=2, omitsize=True)
    return square


@require_POST
def replacing(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """A poster that leaked is replaced; its address says so."""
    unit = _unit(request, code)
    poster = get_object_or_404(Poster.objects.filter(unit=unit), pk=key)
    try:
        replace(poster=poster, by=request.user)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    else:
        messages.success(request, _("Replaced. Print the new one; the old one says that it is no longer good."))
    return redirect("posters_of", unit.code)
