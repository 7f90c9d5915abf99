"""The group leader's half minute: one screen that also works without a line, and the week to confirm."""

import datetime as dt
import secrets
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.lib import clock
from coso.lib.dates import read_iso
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.voice.enclosures import enclosed
from coso.voice.models import DESK, Concern, Message
from coso.voice.readers import desks_for
from coso.voice.services.intake import Said
from coso.voice.services.reports import DAYS, confirm_week, may_count, places_of, report, round_up, week_of
from coso.voice.words import PEOPLE, STATES, TONES

LAST = 10
SCRIPTED = "X-Report"  # sent by the page's own script, which reads the answer as JSON


def _place(request: Request, code: str) -> Unit:
    places = places_of(request.user)
    found = [unit for unit in places if unit.code == code] or ([] if code else places[:1])
    if not found:
        raise Http404
    return found[0]


def _mine(request: Request, unit: Unit) -> list[tuple[Concern, str, str, str, str]]:
    """What the reader wrote down under her name about a unit: first words, state, and the last answer to forward."""
    rows = list(Concern.objects.filter(author=request.user.pk, unit=unit).order_by("-received", "key")[:LAST])
    said = Message.objects.filter(concern__in=rows).order_by("n")
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    for message in said:
        first.setdefault(message.concern_id, message.text)
        if message.side == DESK:
            last[message.concern_id] = message.text
    return [(row, first[row.pk], str(STATES[row.state]), TONES[row.state], last.get(row.pk, "")) for row in rows]


def _page(request: Request, unit: Unit, said: Said, wrong: RefusedError | None = None) -> HttpResponse:
    places = places_of(request.user)
    names = unit_names([each.pk for each in places], clock.today())
    week = week_of(clock.today())
    context: dict[str, Any] = {
        "unit": unit,
        "name": names.get(unit.pk, unit.code),
        "places": [(each, names.get(each.pk, each.code)) for each in places],
        "said": said,
        "wrong": wrong,
        "desks": desks_for(unit),
        "people": PEOPLE.values(),
        "heats": range(1, 6),
        "weeks": [round_up(unit, week - DAYS), round_up(unit, week)] if may_count(unit, request.user) else [],
        "mine": _mine(request, unit),
        "again": bool(request.FILES),
    }
    return render(request, "voice/report.html", context, status=422 if wrong else 200)


def reporting(request: Request) -> HttpResponse:
    """What was heard is written down; the page's own script sends what waited without a line."""
    unit = _place(request, request.POST.get("unit", request.GET.get("dv", ""))[:30])
    if request.method != "POST":
        return _page(request, unit, Said(secrets.token_hex(16), "", ""))
    sent, heat = request.POST, request.POST.get("heat", "")
    said = Said(
        once=sent.get("form_key", "")[:32],
        text=sent.get("text", ""),
        reader=sent.get("reader", "")[:30],
        people=sent.get("people", "")[:8],
        heat=int(heat) if heat in ("1", "2", "3", "4", "5") else 0,
    )
    scripted = SCRIPTED in request.headers
    try:
        said = replace(said, enclosed=tuple(enclosed(request.FILES.getlist("photos"), [])))
        report(unit=unit, said=said, signed="signed" in sent, by=request.user)
    except RefusedError as wrong:
        if scripted:
            return JsonResponse({"wrong": [str(reason.text) for reason in wrong.reasons]}, status=422)
        return _page(request, unit, said, wrong)
    if scripted:
        return JsonResponse({"taken": said.once})
    messages.success(request, _("It is with the desk. The answer will stand below."))
    return redirect(f"{request.path}?dv={unit.code}")


@require_POST
def week(request: Request) -> HttpResponse:
    """A week is confirmed."""
    unit = _place(request, request.POST.get("unit", "")[:30])
    day: dt.date | None = read_iso(request.POST.get("week", ""))
    if day is None:
        raise Http404
    try:
        confirm_week(unit=unit, week=day, by=request.user)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    else:
        messages.success(request, _("Confirmed."))
    return redirect(f"{reverse('report')}?dv={unit.code}")


@require_safe
def worker(request: Request) -> HttpResponse:
    """The script that keeps the page on the phone for when there is no line."""
    return render(request, "voice/worker.js", content_type="text/javascript")
