"""What is done with the sheets ticked in the list: more time for a step, or no grade for want of a file."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from coso.access.forms import attempt, render_form, submitted
from coso.access.requests import Request
from coso.grading.chain import ORDER, SELF, chains
from coso.grading.forms.deeds import ExtendForm, ReopenForm, WhyForm
from coso.grading.listings import list_to_write
from coso.grading.models import Round, Sheet
from coso.grading.rounds_of_year import rounds_of
from coso.grading.services.deadlines import extend_deadlines, may_extend
from coso.grading.services.decisions import leave_ungraded, reopen_sheet
from coso.grading.services.guards import managing_unit, managing_units
from coso.grading.views.overview import round_of
from coso.lib import clock
from coso.lists.pages import back_to, kept, picked
from coso.register.models import Unit
from coso.register.names import unit_names

NAMED = 12


def _named(rows: list[Sheet]) -> dict[str, Any]:
    """The first unions of a choice by name, and how many there are."""
    names = unit_names([row.unit_id for row in rows[:NAMED]], clock.today())
    return {"chosen": rows, "names": list(names.values()), "more": max(0, len(rows) - NAMED)}


@require_POST
def leave(request: Request, year: int) -> HttpResponse:
    """Unions that sent no file: first who they are, then one action with a reason."""
    listing = list_to_write(request, year, "grading.decide")
    rows = list(picked(request, listing).filter(why_not="", step=SELF).select_related("round__unit", "unit"))
    back = back_to(request, listing, reverse("sheets", args=[year]))
    form = WhyForm(request.POST if "do" in request.POST else None)
    done = submitted(
        request,
        form,
        lambda sent: leave_ungraded(sheets=rows, why=sent.cleaned_data["why"], by=request.user),
        done=_("Left without a grade: {n}.").format(n=len(rows)),
        to=back,
    )
    context = {**_named(rows), "form": form, "year": year, "kept": kept(request, listing), "back": back}
    return done or render_form(request, "grading/leave.html", context, form)


@require_POST
def extend_ticked(request: Request, year: int) -> HttpResponse:
    """More time for a step of the ticked sheets."""
    listing = list_to_write(request, year, "grading.appraise")
    rows, found = picked(request, listing).filter(why_not=""), rounds_of(year)
    asked = [row for row in found if rows.filter(round=row).exists()]
    more = {"kept": kept(request, listing)}
    return _extend(
        request,
        asked[0] if asked else found[0],
        list(rows),
        back_to(request, listing, reverse("sheets", args=[year])),
        **more,
    )


def extend_branch(request: Request, key: uuid.UUID) -> HttpResponse:
    """More time for a step of a whole branch: every union under one managing union."""
    round_ = round_of(request, key)
    seen = Sheet.objects.visible_to(request.user, "grading.appraise").filter(round=round_, why_not="")
    if not seen.exists():
        get_object_or_404(Sheet.objects.none())
    above = managing_units(set(seen.values_list("unit_id", flat=True)), clock.today())
    asked = request.POST.get("dv") or request.GET.get("dv", "")
    units = dict(Unit.objects.filter(pk__in=set(above.values())).values_list("code", "id"))
    rows = [row for row in seen if asked in units and above[row.unit_id] == units[asked]]
    names = unit_names(units.values(), clock.today())
    branches = sorted(((code, names.get(unit, code)) for code, unit in units.items()), key=lambda pair: pair[1])
    return _extend(request, round_, rows, redirect("round", key).url, branches=branches, dv=asked, kept=())


def _extend(request: Request, round_: Round, rows: list[Sheet], home: str, **more: Any) -> HttpResponse:
    """One round's unions and a form; a sheet that has passed the step is left out and told."""
    mine = [row for row in rows if row.round_id == round_.pk]
    on = {step.kind for chain in chains(round_).values() for step in chain}
    steps = [step for step in ORDER if step in on and may_extend(request.user, round_, step)]
    form = ExtendForm(request.POST if "x-why" in request.POST else None, steps=steps, prefix="x")
    if mine and form.is_valid():
        said = form.cleaned_data
        open_ = [row for row in mine if row.step in ORDER and ORDER.index(row.step) <= ORDER.index(said["step"])]
        if attempt(form, lambda: extend_deadlines(round_=round_, sheets=open_, by=request.user, **said)):
            text = ngettext("{n} union has more time.", "{n} unions have more time.", len(open_))
            messages.success(request, text.format(n=len(open_)))
            return redirect(home)
    context = {**_named(mine), "round": round_, "form": form, "back": home, **more}
    return render_form(request, "grading/extend.html", context, form)


def reopen(request: Request, key: uuid.UUID) -> HttpResponse:
    """A decided result is looked at again: what it is now, what follows, why and by when."""
    found = Sheet.objects.visible_to(request.user, "grading.reopen").select_related("unit", "round__unit")
    row = get_object_or_404(found, pk=key)
    form = ReopenForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: reopen_sheet(sheet=row, by=request.user, **sent.cleaned_data),
        done=_("The result is looked at again, from the appraisal on."),
        to=reverse("sheet", args=[row.pk]),
    )
    today = clock.today()
    above = managing_unit(row.unit, today)
    names = unit_names([row.unit_id, above.id], today)
    context = {"sheet": row, "form": form, "name": names.get(row.unit_id), "managing": names.get(above.id)}
    return done or render_form(request, "grading/reopen.html", context, form)
