"""The poll of a sheet for those who run it: opening, printing slips, counting paper, closing, the result."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coso.access.forms import attempt
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute
from coso.ballots.models import OPEN
from coso.grading.models import Poll, Sheet
from coso.grading.permissions import EVIDENCE
from coso.grading.poll.forms import MeetingForm, PaperForm
from coso.grading.poll.reads import poll_view
from coso.grading.poll.services.counting import count_paper, record_meeting
from coso.grading.poll.services.running import close_poll, open_poll, print_slips, renew_poll, void_slips
from coso.lib import clock
from coso.lib.codes import bare
from coso.lib.dates import read_iso
from coso.register.names import unit_names
from coso.register.sight import may

USUAL = dt.timedelta(days=14)


def sheet_seen(request: Request, key: uuid.UUID, permission: str) -> Sheet:
    """The sheet, if the reader may see it so; else 404."""
    found = Sheet.objects.visible_to(request.user, permission).select_related("unit", "round__rubric")
    return get_object_or_404(found, pk=key)


def about_poll(request: Request, row: Sheet) -> dict[str, Any]:
    """What the pages of a poll show."""
    name = unit_names([row.unit_id], request.day).get(row.unit_id, row.unit.code)
    runs = may(request.user, "grading.poll", row.unit) and not request.past
    return {"sheet": row, "name": name, "view": poll_view(row), "runs": runs}


def poll(request: Request, key: uuid.UUID) -> HttpResponse:
    """Where the poll of a sheet stands, and what can be done next."""
    about = about_poll(request, sheet_seen(request, key, EVIDENCE))
    last = clock.today() + USUAL
    return render(request, "grading/poll/poll.html", {**about, "today": clock.today(), "last": last})


def _do(request: Request, key: uuid.UUID, deed: Callable[[Sheet], object], done: str) -> HttpResponse:
    row = sheet_seen(request, key, "grading.poll")
    try:
        deed(row)
        messages.success(request, done)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect("poll", key)


def poll_of(row: Sheet) -> Poll:
    """The poll of a sheet; else 404."""
    found = get_object_or_404(Poll.objects.select_related("ballot"), sheet=row)
    found.sheet = row
    return found


@require_POST
def poll_open(request: Request, key: uuid.UUID) -> HttpResponse:
    """Opens the poll until a last day."""

    def deed(row: Sheet) -> None:
        open_poll(sheet=row, last=_last_day(request), by=request.user)

    return _do(request, key, deed, _("The poll is open. Print the slips next."))


def _last_day(request: Request) -> dt.date:
    last = read_iso(request.POST.get("last", ""))
    if last is None:
        raise RefusedError(_("Say by which day."))
    return last


@require_POST
def poll_renew(request: Request, key: uuid.UUID) -> HttpResponse:
    """Opens a poll anew whose key is gone."""

    def deed(row: Sheet) -> None:
        renew_poll(poll=poll_of(row), last=_last_day(request), by=request.user)

    return _do(request, key, deed, _("The poll is open anew. The old slips are void; print new ones."))


@require_POST
def poll_close(request: Request, key: uuid.UUID) -> HttpResponse:
    """Closes the poll for good."""
    return _do(request, key, lambda row: close_poll(poll=poll_of(row), by=request.user), _("The poll is closed."))


@require_POST
def poll_void(request: Request, key: uuid.UUID) -> HttpResponse:
    """Voids every slip."""
    why = request.POST.get("why", "")
    done = _("Every slip is void; new ones can be printed.")
    return _do(request, key, lambda row: void_slips(poll=poll_of(row), why=why, by=request.user), done)


@require_POST
@never_cache
def poll_print(request: Request, key: uuid.UUID) -> HttpResponse:
    """New slips as pages to print and cut: the only time that their codes are seen."""
    row = sheet_seen(request, key, "grading.poll")
    held = poll_of(row)
    said = request.POST.get("count", "")
    try:
        codes = print_slips(poll=held, count=int(said) if said.isdecimal() and len(said) < 7 else 0, by=request.user)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
        return redirect("poll", key)
    slips = [(code, _square(code)) for code in codes]
    address = absolute(reverse("slip"))
    context = {**about_poll(request, row), "poll": held, "slips": slips, "address": address}
    return render(request, "grading/poll/slips.html", context)


def _square(code: str) -> str:
    address = absolute(reverse("slip_code", args=[bare(code)]))
    square: str = segno.make(address, error="m").svg_inline(scale=2, border=2, omitsize=True)
    return square


def poll_count(request: Request, key: uuid.UUID) -> HttpResponse:
    """Paper ballots counted in by minutes."""
    row = sheet_seen(request, key, "grading.poll")
    about = about_poll(request, row)
    held = about["view"].poll
    if held is None or held.ballot.state != OPEN:
        return redirect("poll", key)
    form = PaperForm(request.POST or None, asked=about["view"].asked, today=clock.today())
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: bool(count_paper(poll=held, by=request.user, **form.facts))):
        messages.success(request, _("The paper ballots are counted in."))
        return redirect("poll", key)
    return render(request, "grading/poll/paper.html", {**about, "form": form}, status=422 if form.errors else 200)


def poll_meeting(request: Request, key: uuid.UUID) -> HttpResponse:
    """A recorded meeting in place of a poll."""
    row = sheet_seen(request, key, "grading.poll")
    about = about_poll(request, row)
    if about["view"].state != "small":
        return redirect("poll", key)
    form = MeetingForm(request.POST or None, asked=about["view"].asked, today=clock.today())
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: bool(record_meeting(sheet=row, by=request.user, **form.facts))):
        messages.success(request, _("The meeting is recorded."))
        return redirect("poll", key)
    return render(request, "grading/poll/meeting.html", {**about, "form": form}, status=422 if form.errors else 200)
