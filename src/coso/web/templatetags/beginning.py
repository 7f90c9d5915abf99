"""The checklist of the first steps, for the pages that show it."""

from typing import Any

from django import template
from django.template import Context

from coso.web.setup_wizard import first_steps as steps_of

register = template.Library()


@register.inclusion_tag("web/first_steps.html", takes_context=True)
def first_steps(context: Context) -> dict[str, Any]:
    """The five first steps of an installation; nothing for whoever has nothing to do with them: {% first_steps %}."""
    return {"first_steps": steps_of(context["user"])}
