"""Codes for the officers of a list, printed together after it was booked."""

from collections.abc import Collection

from coso.access.codes import make_code
from coso.access.journal import act
from coso.access.models import Account
from coso.lib import clock
from coso.register.imports.officers import Slip
from coso.register.models import Appointment
from coso.register.services.gate import require


def print_codes(*, usernames: Collection[str], by: Account | None) -> list[Slip]:
    """A new code for each of these officers who has not opened the account yet; the codes printed before are void.

    An officer without a post of today is left out. Raises ForbiddenError.
    """
    waiting = {
        each.id: each for each in Account.objects.filter(username__in=usernames) if not each.has_usable_password()
    }
    held = Appointment.objects.on(clock.today()).filter(person__user__in=waiting)
    first = {
        each.person.user_id: each for each in held.select_related("person", "seat__unit").order_by("-seat__unit__path")
    }
    require(by, "seats.change", *[each.seat.unit for each in first.values()])
    with act(by=by, verb="account.codes", reason=str(len(first))):
        return [
            Slip(each.person.name, each.seat.unit.code, waiting[user].username, make_code(waiting[user]))
            for user, each in sorted(first.items(), key=lambda item: item[1].seat.unit.path)
        ]
