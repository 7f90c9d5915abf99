"""Papers of the grading year: printing them, issuing them with frozen figures, numbers, signed scans."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.grading.forms.deeds import LONGEST_NUMBER, NumberForm, ScanForm
from coso.grading.models import Decision, Round, Sheet
from coso.grading.papers.offers import SheetPaper, UnitPaper, forms_of, issuing_unit, papers_of, unit_papers
from coso.grading.permissions import EVIDENCE
from coso.grading.services.papers import issue_sheet_paper, issue_unit_paper
from coso.papers.models import Document
from coso.papers.sending import FORMS, send_paper
from coso.papers.services import ISSUE, attach_scan, next_number, paper_of, take_number, type_number
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.sight import may

SEE = "grading.see"


def _sheet(request: Request, key: uuid.UUID) -> Sheet:
    found = Sheet.objects.visible_to(request.user, EVIDENCE)
    return get_object_or_404(found.select_related("unit", "round__rubric", "round__unit"), pk=key)


def _round(request: Request, year: int, code: str) -> tuple[Round, Unit]:
    """The round of a year that `?lich=` names by its calendar, else the one opened first."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user, SEE), code=code)
    calendar = {"calendar": request.GET["lich"]} if request.GET.get("lich") else {}
    found = Round.objects.filter(year=year, **calendar).select_related("rubric", "unit").order_by("opened").first()
    if found is None:
        raise Http404
    return found, unit


def _of(round_: Round, url: str) -> str:
    return f"{url}?lich={round_.calendar}"


def _document(request: Request, key: uuid.UUID, permission: str = SEE) -> Document:
    found = Document.objects.visible_to(request.user, permission)
    return get_object_or_404(found.select_related("unit", "scan"), pk=key)


def _among(papers: list[Any], what: str, form: str) -> Any:
    """The paper of that key in that form, if it can be had; else 404."""
    for paper in papers:
        if paper.key == what and form in paper.forms:
            return paper
    raise Http404


def sheet_paper(request: Request, key: uuid.UUID, what: str, form: str) -> HttpResponse:
    """A paper of a sheet as it stands now."""
    sheet = _sheet(request, key)
    paper: SheetPaper = _among(papers_of(sheet), what, form)
    return send_paper(paper.build(sheet), FORMS[form])


def unit_paper(request: Request, year: int, code: str, what: str, form: str) -> HttpResponse:
    """A paper of an upper union as the round stands now."""
    round_, unit = _round(request, year, code)
    paper: UnitPaper = _among(unit_papers(round_, unit), what, form)
    return send_paper(paper.build(round_, unit), FORMS[form])


def document_file(request: Request, key: uuid.UUID, form: str) -> HttpResponse:
    """An issued paper with the figures it was issued with."""
    document = _document(request, key)
    if form not in forms_of(document.kind):
        raise Http404
    return send_paper(paper_of(document), FORMS[form])


def papers_of_sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """The papers of a sheet, those that can be printed and those that were issued."""
    sheet = _sheet(request, key)
    rows = [
        {
            "paper": paper,
            "links": _links("sheet_paper", [sheet.pk, paper.key], paper.forms),
            "may_issue": may(request.user, ISSUE, issuing_unit(paper, sheet)) and not request.past,
        }
        for paper in papers_of(sheet)
    ]
    name = unit_names([sheet.unit_id], request.day).get(sheet.unit_id, sheet.unit.code)
    context = {"rows": rows, "name": name, "round": sheet.round, "post_to": reverse("sheet_paper_issue", args=[key])}
    context |= {"rounds": [], "back": reverse("sheet", args=[key]), "back_text": _("Score sheet")}
    return _page(request, context, {sheet.pk: ""})


def papers_of_unit(request: Request, year: int, code: str) -> HttpResponse:
    """The papers of an upper union in a year's round."""
    round_, unit = _round(request, year, code)
    may_issue = may(request.user, ISSUE, unit) and not request.past
    rows = []
    for paper in unit_papers(round_, unit):
        links = [(label, _of(round_, url)) for label, url in _links("unit_paper", [year, code, paper.key], paper.forms)]
        rows.append({"paper": paper, "links": links, "may_issue": may_issue})
    name = unit_names([unit.pk], request.day).get(unit.pk, unit.code)
    post_to = _of(round_, reverse("unit_paper_issue", args=[year, code]))
    rounds = [(each, _of(each, "")) for each in Round.objects.filter(year=year).order_by("opened")]
    context = {"rows": rows, "name": name, "round": round_, "post_to": post_to, "rounds": rounds}
    context |= {"back": reverse("grading_year", args=[year]), "back_text": _("Targets 85 / 60")}
    typed = dict(Decision.objects.filter(round=round_).values_list("pk", "document"))
    return _page(request, context, {round_.pk: "", **typed}, unit)


