"""What the pages of a sheet share: fetching through sight, rights, the context, a line shown again."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.grading.chain import DONE, KINDS
from coso.grading.clusters import cluster_of
from coso.grading.evidence import late_entries
from coso.grading.findings import findings_of
from coso.grading.models import Sheet, SheetLine
from coso.grading.papers.subjects import SheetSubject
from coso.grading.permissions import EVIDENCE
from coso.grading.questions import Question, about_other, about_share
from coso.grading.reads import LineView, SheetView, line_view, sheet_view
from coso.grading.services.guards import managing_unit, may_act, typed_for
from coso.grading.services.proofs import LineProofs
from coso.grading.services.scoring import AnotherValueError, LooksLikeShareError
from coso.grading.services.suggesting import may_suggest
from coso.grading.sheet_filters import choose_lines, show_changes
from coso.lib import clock
from coso.papers.attachments.kinds import ACCEPT, PHOTOS
from coso.papers.attachments.proof_reads import proofs_about
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.visibility import may
from coso.rubrics.specs import grammar_of
from coso.rubrics.words import words

WEEK = dt.timedelta(days=7)
UNION = ("unit", "round__rubric", "round__unit", "signed_page")


def get_sheet(request: Request, key: uuid.UUID) -> Sheet:
    """A sheet that the reader may see, else 404; at its step that of a union of the reader's own cluster, too."""
    found = Sheet.objects.visible_to(request.user, "grading.see")
    return get_object_or_404(found.select_related(*UNION), pk=key)


def get_line(request: Request, key: uuid.UUID, permission: str = EVIDENCE) -> SheetLine:
    """A line of a sheet whose evidence the reader may see, else 404; with "grading.see", as `get_sheet`."""
    found = SheetLine.objects.visible_to(request.user, permission)
    return get_object_or_404(found.select_related(*(f"sheet__{name}" for name in UNION)), pk=key)


def about(request: Request, row: Sheet) -> dict[str, Any]:
    """What every page of a sheet says: the union, its managing union, the rubric."""
    above = above_of(request, row).id
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
        **_week(),
    }


def rights(request: Request, view: SheetView) -> dict[str, Any]:
    """What the reader may do with the sheet now; `behind`: open the evidence, the papers, the poll."""
    row, user = view.sheet, request.user
    enters = bool(row.entered_for) and may(user, "grading.enter_for", row.unit)
    may_score = enters or may(user, "grading.score", row.unit)
    acts = row.step in KINDS and may_act(user, row, row.step)
    return {
        "scoring": view.at_self and may_score and not request.past,
        "supplementing": view.at_appraisal and may_score and not request.past,
        "appraising": view.at_appraisal and acts and not request.past,
        "may_submit": view.at_self and (enters or acts) and not request.past,
        "suggesting": view.at_cluster and not request.past and may_suggest(user, row),
        "may_move": row.step in ("cluster", "submit", "review", "council") and acts and not request.past,
        "locked": may_score and not view.at_self,
        "may_hand_back": view.at_self and bool(row.entered_for) and (enters or acts) and not request.past,
        "own_hand": view.at_appraisal and typed_for(user, row),
        "behind": may(user, EVIDENCE, row.unit),
    }


def _may_enter(request: Request, view: SheetView) -> bool:
    if not view.at_self or view.sheet.entered_for or request.past:
        return False
    return may(request.user, "grading.enter_for", above_of(request, view.sheet))


def above_of(request: Request, row: Sheet) -> Unit:
    """The managing union of today, looked up once a request."""
    known: dict[uuid.UUID, Unit] = vars(request).setdefault("managing_units", {})
    if row.unit_id not in known:
        known[row.unit_id] = managing_unit(row.unit, clock.today())
    return known[row.unit_id]


def whole(request: Request, row: Sheet) -> dict[str, Any]:
    """The context of the page of a sheet: every line with its proofs, its changes, and what came in late."""
    view = sheet_view(row)
    for each in view.lines:
        each.line.sheet = row
    can = rights(request, view)
    if can["behind"]:
        show_proofs(view.lines)
    if not view.at_self:
        show_changes(view)
    if row.step != DONE:
        late = late_entries(row.round, view.lines)
        for each in view.lines:
            each.late = late.get(each.line.code, 0)
    tabs = choose_lines(view, request.GET.get("xem", ""))
    cluster = cluster_of(row, request.user, request.day) if view.has_cluster else None
    around = {**findings_of(row), "tabs": tabs, "cluster": cluster, "may_enter": _may_enter(request, view)}
    return {**about(request, row), "view": view, **can, **around, "papers": SheetSubject(row)}


def show_proofs(views: Iterable[LineView]) -> None:
    """Puts the proofs of some lines on their views."""
    by_line = {view.line.pk: view for view in views}
    for line, shown in proofs_about(LineProofs.key, by_line):
        (by_line[line].withdrawn if shown.withdrawn else by_line[line].proofs).append(shown)


def one(request: Request, row: Sheet, key: uuid.UUID) -> dict[str, Any]:
    """The context of one line that takes its place again on an open page: of the sheet only what moves with it."""
    view = sheet_view(row)
    each = _line_in(view, key)
    each.line.sheet = row
    can = rights(request, view)
    if can["behind"]:
        show_proofs([each])
    if not view.at_self:
        show_changes(view)
    if row.step != DONE:
        each.late = late_entries(row.round, [each]).get(each.line.code, 0)
    group = next(group for group in view.groups if each in group.lines)
    around = {"group": group, "tabs": choose_lines(view, _tab_in(request))}
    return {"sheet": row, "view": view, "each": each, **can, **around, "accept": ACCEPT, **_week()}


def _tab_in(request: Request) -> str:
    """The tab of the page on which a line takes its place again."""
    return parse_qs(urlsplit(request.htmx.current_url or "").query).get("xem", [""])[0]


def _line_in(view: SheetView, key: uuid.UUID) -> LineView:
    return next(each for each in view.lines if each.line.pk == key)


def _week() -> dict[str, str]:
    return {"in_a_week": (clock.today() + WEEK).isoformat()}


def answer(request: Request, line: SheetLine, deed: Callable[[], object], side: str = "") -> HttpResponse:
    """Does a deed on a line and shows the line again, with what went wrong or is asked beside what was typed."""
    error, question = "", None
    try:
        deed()
    except AnotherValueError as wrong:
        question = about_other(wrong, get_line(request, line.pk, "grading.see"), request.POST.dict())
    except LooksLikeShareError as wrong:
        question = about_share(wrong, request.POST.dict())
    except RefusedError as wrong:
        error = str(wrong)
    if not request.htmx and not (error or question):
        return redirect("sheet", line.sheet_id)
    return _again(request, line, error, question, side)


def _again(request: Request, line: SheetLine, error: str, question: Question | None, side: str) -> HttpResponse:
    context = one(request, line.sheet, line.pk) if request.htmx else whole(request, get_sheet(request, line.sheet_id))
    each = _line_in(context["view"], line.pk)
    each.error, each.question, each.side = error, question, side
    each.typed, each.reason = request.POST.get("points", ""), request.POST.get("reason", "")
    each.note = request.POST.get("note", "")
    each.saved = not (error or question)
    if request.htmx:
        return render(request, "grading/line.html", {**context, "again": True})
    messages.error(request, f"{line.code}: {error or (question.text if question else '')}")
    return render(request, "grading/sheet.html", context, status=422)


def alone(request: Request, line: SheetLine) -> LineView:
    """One line with its proofs, for the pages of a single line."""
    view = line_view(line, grammar_of(line.sheet.round.rubric), line.sheet.variant)
    show_proofs([view])
    return view
