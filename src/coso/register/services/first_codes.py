"""Codes for the officers of a list, printed together after it was booked."""

from collections.abc import Collection

from coso.access.codes import make_code
from coso.access.journal import act, held_all
from coso.access.models import Account
from coso.register.granting import lasting_posts, may_open, needs_second
from coso.register.imports.slips import SignInSlip, slip_of
from coso.register.models import Person
from coso.register.services.guards import require


def print_codes(*, usernames: Collection[str], by: Account | None) -> list[SignInSlip]:
    """A new code for each of these officers who has not opened the account yet; the codes printed before are void.

    An officer without a post is left out, and one of whom a post is not for the actor to grant. Raises ForbiddenError.
    """
    require(by, "seats.change")
    with act(by=by, verb="account.codes", reason=str(len(usernames))):
        known = Person.objects.filter(user__username__in=usernames, user__runs_machine=False)
        people = held_all(Person.objects.select_related("user"), known.values_list("pk", flat=True))
        slips = [(person, lasting_posts(person).first()) for person in people if _may_print(by, person)]
        made = [
            (each.seat.unit.path, slip_of(person, each.seat, person.user, make_code(person.user)))
            for person, each in slips
            if each and person.user
        ]
    return [slip for _path, slip in sorted(made, key=lambda row: row[0])]


def _may_print(by: Account | None, person: Person) -> bool:
    if person.user is None or person.user.has_usable_password():
        return False
    return by is None or (may_open(by, person) and not needs_second(person))
