"""Transfers between unions: what is pending for the reader's unions, asking for somebody, letting go, answering."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import attempt, render_form, submitted
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
from coso.members.transfer_reads import TransferLine, deeds_of, lines
from coso.members.views.changes import CHANGE, current_membership, form_page
from coso.members.views.person import the_person
from coso.register.services.states import begin_state, end_state, state_of
from coso.register.visibility import may


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
    done = submitted(
        request,
        form if deed in STEPS else None,
        lambda sent: step_transfer(transfer=row, deed=deed, by=request.user, **sent.facts),
        done=_("Done. Both unions see it."),
        to="transfers",
    )
    if done:
        return done
    line: TransferLine = lines([row], request.user)[0]
    context = {"line": line, "row": row, "form": form, "deeds": deeds, "units": []}
    return render_form(request, "members/transfer.html", context, form)


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
    done = submitted(
        request,
        form,
        lambda sent: let_go(membership=current_membership(row), by=request.user, **sent.facts),
        done=_("Let go. It is among the transfers until the other union has taken the member in."),
        to="transfers",
    )
    return done or form_page(request, row, form, _("Transfer to another union"), _("Let the member go"))


def away(request: Request, code: str) -> HttpResponse:
    """A member is away for a time and stays a member."""
    row = the_person(request, code, CHANGE)
    form = StateForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: begin_state(membership=current_membership(row), by=request.user, **sent.cleaned_data),
        done=_("Booked. The person stays a member."),
        to=reverse("person", args=[code]),
    )
    return done or form_page(request, row, form, _("Away for a time"), _("Book it"))


def back(request: Request, code: str) -> HttpResponse:
    """A member who was away is back."""
    row = the_person(request, code, CHANGE)
    state = state_of(row.pk, clock.today())
    if state is None or state.membership.end != FOREVER:
        raise Http404
    form = BackForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: end_state(state=state, by=request.user, **sent.cleaned_data),
        done=_("Booked. The person is back."),
        to=reverse("person", args=[code]),
    )
    return done or form_page(request, row, form, _("Back again"), _("Book it"))
