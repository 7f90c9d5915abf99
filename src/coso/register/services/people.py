"""People and memberships: joining, leaving, moving inside the tree, correcting details."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from coso.access.counters import next_numbers
from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.lib.text import fold, proper_name, sort_key
from coso.register.homes import rehome
from coso.register.kinds import final_movements, kinds, movements
from coso.register.models import Membership, Person, Unit, UnitVersion
from coso.register.services.carrying import cut_states
from coso.register.services.follow import follow_moves
from coso.register.services.guards import lock, require, require_past
from coso.register.services.namesakes import require_new_name
from coso.register.services.numbers import NUMBERS, own_numbers

OF_MEMBERS = ("base", "part", "group")
DETAILS = ("name", "female", "born", "born_exact", "phone", "email", "position", "card", "user_id")


def details(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a person from plain values: names get their keys, national IDs are encrypted.

    `national_id`, `old_id` and `passport` are text; unknown names are left out.
    """
    row = {name: values[name] for name in DETAILS if name in values}
    if "name" in row:
        row["name"] = proper_name(row["name"])
        row.update(name_key=fold(row["name"]), sort_key=sort_key(row["name"]))
    for name, column in NUMBERS:
        if values.get(name):
            row[f"{column}_cipher"] = settings.KEYS.encrypt(values[name])
            row[f"{column}_look"] = settings.KEYS.look_up(values[name])
    return row


def person_code(number: int) -> str:
    """The short code of the number-th person."""
    return f"DV{number:07d}"


def new_person(a: Act, values: Mapping[str, Any]) -> uuid.UUID:
    """Writes a new person; somebody with a post needs no membership and no account."""
    key = new_key()
    a.write(Person, {key: {**details(values), "code": person_code(next_numbers("person")[0])}})
    return key


def add_member(
    *,
    unit: Unit,
    day: dt.date,
    values: Mapping[str, Any],
    opened: str = "joined",
    reason: str = "",
    another: bool = False,
    by: Account | None,
) -> Person:
    """A new person who joins a unit on a day; `another` says that somebody of that name and birth is another one.

    Raises RefusedError.
    """
    require(by, "people.change", unit)
    _named(values.get("name", ""))
    if not another:
        require_new_name(values, unit)
    with own_numbers(values, unit, by), act(by=by, verb="member.join", unit=unit.id, reason=reason) as a:
        person = new_person(a, values)
        _open(a, person, unit, day, opened, None)
    return Person.objects.get(pk=person)


def _named(name: object) -> None:
    if not str(name).strip():
        raise RefusedError(Reason(_("A name is needed."), "name"))


def join(*, person: Person, unit: Unit, day: dt.date, opened: str = "joined", by: Account | None) -> Membership:
    """A known person joins a unit on a day. Raises RefusedError if a membership is open."""
    require(by, "people.change", unit)
    with act(by=by, verb="member.join", unit=unit.id, subject=person) as a:
        key = admit(a, person.id, unit, day, opened, None)
    return Membership.objects.get(pk=key)


def _open(a: Act, person: uuid.UUID, unit: Unit, day: dt.date, opened: str, previous: uuid.UUID | None) -> uuid.UUID:
    require_past(day)
    _known_way(opened, "in")
    lock([unit.id])
    version = UnitVersion.objects.on(day).filter(unit=unit, unit__versions__end=FOREVER).first()
    if version is None:
        raise RefusedError(Reason(_("The unit does not exist on this day."), "day"))
    if kinds()[version.kind].level not in OF_MEMBERS:
        raise RefusedError(Reason(_("Members belong to a grassroots union or to a part of one."), "unit"))
    key = new_key()
    a.create(
        Membership,
        ["id", "person_id", "unit_id", "start", "end", "opened", "closed", "previous_id"],
        [(key, person, unit.id, day, FOREVER, opened, "", previous)],
    )
    rehome([person])
    follow_moves(a, [unit.id])
    return key


def _known_way(kind: str, way: str) -> None:
    if kind not in movements() or movements()[kind].way not in (way, "both"):
        raise RefusedError(Reason(_("This kind of movement is not known."), "kind"))


def leave(*, membership: Membership, day: dt.date, closed: str, reason: str = "", by: Account | None) -> Act:
    """Ends a membership on a day, the first on which it no longer counts. Raises RefusedError."""
    require(by, "people.change", membership.unit)
    require_past(day)
    _known_way(closed, "out")
    with act(by=by, verb="member.leave", unit=membership.unit_id, subject=membership, reason=reason) as a:
        close_membership(a, membership, day, closed)
    return a


def close_membership(a: Act, membership: Membership, day: dt.date, closed: str) -> None:
    """Ends a membership and its states on a day, within an action of a service that checked the permission.

    Raises RefusedError.
    """
    require_past(day)
    _close(a, membership, day, closed)
    cut_states(a, {membership.id: None}, day)
    follow_moves(a, [membership.unit_id])


def _close(a: Act, membership: Membership, day: dt.date, closed: str) -> None:
    now = held(Membership.objects.all(), membership.pk)
    if now.end != FOREVER or now.start >= day:
        raise RefusedError(Reason(_("This membership does not last on that day."), "day"))
    a.write(Membership, {membership.id: {"end": day, "closed": closed}})


def move(*, membership: Membership, unit: Unit, day: dt.date, reason: str = "", by: Account | None) -> Act:
    """Moves a member to another unit from a day; the new membership remembers the one before. Raises RefusedError."""
    require(by, "people.change", membership.unit, unit)
    with act(by=by, verb="member.move", unit=unit.id, subject=membership, reason=reason) as a:
        carry_over(a, membership, unit, day)
    return a


def carry_over(a: Act, membership: Membership, unit: Unit, day: dt.date) -> uuid.UUID:
    """A member stands in another unit from a day, within an action of a service that checked the permission.

    A state that lasts goes along. Returns the key of the new membership. Raises RefusedError.
    """
    if membership.unit_id == unit.id:
        raise RefusedError(Reason(_("The member is in this unit already."), "unit"))
    _close(a, membership, day, "moved_out")
    key = _open(a, membership.person_id, unit, day, "moved_in", membership.id)
    cut_states(a, {membership.id: key}, day)
    return key


def admit(a: Act, person: uuid.UUID, unit: Unit, day: dt.date, opened: str, after: Membership | None) -> uuid.UUID:
    """Somebody on record who is no member joins, within an action of a service that checked the permission.

    Raises RefusedError, also for somebody who died.
    """
    lock([unit.id])
    _require_able(person, day)
    return _open(a, person, unit, day, opened, after.id if after else None)


def _require_able(person: uuid.UUID, day: dt.date) -> None:
    mine = Membership.objects.filter(person=person)
    if mine.filter(end__gt=day).exists():
        raise RefusedError(_("This person is already a member on that day; move them instead."))
    if mine.filter(closed__in=final_movements()).exists():
        raise RefusedError(_("A membership that ended so is not taken up again."))


def _place_of(person: Person) -> Unit | None:
    """The unit through which somebody is changed: their home, else the root."""
    home: Unit | None = Person.objects.select_related("home").get(pk=person.pk).home
    return home or Unit.objects.order_by("path").first()


def correct_person(*, person: Person, values: Mapping[str, Any], reason: str = "", by: Account | None) -> Act:
    """Sets details of a person. Raises RefusedError."""
    require(by, "people.change", _place_of(person))
    _named(values.get("name", person.name))
    own = own_numbers(values, person.home, by, but=person)
    with own, act(by=by, verb="person.correct", unit=person.home_id, subject=person, reason=reason) as a:
        a.write(Person, {person.id: details(values)})
    return a
