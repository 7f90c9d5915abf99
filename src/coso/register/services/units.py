"""Founding, changing and ending units, each from a day and with a reason."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coso.access.counters import take
from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib.keys import new_key
from coso.lib.paths import label
from coso.lib.text import fold
from coso.register.kinds import kinds, sectors
from coso.register.models import Appointment, Membership, Seat, Unit, UnitPlace, UnitVersion
from coso.register.services.gate import lock, require, require_past
from coso.register.tree import TreeError, Version, below, change, rederive, versions_of

FACTS = ("parent", "name", "kind", "sector", "state")
_SAY = {
    "left_over": gettext_noop("Something would be left under an ended unit on {day}: move or end it first."),
    "circle": gettext_noop("The unit would stand under itself on {day}."),
    "no_parent": gettext_noop("The upper unit does not exist on {day}."),
    "not_alive": gettext_noop("The unit does not exist on {day}."),
}


def found_unit(
    *,
    name: str,
    kind: str,
    parent: Unit | None,
    day: dt.date,
    sector: str = "",
    code: str = "",
    reason: str = "",
    by: Account | None,
) -> Unit:
    """A new unit from a day. The first one of an installation has no parent. Raises RefusedError."""
    require(by, "units.change", parent)
    require_past(day)
    _check_kind(kind, parent, sector, day)
    with act(by=by, verb="unit.found", unit=parent.id if parent else None, reason=reason) as a:
        unit_id = new_unit(a, code=code)
        version = Version(new_key(), unit_id, parent.id if parent else None, _named(name), kind, sector, "active", day)
        write_versions(a, [], [version])
        derive({unit_id}, day)
    return Unit.objects.get(pk=unit_id)


def new_unit(a: Act, code: str = "") -> uuid.UUID:
    """A unit's identity: a label for life and a code, given if none is known."""
    number, key = take("unit")[0], new_key()
    a.create(Unit, ["id", "code", "label", "path"], [(key, code or f"CD{number:05d}", label(number), "")])
    return key


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RefusedError(Reason(_("A name is needed."), "name"))
    return name


def _check_kind(kind: str, parent: Unit | None, sector: str, day: dt.date) -> None:
    known = kinds().get(kind)
    if known is None or not known.allowed(day):
        raise RefusedError(Reason(_("Units of this kind are not founded on this day."), "kind"))
    if sector and sector not in sectors():
        raise RefusedError(Reason(_("This sector is not known."), "sector"))
    above = UnitVersion.objects.on(day).filter(unit=parent).first() if parent else None
    if bool(known.parents) != bool(above) or (above and above.kind not in known.parents):
        raise RefusedError(Reason(_("A unit of this kind does not stand under that upper unit."), "parent"))


def change_unit(*, unit: Unit, day: dt.date, facts: Mapping[str, Any], reason: str, by: Account | None) -> Act:
    """Sets facts of a unit from a day on; each holds until that fact's own next change.

    `facts` may name parent (a Unit), name, kind, sector, state. Raises RefusedError.
    """
    parent = facts.get("parent")
    require(by, "units.change", unit, *([parent] if parent else []))
    require_past(day)
    _reasoned(reason)
    with act(by=by, verb=_verb(facts), unit=unit.id, subject=unit, reason=reason) as a:
        lock([unit.id, *([parent.id] if parent else [])])
        old = versions_of([unit.id])
        wanted = {name: getattr(value, "id", value) for name, value in facts.items() if name in FACTS}
        if "name" in wanted:
            wanted["name"] = _named(wanted["name"])
        try:
            new = change(old, day, wanted)
        except TreeError as wrong:
            raise refusal(wrong) from wrong
        if new == old:
            raise RefusedError(_("Nothing would change: the unit is already so on that day."))
        _check_spans(new, day)
        write_versions(a, old, new)
        derive(below([unit.id], day), day)
    return a


def _verb(facts: Mapping[str, Any]) -> str:
    only = next(iter(facts)) if len(facts) == 1 else ""
    return {"name": "unit.rename", "parent": "unit.move"}.get(only, "unit.change")


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "reason"))


def _check_spans(versions: list[Version], day: dt.date) -> None:
    for version in versions:
        if version.end > day:
            above = UnitVersion.objects.on(max(version.start, day)).filter(unit=version.parent).first()
            allowed = kinds()[version.kind].parents
            if bool(allowed) != bool(above) or (above and above.kind not in allowed):
                raise RefusedError(Reason(_("A unit of this kind does not stand under that upper unit."), "parent"))


def write_versions(a: Act, old: list[Version], new: list[Version]) -> None:
    """Makes the versions of a unit so."""
    kept = {version.id for version in new}
    rows: dict[uuid.UUID, dict[str, Any] | None] = {version.id: None for version in old if version.id not in kept}
    rows.update({version.id: row_of(version) for version in new})
    a.write(UnitVersion, rows)


