"""What templates ask the register."""

from django import template

from coso.access.models import Account
from coso.register.kinds import kinds
from coso.register.models import Unit, UnitVersion
from coso.register.visibility import may

register = template.Library()


@register.filter
def goes_on(version: UnitVersion) -> bool:
    """Whether the tree goes on under a unit, as other unions stand there; else its name leads to its own page."""
    return kinds()[version.kind].level == "upper"


@register.filter
def seen_by(unit: Unit, user: Account) -> bool:
    """Whether a unit is in somebody's sight, so that a link to it leads somewhere: unit|seen_by:request.user."""
    return may(user, "units.see", unit)
