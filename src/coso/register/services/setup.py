"""The first two things of an empty installation: its province, and the first officer with a printed code."""

import datetime as dt

from django.utils.translation import gettext as _

from coso.access.codes import make_code
from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.imports.slips import SignInSlip, slip_of
from coso.register.kinds import kinds, posts
from coso.register.models import Appointment, Person, Seat, Unit
from coso.register.services.accounts import account_of
from coso.register.services.guards import require_past
from coso.register.services.people import new_person
from coso.register.services.seats import ensure_seat, write_appointment
from coso.register.services.units import derive, new_unit, write_versions
from coso.register.tree import Version


def province_kinds() -> list[str]:
    """The kinds of units that stand under no other."""
    return [kind.key for kind in kinds().values() if not kind.parents]


def first_posts() -> list[str]:
    """The posts of the officer who goes on with the beginning."""
    return [post.key for post in posts().values() if set(post.kinds) & set(province_kinds())]


def begin_province(
    *, name: str, code: str, day: dt.date, officer: str, post: str, phone: str = "", by: Account | None
) -> SignInSlip:
    """The root unit of an empty installation and its first officer, whose slip is returned.

    The administrator of the machine does this once and is granted no sight by it. Raises RefusedError.
    """
    _require_administrator(by)
    require_past(day)
    _check(name, officer, post)
    with act(by=by, verb="province.begin") as a:
        unit = _root(a, " ".join(name.split()), code.strip(), day)
        person = new_person(a, {"name": officer, "phone": phone})
        seat = ensure_seat(a, unit, post, day)
        write_appointment(a, person, seat.id, day, FOREVER, "recognised", "")
        return _slip(a, Person.objects.get(pk=person), seat)


def print_first_code_again(*, by: Account | None) -> SignInSlip:
    """A new slip for the first officer while nobody has opened an account in the province. Raises RefusedError."""
    _require_administrator(by)
    held = waiting_officer()
    if held is None:
        raise RefusedError(_("The first officer is in already; codes are given by the officers now."))
    with act(by=by, verb="account.code", unit=held.seat.unit_id, subject=held.person) as a:
        return _slip(a, held.person, held.seat)


def waiting_officer() -> Appointment | None:
    """The first appointment at the root, until an officer there has once opened an account; then None for ever."""
    first = Appointment.objects.filter(seat__post__in=first_posts()).order_by("start", "id")
    held = list(first.select_related("person", "seat__unit"))
    accounts = Account.objects.filter(pk__in=[each.person.user_id for each in held])
    opened = any(account.last_login or account.has_usable_password() for account in accounts)
    return held[0] if held and not opened else None


def _require_administrator(by: Account | None) -> None:
    if by is not None and not by.runs_machine:
        raise ForbiddenError(_("You have no permission for this."))


def _check(name: str, officer: str, post: str) -> None:
    if Unit.objects.exists():
        raise RefusedError(_("There is a province already."))
    wrong = [
        Reason(_("A name is needed."), field)
        for field, text in (("name", name), ("officer", officer))
        if not text.strip()
    ]
    if post not in first_posts():
        wrong.append(Reason(_("This post is not known."), "post"))
    if wrong:
        raise RefusedError(*wrong)


def _root(a: Act, name: str, code: str, day: dt.date) -> Unit:
    key = new_unit(a, code=code)
    write_versions(a, [], [Version(new_key(), key, None, name, province_kinds()[0], "", "active", day)])
    derive({key}, day)
    return Unit.objects.get(pk=key)


def _slip(a: Act, person: Person, seat: Seat) -> SignInSlip:
    account = account_of(a, person)
    return slip_of(person, seat, account, make_code(account))
