"""Requests in templates."""

from django import template
from django.utils.translation import gettext_lazy as _

from coso.requests.models import Request
from coso.requests.outcomes import Outcome
from coso.requests.registry import request_kinds

register = template.Library()
WAITS, WITHDRAWN = Outcome(_("Waits for its answer"), "gold", "clock"), Outcome(_("Withdrawn"), "dash", "x")


@register.simple_tag
def request_state(request: Request) -> Outcome:
    """What came of a request, or that it waits for its answer: {% request_state each as state %}."""
    if request.is_open:
        return WAITS
    return WITHDRAWN if request.withdrawn else request_kinds()[request.kind].outcomes[request.outcome]
