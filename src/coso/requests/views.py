"""A request asked about a row, and its own page with the answer."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.models import Account
from coso.access.requests import Request as HttpRequest
from coso.lib import clock
from coso.register.names import unit_names
from coso.requests.forms import AnswerForm
from coso.requests.models import Request
from coso.requests.registry import RequestKind, kind_of
from coso.requests.services import answer, ask


def ask_about(request: HttpRequest, key: uuid.UUID, about: type[RequestKind]) -> HttpResponse:
    """A unit asks about a row of its own."""
    row = get_object_or_404(about.rows().visible_to(request.user, about.asks), pk=key)
    kind, form = about(row), about.ask_form(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: ask(about=kind, by=request.user, **sent.cleaned_data),
        done=_("It is sent; the answer will stand here."),
        to=lambda made: reverse(about.page, args=[made.pk]),
    )
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
    return done or render_form(request, about.ask_template, context, form)


def see_request(request: HttpRequest, key: uuid.UUID, about: type[RequestKind]) -> HttpResponse:
    """A request and its answer; whoever owes the answer gives it here."""
    found = Request.objects.visible_to(request.user, about.see).filter(kind=about.key)
    asked = get_object_or_404(found.select_related("unit", "owes"), pk=key)
    kind = kind_of(asked)
    form = _answer_form(request, kind, asked)
    done = submitted(
        request,
        form,
        lambda sent: answer(request=asked, by=request.user, **sent.said),
        done=_("Answered; whoever asked sees it."),
        to=reverse(about.page, args=[asked.pk]),
    )
    context = {"about": kind, "row": kind.row, "asked": asked, "form": form, **_names(asked)}
    return done or render_form(request, about.template, context, form)


def _answer_form(request: HttpRequest, kind: RequestKind, asked: Request) -> AnswerForm | None:
    """None for whoever may not answer. What was typed while somebody else answered comes back with the refusal."""
    waits = asked.is_open or request.method == "POST"
    outcomes = kind.outcomes_for(request.user, asked) if waits and not request.past else {}
    return kind.answer_form(request.POST or None, outcomes=outcomes) if outcomes else None


def _names(asked: Request) -> dict[str, str]:
    keys = [key for key in (asked.asked_by, asked.answered_by) if key]
    who = dict(Account.objects.filter(pk__in=keys).values_list("id", "name"))
    names: dict[Any, str] = {None: "", **who}
    return {
        "name": unit_names([asked.unit_id], clock.today()).get(asked.unit_id, ""),
        "asked_by": names.get(asked.asked_by, ""),
        "answered_by": names.get(asked.answered_by, ""),
    }
