"""Accounts of officers: opened by printed codes, recovered through the officer of the managing union."""

from django.utils.translation import gettext as _

from coso.access.codes import make_code
from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.lib.text import fold
from coso.register.models import Appointment, Person, Unit
from coso.register.services.gate import require


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

    Given by an officer who may appoint in the person's unit. Raises RefusedError for somebody without a post.
    """
    require(by, "seats.change", *_units(person))
    with act(by=by, verb="account.code", unit=person.home_id, subject=person) as a:
        account = account_of(a, person)
        account.set_unusable_password()
        account.save()
        code = make_code(account)
    return account, code


def _units(person: Person) -> list[Unit]:
    seats = Appointment.objects.filter(person=person).select_related("seat__unit").order_by("-start")
    first = seats.first()
    if first is None:
        raise RefusedError(_("Only people with a post have accounts; appoint them first."))
    return [first.seat.unit]
