"""Pages of posts: appointing, ending, printing a first sign-in code, handing over portfolios in bulk."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import attempt, submitted
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute, keys_in
from coso.lib import clock
from coso.lists.pages import keys_picked, show
from coso.register.forms import MANNERS, AppointForm, EndForm, HandOverForm, ManagerForm
from coso.register.granting import is_self, knows, lasting_posts, may_grant, may_open, name_of, needs_second
from coso.register.imports.slips import render_slips, slip_of
from coso.register.kinds import posts
from coso.register.listings import portfolio_list
from coso.register.managers import mark_of
from coso.register.models import AccessRequest, Appointment, Nomination, Unit, UnitVersion
from coso.register.services.accounts import ask_code, decide_code, give_code, may_confirm_code, withdraw_code
from coso.register.services.managers import mark_manager, unmark_manager
from coso.register.services.nominations import (
    confirm_nomination,
    decline_nomination,
    may_confirm,
    waiting_for,
    withdraw_nomination,
)
from coso.register.services.seats import assign_portfolio, end_appointment
from coso.register.views.pages import around, page_of, unit_form, unit_of

CHANGE = "seats.change"


def _held(unit: Unit, key: uuid.UUID) -> Appointment:
    held = Appointment.objects.on(clock.today()).filter(seat__unit=unit)
    return get_object_or_404(held.select_related("person", "seat__unit"), pk=key)


def appointing(request: Request, code: str) -> HttpResponse:
    """Puts somebody known in a seat of the unit, or names somebody whom another account has to confirm."""
    unit = unit_of(request, code, CHANGE)
    today = clock.today()
    version = UnitVersion.objects.on(today).filter(unit=unit).first()
    facts: dict[str, Any] = {"unit": unit, "kind": version.kind if version else "", "user": request.user}
    form = AppointForm(request.POST or None, **facts, today=today)
    made = attempt(form, form.deed) if request.method == "POST" and form.is_valid() else None
    if isinstance(made, Nomination):
        messages.success(request, _("Entered. It holds once another has confirmed it; until then nothing changes."))
        return redirect("nomination", made.pk)
    if made:
        messages.success(request, _("Appointed. Duties and files belong to the post and wait there."))
        if (account := made.person.user) and not account.has_usable_password():
            messages.info(request, _("A sign-in code printed before and not used is void; print a new one."))
        return redirect("unit", unit.code)
    return unit_form(request, unit, form, _("Appoint to a post"), _("Appoint"))


def seat_of(request: Request, key: uuid.UUID) -> HttpResponse:
    """From a duty about a union to the page where its seats are filled."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user, CHANGE), pk=key)
    return redirect("appoint", unit.code)


