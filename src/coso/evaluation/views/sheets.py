"""One sheet: the union scores it, the managing union appraises it, each cell saving by itself."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.evaluation.chain import KINDS
from coso.evaluation.filling import grammar_of
from coso.evaluation.models import Line, Sheet
from coso.evaluation.reads import LineView, SheetView, line_view, sheet_view, unit_names, words
from coso.evaluation.services.appraisal import (
    accept_agreeing,
    appraise_line,
    ask_supplement,
    finish_appraisal,
    move_on,
    return_sheet,
)
from coso.evaluation.services.gate import acting_unit, managing_unit
from coso.evaluation.services.scoring import (
    ANY,
    answer_request,
    confirm_proposals,
    enter_for,
    place_of,
    read_cell,
    score_line,
    submit_sheet,
)
from coso.lib.dates import read_iso
from coso.lib.points import read_points
from coso.register.sight import may


def _sheet(request: Request, key: uuid.UUID, permission: str = "evaluation.see") -> Sheet:
    found = Sheet.objects.visible_to(request.user, permission)
    return get_object_or_404(found.select_related("unit", "round__rubric", "round__unit"), pk=key)


def _line(request: Request, key: uuid.UUID) -> Line:
    found = Line.objects.visible_to(request.user, "evaluation.see")
    return get_object_or_404(found.select_related("sheet__unit", "sheet__round__rubric", "sheet__round__unit"), pk=key)


def sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """A sheet, open to whoever may do the next thing with it, to read for the others."""
    row = _sheet(request, key)
    if row.why_not:
        return render(request, "evaluation/not_graded.html", _about(request, row))
    view = sheet_view(row)
    return render(request, "evaluation/sheet.html", {**_about(request, row), "view": view, **_rights(request, view)})


def _about(request: Request, row: Sheet) -> dict[str, Any]:
    names = unit_names([row.unit_id, managing_unit(row.unit, timezone.localdate()).id], request.day)
    grammar = grammar_of(row.round.rubric)
    return {
        "sheet": row,
        "name": names.get(row.unit_id, row.unit.code),
        "managing": names.get(managing_unit(row.unit, timezone.localdate()).id, ""),
        "rubric": row.round.rubric,
        "notice": words(grammar, "notice"),
        "bands": {band.key: words(band) for band in grammar.bands},
    }


def _rights(request: Request, view: SheetView) -> dict[str, Any]:
    row, user = view.sheet, request.user
    scorer = may(user, "evaluation.enter_for" if row.entered_for else "evaluation.score", row.unit)
    acts = row.step in KINDS and may(user, KINDS[row.step].permission, acting_unit(row, row.step))
    return {
        "scoring": view.at_self and scorer and not request.past,
        "supplementing": view.at_appraisal and may(user, "evaluation.score", row.unit) and not request.past,
        "appraising": view.at_appraisal and acts and not request.past,
        "may_submit": view.at_self and (scorer if row.entered_for else acts) and not request.past,
        "may_move": row.step in ("cluster", "submit", "review", "council") and acts and not request.past,
        "may_enter": view.at_self and not (row.entered_for or request.past) and _manages(request, row),
    }


def _manages(request: Request, row: Sheet) -> bool:
    return may(request.user, "evaluation.enter_for", managing_unit(row.unit, timezone.localdate()))


def _answer(request: Request, line: Line, deed: Callable[[], object]) -> HttpResponse:
    """Does a deed on a line and shows the line again, with what went wrong beside what was typed."""
    error = ""
    try:
        deed()
    except RefusedError as wrong:
        error = str(wrong)
    fresh = _line(request, line.pk)
    view = line_view(fresh, grammar_of(fresh.sheet.round.rubric), fresh.sheet.variant)
    view.error, view.typed, view.saved = error, request.POST.get("points", ""), not error
    if not request.htmx:
        if error:
            messages.error(request, f"{line.code}: {error}")
        return redirect("sheet", line.sheet_id)
    return _line_again(request, fresh.sheet, view)


def _line_again(request: Request, row: Sheet, view: LineView) -> HttpResponse:
    whole = sheet_view(row)
    context = {**_about(request, row), **_rights(request, whole), "each": view, "view": whole, "again": True}
    return render(request, "evaluation/line.html", context)


def _seen(request: Request) -> Any:
    if "seen" not in request.POST:
        return ANY
    return read_points(request.POST["seen"]) if request.POST["seen"] else None


@require_POST
def score(request: Request, key: uuid.UUID) -> HttpResponse:
    """The union's side of a line: points, level, none, note."""
    line = _line(request, key)
    seen = _seen(request)
    return _answer(request, line, lambda: score_line(line=line, by=request.user, seen=seen, **_said(request, line)))


def _said(request: Request, line: Line) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if "points" in request.POST:
        said["points"] = read_cell(request.POST["points"], place_of(line))
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
    line = _line(request, key)

    def deed() -> None:
        points = line.own if "keep" in request.POST else read_cell(request.POST.get("points", ""), place_of(line))
        reason = request.POST.get("reason", "")
        appraise_line(line=line, points=points, reason=reason, by=request.user, seen=_seen(request))

    return _answer(request, line, deed)


@require_POST
def ask(request: Request, key: uuid.UUID) -> HttpResponse:
    """A request for a supplement of one line."""
    line = _line(request, key)

    def deed() -> None:
        due = read_iso(request.POST.get("due", ""))
        if due is None:
            raise RefusedError(_("Say by which day."))
        ask_supplement(line=line, text=request.POST.get("text", ""), due=due, by=request.user)

    return _answer(request, line, deed)


@require_POST
def answer(request: Request, key: uuid.UUID) -> HttpResponse:
    """The union's answer to a request."""
    line = _line(request, key)
    said = request.POST.get("answer", "")
    return _answer(request, line, lambda: answer_request(line=line, answer=said, by=request.user))


RETURN = dt.timedelta(days=7)
DEEDS: dict[str, Callable[[Request, Sheet], object]] = {
    "confirm": lambda request, row: confirm_proposals(sheet=row, by=request.user),
    "submit": lambda request, row: submit_sheet(sheet=row, by=request.user),
    "accept": lambda request, row: accept_agreeing(sheet=row, by=request.user),
    "finish": lambda request, row: finish_appraisal(sheet=row, by=request.user),
    "move": lambda request, row: move_on(sheet=row, by=request.user),
    "enter": lambda request, row: enter_for(sheet=row, why=request.POST.get("why", ""), by=request.user),
    "return": lambda request, row: return_sheet(
        sheet=row, why=request.POST.get("why", ""), due=timezone.localdate() + RETURN, by=request.user
    ),
}


@require_POST
def deed(request: Request, key: uuid.UUID) -> HttpResponse:
    """Something done with a whole sheet; a refusal is told above it, each reason with its line."""
    row = _sheet(request, key)
    what = DEEDS.get(request.POST.get("what", ""))
    try:
        if what is None:
            raise RefusedError(_("This cannot be done here."))
        what(request, row)
        messages.success(request, _("Done."))
    except RefusedError as wrong:
        for reason in wrong.reasons[:6]:
            messages.error(request, str(reason.text))
        if len(wrong.reasons) > 6:
            messages.error(request, _("… and {n} more.").format(n=len(wrong.reasons) - 6))
    return redirect("sheet", key)