def _links(name: str, arguments: list[Any], forms: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(FORMS[form].label, reverse(name, args=[*arguments, form])) for form in forms]


Subjects = dict[uuid.UUID, str]


def _page(request: Request, context: dict[str, Any], subjects: Subjects, unit: Unit | None = None) -> HttpResponse:
    """`subjects` are what the papers are about, each with the number that was typed for it elsewhere."""
    found = Document.objects.visible_to(request.user, SEE).filter(subject__in=subjects).select_related("unit", "scan")
    issued = (found.filter(unit=unit) if unit else found).order_by("-id")
    context |= {"documents": [_issued(request, each, subjects[each.subject]) for each in issued]}
    return render(request, "grading/papers.html", context)


def _issued(request: Request, document: Document, typed: str) -> dict[str, Any]:
    """An issued paper in the list, with its forms where the reader may number it."""
    mine = may(request.user, ISSUE, document.unit) and not request.past
    fits = len(typed) <= LONGEST_NUMBER
    initial = {"number": document.number or (typed if fits else ""), "on": document.on}
    return {
        "document": document,
        "links": _links("document_file", [document.pk], forms_of(document.kind)),
        "may_number": mine,
        "offered": next_number(document) if mine and not document.number else "",
        "number": NumberForm(prefix=str(document.pk.hex), initial=initial),
        "scan": ScanForm(prefix=str(document.pk.hex)),
    }


def _done(request: Request, deed: Callable[[], object], told: str) -> None:
    try:
        deed()
        messages.success(request, told)
    except RefusedError as wrong:
        messages.error(request, str(wrong))


@require_POST
def issue_of_sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """Issues a paper of a sheet."""
    sheet, what = _sheet(request, key), request.POST.get("what", "")
    told = _("Issued: the figures of this paper no longer change.")
    _done(request, lambda: issue_sheet_paper(sheet=sheet, what=what, by=request.user), told)
    return redirect("papers_of_sheet", key)


@require_POST
def issue_of_unit(request: Request, year: int, code: str) -> HttpResponse:
    """Issues a paper of an upper union."""
    (round_, unit), what = _round(request, year, code), request.POST.get("what", "")
    told = _("Issued: the figures of this paper no longer change.")
    _done(request, lambda: issue_unit_paper(round_=round_, unit=unit, what=what, by=request.user), told)
    return redirect(_of(round_, reverse("papers_of_unit", args=[year, code])))


@require_POST
def number(request: Request, key: uuid.UUID) -> HttpResponse:
    """Gives an issued paper the number that was typed, or the next one of the series."""
    document = _document(request, key, ISSUE)
    if request.POST.get("what") == "take":
        _done(request, lambda: take_number(document=document, by=request.user), _("The number is taken."))
        return _back(document)
    form = NumberForm(request.POST, prefix=key.hex)
    if form.is_valid():
        said = form.cleaned_data
        _done(request, lambda: type_number(document=document, by=request.user, **said), _("Number and day are kept."))
    else:
        messages.error(request, _("Type the number and the day that stand on the signed paper."))
    return _back(document)


@require_POST
def scan(request: Request, key: uuid.UUID) -> HttpResponse:
    """Attaches the signed scan of an issued paper."""
    document = _document(request, key, ISSUE)
    form = ScanForm(request.POST, request.FILES, prefix=key.hex)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        told = _("The signed copy is attached; it is the official one.")
        _done(request, lambda: attach_scan(document=document, upload=upload, by=request.user), told)
    else:
        messages.error(request, _("Choose the file of the signed copy."))
    return _back(document)


def _back(document: Document) -> HttpResponse:
    sheet = Sheet.objects.filter(pk=document.subject).first()
    if sheet:
        return redirect("papers_of_sheet", sheet.pk)
    listed = Decision.objects.filter(pk=document.subject).values("round")
    round_ = Round.objects.get(Q(pk=document.subject) | Q(pk__in=listed))
    return redirect(_of(round_, reverse("papers_of_unit", args=[round_.year, document.unit.code])))
