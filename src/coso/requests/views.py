"""A request asked about a row, and its own page with the answer."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from coso.access.forms import attempt
from coso.access.models import Account
from coso.access.requests import Request as HttpRequest
from coso.lib import clock
from coso.register.names import unit_names
from coso.requests.models import Request
from coso.requests.registry import RequestKind, kind_of
from coso.requests.services import answer, ask


def ask_about(request: HttpRequest, key: uuid.UUID, about: type[RequestKind]) -> HttpResponse:
    """A unit asks about a row of its own."""
    row = get_object_or_404(about.rows().visible_to(request.user, about.asks), pk=key)
    kind, form = about(row), about.ask_form(request.POST or None)
    if form.is_valid() and (made := attempt(form, lambda: ask(about=kind, by=request.user, **form.cleaned_data))):
        messages.success(request, _("It is sent; the answer will stand here."))
        return redirect(about.page, made.pk)
    today = clock.today()
    names = unit_names([kind.unit.id, kind.owes.id], today)
    context = {
        "about": kind,
        "row": row,
        "form": form,
        "name": names.get(kind.unit.id),
        "owes": names.get(kind.owes.id),
        "days": kind.answer_days(today),
        "earlier": about.about(row.pk),
    }
    return render(request, about.ask_template, context, status=422 if form.errors else 200)


def see_request(request: HttpRequest, key: uuid.UUID, about: type[RequestKind]) -> HttpResponse:
    """A request and its answer; whoever owes the answer gives it here."""
    found = Request.objects.visible_to(request.user, about.see).filter(kind=about.key)
    asked = get_object_or_404(found.select_related("unit", "owes"), pk=key)
    kind = kind_of(asked)
    form = _answer_form(request, kind, asked)
    if form and form.is_valid():
        said = form.cleaned_data
        text = said.pop("answer")
        if attempt(form, lambda: answer(request=asked, text=text, by=request.user, **said)):
            messages.success(request, _("Answered; whoever asked sees it."))
            return redirect(about.page, asked.pk)
    context = {"about": kind, "row": kind.row, "asked": asked, "form": form, **_names(asked)}
    return render(request, about.template, context, status=422 if form and form.errors else 200)


def _answer_form(request: HttpRequest, kind: RequestKind, asked: Request) -> forms.Form | None:
    outcomes = kind.outcomes_for(request.user, asked) if asked.is_open and not request.past else {}
    more: dict[str, Any] = {"outcomes": outcomes}
    return kind.answer_form(request.POST or None, **more) if outcomes else None


def _names(asked: Request) -> dict[str, str]:
    keys = [key for key in (asked.asked_by, asked.answered_by) if key]
    who = dict(Account.objects.filter(pk__in=keys).values_list("id", "name"))
    names: dict[Any, str] = {None: "", **who}
    return {
        "name": unit_names([asked.unit_id], clock.today()).get(asked.unit_id, ""),
        "asked_by": names.get(asked.asked_by, ""),
        "answered_by": names.get(asked.answered_by, ""),
    }
