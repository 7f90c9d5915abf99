"""What the pages of a sheet share: fetching through sight, rights, the context, a line shown again."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.documents.kinds import ACCEPT, PHOTOS
from coso.evaluation.chain import DONE, KINDS
from coso.evaluation.evidence import late_entries
from coso.evaluation.filling import grammar_of
from coso.evaluation.models import Line, Sheet
from coso.evaluation.proof_reads import show_proofs
from coso.evaluation.questions import Question, about_other, about_share
from coso.evaluation.reads import LineView, SheetView, line_view, sheet_view, unit_names, words
from coso.evaluation.services.gate import acting_unit, managing_unit
from coso.evaluation.services.scoring import AnotherValueError, LooksLikeShareError
from coso.evaluation.sheet_filters import choose_lines, show_changes
from coso.register.models import Unit
from coso.register.sight import may

WEEK = dt.timedelta(days=7)
UNION = ("unit", "round__rubric", "round__unit", "signed_page")


def get_sheet(request: Request, key: uuid.UUID) -> Sheet:
    """A sheet that the reader may see, else 404."""
    found = Sheet.objects.visible_to(request.user, "evaluation.see")
    return get_object_or_404(found.select_related(*UNION), pk=key)


def get_line(request: Request, key: uuid.UUID) -> Line:
    """A line that the reader may see, else 404."""
    found = Line.objects.visible_to(request.user, "evaluation.see")
    return get_object_or_404(found.select_related(*(f"sheet__{name}" for name in UNION)), pk=key)


def about(request: Request, row: Sheet) -> dict[str, Any]:
    """What every page of a sheet says: the union, its managing union, the rubric."""
    above = _above(request, row).id
    names = unit_names([row.unit_id, above], request.day)
    grammar = grammar_of(row.round.rubric)
    return {
        "sheet": row,
        "name": names.get(row.unit_id, row.unit.code),
        "managing": names.get(above, ""),
        "rubric": row.round.rubric,
        "notice": words(grammar, "notice"),
        "bands": {band.key: words(band) for band in grammar.bands},
        "accept": ACCEPT,
        "photos": PHOTOS,
        "in_a_week": timezone.localdate() + WEEK,
    }


def rights(request: Request, view: SheetView) -> dict[str, Any]:
    """What the reader may do with the sheet now."""
    row, user = view.sheet, request.user
    scorer = may(user, "evaluation.score", row.unit)
    if row.entered_for:
        scorer = may(user, "evaluation.enter_for", row.unit)
    acts = row.step in KINDS and may(user, KINDS[row.step].permission, acting_unit(row, row.step))
    may_score = scorer or may(user, "evaluation.score", row.unit)
    return {
        "scoring": view.at_self and scorer and not request.past,
        "supplementing": view.at_appraisal and may_score and not request.past,
        "appraising": view.at_appraisal and acts and not request.past,
        "may_submit": view.at_self and (scorer if row.entered_for else acts) and not request.past,
        "may_move": row.step in ("cluster", "submit", "review", "council") and acts and not request.past,
        "may_enter": view.at_self and not (row.entered_for or request.past) and _manages(request, row),
        "locked": may_score and not view.at_self,
    }


def _manages(request: Request, row: Sheet) -> bool:
    return may(request.user, "evaluation.enter_for", _above(request, row))


def _above(request: Request, row: Sheet) -> Unit:
    """The managing union of today, looked up once a request."""
    known: dict[uuid.UUID, Unit] = vars(request).setdefault("managing_units", {})
    if row.unit_id not in known:
        known[row.unit_id] = managing_unit(row.unit, timezone.localdate())
    return known[row.unit_id]


def whole(request: Request, row: Sheet) -> dict[str, Any]:
    """The context of the page of a sheet: every line with its proofs, its changes, and what came in late."""
    view = sheet_view(row)
    for each in view.lines:
        each.line.sheet = row
    show_proofs(view.lines)
    if not view.at_self:
        show_changes(view)
    if row.step != DONE:
        late = late_entries(row.round, view.lines)
        for each in view.lines:
            each.late = late.get(each.line.code, 0)
    tabs = choose_lines(view, request.GET.get("xem", ""))
    return {**about(request, row), "view": view, "tabs": tabs, **rights(request, view)}


def answer(request: Request, line: Line, deed: Callable[[], object], side: str = "") -> HttpResponse:
    """Does a deed on a line and shows the line again, with what went wrong or is asked beside what was typed."""
    error, question = "", None
    try:
        deed()
    except AnotherValueError as wrong:
        question = about_other(wrong, get_line(request, line.pk), request.POST.dict())
    except LooksLikeShareError as wrong:
        question = about_share(wrong, request.POST.dict())
    except RefusedError as wrong:
        error = str(wrong)
    if not request.htmx and not (error or question):
        return redirect("sheet", line.sheet_id)
    return _again(request, line, error, question, side)


def _again(request: Request, line: Line, error: str, question: Question | None, side: str) -> HttpResponse:
    row = get_sheet(request, line.sheet_id)
    context = whole(request, row)
    each: LineView = next(view for view in context["view"].lines if view.line.pk == line.pk)
    each.error, each.question, each.side = error, question, side
    each.typed, each.reason = request.POST.get("points", ""), request.POST.get("reason", "")
    each.saved = not (error or question)
    if request.htmx:
        return render(request, "evaluation/line.html", {**context, "each": each, "again": True})
    messages.error(request, f"{line.code}: {error or (question.text if question else '')}")
    return render(request, "evaluation/sheet.html", context, status=422)


def alone(request: Request, line: Line) -> LineView:
    """One line with its proofs, for the pages of a single line."""
    view = line_view(line, grammar_of(line.sheet.round.rubric), line.sheet.variant)
    show_proofs([view])
    return view
