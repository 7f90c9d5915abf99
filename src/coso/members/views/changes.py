"""Changing members: adding, correcting, leaving, moving, coming back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.members.filters import top_unit
from coso.members.forms import AddForm, CorrectForm, EraseForm, JoinForm, LeaveForm, MoveForm
from coso.members.reads import units_to_name, where
from coso.members.views.person import the_person
from coso.register.models import Membership, Person, Unit
from coso.register.services.erasure import erase_person, reasons_naming
from coso.register.services.people import add_member, correct_person, join, leave, move
from coso.register.visibility import may

CHANGE = "people.change"
NAMED = 20
ADDED = gettext_noop("Added. The person is a member from that day on.")


def add(request: Request) -> HttpResponse:
    """A new member of the unit in the address, else of the reader's own."""
    if not may(request.user, CHANGE):
        raise Http404
    unit = top_unit(request.user, CHANGE)
    if code := request.GET.get("dv"):
        unit = get_object_or_404(Unit.objects.visible_to(request.user, CHANGE), code=code)
    form = AddForm(request.POST or None, user=request.user, initial={"unit": unit.code if unit else ""})
    done = submitted(request, form, lambda sent: _added(request, sent), done=_(ADDED), to=_page_of)
    return done or form_page(request, None, form, _("Add a member"), _("Add the member"))


def _added(request: Request, form: AddForm) -> Person:
    values, other = form.values, form.cleaned_data["another"]
    return add_member(**form.entry, values=values, another=other, by=request.user)


def _page_of(person: Person) -> str:
    return reverse("person", args=[person.code])


def correct(request: Request, code: str) -> HttpResponse:
    """Details of a person; only what differs is written."""
    row = the_person(request, code, CHANGE)
    form = CorrectForm(request.POST or None, person=row)
    done = submitted(
        request,
        form,
        lambda sent: correct_person(
            person=row, values=sent.values, reason=sent.cleaned_data["reason"], by=request.user
        ),
        done=_("Corrected. The journal keeps what stood there before."),
        to=_page_of(row),
    )
    return done or form_page(request, row, form, _("Correct details"), _("Save the details"))


def leaves(request: Request, code: str) -> HttpResponse:
    """The membership of a person ends."""
    row = the_person(request, code, CHANGE)
    form = LeaveForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: leave(membership=current_membership(row), by=request.user, **sent.facts),
        done=_("Ended. The person stays on record and can come back."),
        to=_page_of(row),
    )
    return done or form_page(request, row, form, _("End the membership"), _("End from that day"), danger=True)


def moves(request: Request, code: str) -> HttpResponse:
    """A member moves to another unit."""
    row = the_person(request, code, CHANGE)
    form = MoveForm(request.POST or None, user=request.user)
    done = submitted(
        request,
        form,
        lambda sent: move(membership=current_membership(row), by=request.user, **sent.cleaned_data),
        done=_("Moved. The days before stay with the old unit."),
        to=_page_of(row),
    )
    return done or form_page(request, row, form, _("Move to another unit"), _("Move from that day"))


def joins(request: Request, code: str) -> HttpResponse:
    """Somebody on record becomes a member again."""
    row = the_person(request, code, CHANGE)
    form = JoinForm(request.POST or None, user=request.user, initial={"unit": row.home.code if row.home else ""})
    done = submitted(
        request, form, lambda sent: join(person=row, by=request.user, **sent.entry), done=_(ADDED), to=_page_of(row)
    )
    return done or form_page(request, row, form, _("Admit again"), _("Admit from that day"))


def erases(request: Request, code: str) -> HttpResponse:
    """The details of somebody who has left are blanked for good."""
    row = the_person(request, code, "people.erase")
    form = EraseForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: erase_person(person=row, reason=sent.cleaned_data["reason"], by=request.user),
        done=_("Erased. The memberships stay, for the counts of past years."),
        to=_page_of(row),
    )
    named = reasons_naming(row).filter(unit__in=Unit.objects.visible_to(request.user, "journal.see").values("id"))
    return done or form_page(
        request, row, form, _("Erase the details"), _("Erase for good"), named=named[:NAMED], danger=True
    )


def current_membership(row: Person) -> Membership:
    """The membership that lasts. Raises Http404 if none does."""
    return get_object_or_404(Membership.objects.select_related("unit"), person=row, end=FOREVER)


def form_page(
    request: Request, row: Person | None, form: Any, title: str, verb: str, *, danger: bool = False, named: Any = None
) -> HttpResponse:
    names_units = "unit" in form.fields
    unit = row.home if row else top_unit(request.user, CHANGE)
    context = {
        **where(unit, clock.today()),
        "person": row,
        "form": form,
        "title": title,
        "verb": verb,
        "danger": danger,
        "named": named,
        "back": reverse("person", args=[row.code]) if row else reverse("members"),
        "units": _units(request) if names_units else [],
    }
    return render_form(request, "members/form.html", context, form)


def _units(request: Request) -> list[tuple[str, str]]:
    return units_to_name(Unit.objects.visible_to(request.user, CHANGE), clock.today())
