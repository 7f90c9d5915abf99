"""One sheet: the union scores it, the managing union appraises it, each cell saving by itself."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coso.access.forms import day_sent
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.access.sure import ask_first
from coso.grading.chain import APPRAISE, CLUSTER, KINDS
from coso.grading.clusters import cluster_of
from coso.grading.models import Sheet, SheetLine
from coso.grading.services.appraisal import (
    accept_agreeing,
    appraise_line,
    ask_supplement,
    finish_appraisal,
    move_on,
    return_sheet,
)
from coso.grading.services.deadlines import day_within
from coso.grading.services.entering import attach_signed_page, enter_for, hand_back
from coso.grading.services.findings import record_finding, withdraw_finding
from coso.grading.services.scoring import ANY, confirm_proposals, place_of, read_cell, score_line, submit_sheet
from coso.grading.services.suggesting import agree_with_own, suggest_points
from coso.grading.services.supplements import answer_request
from coso.grading.views.sheet_context import about, answer, get_line, get_sheet, whole
from coso.grading.views.sure import before_deed
from coso.lib import clock
from coso.lib.points import read_points
from coso.register.names import unit_names


def sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """A sheet, open to whoever may do the next thing with it, to read for the others; `?xem=` shows some lines."""
    row = get_sheet(request, key)
    if row.why_not:
        return render(request, "grading/not_graded.html", about(request, row))
    return render(request, "grading/sheet.html", whole(request, row))


def _seen(request: Request) -> Any:
    if "seen" not in request.POST:
        return ANY
    return read_points(request.POST["seen"]) if request.POST["seen"] else None


@require_POST
def score(request: Request, key: uuid.UUID) -> HttpResponse:
    """The union's side of a line: points, level, none, note."""
    line = get_line(request, key)
    seen = _seen(request)
    return answer(
        request, line, lambda: score_line(line=line, by=request.user, seen=seen, **_said(request, line)), "own"
    )


def _said(request: Request, line: SheetLine) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if "points" in request.POST:
        said["points"] = read_cell(request.POST["points"], place_of(line), sure="sure" in request.POST)
    if "level" in request.POST:
        said["level"] = request.POST["level"]
    if "note" in request.POST:
        said["note"] = request.POST["note"].strip()
    if "none_shown" in request.POST and ("none" in request.POST) != line.none:
        said["none"] = "none" in request.POST
    return said


@require_POST
def appraise(request: Request, key: uuid.UUID) -> HttpResponse:
    """The appraiser's side of a line: points and the reason where they change."""
    line = get_line(request, key)

    def deed() -> None:
        typed = request.POST.get("points", "")
        sure = "sure" in request.POST
        points = line.own if "keep" in request.POST else read_cell(typed, place_of(line), sure=sure)
        reason = request.POST.get("reason", "")
        appraise_line(line=line, points=points, reason=reason, by=request.user, seen=_seen(request))

    return answer(request, line, deed, "appraised")


@require_POST
def suggest(request: Request, key: uuid.UUID) -> HttpResponse:
    """The cluster's side of a line: the points that its lead suggests, and a note."""
    line = get_line(request, key, "grading.see")

    def deed() -> None:
        typed, sure = request.POST.get("points", ""), "sure" in request.POST
        points = line.own if "keep" in request.POST else read_cell(typed, place_of(line), sure=sure)
        suggest_points(line=line, points=points, note=request.POST.get("note"), by=request.user, seen=_seen(request))

    return answer(request, line, deed, "cluster")


@require_POST
def ask(request: Request, key: uuid.UUID) -> HttpResponse:
    """A request for a supplement of one line."""
    line = get_line(request, key)

    def deed() -> None:
        due = day_sent(request, "due", missing=_("Say by which day."))
        ask_supplement(line=line, text=request.POST.get("text", ""), due=due, by=request.user)

    return answer(request, line, deed)


@require_POST
def answering(request: Request, key: uuid.UUID) -> HttpResponse:
    """The union's answer to a request, with a photo or a file if it has one."""
    line = get_line(request, key)
    said, file = request.POST.get("answer", ""), request.FILES.get("file")
    return answer(request, line, lambda: answer_request(line=line, answer=said, upload=file, by=request.user))


