"""The register of legal advice."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.advice.forms import AdviceForm, OutcomeForm
from coso.advice.listings import advice_list
from coso.advice.models import Advice
from coso.advice.permissions import KEEP, SEE
from coso.advice.services import close_advice, log_advice
from coso.advice.words import FIELDS, OUTCOMES, WAYS
from coso.lib import clock
from coso.lists.pages import show
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.visibility import may, reach


def advices(request: Request) -> HttpResponse:
    """The cases that the reader may see; whoever keeps one union's register records there at once."""
    if not may(request.user, SEE):
        raise Http404
    new = _own(request)
    listing = advice_list(Advice.objects.visible_to(request.user, SEE), new)
    return show(request, listing, "advice/advices.html", new=new)


def _own(request: Request) -> str:
    """Where the reader records for the only union of hers; empty where there are several."""
    paths = reach(request.user, KEEP).paths
    own = UnitVersion.objects.on(clock.today()).filter(unit__path__in=paths[:1], kind=BASE).select_related("unit")
    first = own.first() if len(paths) == 1 else None
    return reverse("advice_new", args=[first.unit.code]) if first else ""


def advice_new(request: Request, code: str) -> HttpResponse:
    """Records advice of a union."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user, KEEP), code=code)
    form = AdviceForm(request.POST or None, initial={"day": clock.today()})
    done = submitted(
        request,
        form,
        lambda sent: log_advice(unit=unit, by=request.user, **sent.cleaned_data),
        done=_("Recorded."),
        to=reverse("advices"),
    )
    name = unit_names([unit.pk], clock.today()).get(unit.pk, unit.code)
    context = {"form": form, "name": name, "title": _("Record advice"), "button": _("Record advice")}
    return done or render_form(request, "advice/form.html", context, form)


def advice(request: Request, key: uuid.UUID) -> HttpResponse:
    """A case; closed here with what came of it."""
    row = get_object_or_404(Advice.objects.visible_to(request.user, SEE).select_related("unit"), pk=key)
    works = row.is_open and may(request.user, KEEP, row.unit)
    form = OutcomeForm(request.POST or None)
    done = submitted(
        request,
        form if works else None,
        lambda sent: close_advice(advice=row, by=request.user, **sent.cleaned_data),
        done=_("Closed."),
        to=reverse("advices"),
    )
    name = unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code)
    context = {"form": form, "name": name, "row": row, "works": works, "title": str(FIELDS[row.field])}
    context |= {"way": WAYS[row.way], "outcome": OUTCOMES.get(row.outcome, ""), "button": _("Close the case")}
    return done or render_form(request, "advice/form.html", context, form)
