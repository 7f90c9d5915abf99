"""Transfers between unions: what is pending for the reader's unions, asking for somebody, letting go, answering."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import attempt
from coso.access.requests import Request
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lists.pages import show
from coso.members.filters import top_unit
from coso.members.forms_moves import AskForm, BackForm, LetGoForm, StateForm, StepForm
from coso.members.listings import transfers_list
from coso.members.models import Transfer
from coso.members.reads import where
from coso.members.services.settling import SETTLE
from coso.members.services.transfers import STEPS, ask_for, let_go, step_transfer
from coso.members.transfer_reads import Line, deeds_of, lines
from coso.members.views.changes import CHANGE, current_membership, form_page
from coso.members.views.person import the_person
from coso.register.models import Unit
from coso.register.services.states import begin_state, end_state, state_of
from coso.register.sight import may


def transfers(request: Request) -> HttpResponse:
    """What is pending on both sides, and what was done last."""
    if not may(request.user, CHANGE):
        raise Http404
    unit = top_unit(request.user, CHANGE)
    return show(request, transfers_list(request.user), "members/transfers.html", **where(unit, clock.today()))


def transfer(request: Request, key: uuid.UUID) -> HttpResponse:
    """One transfer: how it stands, and what the reader may do."""
    rows = Transfer.objects.visible_to(request.user, CHANGE) | Transfer.objects.visible_to(request.user, SETTLE)
    row = get_object_or_404(rows.select_related("person", "releasing", "receiving"), pk=key)
    deeds = deeds_of(row, request.user)
    deed = request.POST.get("deed", "")
    receiving = row.receiving
    start = {"unit": receiving.code if receiving else ""}
    takes_in = "accept" in deeds and not row.pulled
    form = StepForm(request.POST or None, user=request.user, takes_in=takes_in, transfer=row, initial=start)
    if request.method == "POST" and deed in STEPS and form.is_valid():
        said = {"unit": form.cleaned_data.get("unit"), "answer": form.cleaned_data["answer"]}
        if attempt(form, lambda: step_transfer(transfer=row, deed=deed, by=request.user, **said)):
            messages.success(request, _("Done. Both unions see it."))
            return redirect("transfers")
    line: Line = lines([row], request.user)[0]
    context = {"line": line, "row": row, "form": form, "deeds": deeds, "units": []}
    return render(request, "members/transfer.html", context, status=422 if form.errors else 200)


def ask(request: Request) -> HttpResponse:
    """A union asks for somebody on record, by a number and the name."""
    if not may(request.user, CHANGE):
        raise Http404
    unit = top_unit(request.user, CHANGE)
    form = AskForm(request.POST or None, user=request.user, initial={"unit": unit.code if unit else ""})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: ask_for(by=request.user, **form.cleaned_data))
        if isinstance(done, Transfer):
            messages.success(request, _("Asked. The union that has the member is told and answers."))
            return redirect("transfers")
        if done:
            messages.success(request, _("Added. The person is a member from that day on."))
            return redirect("person", done.person.code)
    return form_page(request, None, form, _("Take in from another union"), _("Ask for the member"))


def release(request: Request, code: str) -> HttpResponse:
    """A union lets a member go to another, known or not."""
    row = the_person(request, code, CHANGE)
    form = LetGoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"day": form.cleaned_data["day"], "reason": form.cleaned_data["reason"]}
        to: Unit | None = form.cleaned_data["to"]
        if attempt(form, lambda: let_go(membership=current_membership(row), unit=to, by=request.user, **said)):
            messages.success(
                request, _("Let go. It is among the transfers until the other union has taken the member in.")
            )
            return redirect("transfers")
    return form_page(request, row, form, _("Transfer to another union"), _("Let the member go"))


def away(request: Request, code: str) -> HttpResponse:
    """A member is away for a time and stays a member."""
    row = the_person(request, code, CHANGE)
    form = StateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: begin_state(membership=current_membership(row), by=request.user, **said)):
            messages.success(request, _("Booked. The person stays a member."))
            return redirect("person", code)
    return form_page(request, row, form, _("Away for a time"), _("Book it"))


def back(request: Request, code: str) -> HttpResponse:
    """A member who was away is back."""
    row = the_person(request, code, CHANGE)
    state = state_of(row.pk, clock.today())
    if state is None or state.membership.end != FOREVER:
        raise Http404
    form = BackForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: bool(end_state(state=state, by=request.user, **form.cleaned_data))):
        messages.success(request, _("Booked. The person is back."))
        return redirect(reverse("person", args=[code]))
    return form_page(request, row, form, _("Back again"), _("Book it"))
