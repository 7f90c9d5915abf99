"""A number of an identity paper belongs to one person; a second one is refused without giving the first away."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.paths import labels
from coso.register.models import Person, Unit, UnitVersion
from coso.register.sight import may

NUMBERS = (("national_id", "id"), ("old_id", "old_id"), ("passport", "passport"))


def require_own_number(
    values: Mapping[str, Any], unit: Unit | None, by: Account | None, *, but: Person | None = None
) -> None:
    """Raises RefusedError if somebody else on record has one of the numbers.

    Somebody whom the reader may see is named; otherwise only the union above both is, which can help.
    """
    for name, _column in NUMBERS:
        number = values.get(name)
        found = Person.objects.with_number(number).select_related("home") if number else Person.objects.none()
        other = (found.exclude(pk=but.pk) if but else found).first()
        if other:
            raise RefusedError(Reason(_told(other, unit, by), "passport" if name == "passport" else "national_id"))


def _told(other: Person, unit: Unit | None, by: Account | None) -> str:
    home = other.home
    if by is None or (home and may(by, "people.see", home)):
        text = _("{name} ({code}) has this number: open that page and move or admit the person.")
        return text.format(name=other.name, code=other.code)
    text = _("Somebody on record in another union has this number. {who} can see both and help.")
    return text.format(who=_above(unit, home))


def _above(unit: Unit | None, home: Unit | None) -> str:
    """The name of the lowest unit above both: the reader's own line, so nothing of the other is told."""
    common = [
        a for a, b in zip(labels(unit.path if unit else ""), labels(home.path if home else ""), strict=False) if a == b
    ]
    top = UnitVersion.objects.on(clock.today()).filter(unit__label=common[-1]).first() if common else None
    return top.name if top else _("The provincial federation")
