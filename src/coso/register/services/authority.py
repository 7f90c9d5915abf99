"""What a managing union covers, and what it may do in the name of the union above (officer.md R3, R4)."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.lib.text import fold, legible
from coso.register.kinds import acts as known_acts
from coso.register.kinds import kinds
from coso.register.models import Authorisation, Unit, UnitArea, UnitVersion
from coso.register.services.follow import follow
from coso.register.services.guards import require, require_lasting, require_past
from coso.register.tree import below


def cover_area(*, unit: Unit, area: str, day: dt.date, reason: str = "", by: Account | None) -> UnitArea:
    """From a day a managing union covers a commune. Raises RefusedError."""
    require(by, "units.change", unit)
    require_past(day)
    _require_upper(unit, day)
    name = " ".join(area.split())
    if not name:
        raise RefusedError(Reason(_("A name is needed."), "area"))
    if UnitArea.objects.filter(unit=unit, area_key=fold(name), end__gt=day).exists():
        raise RefusedError(Reason(_("The union covers this commune already."), "area"))
    key = new_key()
    with act(by=by, verb="area.cover", unit=unit.id, subject=unit, reason=reason) as a:
        facts = {"unit_id": unit.id, "area": name, "area_key": fold(name), "start": day, "end": FOREVER}
        a.write(UnitArea, {key: facts})
    return UnitArea.objects.get(pk=key)


def leave_area(*, row: UnitArea, day: dt.date, reason: str, by: Account | None) -> Act:
    """From a day a managing union no longer covers a commune. Raises RefusedError."""
    require(by, "units.change", row.unit)
    require_past(day)
    with act(by=by, verb="area.leave", unit=row.unit_id, subject=row, reason=reason) as a:
        require_lasting(row, day)
        a.write(UnitArea, {row.id: {"end": day}})
    return a


def authorise(
    *,
    unit: Unit,
    number: str,
    acts: Collection[str],
    day: dt.date,
    until: dt.date | None = None,
    reason: str = "",
    by: Account | None,
) -> Authorisation:
    """The union above lets a managing union do acts in its name, by a numbered letter, from a day on.

    It is given by somebody who may change the union above; what is open moves to the holder at once. Raises
    RefusedError.
    """
    version = _require_upper(unit, day)
    giver = version.parent
    if giver is None:
        raise RefusedError(_("Nobody stands above this union."))
    require(by, "units.change", giver)
    _require_letter(number, acts, day, until)
    key = new_key()
    with act(by=by, verb="authority.give", unit=unit.id, subject=unit, reason=reason or number) as a:
        facts = {"holder_id": unit.id, "giver_id": giver.id, "acts": sorted(acts), "number": number}
        a.write(Authorisation, {key: {**facts, "start": day, "end": until or FOREVER}})
        follow(a, below([unit.id], clock.today()))
    return Authorisation.objects.get(pk=key)


def _require_letter(number: str, acts: Collection[str], day: dt.date, until: dt.date | None) -> None:
    require_past(day)
    if not legible(number):
        raise RefusedError(Reason(_("The number of the letter is needed."), "number"))
    if not acts or not set(acts) <= set(known_acts()):
        raise RefusedError(Reason(_("Say what the union may do."), "acts"))
    if until and until <= day:
        raise RefusedError(Reason(_("The end lies before the beginning."), "until"))


def end_authorisation(*, row: Authorisation, day: dt.date, reason: str, by: Account | None) -> Act:
    """An authorisation ends: what was done under it stays, what is open goes to the giver. Raises RefusedError."""
    require(by, "units.change", row.giver)
    require_past(day)
    with act(by=by, verb="authority.end", unit=row.holder_id, subject=row, reason=reason) as a:
        require_lasting(row, day)
        a.write(Authorisation, {row.id: {"end": day}})
        follow(a, below([row.holder_id], clock.today()))
    return a


def _require_upper(unit: Unit, day: dt.date) -> UnitVersion:
    version = UnitVersion.objects.on(day).filter(unit=unit).select_related("parent").first()
    if version is None:
        raise RefusedError(Reason(_("The unit does not exist on this day."), "day"))
    if kinds()[version.kind].level != "upper":
        raise RefusedError(_("Only a managing union has this."))
    return version
