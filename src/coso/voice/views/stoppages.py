"""Work stoppages, what was known before them, how the score would have done, and the blank form of a report."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.forms import render_form, submitted
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.duties.models import Duty
from coso.lib import clock
from coso.register.managers import is_manager_at, managed_paths
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.visibility import may
from coso.triage.terms import TOPICS
from coso.voice.duties import HEADS_UP
from coso.voice.forms import SettleForm, StoppageForm
from coso.voice.models import Stoppage
from coso.voice.permissions import ANSWER, READ, STOPPAGES
from coso.voice.replay import on_record, replay
from coso.voice.services import stoppages
from coso.voice.words import SIZES


def _place(request: Request, code: str, permission: str) -> tuple[Unit, str]:
    unit = get_object_or_404(Unit.objects.visible_to(request.user, permission), code=code)
    if is_manager_at(request.user, unit):
        raise Http404
    return unit, unit_names([unit.pk], request.day).get(unit.pk, unit.code)


def stoppage_new(request: Request, code: str) -> HttpResponse:
    """Records a stoppage at a workplace."""
    unit, name = _place(request, code, STOPPAGES)
    form = StoppageForm(request.POST or None)
    done = submitted(
        request,
        form if not request.past else None,
        lambda sent: stoppages.record_stoppage(unit=unit, by=request.user, **sent.cleaned_data),
        done=_("Recorded. Unions of the zone and sector are asked to look at home."),
        to=lambda made: reverse("stoppage", args=[made.pk]),
    )
    context = {"form": form, "title": _("A work stoppage"), "verb": _("Record it"), "name": name}
    return done or render_form(
        request, "voice/stoppage_new.html", context | {"back": reverse("place", args=[code])}, form
    )


def _owed(request: Request, row: Stoppage) -> list[Duty]:
    """What unions of the reader still owe about a stoppage nearby."""
    owed = Duty.objects.still_open().filter(kind=HEADS_UP, subject=row.pk).select_related("unit")
    return [duty for duty in owed if may(request.user, ANSWER, duty.unit)]


def _seen(request: Request, key: uuid.UUID) -> tuple[Stoppage, bool]:
    """A stoppage that the reader may know of, and whether its place and figure, too."""
    row = get_object_or_404(Stoppage.objects.select_related("unit"), pk=key)
    whole = may(request.user, STOPPAGES, row.unit)
    asked = Duty.objects.filter(kind=HEADS_UP, subject=row.pk).select_related("unit")
    if managed_paths(request.user) or not (whole or any(may(request.user, ANSWER, each.unit) for each in asked)):
        raise Http404
    return row, whole


def stoppage(request: Request, key: uuid.UUID) -> HttpResponse:
    """A stoppage: to officers with its place and what it came to, to unions nearby what it is about."""
    row, whole = _seen(request, key)
    form = None
    done = None
    if whole:
        form = SettleForm(request.POST or None, stoppage=row)
        done = submitted(
            request,
            form if not request.past else None,
            lambda sent: stoppages.settle(stoppage=row, by=request.user, **sent.facts),
            done=_("Noted."),
            to=reverse("stoppage", args=[key]),
        )
    elif request.method == "POST":
        raise Http404
    context = {
        "row": row,
        "whole": whole,
        "name": unit_names([row.unit_id], clock.today()).get(row.unit_id, "") if whole else "",
        "topics": [str(TOPICS[topic]) for topic in row.topics if topic in TOPICS],
        "size": SIZES.get(row.size, "") if whole else "",
        "form": form if not request.past else None,
        "owed": [] if whole else _owed(request, row),
    }
    return done or render_form(request, "voice/stoppage.html", context, form)


@require_POST
def stoppage_look(request: Request, key: uuid.UUID) -> HttpResponse:
    """A union nearby has looked at home."""
    row, _whole = _seen(request, key)
    for duty in _owed(request, row):
        try:
            stoppages.look(stoppage=row, unit=duty.unit, by=request.user)
            messages.success(request, _("Noted: you have looked at home."))
        except RefusedError as wrong:
            messages.error(request, str(wrong))
    return redirect("places")


def place_replay(request: Request, code: str) -> HttpResponse:
    """What was known when at a place, and who acted."""
    unit, name = _place(request, code, READ)
    stopped = Stoppage.objects.filter(unit=unit, day__lte=request.day).order_by("-day").first()
    last = stopped.day if stopped and request.GET.get("den") == "ngung-viec" else request.day
    context = {"unit": unit, "name": name, "days": replay(request.user, unit, last), "last": last, "stopped": stopped}
    return render(request, "voice/replay.html", context)


def places_test(request: Request) -> HttpResponse:
    """How the score would have done on what is recorded."""
    if not may(request.user, STOPPAGES):
        raise Http404
    return render(request, "voice/backtest.html", {"found": on_record(request.user, request.day)})


def report_form(request: Request) -> HttpResponse:
    """What the rules on secrets say; then the blank form of a report, to print and fill in by hand."""
    if not may(request.user, READ) or managed_paths(request.user):
        raise Http404
    blank = request.GET.get("in") == "1"
    return render(request, "voice/report_blank.html" if blank else "voice/report_rules.html")
