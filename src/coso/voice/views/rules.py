"""What a desk promises and when it works, published by its officers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.lib import clock
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.voice.clocks import rule_of
from coso.voice.forms import RuleForm
from coso.voice.models import DeskRule
from coso.voice.permissions import ANSWER
from coso.voice.services.rules import publish_rule


def desk_rule(request: Request, code: str) -> HttpResponse:
    """The promise of a desk, and a new one from today on."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user, ANSWER), code=code)
    rows = list(DeskRule.objects.filter(unit=unit).order_by("-start"))
    form = RuleForm(request.POST or None, rule=rule_of(unit.pk, clock.today()), rows=rows)
    done = submitted(
        request,
        form if not request.past else None,
        lambda sent: publish_rule(unit=unit, by=request.user, **sent.rule),
        done=_("Published. The pages of the posters say it from now on."),
        to=reverse("desk_rule", args=[unit.code]),
    )
    name = unit_names([unit.pk], clock.today()).get(unit.pk, unit.code)
    return done or render_form(request, "voice/rule.html", {"name": name, "form": form, "own": bool(rows)}, form)
