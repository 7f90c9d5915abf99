"""Accounts of officers: opened by printed codes, recovered through the officer of the managing union."""

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.codes import make_code, make_waiting_code, release_code, void_code
from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.text import fold
from coso.register.granting import common_path, confirming_unit, is_self, lasting_posts, may_open, needs_second
from coso.register.models import AccessRequest, Person
from coso.register.services.follow import follow_posts


def username_for(name: str) -> str:
    """A free user name from a person's name: "Nguyễn Thị Hoa" → "hoant", "hoant2"."""
    words = fold(name).split() or ["x"]
    stem = words[-1] + "".join(word[0] for word in words[:-1])
    taken = set(Account.objects.filter(username__startswith=stem).values_list("username", flat=True))
    return next(each for n in range(1, len(taken) + 2) if (each := stem if n == 1 else f"{stem}{n}") not in taken)


def account_of(a: Act, person: Person) -> Account:
    """The person's account, made without a password if there is none."""
    if person.user_id:
        return Account.objects.get(pk=person.user_id)
    account = Account(username=username_for(person.name), name=person.name)
    account.set_unusable_password()
    account.save()
    a.write(Person, {person.id: {"user_id": account.id}})
    return account


def give_code(*, person: Person, by: Account | None) -> tuple[Account, str]:
    """A printed code with which the person opens or recovers the account; whoever held it before is out.

    Given by an officer who may grant every post that the person holds or is to hold. Raises RefusedError for somebody
    without a post, and for a post that two accounts give (`ask_code`).
    """
    with act(by=by, verb="account.code", unit=person.home_id, subject=person) as a:
        who = held(Person.objects.all(), person.pk)
        _require_opening(by, who)
        if by and needs_second(who):
            raise RefusedError(_("Two accounts give a code for this post: one asks for it, another confirms it."))
        account = _own_account(a, who)
        account.set_unusable_password()
        account.save()
        code = make_code(account)
    return account, code


def _require_opening(by: Account | None, person: Person) -> None:
    if not lasting_posts(person).exists():
        raise RefusedError(_("Only people with a post have accounts; appoint them first."))
    if by and not may_open(by, person):
        raise ForbiddenError(_("A code is given by somebody who may appoint to every post of the person."))


def _own_account(a: Act, person: Person) -> Account:
    account = account_of(a, person)
    if account.runs_machine:
        raise ForbiddenError(
            _("This account runs the machine: only who keeps the server opens it, on the server itself.")
        )
    return account


def ask_code(*, person: Person, by: Account) -> tuple[AccessRequest, Account, str]:
    """A printed code that opens once another account has confirmed it; until then everything stays as it is.

    Asked for by the administrator of the machine for whoever lost the way in, and by an officer for a post that two
    accounts give. An older request of the same person is withdrawn. Raises RefusedError.
    """
    with act(by=by, verb="account.ask", unit=person.home_id, subject=person) as a:
        who = held(Person.objects.all(), person.pk)
        _require_opening(None if by.runs_machine else by, who)
        if is_self(by, who):
            raise ForbiddenError(_("Nobody asks for a code for himself."))
        asked = confirming_unit(common_path([each.seat.unit for each in lasting_posts(who)]), but=who)
        if asked is None:
            raise RefusedError(_("Nobody is there to confirm it: no other officer of the unions above has an account."))
        account = _own_account(a, who)
        before = _withdraw(a, AccessRequest.objects.filter(AccessRequest.WAITING, person=who), by)
        code, text = make_waiting_code(account)
        row = {"person_id": who.id, "confirmer_id": asked.id, "code": code, "asked_by": by.id}
        key = new_key()
        a.write(AccessRequest, {key: {**row, "asked_on": clock.today()}})
        follow_posts(a, {asked.id, *before})
    return AccessRequest.objects.get(pk=key), account, text


def _withdraw(a: Act, rows: QuerySet[AccessRequest], by: Account) -> set[uuid.UUID]:
    """Takes requests back; returns the units that were asked."""
    found = dict(rows.values_list("id", "confirmer_id"))
    ended = {"outcome": AccessRequest.WITHDRAWN, "decided_by": by.id, "decided_on": clock.today()}
    a.write(AccessRequest, dict.fromkeys(found, ended))
    return set(found.values())


def may_confirm_code(user: Account, row: AccessRequest) -> bool:
    """Whether a code is this user's to confirm: not who asked for it, not the person, and over all posts."""
    return user.pk != row.asked_by and not is_self(user, row.person) and may_open(user, row.person)


def _waiting(row: AccessRequest) -> None:
    if row.outcome:
        raise RefusedError(_("This was decided already."))


def decide_code(*, request: AccessRequest, confirm: bool, by: Account) -> None:
    """Lets a code that was asked for open the account, or declines it: then it is void. Raises RefusedError."""
    unit, who = request.person.home_id, request.person
    with act(by=by, verb="account.confirm" if confirm else "account.decline", unit=unit, subject=who) as a:
        held(Person.objects.all(), request.person_id)
        row = held(AccessRequest.objects.select_related("person"), request.pk, _waiting)
        if not may_confirm_code(by, row):
            raise ForbiddenError(_("Somebody else confirms it, who may appoint to every post of the person."))
        if confirm:
            release_code(row.code)
        else:
            void_code(row.code)
        outcome = AccessRequest.CONFIRMED if confirm else AccessRequest.DECLINED
        a.write(AccessRequest, {row.id: {"outcome": outcome, "decided_by": by.id, "decided_on": clock.today()}})
        follow_posts(a, [row.confirmer_id])


def withdraw_code(*, request: AccessRequest, by: Account) -> None:
    """Whoever asked for a code takes it back; it is void. Raises RefusedError."""
    with act(by=by, verb="account.withdraw", unit=request.person.home_id, subject=request.person) as a:
        row = held(AccessRequest.objects.all(), request.pk, _waiting)
        if row.asked_by != by.pk:
            raise ForbiddenError(_("You have no permission for this."))
        void_code(row.code)
        follow_posts(a, _withdraw(a, AccessRequest.objects.filter(pk=row.pk), by))
