"""Pages of what hangs on a unit: workplaces and workers, communes, authorisations."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.lib import clock
from coso.lists.pages import show
from coso.register.forms import EndForm
from coso.register.forms_links import AreaForm, AuthorityForm, CountForm, WorkplaceForm
from coso.register.links import letters, sites
from coso.register.listings import areas_list
from coso.register.models import Authorisation, Unit, UnitArea, UnitVersion, UnitWorkplace
from coso.register.services.authority import authorise, cover_area, end_authorisation, leave_area
from coso.register.services.workplaces import add_workplace, count_workers, leave_workplace
from coso.register.views.pages import around, unit_form, unit_of
from coso.register.visibility import may

CHANGE = "units.change"


def _below(request: Request, unit: Unit, form: Any, template: str, **rows: Any) -> HttpResponse:
    """A page of what a unit has, with the form for one more below."""
    return render_form(request, template, {**around(unit, request.day), "form": form, **rows}, form)


def workplaces(request: Request, code: str) -> HttpResponse:
    """The workplaces of a union and the workers counted there; a new one is added below."""
    unit = unit_of(request, code)
    mine = may(request.user, CHANGE, unit) and not request.past
    form = WorkplaceForm(request.POST or None, today=clock.today()) if mine else None
    done = submitted(
        request,
        form,
        lambda sent: add_workplace(unit=unit, by=request.user, **sent.facts),
        done=_("Added. Enter how many work there."),
        to=reverse("workplaces", args=[unit.code]),
    )
    counting = may(request.user, "workers.count", unit) and not request.past
    rows = {"sites": sites(unit, request.day), "counting": counting}
    return done or _below(request, unit, form, "register/workplaces.html", **rows)


def counting(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """How many work at a workplace on a day, and how many women."""
    unit = unit_of(request, code, "workers.count")
    link = get_object_or_404(UnitWorkplace.objects.select_related("unit", "workplace"), unit=unit, pk=key)
    form = CountForm(request.POST or None, today=clock.today())
    back = reverse("workplaces", args=[unit.code])
    done = submitted(
        request,
        form,
        lambda sent: count_workers(link=link, by=request.user, **sent.facts),
        done=_("Counted. The share of members among workers follows."),
        to=back,
    )
    title = _("Workers of {name}").format(name=link.workplace.name)
    return done or unit_form(request, unit, form, title, _("Save the count"), back=back)


def communes(request: Request, code: str) -> HttpResponse:
    """The communes that a managing union covers."""
    unit = unit_of(request, code)
    mine = may(request.user, CHANGE, unit) and not request.past
    form = AreaForm(request.POST or None, today=clock.today()) if mine else None
    done = submitted(
        request,
        form,
        lambda sent: cover_area(unit=unit, by=request.user, **sent.facts),
        done=_("Covered from that day; a search for the commune finds this union."),
        to=reverse("communes", args=[unit.code]),
    )
    context = around(unit, request.day)
    return done or show(request, areas_list(unit, request.day), "register/communes.html", form=form, **context)


def authority(request: Request, code: str) -> HttpResponse:
    """The letters by which a managing union acts for the union above."""
    unit = unit_of(request, code)
    version = UnitVersion.objects.on(request.day).filter(unit=unit).select_related("parent").first()
    giver = version.parent if version else None
    mine = giver is not None and may(request.user, CHANGE, giver) and not request.past
    form = AuthorityForm(request.POST or None, today=clock.today()) if mine else None
    done = submitted(
        request,
        form,
        lambda sent: authorise(unit=unit, by=request.user, **sent.facts),
        done=_("Authorised. What is open went to this union."),
        to=reverse("authority", args=[unit.code]),
    )
    return done or _below(request, unit, form, "register/authority.html", letters=letters(unit, request.day))


def _leave_site(*, key: uuid.UUID, unit: Unit, **said: Any) -> object:
    return leave_workplace(link=get_object_or_404(UnitWorkplace, unit=unit, pk=key), **said)


def _leave_area(*, key: uuid.UUID, unit: Unit, **said: Any) -> object:
    return leave_area(row=get_object_or_404(UnitArea, unit=unit, pk=key), **said)


def _end_letter(*, key: uuid.UUID, unit: Unit, **said: Any) -> object:
    return end_authorisation(row=get_object_or_404(Authorisation, holder=unit, pk=key), **said)


ENDED: dict[str, Callable[..., object]] = {
    "workplaces": _leave_site,
    "communes": _leave_area,
    "authority": _end_letter,
}


def ending(request: Request, code: str, what: str, key: uuid.UUID) -> HttpResponse:
    """Ends one of them from a day, with a reason."""
    unit = unit_of(request, code, CHANGE)
    if what not in ENDED:
        raise Http404
    form = EndForm(request.POST or None, initial={"day": clock.today()})
    back = reverse(what, args=[unit.code])
    done = submitted(
        request,
        form,
        lambda sent: ENDED[what](key=key, unit=unit, by=request.user, **sent.facts),
        done=_("Ended from that day; the history keeps it."),
        to=back,
    )
    return done or unit_form(request, unit, form, _("End from a day"), _("End from that day"), back=back)
