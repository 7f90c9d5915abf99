"""Petitions about a result: asked by the union, answered with a reason, both kept."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from coso.access.forms import attempt
from coso.access.models import Account
from coso.access.requests import Request
from coso.grading.forms.deeds import AnswerForm, PetitionForm
from coso.grading.models import Petition, Sheet
from coso.grading.services.petitions import answer_days, answer_petition
from coso.grading.services.petitions import petition as ask
from coso.lib import clock
from coso.register.names import unit_names
from coso.register.sight import may
from coso.rubrics.specs import grammar_of

APPRAISED = dt.timedelta(days=10)


def ask_again(request: Request, key: uuid.UUID) -> HttpResponse:
    """A union asks that its decided result be looked at again."""
    found = Sheet.objects.visible_to(request.user, "grading.submit").select_related("unit", "round__unit")
    row = get_object_or_404(found, pk=key)
    form = PetitionForm(request.POST or None)
    if form.is_valid() and (made := attempt(form, lambda: ask(sheet=row, by=request.user, **form.cleaned_data))):
        messages.success(request, _("Your petition is with the province; the answer will stand here."))
        return redirect("petition", made.pk)
    today = clock.today()
    names = unit_names([row.unit_id, row.round.unit_id], today)
    context = {
        "sheet": row,
        "form": form,
        "name": names.get(row.unit_id),
        "province": names.get(row.round.unit_id),
        "days": answer_days(today),
        "grammar": grammar_of(row.round.rubric),
        "petitions": row.petitions.order_by("-day"),
    }
    return render(request, "grading/petition_new.html", context, status=422 if form.errors else 200)


def petition(request: Request, key: uuid.UUID) -> HttpResponse:
    """A petition and its answer; who decides on the round answers it here."""
    found = Petition.objects.visible_to(request.user, "grading.see")
    row = get_object_or_404(found.select_related("sheet__unit", "sheet__round__unit", "sheet__round__rubric"), pk=key)
    unit = row.sheet.round.unit
    answers = row.answered is None and may(request.user, "grading.decide", unit) and not request.past
    reopens = may(request.user, "grading.reopen", unit)
    later = clock.today() + APPRAISED
    form = AnswerForm(request.POST or None, may_reopen=reopens, later=later) if answers else None
    if form and form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: answer_petition(petition=row, by=request.user, **said)):
            messages.success(request, _("Answered; the union sees it on its sheet."))
            return redirect("petition", row.pk)
    who = dict(Account.objects.filter(pk__in=[row.asked_by, row.answered_by]).values_list("id", "name"))
    context = {
        "petition": row,
        "form": form,
        "name": unit_names([row.sheet.unit_id], clock.today()).get(row.sheet.unit_id, ""),
        "asked_by": who.get(row.asked_by, "") if row.asked_by else "",
        "answered_by": who.get(row.answered_by, "") if row.answered_by else "",
        "grammar": grammar_of(row.sheet.round.rubric),
        "may_reopen": reopens,
    }
    return render(request, "grading/petition.html", context, status=422 if form and form.errors else 200)
