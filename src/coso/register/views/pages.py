"""What the pages of a unit share: whose page it is, where it stands, and the form on it."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from coso.access.forms import render_form
from coso.access.requests import Request
from coso.lib import clock
from coso.register.models import Unit
from coso.register.reads import level, trail


def unit_of(request: Request, code: str, permission: str = "units.see") -> Unit:
    """The unit of an address. Raises Http404 where the reader lacks the permission for it."""
    return get_object_or_404(Unit.objects.visible_to(request.user, permission), code=code)


def page_of(unit: Unit) -> str:
    """The address of a unit's page."""
    return reverse("unit", args=[unit.code])


def around(unit: Unit, day: dt.date) -> dict[str, Any]:
    """What every page of a unit shows: its name on the day, what stands above it, the way back."""
    found = level(unit, day)
    return {"unit": unit, "level": found, "name": found.name, "trail": trail(unit, day), "back": page_of(unit)}


def unit_form(request: Request, unit: Unit, form: Any, title: str, verb: str, **more: Any) -> HttpResponse:
    """A page with one form about a unit."""
    context = {**around(unit, clock.today()), "form": form, "title": title, "verb": verb, **more}
    return render_form(request, "register/form.html", context, form)
