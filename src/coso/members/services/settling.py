"""Settling whose a number is: records that share one, and numbers typed that are on record."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held, held_all
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.members.identity_reads import PAPERS, sharing
from coso.register.models import Appointment, ClashDecision, Membership, NumberMatch, Person
from coso.register.services.follow import follow_matches
from coso.register.services.numbers import own_numbers
from coso.register.services.people import close_membership, details
from coso.register.visibility import reach

SETTLE = "members.settle"
DOUBLE = "double"


def require_above(by: Account | None, *paths: str | None) -> None:
    """Raises ForbiddenError unless the actor settles for every one of the places; without a place, for all."""
    if by is None:
        return
    seen = reach(by, SETTLE)
    if not (seen.everything or (seen.paths and all(path and seen.covers(path) for path in paths))):
        raise ForbiddenError(_("You have no permission for this."))


def keep_both(*, person: Person, reason: str, by: Account | None) -> Act:
    """The records that share a number with somebody stay as they are, for a reason. Raises RefusedError, StaleError."""
    with act(by=by, verb="clash.keep", unit=person.home_id, subject=person, reason=_reasoned(reason)) as a:
        for look, people in _clashing(_held(person, by)).items():
            rows = {each.pk for each in people}
            known = dict(ClashDecision.objects.filter(person__in=rows, look=look).values_list("person_id", "id"))
            facts = {"look": look, "on": clock.today(), "reason": reason}
            a.write(ClashDecision, {known.get(key) or new_key(): {"person_id": key, **facts} for key in rows})
        follow_matches(a, _homes([person]))
    return a


def mend_number(*, person: Person, values: dict[str, Any], reason: str, by: Account | None) -> Act:
    """The number at this person was typed wrongly: it goes, or the right one of `values` takes its place.

    Raises RefusedError, StaleError.
    """
    own = own_numbers(values, person.home, by, but=person)
    with own, act(by=by, verb="clash.mend", unit=person.home_id, subject=person, reason=_reasoned(reason)) as a:
        people = _held(person, by)
        a.write(Person, {person.pk: {**_without(person, people), **details(values)}})
        _unmark(a, [each for each in people if each.pk != person.pk])
        follow_matches(a, _homes(people))
    return a


def end_double(*, person: Person, keep: Person, day: dt.date, reason: str, by: Account | None) -> Act:
    """Both records are one human being: this one's membership ends and the number stays at the one kept.

    The history stays where it was. Refused while this record holds a post or an account: these are ended first.
    Raises RefusedError, StaleError.
    """
    with act(by=by, verb="clash.double", unit=person.home_id, subject=person, reason=_reasoned(reason)) as a:
        people = _held(person, by)
        if keep.pk == person.pk or keep.pk not in {each.pk for each in people}:
            raise RefusedError(Reason(_("Choose the record that stays."), "keep"))
        _require_free(next(each for each in people if each.pk == person.pk))
        current = Membership.objects.filter(person=person, end=FOREVER).first()
        if current:
            close_membership(a, current, day, DOUBLE)
        a.write(Person, {person.pk: _without(person, people)})
        _unmark(a, [each for each in people if each.pk != person.pk])
        follow_matches(a, _homes(people))
    return a


def answer_match(*, match: NumberMatch, outcome: str, answer: str, by: Account | None) -> Act:
    """Says how a number typed that is on record was settled; the union that typed it reads the answer.

    `typed`: the union's number is wrong. `recorded`: the number on record is, and goes from there. `same`: one human
    being; what follows is a transfer (`services.transfers`). Raises RefusedError, StaleError.
    """
    require_above(by, match.unit.path, match.person.home.path if match.person.home else None)
    if outcome not in NumberMatch.OUTCOMES:
        raise RefusedError(Reason(_("Choose how it is."), "outcome"))
    with act(by=by, verb="match.settle", unit=match.unit_id, subject=match, reason=_reasoned(answer)) as a:
        now = held(NumberMatch.objects.filter(asked=True), match.pk, _waiting)
        same = NumberMatch.objects.filter(look=now.look, unit=now.unit_id, asked=True, settled=None)
        facts = {"settled": clock.today(), "outcome": outcome, "answer": answer}
        a.write(NumberMatch, dict.fromkeys(same.values_list("id", flat=True), facts))
        if outcome == NumberMatch.RECORDED:
            _blank(a, now)
        follow_matches(a, [now.unit_id])
    return a


def _blank(a: Act, match: NumberMatch) -> None:
    person = held(Person.objects.all(), match.person_id)
    look = bytes(match.look)
    papers = [paper for paper in PAPERS if bytes(getattr(person, paper) or b"") == look]
    a.write(Person, {person.pk: _blanks(papers)})


def _waiting(match: NumberMatch) -> None:
    if match.settled:
        raise RefusedError(_("This was settled already."))


def _reasoned(reason: str) -> str:
    if not legible(reason):
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "reason"))
    return reason


def _held(person: Person, by: Account | None) -> list[Person]:
    """The records that share a number with somebody, held; raises unless the actor settles for all of them."""
    keys = [each.pk for each in sharing(Person.objects.get(pk=person.pk))]
    people = held_all(Person.objects.select_related("home"), keys)
    require_above(by, *(each.home.path if each.home else None for each in people))
    if len(people) < 2:
        raise RefusedError(_("Nobody shares a number with this person any more."))
    return people


def _clashing(people: Sequence[Person]) -> dict[bytes, list[Person]]:
    """The numbers that several of the people have, and who has each."""
    heaps: dict[bytes, list[Person]] = {}
    for person in people:
        for paper in PAPERS:
            if look := getattr(person, paper):
                heaps.setdefault(bytes(look), []).append(person)
    return {look: heap for look, heap in heaps.items() if len(heap) > 1}


def _without(person: Person, people: Sequence[Person]) -> dict[str, Any]:
    """The columns of one of the people held without the numbers that others of them have."""
    shared, own = _clashing(people), next(each for each in people if each.pk == person.pk)
    papers = [paper for paper in PAPERS if bytes(getattr(own, paper) or b"") in shared]
    return {**_blanks(papers), "id_clash": False}


def _blanks(papers: Sequence[str]) -> dict[str, None]:
    return {f"{paper.removesuffix('_look')}_{part}": None for paper in papers for part in ("cipher", "look")}


def _unmark(a: Act, people: Sequence[Person]) -> None:
    """Those who share no number any more are no clash."""
    alone = [each.pk for each in people if len(sharing(each)) == 1]
    a.write(Person, {key: {"id_clash": False} for key in alone})


def _require_free(person: Person) -> None:
    if person.user_id or Appointment.objects.filter(person=person, end__gt=clock.today()).exists():
        raise RefusedError(Reason(_("This record holds a post or an account; keep it, or end these first."), "keep"))


def _homes(people: Sequence[Person]) -> list[uuid.UUID]:
    return [each.home_id for each in people if each.home_id] or [new_key()]