def row_of(version: Version) -> dict[str, Any]:
    """The columns of a version."""
    return {
        "unit_id": version.unit,
        "parent_id": version.parent,
        "name": version.name,
        "name_key": fold(version.name),
        "kind": version.kind,
        "sector": version.sector,
        "state": version.state,
        "start": version.start,
        "end": version.end,
    }


def derive(units: set[uuid.UUID], day: dt.date) -> None:
    """Places anew; a hole or a circle is told in words. Raises RefusedError."""
    try:
        rederive(units, day)
    except TreeError as wrong:
        raise refusal(wrong) from wrong


def refusal(wrong: TreeError) -> RefusedError:
    """What a tree error means to a person."""
    version = UnitVersion.objects.filter(unit=wrong.unit).order_by("-start").first()
    text = _(_SAY[wrong.code]).format(day=f"{wrong.day:%d/%m/%Y}")
    return RefusedError(Reason(f"{version.name}: {text}" if version else text, "day"))


def end_unit(*, unit: Unit, day: dt.date, reason: str, heir: Unit | None = None, by: Account | None) -> Act:
    """Ends a unit from a day, the first on which it no longer is.

    An upper unit's children go to the heir, else to its parent. A grassroots union, section or group ends with all
    that stands under it: memberships end on that day, seats and appointments too. Raises RefusedError.
    """
    require(by, "units.change", unit, *([heir] if heir else []))
    require_past(day)
    _reasoned(reason)
    with act(by=by, verb="unit.end", unit=unit.id, subject=unit, reason=reason) as a:
        lock([unit.id])
        ending = _ending(unit, day)
        touched = below([unit.id], day)
        moved = _move_children(a, unit, heir, day, ending)
        for key in ending:
            _end_versions(a, key, day)
        if heir:
            a.write(Unit, {unit.id: {"heir_id": heir.id}})
        end_memberships(a, ending, day, "union_ended")
        end_seats(a, ending, day)
        derive(touched | moved, day)
    return a


def _ending(unit: Unit, day: dt.date) -> set[uuid.UUID]:
    now = UnitVersion.objects.on(day).filter(unit=unit).first()
    if now is None:
        raise RefusedError(Reason(_("The unit does not exist on this day."), "day"))
    if kinds()[now.kind].level == "upper":
        return {unit.id}
    path = UnitPlace.objects.get(unit=unit, start__lte=day, end__gt=day).path
    branch = UnitPlace.objects.filter(path__gte=path, path__lt=path + "~", start__lte=day, end__gt=day)
    return set(branch.values_list("unit_id", flat=True))


def _move_children(a: Act, unit: Unit, heir: Unit | None, day: dt.date, ending: set[uuid.UUID]) -> set[uuid.UUID]:
    children = set(UnitVersion.objects.filter(parent=unit, end__gt=day).values_list("unit_id", flat=True)) - ending
    if not children:
        return set()
    own = UnitVersion.objects.on(day).get(unit=unit)
    target = heir.id if heir else own.parent_id
    for child in children:
        old = versions_of([child])
        new = change(old, max(day, old[0].start), {"parent": target})
        write_versions(a, old, new)
    return below(children, day)


def _end_versions(a: Act, unit: uuid.UUID, day: dt.date) -> None:
    old = versions_of([unit])
    if any(version.start >= day for version in old):
        name = old[-1].name
        raise RefusedError(Reason(_("{name} changes again on or after this day.").format(name=name), "day"))
    last = old[-1]
    a.write(UnitVersion, {last.id: {"end": day}})


def end_memberships(a: Act, units: set[uuid.UUID], day: dt.date, closed: str) -> int:
    """Ends on a day the memberships that last in some units. Raises RefusedError if one begins on or after the day."""
    live = Membership.objects.filter(unit__in=units, end__gt=day)
    if late := live.filter(start__gte=day).count():
        raise RefusedError(Reason(_("{n} memberships begin on or after this day.").format(n=late), "day"))
    keys = live.values_list("id", flat=True)
    return a.write(Membership, {key: {"end": day, "closed": closed} for key in keys})


def end_seats(a: Act, units: set[uuid.UUID], day: dt.date) -> None:
    """Ends on a day the seats of some units and the appointments to them."""
    seats = list(Seat.objects.filter(unit__in=units, end__gt=day).values_list("id", "start"))
    a.write(Seat, {key: {"end": day} if start < day else None for key, start in seats})
    held = Appointment.objects.filter(seat__in=[key for key, _start in seats], end__gt=day)
    a.write(Appointment, {k: {"end": day} if start < day else None for k, start in held.values_list("id", "start")})
