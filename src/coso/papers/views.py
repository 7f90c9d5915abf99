"""The papers of a subject: printing them, issuing them with frozen figures, numbers, signed scans."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.papers.forms import NumberForm, ScanForm
from coso.papers.models import Document
from coso.papers.registry import Offer, Subject, forms_of, offer_of, offers, paper_kinds, permission_for
from coso.papers.sending import FORMS, send_paper
from coso.papers.services import NUMBER, attach_scan, issue_paper, next_number, paper_of, take_number, type_number
from coso.register.visibility import may

Links = list[tuple[str, str]]


def paper(request: Request, about: type[Subject], what: str, form: str, **arguments: Any) -> HttpResponse:
    """A paper of a subject as it stands now."""
    found = offer_of(about.find(request, **arguments), what)
    if found is None or form not in found.kind.forms:
        raise Http404
    return send_paper(found.build(), FORMS[form])


def papers(request: Request, about: type[Subject], **arguments: Any) -> HttpResponse:
    """The papers of a subject, those that can be printed and those that were issued."""
    subject = about.find(request, **arguments)
    typed = subject.typed()
    seen = subject.shown_to(request.user).select_related("unit", "scan")
    context = {
        "subject": subject,
        "page": subject.page(request),
        "rows": [_offered(request, subject, each) for each in offers(subject)],
        "documents": [_issued(request, each, typed[each.subject]) for each in subject.issued(seen).order_by("-id")],
        "post_to": subject.address(f"{subject.key}_paper_issue"),
    }
    return render(request, "papers/papers.html", context)


def links_of(subject: Subject, offer: Offer) -> Links:
    """The forms in which a paper can be had, each with its address."""
    name = f"{subject.key}_paper"
    return [(FORMS[form].label, subject.address(name, offer.key, form)) for form in offer.kind.forms]


def _offered(request: Request, subject: Subject, offer: Offer) -> dict[str, Any]:
    mine = not request.past and may(request.user, offer.kind.permission, offer.kind.issuer(subject))
    return {"paper": offer, "links": links_of(subject, offer), "may_issue": mine}


def _issued(request: Request, document: Document, typed: str) -> dict[str, Any]:
    """An issued paper in the list, with its forms where the reader may number it."""
    mine = not request.past and may(request.user, permission_for(document), document.unit)
    initial = {"number": document.number or (typed if len(typed) <= NUMBER else ""), "on": document.on}
    forms = forms_of(document)
    return {
        "document": document,
        "links": [(FORMS[form].label, reverse("document_file", args=[document.pk, form])) for form in forms],
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
def issue(request: Request, about: type[Subject], **arguments: Any) -> HttpResponse:
    """Issues a paper of a subject."""
    subject, what = about.find(request, **arguments), request.POST.get("what", "")
    told = _("Issued: the figures of this paper no longer change.")
    _done(request, lambda: issue_paper(subject=subject, what=what, by=request.user), told)
    return redirect(subject.papers_page)


def _document(request: Request, key: uuid.UUID) -> Document:
    """An issued paper that the reader may see, by the permission of what it is about. Raises Http404."""
    kind = paper_kinds().get(Document.objects.filter(pk=key).values_list("kind", flat=True).first() or "")
    if kind is None:
        raise Http404
    found: QuerySet[Document] = kind.about.shown_to(request.user)
    return get_object_or_404(found.select_related("unit", "scan"), pk=key)


def _document_to_write(request: Request, key: uuid.UUID) -> Document:
    document = _document(request, key)
    if not may(request.user, permission_for(document), document.unit):
        raise Http404
    return document


def document_file(request: Request, key: uuid.UUID, form: str) -> HttpResponse:
    """An issued paper with the figures it was issued with."""
    document = _document(request, key)
    if form not in forms_of(document):
        raise Http404
    return send_paper(paper_of(document), FORMS[form])


@require_POST
def number(request: Request, key: uuid.UUID) -> HttpResponse:
    """Gives an issued paper the number that was typed, or the next one of the series."""
    document = _document_to_write(request, key)
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
    document = _document_to_write(request, key)
    form = ScanForm(request.POST, request.FILES, prefix=key.hex)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        told = _("The signed copy is attached; it is the official one.")
        _done(request, lambda: attach_scan(document=document, upload=upload, by=request.user), told)
    else:
        messages.error(request, _("Choose the file of the signed copy."))
    return _back(document)


def _back(document: Document) -> HttpResponse:
    return redirect(paper_kinds()[document.kind].about.of(document).papers_page)
