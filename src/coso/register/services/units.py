"""Founding, changing and ending units, each from a day and with a reason."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from coso.access.counters import next_numbers
from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib.keys import new_key
from coso.lib.paths import label
from coso.lib.text import legible
from coso.register.kinds import kinds, sectors
from coso.register.models import Unit, UnitVersion
from coso.register.services.ending import apply_end, foresee_end, plan_end
from coso.register.services.follow import follow
from coso.register.services.guards import lock, require, require_past
from coso.register.services.links import end_foreign_portfolios
from coso.register.services.versions import check_spans, derive, refusal, row_of, write_versions
from coso.register.tree import TreeError, Version, below, change, versions_of

__all__ = ["change_unit", "derive", "end_unit", "found_unit", "new_unit", "refusal", "row_of", "write_versions"]
FACTS = ("parent", "name", "kind", "sector", "state")


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
    """A new unit from a day. The first one of an installation has no parent; only the province types a `code`.

    Raises RefusedError.
    """
    require(by, "units.change", parent)
    require_past(day)
    _check_kind(kind, parent, sector, day)
    if code:
        require(by, "units.import")
    if code and Unit.objects.filter(code=code).exists():
        raise RefusedError(Reason(_("A unit has this code already."), "code"))
    with act(by=by, verb="unit.found", unit=parent.id if parent else None, reason=reason) as a:
        unit_id = new_unit(a, code=code)
        version = Version(new_key(), unit_id, parent.id if parent else None, _named(name), kind, sector, "active", day)
        write_versions(a, [], [version])
        derive({unit_id}, day)
    return Unit.objects.get(pk=unit_id)


def new_unit(a: Act, code: str = "") -> uuid.UUID:
    """A unit's identity: a label for life and a code, given if none is known."""
    number, key = next_numbers("unit")[0], new_key()
    a.create(Unit, ["id", "code", "label", "path"], [(key, code or f"CD{number:05d}", label(number), "")])
    return key


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RefusedError(Reason(_("A name is needed."), "name"))
    return name


def _check_kind(kind: str, parent: Unit | None, sector: str, day: dt.date) -> None:
    _check_terms({"kind": kind, "sector": sector}, day)
    known = kinds()[kind]
    above = UnitVersion.objects.on(day).filter(unit=parent).first() if parent else None
    if bool(known.parents) != bool(above) or (above and above.kind not in known.parents):
        raise RefusedError(Reason(_("A unit of this kind does not stand under that upper unit."), "parent"))


def _check_terms(facts: Mapping[str, Any], day: dt.date) -> None:
    """Raises RefusedError for a kind, sector or state that is not known, or not on the day."""
    if "kind" in facts and not (facts["kind"] in kinds() and kinds()[facts["kind"]].allowed(day)):
        raise RefusedError(Reason(_("Units of this kind are not founded on this day."), "kind"))
    if facts.get("sector") and facts["sector"] not in sectors():
        raise RefusedError(Reason(_("This sector is not known."), "sector"))
    if facts.get("state", UnitVersion.ACTIVE) not in (UnitVersion.ACTIVE, UnitVersion.DORMANT):
        raise RefusedError(Reason(_("This state is not known."), "state"))


def change_unit(*, unit: Unit, day: dt.date, facts: Mapping[str, Any], reason: str, by: Account | None) -> Act:
    """Sets facts of a unit from a day on; each holds until that fact's own next change.

    `facts` may name parent (a Unit), name, kind, sector, state. Raises RefusedError.
    """
    parent = facts.get("parent")
    require(by, "units.change", unit, *([parent] if parent else []))
    require_past(day)
    _reasoned(reason)
    _check_terms(facts, day)
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
        check_spans(new, day)
        write_versions(a, old, new)
        touched = below([unit.id], day)
        derive(touched, day)
        if parent:
            end_foreign_portfolios(a, {unit.id: parent.id}, day)
        follow(a, touched)
    return a


def _verb(facts: Mapping[str, Any]) -> str:
    only = next(iter(facts)) if len(facts) == 1 else ""
    return {"name": "unit.rename", "parent": "unit.move"}.get(only, "unit.change")


def _reasoned(reason: str) -> None:
    if not legible(reason):
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "reason"))


def end_unit(
    *,
    unit: Unit,
    day: dt.date,
    reason: str,
    heir: Unit | None = None,
    workplaces: bool = True,
    shown: str = "",
    by: Account | None,
) -> Act:
    """Ends a unit from a day, the first on which it no longer is; `heir` is the unit that takes it in (merging).

    What stands under it goes on as it is: under the heir, else under the parent. People who stand directly in it get
    memberships there, chained to those before. A grassroots union without an heir ends with its whole branch, and
    its memberships end. `workplaces` go to the heir too. `shown` is the fingerprint of the preview that was read.
    Raises RefusedError, also if the outcome is no longer what was shown.
    """
    require(by, "units.change", unit, *([heir] if heir else []))
    require_past(day)
    _reasoned(reason)
    with act(by=by, verb="unit.merge" if heir else "unit.end", unit=unit.id, subject=unit, reason=reason) as a:
        lock([unit.id, *([heir.id] if heir else [])])
        ending = plan_end(unit, day, heir)
        if shown and shown != foresee_end(ending).fingerprint:
            raise RefusedError(_("Something changed since the preview; look at it once more."))
        touched = below([unit.id], day)
        apply_end(a, ending, workplaces=workplaces)
        derive(touched, day)
        follow(a, touched)
    return a
