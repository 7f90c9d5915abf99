"""Pages of what hangs on a unit: workplaces and workers, communes, authorisations."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import attempt
from coso.access.requests import Request
from coso.lib import clock
from coso.lists.pages import show
from coso.register.forms import EndForm
from coso.register.forms_links import AreaForm, AuthorityForm, CountForm, WorkplaceForm
from coso.register.links import letters, sites
from coso.register.listings import areas_list
from coso.register.models import Authorisation, Unit, UnitArea, UnitVersion, UnitWorkplace
from coso.register.reads import level, trail
from coso.register.services.authority import authorise, cover_area, end_authorisation, leave_area
from coso.register.services.workplaces import add_workplace, count_workers, leave_workplace
from coso.register.sight import may

CHANGE = "units.change"


def _unit(request: Request, code: str, permission: str = "units.see") -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user, permission), code=code)


def _around(request: Request, unit: Unit, form: Any = None) -> dict[str, Any]:
    found = level(unit, request.day)
    context = {"unit": unit, "level": found, "trail": trail(unit, request.day), "form": form}
    return {**context, "name": found.name, "back": reverse("unit", args=[unit.code])}


def _done(request: Request, form: Any, deed: Callable[..., object], **said: object) -> bool:
    """Whether a form was sent, makes sense, and its deed was done. Raises Http404 where the reader has no form."""
    if request.method != "POST":
        return False
    if form is None:
        raise Http404
    values = getattr(form, "facts", None) if form.is_valid() else None
    return values is not None and bool(attempt(form, lambda: bool(deed(**values, **said, by=request.user))))


def _page(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if getattr(context["form"], "errors", None) else 200)


def workplaces(request: Request, code: str) -> HttpResponse:
    """The workplaces of a union and the workers counted there; a new one is added below."""
    unit = _unit(request, code)
    mine = may(request.user, CHANGE, unit) and not request.past
    form = WorkplaceForm(request.POST or None, today=clock.today()) if mine else None
    if _done(request, form, add_workplace, unit=unit):
        messages.success(request, _("Added. Enter how many work there."))
        return redirect("workplaces", unit.code)
    counting = may(request.user, "workers.count", unit) and not request.past
    context = {**_around(request, unit, form), "sites": sites(unit, request.day), "counting": counting}
    return _page(request, "register/workplaces.html", context)


def counting(request: Request, code: str, key: uuid.UUID) -> HttpResponse:
    """How many work at a workplace on a day, and how many women."""
    unit = _unit(request, code, "workers.count")
    link = get_object_or_404(UnitWorkplace.objects.select_related("unit", "workplace"), unit=unit, pk=key)
    form = CountForm(request.POST or None, today=clock.today())
    if _done(request, form, count_workers, link=link):
        messages.success(request, _("Counted. The share of members among workers follows."))
        return redirect("workplaces", unit.code)
    context = {**_around(request, unit, form), "back": reverse("workplaces", args=[unit.code]), "danger": False}
    title = _("Workers of {name}").format(name=link.workplace.name)
    return _page(request, "register/form.html", {**context, "title": title, "verb": _("Save the count")})


def communes(request: Request, code: str) -> HttpResponse:
    """The communes that a managing union covers."""
    unit = _unit(request, code)
    mine = may(request.user, CHANGE, unit) and not request.past
    form = AreaForm(request.POST or None, today=clock.today()) if mine else None
    if _done(request, form, cover_area, unit=unit):
        messages.success(request, _("Covered from that day; a search for the commune finds this union."))
        return redirect("communes", unit.code)
    status = 422 if form and form.errors else 200
    around = _around(request, unit, form)
    return show(request, areas_list(unit, request.day), "register/communes.html", status=status, **around)


def authority(request: Request, code: str) -> HttpResponse:
    """The letters by which a managing union acts for the union above."""
    unit = _unit(request, code)
    version = UnitVersion.objects.on(request.day).filter(unit=unit).select_related("parent").first()
    giver = version.parent if version else None
    mine = giver is not None and may(request.user, CHANGE, giver) and not request.past
    form = AuthorityForm(request.POST or None, today=clock.today()) if mine else None
    if _done(request, form, authorise, unit=unit):
        messages.success(request, _("Authorised. What is open went to this union."))
        return redirect("authority", unit.code)
    context = {**_around(request, unit, form), "letters": letters(unit, request.day)}
    return _page(request, "register/authority.html", context)


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
    unit = _unit(request, code, CHANGE)
    if what not in ENDED:
        raise Http404
    form = EndForm(request.POST or None, initial={"day": clock.today()})
    if _done(request, form, ENDED[what], key=key, unit=unit):
        messages.success(request, _("Ended from that day; the history keeps it."))
        return redirect(what, unit.code)
    context = {**_around(request, unit, form), "back": reverse(what, args=[unit.code]), "danger": False}
    return _page(
        request, "register/form.html", {**context, "title": _("End from a day"), "verb": _("End from that day")}
    )
