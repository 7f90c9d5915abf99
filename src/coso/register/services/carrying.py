"""Memberships of a unit that ends: they go on elsewhere, each chained to the one before, or they end."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from coso.access.journal import Act, bulk
from coso.access.refusals import Reason, RefusedError
from coso.lib.keys import new_key
from coso.register.homes import rehome
from coso.register.models import Membership, MembershipState

COLUMNS = ["id", "person_id", "unit_id", "start", "end", "opened", "closed", "previous_id"]


class _Row(NamedTuple):
    id: uuid.UUID
    person: uuid.UUID
    start: dt.date
    end: dt.date
    closed: str


def _live(units: Collection[uuid.UUID], day: dt.date) -> list[_Row]:
    rows = Membership.objects.filter(unit__in=units, end__gt=day)
    found = [_Row(*row) for row in rows.values_list("id", "person_id", "start", "end", "closed")]
    if late := sum(row.start >= day for row in found):
        raise RefusedError(Reason(_("{n} memberships begin on or after this day.").format(n=late), "day"))
    return found


def end_memberships(a: Act, units: Collection[uuid.UUID], day: dt.date, closed: str) -> int:
    """Ends on a day the memberships that last in some units. Raises RefusedError if one begins on or after the day."""
    found = _live(units, day)
    cut_states(a, {row.id: None for row in found}, day)
    return a.write(Membership, {row.id: {"end": day, "closed": closed} for row in found})


def carry_memberships(a: Act, unit: uuid.UUID, target: uuid.UUID, day: dt.date, closed: str, opened: str) -> int:
    """People who stand directly in a unit stand in the target from a day on; what came later stays chained.

    Raises RefusedError if a membership begins on or after the day.
    """
    found = _live([unit], day)
    follows = {row.id: new_key() for row in found}
    a.write(Membership, {row.id: {"end": day, "closed": closed} for row in found})
    fresh = ((follows[row.id], row.person, target, day, row.end, opened, row.closed, row.id) for row in found)
    a.create(Membership, COLUMNS, fresh)
    _chain(a, follows, day)
    cut_states(a, follows, day)
    rehome(row.person for row in found)
    return len(found)


def _chain(a: Act, follows: dict[uuid.UUID, uuid.UUID], day: dt.date) -> None:
    """A membership that came after the carried one follows the new one now."""
    for part in bulk.chunks(follows):
        later = Membership.objects.filter(previous__in=part, start__gt=day).values_list("id", "previous_id")
        a.write(Membership, {key: {"previous_id": follows[before]} for key, before in later})


def cut_states(a: Act, follows: Mapping[uuid.UUID, uuid.UUID | None], day: dt.date) -> None:
    """States of the memberships end with them; where a membership goes on, so does the state."""
    rows = _states(follows, day)
    a.write(MembershipState, {key: {"end": day} if start < day else None for key, _of, _state, start, _end in rows})
    fresh = [(new_key(), follows[of], state, max(start, day), end) for _key, of, state, start, end in rows]
    names = ["id", "membership_id", "state", "start", "end"]
    a.create(MembershipState, names, [row for row in fresh if row[1] is not None])


def _states(memberships: Iterable[uuid.UUID], day: dt.date) -> list[tuple[uuid.UUID, uuid.UUID, str, dt.date, dt.date]]:
    out: list[tuple[uuid.UUID, uuid.UUID, str, dt.date, dt.date]] = []
    for part in bulk.chunks(memberships):
        rows = MembershipState.objects.filter(membership__in=part, end__gt=day)
        out += rows.values_list("id", "membership_id", "state", "start", "end")
    return out
