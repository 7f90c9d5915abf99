"""Units to choose from while typing."""

from coso.access.models import Account
from coso.lib import clock
from coso.lib.paths import LABEL
from coso.register.kinds import kinds
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
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


def parents_of(user: Account, version: UnitVersion) -> Choices:
    """(code, name) of the units that may stand above this one, among those that the user may change; and its own.

    Where they are very many, those of the branch in which its upper unit stands.
    """
    allowed = UnitVersion.objects.on(clock.today()).filter(kind__in=kinds()[version.kind].parents)
    mine = Unit.objects.filter(branches("path", reach(user, "units.change").paths))
    found = allowed.filter(unit__in=mine.values("id")).exclude(unit=version.unit_id)
    if version.parent and found.count() > MANY:
        near = branches("path", [version.parent.path[:-LABEL] or version.parent.path])
        found = found.filter(unit__in=Unit.objects.filter(near).values("id"))
    rows = list(found.order_by("name_key", "unit__code").values_list("unit__code", "name")[:MANY])
    own = version.parent
    if own and own.code not in dict(rows):
        rows.insert(0, (own.code, unit_names([own.pk], clock.today()).get(own.pk, own.code)))
    return [(code, f"{name} ({code})") for code, name in rows]