def leaving(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """Somebody leaves a seat; the seat stays, empty."""
    unit = unit_of(request, code, CHANGE)
    held = _held(unit, key)
    form = EndForm(request.POST or None, initial={"day": clock.today()})
    form.watch([held])
    done = submitted(
        request,
        form,
        lambda sent: end_appointment(appointment=held, by=request.user, **sent.facts),
        done=_("The seat is empty from that day; drafts and duties stay with it."),
        to=page_of(unit),
    )
    title = _("{name} leaves the post").format(name=held.person.name)
    return done or unit_form(request, unit, form, title, _("End from that day"))


def managing(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """An officer is a manager of the workplace from a day on, or is one no longer."""
    unit = unit_of(request, code, CHANGE)
    lasting = _held(unit, key)
    mark = mark_of(lasting, clock.today())
    form = ManagerForm(request.POST or None, initial={"day": clock.today()})
    form.watch([mark or lasting])

    def deed(sent: ManagerForm) -> object:
        if mark:
            return unmark_manager(mark=mark, by=request.user, **sent.facts)
        return mark_manager(appointment=lasting, by=request.user, **sent.facts)

    done = submitted(request, form, deed, done=_("Noted. Concerns follow from that day."), to=page_of(unit))
    title = _("{name} is no manager any more") if mark else _("{name} is a manager of the workplace")
    verb = _("Take the mark back") if mark else _("Mark as a manager")
    return done or unit_form(request, unit, form, title.format(name=lasting.person.name), verb)


def code_slip(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """Prints a slip with a new code; whoever held the account before is out. For a top post a second officer agrees."""
    unit = unit_of(request, code, CHANGE)
    lasting = _held(unit, key)
    person = lasting.person
    waits = needs_second(person)
    if request.method != "POST":
        mine = may_open(request.user, person) and not (waits and is_self(request.user, person))
        context = {"unit": unit, "held": lasting, "waits": waits, "may_print": mine}
        return render(request, "register/code.html", context)
    try:
        if waits:
            _asked, account, text = ask_code(person=person, by=request.user)
        else:
            account, text = give_code(person=person, by=request.user)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
        return redirect("unit", unit.code)
    slip = replace(slip_of(person, lasting.seat, account, text), waits=waits)
    return HttpResponse(render_slips([slip], absolute()))


def nomination(request: Request, key: uuid.UUID) -> HttpResponse:
    """Somebody named for a post: confirmed or declined by the one, withdrawn by the other."""
    row = waiting_for(request.user, key)
    if row is None:
        raise Http404
    mine = not row.outcome and may_confirm(request.user, row)
    own = not row.outcome and may_grant(request.user, row.post, row.unit)
    deeds: dict[str, Callable[[], object]] = {
        "confirm": lambda: confirm_nomination(nomination=row, by=request.user),
        "decline": lambda: decline_nomination(nomination=row, reason=request.POST.get("reason", ""), by=request.user),
        "withdraw": lambda: withdraw_nomination(nomination=row, by=request.user),
    }
    if request.method == "POST" and _decided(request, deeds):
        return redirect("home")
    context = {"row": row, "post": posts()[row.post], "name": name_of(row.unit), "mine": mine, "own": own}
    context |= {"manner": dict(MANNERS)[row.manner], "who": Account.objects.filter(pk=row.asked_by).first()}
    context["person"] = row.person if row.person and (knows(request.user, row.person) or mine) else None
    return render(request, "register/nomination.html", context)


def access_request(request: Request, key: uuid.UUID) -> HttpResponse:
    """A code that somebody asked for: whoever may appoint to every post of the person confirms or declines it."""
    rows = AccessRequest.objects.select_related("person", "confirmer")
    row = get_object_or_404(rows, pk=key)
    if not may_open(request.user, row.person):
        raise Http404
    deeds: dict[str, Callable[[], object]] = {
        "confirm": lambda: decide_code(request=row, confirm=True, by=request.user),
        "decline": lambda: decide_code(request=row, confirm=False, by=request.user),
        "withdraw": lambda: withdraw_code(request=row, by=request.user),
    }
    if request.method == "POST" and _decided(request, deeds):
        return redirect("home")
    held = [(posts()[each.seat.post], name_of(each.seat.unit)) for each in lasting_posts(row.person)]
    context = {"row": row, "held": held, "who": Account.objects.filter(pk=row.asked_by).first()}
    context["mine"] = not row.outcome and may_confirm_code(request.user, row)
    context["own"] = not row.outcome and row.asked_by == request.user.pk
    return render(request, "register/access_request.html", context)


def _decided(request: Request, deeds: Mapping[str, Callable[[], object]]) -> bool:
    """Whether the button that was pressed did its work; a refusal is told above the page."""
    deed = deeds.get(request.POST.get("what", ""))
    if deed is None:
        raise Http404
    try:
        deed()
    except RefusedError as wrong:
        messages.error(request, str(wrong))
        return False
    messages.success(request, _("Done; the journal keeps it."))
    return True


def portfolios(request: Request, code: str) -> HttpResponse:
    """Which officer looks after which grassroots union; ticked ones are handed over in one action."""
    unit = unit_of(request, code, CHANGE)
    form = HandOverForm(request.POST or None, unit=unit, today=clock.today())
    today = clock.today()
    listing = portfolio_list(unit, today)
    chosen = Unit.objects.visible_to(request.user, CHANGE).filter(pk__in=keys_picked(request, listing))
    done = submitted(
        request,
        form,
        lambda sent: assign_portfolio(units=list(chosen), by=request.user, **sent.facts),
        done=_("Handed over in one action."),
        to=reverse("portfolios", args=[unit.code]),
    )
    context = {**around(unit, today), "ticked": keys_in(request, "union")}
    return done or show(request, listing, "register/portfolios.html", form=form, **context)
