"""Units to choose from while typing."""

from coso.access.models import Account
from coso.lib import clock
from coso.register.models import Unit, UnitVersion
from coso.register.querysets import branches
from coso.register.visibility import reach

MANY = 300
Choices = list[tuple[str, str]]


def heirs_of(user: Account, version: UnitVersion) -> Choices:
    """(code, name) of the units of the same kind under the same upper unit that may take this one in."""
    found = UnitVersion.objects.on(clock.today()).filter(parent=version.parent_id, kind=version.kind)
    seen = reach(user, "units.change")
    mine = Unit.objects.filter(branches("path", seen.paths)).values("id")
    rows = found.exclude(unit=version.unit_id).filter(unit__in=mine).order_by("name_key")
    return list(rows.values_list("unit__code", "name")[:MANY])
