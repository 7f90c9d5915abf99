"""A second record of one human being is asked about before it is made."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.likeness import Spoken, births_agree
from coso.lib.text import fold
from coso.register.models import Person, Unit, UnitPlace
from coso.register.querysets import branches
from coso.register.services.matches import names_typed
from coso.register.services.numbers import NUMBERS


def require_new_name(values: Mapping[str, Any], unit: Unit) -> None:
    """Raises RefusedError if the union has somebody of this name and birth on record, whom it may mean.

    So it is for a name whose number was typed before, was on record, and is left out now.
    """
    key = fold(str(values.get("name", "")))
    units = _units(unit)
    born = values.get("born")
    spoken = Spoken(key, born, values.get("born_exact", True))
    for other in Person.objects.filter(name_key=key, home__in=units) if born else ():
        if other.born and births_agree(spoken, Spoken(key, other.born, other.born_exact)):
            text = _("{name} ({code}) of the same name and birth is on record in this union. Is this another person?")
            raise RefusedError(Reason(text.format(name=other.name, code=other.code), "another"))
    if not any(values.get(name) for name, _column in NUMBERS) and key in names_typed(units):
        text = _("A number that is on record was typed with this name and is left out now. Is this another person?")
        raise RefusedError(Reason(text, "another"))


def _units(unit: Unit) -> list[uuid.UUID]:
    """The units of the union that a unit is of, today."""
    place = UnitPlace.objects.filter(unit=unit, start__lte=clock.today()).order_by("-start").first()
    union = Unit.objects.filter(pk=place.base).first() if place and place.base else None
    top = union or unit
    return list(Unit.objects.filter(branches("path", [top.path])).values_list("id", flat=True))
