"""Members on their way from one union to another: asked for, let go, taken in, refused with a reason, settled above."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.lib.text import fold
from coso.members.models import Transfer
from coso.members.services.duties import settle_transfer_duties
from coso.members.services.settling import require_above
from coso.register.abbreviations import ByName
from coso.register.homes import rehome
from coso.register.models import Membership, NumberMatch, Person, Unit, UnitPlace, UnitVersion
from coso.register.services.guards import lock, require, require_past
from coso.register.services.matches import Match, keep_matches
from coso.register.services.numbers import sees_number
from coso.register.services.people import admit, carry_over, close_membership

CHANGE = "people.change"
OPEN_STATES = Transfer.OPEN


class Step(NamedTuple):
    """A deed on a transfer: from which states, to which, and whose it is: `asker`, `other`, or `above`."""

    states: tuple[str, ...]
    to: str
    whose: str


STEPS: Mapping[str, Step] = {
    "accept": Step((Transfer.ASKED, Transfer.OFFERED), Transfer.DONE, "other"),
    "refuse": Step((Transfer.ASKED, Transfer.OFFERED), Transfer.REFUSED, "other"),
    "withdraw": Step(
        (Transfer.ASKED, Transfer.OFFERED, Transfer.RELEASED, Transfer.REFUSED), Transfer.WITHDRAWN, "asker"
    ),
    "raise": Step((Transfer.REFUSED,), Transfer.RAISED, "asker"),
    "settle": Step((Transfer.ASKED, Transfer.OFFERED, Transfer.REFUSED, Transfer.RAISED), Transfer.DONE, "above"),
    "reject": Step((Transfer.ASKED, Transfer.OFFERED, Transfer.REFUSED, Transfer.RAISED), Transfer.WITHDRAWN, "above"),
}
VERBS = {
    "accept": "transfer.accept",
    "refuse": "transfer.refuse",
    "withdraw": "transfer.withdraw",
    "raise": "transfer.raise",
    "settle": "transfer.settle",
    "reject": "transfer.reject",
}
REASONED = ("refuse", "raise", "settle", "reject")


def ask_for(
    *, unit: Unit, number: str, name: str, day: dt.date, reason: str = "", by: Account | None
) -> Transfer | Membership:
    """A union takes in somebody on record, named by the whole number of a paper or of the card, and by the name.

    A member elsewhere is asked for: the union that has the member is told and answers. Somebody let go, or no member
    any more, is taken in at once. Number and name must be of one record; else the answer is the same as for nobody.
    Raises RefusedError.
    """
    require(by, CHANGE, unit)
    require_past(day)
    person = _meant(number, name, unit)
    if by and not sees_number(by, person.home):
        look = settings.KEYS.look_up(number)
        keep_matches([Match(person.id, look, person.name, person.name_key, None)], unit=unit, by=by)
    with act(by=by, verb="transfer.ask", unit=unit.id, subject=person, reason=reason) as a:
        return _asked(a, held(Person.objects.all(), person.id), unit, day, reason)


def _meant(number: str, name: str, unit: Unit) -> Person:
    """The one record of a number and a name, or of a number that was settled to be of the person the unit typed."""
    people = Person.objects.with_number(number) | Person.objects.filter(card=number).exclude(card="")
    settled = NumberMatch.objects.filter(
        unit=unit, look=settings.KEYS.look_up(number), name_key=fold(name), outcome=NumberMatch.SAME
    )
    same = set(settled.values_list("person_id", flat=True))
    found = [each for each in people.select_related("home") if each.name_key == fold(name) or each.pk in same]
    if len(found) != 1:
        text = _("Nobody on record has this number and this name. Check both; else add the person as a new member.")
        raise RefusedError(Reason(text, "number"))
    return found[0]


def _asked(a: Act, person: Person, unit: Unit, day: dt.date, reason: str) -> Transfer | Membership:
    waiting = Transfer.objects.filter(person=person, state__in=OPEN_STATES).first()
    current = Membership.objects.select_related("unit").filter(person=person, end=FOREVER).first()
    if current:
        _require_free(waiting)
        _require_other_union(current.unit, unit)
        key = new_key()
        a.write(Transfer, {key: _facts(current, unit, Transfer.ASKED, day, reason, pulled=True)})
        settle_transfer_duties(a)
        return Transfer.objects.get(pk=key)
    last = Membership.objects.filter(person=person).order_by("-end").first()
    released = waiting is not None and waiting.state == Transfer.RELEASED
    joined = admit(a, person.id, unit, day, "moved_in" if released else "rejoined", last if released else None)
    if waiting:
        today = clock.today()
        a.write(Transfer, {waiting.id: {"state": Transfer.DONE, "receiving_id": unit.id, "ended": today}})
        settle_transfer_duties(a)
    return Membership.objects.get(pk=joined)


def let_go(
    *, membership: Membership, unit: Unit | None, day: dt.date, reason: str = "", by: Account | None
) -> Transfer:
    """A union lets a member go to another; without one named, the membership ends and any union may take the member in.

    With one named, the member stays until that union takes them in. Raises RefusedError.
    """
    require(by, CHANGE, membership.unit)
    require_past(day)
    with act(by=by, verb="transfer.offer", unit=membership.unit_id, subject=membership, reason=reason) as a:
        current = held(Membership.objects.select_related("unit"), membership.pk, _lasting)
        _require_free(Transfer.objects.filter(person=current.person_id, state__in=OPEN_STATES).first())
        key, state = new_key(), Transfer.OFFERED if unit else Transfer.RELEASED
        if unit:
            _require_other_union(current.unit, unit)
            _require_takes_members(unit, day)
        else:
            close_membership(a, current, day, "moved_out")
        a.write(Transfer, {key: _facts(current, unit, state, day, reason, pulled=False)})
        settle_transfer_duties(a)
    return Transfer.objects.get(pk=key)


def step_transfer(
    *, transfer: Transfer, deed: str, unit: Unit | None = None, answer: str = "", by: Account | None
) -> Act:
    """Takes a transfer a step on: accept, refuse, withdraw, raise, or, above both unions, settle or reject.

    `unit` is the group in which the receiving union puts the member, itself if none. Raises RefusedError, StaleError.
    """
    step = STEPS[deed]
    if deed in REASONED and not answer.strip():
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "answer"))
    with act(by=by, verb=VERBS[deed], unit=transfer.releasing_id, subject=transfer, reason=answer) as a:
        row = held(Transfer.objects.select_related("releasing", "receiving", "membership__unit"), transfer.pk)
        _require_whose(row, step, by)
        if row.state not in step.states:
            raise RefusedError(_("This transfer has gone on meanwhile; look at it once more."))
        if step.to == Transfer.DONE:
            _carry(a, row, unit)
        if row.state == Transfer.RELEASED:
            _take_back(a, row)
        a.write(Transfer, {row.id: {"state": step.to, **_dated(step.to), **({"answer": answer} if answer else {})}})
        settle_transfer_duties(a)
    return a


def _dated(state: str) -> dict[str, dt.date]:
    names = {Transfer.REFUSED: "answered", Transfer.RAISED: "raised"}
    return {names.get(state, "ended"): clock.today()}


def _require_whose(row: Transfer, step: Step, by: Account | None) -> None:
    if step.whose == "above":
        require_above(by, row.releasing.path, row.receiving.path if row.receiving else None)
        return
    asker, other = (row.receiving, row.releasing) if row.pulled else (row.releasing, row.receiving)
    require(by, CHANGE, asker if step.whose == "asker" else other)


def _carry(a: Act, row: Transfer, unit: Unit | None) -> None:
    """The member stands in the receiving union from the day agreed, or from the first day that is possible."""
    target = unit or row.receiving
    if target is None or (row.receiving and not target.path.startswith(row.receiving.path)):
        raise RefusedError(Reason(_("The unit is not of the receiving union."), "unit"))
    current = Membership.objects.filter(person=row.person_id, end=FOREVER).first()
    if current is None:
        raise RefusedError(_("The membership has ended meanwhile; the receiving union may take the person in."))
    first = current.start + dt.timedelta(days=1)
    carry_over(a, current, target, max(row.day, first))


def _take_back(a: Act, row: Transfer) -> None:
    """A release to nobody is taken back: the membership goes on as if it had not ended."""
    later = Membership.objects.filter(person=row.person_id, start__gte=row.day)
    if later.exists():
        raise RefusedError(_("The person has joined elsewhere meanwhile."))
    a.write(Membership, {row.membership_id: {"end": FOREVER, "closed": ""}})
    rehome([row.person_id])


def _facts(
    current: Membership, unit: Unit | None, state: str, day: dt.date, reason: str, *, pulled: bool
) -> dict[str, object]:
    return {
        "person_id": current.person_id,
        "membership_id": current.id,
        "releasing_id": union_of(current.unit_id),
        "receiving_id": union_of(unit.id) if unit else None,
        "state": state,
        "pulled": pulled,
        "day": day,
        "reason": reason,
        "opened": clock.today(),
    }


def union_of(unit: uuid.UUID) -> uuid.UUID:
    """The grassroots union of a unit today, itself if it is none's."""
    place = UnitPlace.objects.filter(unit=unit, end=FOREVER).first()
    return place.base if place and place.base else unit


def _lasting(membership: Membership) -> None:
    if membership.end != FOREVER:
        raise RefusedError(Reason(_("This membership does not last on that day."), "day"))


def _require_free(waiting: Transfer | None) -> None:
    if waiting:
        raise RefusedError(_("A transfer of this person is under way already."))


def _require_other_union(old: Unit, new: Unit) -> None:
    if union_of(old.id) == union_of(new.id):
        raise RefusedError(Reason(_("The person is in this union already; move them inside it."), "unit"))


def _require_takes_members(unit: Unit, day: dt.date) -> None:
    lock([unit.id])
    standing = UnitPlace.objects.filter(unit=unit, base__isnull=False, start__lte=day, end=FOREVER)
    if not standing.exists():
        raise RefusedError(Reason(_("Members belong to a grassroots union or to a part of one."), "unit"))


def named_union(text: str) -> Unit | None:
    """The grassroots union of a code or of a name that only one has today."""
    by_code = Unit.objects.filter(code__iexact=text.strip()).first()
    rows = UnitVersion.objects.on(clock.today()).filter(kind="grassroots")
    units = ByName(rows.values_list("name_key", "unit_id")).find(text)
    return by_code or (Unit.objects.filter(pk=units[0]).first() if len(units) == 1 else None)
