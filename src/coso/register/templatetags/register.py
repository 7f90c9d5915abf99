"""What templates ask the register."""

from django import template

from coso.access.models import Account
from coso.register.models import Unit
from coso.register.visibility import may

register = template.Library()


@register.filter
def seen_by(unit: Unit, user: Account) -> bool:
    """Whether a unit is in somebody's sight, so that a link to it leads somewhere: unit|seen_by:request.user."""
    return may(user, "units.see", unit)
