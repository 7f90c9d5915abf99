"""Pages of posts: appointing, ending, printing a first sign-in code, handing over portfolios in bulk."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import attempt
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute, keys_in
from coso.lib import clock
from coso.register.forms import AppointForm, EndForm, HandOverForm
from coso.register.imports.officers import Slip
from coso.register.imports.slips import render_slips
from coso.register.models import Appointment, Unit, UnitVersion
from coso.register.reads import level, portfolio_rows, trail
from coso.register.services.accounts import give_code
from coso.register.services.seats import appoint, assign_portfolio, end_appointment

CHANGE = "seats.change"


def _unit(request: Request, code: str) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user, CHANGE), code=code)


def _held(unit: Unit, key: uuid.UUID) -> Appointment:
    held = Appointment.objects.on(clock.today()).filter(seat__unit=unit)
    return get_object_or_404(held.select_related("person", "seat__unit"), pk=key)


def appointing(request: Request, code: str) -> HttpResponse:
    """Puts somebody known in a seat of the unit."""
    unit = _unit(request, code)
    today = clock.today()
    version = UnitVersion.objects.on(today).filter(unit=unit).first()
    form = AppointForm(request.POST or None, unit=unit, kind=version.kind if version else "", today=today)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: bool(appoint(unit=unit, by=request.user, **form.facts))):
        messages.success(request, _("Appointed. Duties and files belong to the post and wait there."))
        return redirect("unit", unit.code)
    return _form(request, unit, form, _("Appoint to a post"), _("Appoint"))


def seat_of(request: Request, key: uuid.UUID) -> HttpResponse:
    """From a duty about a union to the page where its seats are filled."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user, CHANGE), pk=key)
    return redirect("appoint", unit.code)


def leaving(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """Somebody leaves a seat; the seat stays, empty."""
    unit = _unit(request, code)
    held = _held(unit, key)
    form = EndForm(request.POST or None, initial={"day": clock.today()})
    form.watch([held])
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: bool(end_appointment(appointment=held, by=request.user, **form.facts))):
        messages.success(request, _("The seat is empty from that day; drafts and duties stay with it."))
        return redirect("unit", unit.code)
    return _form(request, unit, form, _("{name} leaves the post").format(name=held.person.name), _("End from that day"))


def _form(request: Request, unit: Unit, form: object, title: str, verb: str) -> HttpResponse:
    today = clock.today()
    context = {"unit": unit, "level": level(unit, today), "trail": trail(unit, today), "form": form, "title": title}
    context |= {"verb": verb, "danger": False, "back": reverse("unit", args=[unit.code])}
    return render(request, "register/form.html", context, status=422 if getattr(form, "errors", None) else 200)


def code_slip(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """Prints a slip with a new code; whoever held the account before is out."""
    unit = _unit(request, code)
    held = _held(unit, key)
    if request.method != "POST":
        return render(request, "register/code.html", {"unit": unit, "held": held})
    try:
        account, code = give_code(person=held.person, by=request.user)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
        return redirect("unit", unit.code)
    origin = absolute()
    return HttpResponse(render_slips([Slip(held.person.name, unit.code, account.username, code)], origin))


def portfolios(request: Request, code: str) -> HttpResponse:
    """Which officer looks after which grassroots union; ticked ones are handed over in one action."""
    unit = _unit(request, code)
    form = HandOverForm(request.POST or None, unit=unit, today=clock.today())
    if request.method == "POST" and form.is_valid():
        chosen = Unit.objects.visible_to(request.user, CHANGE).filter(pk__in=keys_in(request, "union"))
        facts = {
            "seat": form.cleaned_data["seat"],
            "day": form.cleaned_data["day"],
            "reason": form.cleaned_data["reason"],
        }
        if attempt(form, lambda: bool(assign_portfolio(units=list(chosen), by=request.user, **facts))):
            messages.success(request, _("Handed over in one action."))
            return redirect("portfolios", unit.code)
    today = clock.today()
    context = {"unit": unit, "level": level(unit, today), "trail": trail(unit, today), "form": form}
    context |= {"rows": portfolio_rows(unit, today), "ticked": keys_in(request, "union")}
    return render(request, "register/portfolios.html", context)