RETURN = dt.timedelta(days=7)
DEEDS: dict[str, Callable[[Request, Sheet], object]] = {
    "confirm": lambda request, row: confirm_proposals(sheet=row, by=request.user),
    "submit": lambda request, row: submit_sheet(sheet=row, by=request.user),
    "accept": lambda request, row: accept_agreeing(sheet=row, by=request.user),
    "finish": lambda request, row: finish_appraisal(sheet=row, by=request.user),
    "agree": lambda request, row: agree_with_own(sheet=row, by=request.user),
    "move": lambda request, row: move_on(
        sheet=row, minute=request.POST.get("minute", ""), at=request.POST.get("at", ""), by=request.user
    ),
    "enter": lambda request, row: enter_for(sheet=row, why=request.POST.get("why", ""), by=request.user),
    "hand_back": lambda request, row: hand_back(sheet=row, by=request.user),
    "sign": lambda request, row: attach_signed_page(
        sheet=row, upload=request.FILES.get("signed_page"), by=request.user
    ),
    "find": lambda request, row: record_finding(
        sheet=row, gate=request.POST.get("gate", ""), minutes=request.POST.get("minutes", ""), by=request.user
    ),
    "unfind": lambda request, row: withdraw_finding(
        sheet=row, gate=request.POST.get("gate", ""), why=request.POST.get("why", ""), by=request.user
    ),
    "return": lambda request, row: return_sheet(
        sheet=row, why=request.POST.get("why", ""), due=day_within(row, APPRAISE, RETURN), by=request.user
    ),
}

TOLD = {
    "confirm": gettext_lazy("Kept as the records propose: {n} lines."),
    "submit": gettext_lazy("Sent: the score sheet of {unit}. Now: {step}."),
    "accept": gettext_lazy("Kept as the union scored, in agreement with the records: {n} lines."),
    "finish": gettext_lazy("Finished: the appraisal of {unit}. Now: {step}."),
    "agree": gettext_lazy("Suggested as the union scored: {n} lines."),
    "move": gettext_lazy("Passed on: the sheet of {unit}. Now: {step}."),
    "enter": gettext_lazy("The sheet of {unit} is entered on its behalf from now on."),
    "hand_back": gettext_lazy("Handed back: {unit} types its sheet itself."),
    "sign": gettext_lazy("Attached: the signed page of {unit}."),
    "find": gettext_lazy("Recorded: a finding about {unit} that caps its level."),
    "unfind": gettext_lazy("Withdrawn: a finding about {unit}."),
    "return": gettext_lazy("Returned to be scored again: the sheet of {unit}."),
}


def _told(what: str, row: Sheet, made: object) -> str:
    """What was done, in words: to whose sheet, on how many lines, where it stands now."""
    step = Sheet.objects.values_list("step", flat=True).get(pk=row.pk)
    unit = unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code)
    now = KINDS[step].text if step in KINDS else _("Published")
    return str(TOLD[what]).format(unit=unit, n=made if isinstance(made, int) else "", step=now)


@require_POST
def deed(request: Request, key: uuid.UUID) -> HttpResponse:
    """Something done with a whole sheet; a refusal is told above it, each reason with its line."""
    row = get_sheet(request, key)
    name = request.POST.get("what", "")
    before = before_deed(request, row, name)
    if before and (asked := ask_first(request, before)):
        return asked
    what = DEEDS.get(name)
    try:
        if what is None:
            raise RefusedError(_("This cannot be done here."))
        made = what(request, row)
        messages.success(request, _told(name, row, made))
    except RefusedError as wrong:
        for reason in wrong.reasons[:6]:
            messages.error(request, str(reason.text))
        if len(wrong.reasons) > 6:
            messages.error(request, _("… and {n} more.").format(n=len(wrong.reasons) - 6))
    return _onward(request, row)


def _onward(request: Request, row: Sheet) -> HttpResponse:
    """Back to the sheet; one that a cluster passed on is out of its lead's sight: on to the others of the cluster."""
    seen = Sheet.objects.visible_to(request.user, "grading.see").filter(pk=row.pk)
    if row.step != CLUSTER or seen.exists():
        return redirect("sheet", row.pk)
    found = cluster_of(row, request.user, request.day)
    return redirect("cluster", found.key) if found else redirect("home")
