"""A unit that owed answers has ended: whoever took it in owes them, else the unit above."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from coso.access.journal import Act, held_where
from coso.duties.services import move_duties
from coso.lib import clock
from coso.register.managing import managing_units
from coso.register.models import Unit, UnitVersion
from coso.requests.models import Request


def follow(a: Act, units: Collection[uuid.UUID]) -> None:
    """Open requests to units that are no more go on, with their duties and last good days, in the same action."""
    alive = UnitVersion.objects.on(clock.today()).filter(unit__in=units).values("unit")
    ended = Unit.objects.filter(pk__in=units).exclude(pk__in=alive)
    waiting = held_where(Request.objects.still_open().filter(owes__in=ended))
    if not waiting:
        return
    now = _who_goes_on(ended.filter(pk__in={row.owes_id for row in waiting}))
    moved: dict[tuple[str, uuid.UUID], list[uuid.UUID]] = defaultdict(list)
    for row in waiting:
        moved[row.kind, now[row.owes_id]].append(row.id)
    for (kind, unit), keys in moved.items():
        a.write(Request, {key: {"owes_id": unit} for key in keys})
        move_duties(a, kind, keys, unit)


def _who_goes_on(ended: Collection[Unit]) -> dict[uuid.UUID, uuid.UUID]:
    """{ended unit: its heir, or the unit above it at its end}."""
    above = managing_units([unit.id for unit in ended], clock.today())
    return {unit.id: unit.heir_id or above[unit.id] for unit in ended}
