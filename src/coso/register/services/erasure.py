"""Erasing a person: the details go, in the register and in the journal; memberships and posts stay for the counts."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.journal.erasing import erase_snapshots
from coso.access.models import Account, Action
from coso.access.refusals import RefusedError
from coso.lib import clock
from coso.lib.text import fold, legible, sort_key
from coso.register.models import Appointment, ClashDecision, Membership, NumberMatch, Person
from coso.register.services.guards import require

NAMELESS = "Hồ Sơ Đã Xoá"
_EMPTY: dict[str, Any] = {
    "female": None,
    "born": None,
    "born_exact": True,
    "phone": "",
    "email": "",
    "position": "",
    "card": "",
    **dict.fromkeys(f"{paper}_{part}" for paper in ("id", "old_id", "passport") for part in ("cipher", "look")),
}


def erase_person(*, person: Person, reason: str, by: Account | None) -> int:
    """Blanks a person's details for good, in every image of the journal too. Returns the pages blanked.

    It cannot be undone. Refused while the person is a member or holds a post: these are ended first.
    """
    require(by, "people.erase", person.home)
    if not legible(reason):
        raise RefusedError(_("A reason is needed; the journal keeps it."))
    _require_gone(person)
    blanks = {"name": NAMELESS, "name_key": fold(NAMELESS), "sort_key": sort_key(NAMELESS), **_EMPTY}
    with act(by=by, verb="person.erase", unit=person.home_id, subject=person, reason=reason) as a:
        a.write(Person, {person.id: {**blanks, "user_id": None}})
        pages = erase_snapshots(Person, person.id, blanks) + _erase_typed(a, person)
        _close_account(person)
    return pages


def _erase_typed(a: Act, person: Person) -> int:
    """What others typed with a number of the person goes, and why records with it were kept. Returns the pages."""
    blanks = {"name": NAMELESS, "name_key": fold(NAMELESS), "born": None, "look": b"", "reason": ""}
    pages = 0
    for model in (NumberMatch, ClashDecision):
        keys = list(QuerySet(model).filter(person=person).values_list("pk", flat=True))
        a.write(model, dict.fromkeys(keys))
        pages += sum(erase_snapshots(model, key, blanks) for key in keys)
    return pages


def reasons_naming(person: Person) -> QuerySet[Action]:
    """The actions whose typed reason names a person, newest first: a seal covers reasons, so erasing leaves them."""
    return Action.objects.filter(reason__icontains=person.name).order_by("-at")


def _require_gone(person: Person) -> None:
    today = clock.today()
    if Membership.objects.filter(person=person, end__gt=today).exists():
        raise RefusedError(_("The person is still a member; end the membership first."))
    if Appointment.objects.filter(person=person, end__gt=today).exists():
        raise RefusedError(_("The person still holds a post; end it first."))


def _close_account(person: Person) -> None:
    """The account stays for the journal's sake, without a name and without a way in."""
    account = Account.objects.filter(pk=person.user_id).first() if person.user_id else None
    if account:
        account.username, account.name, account.email = f"x-{person.code.lower()}", "", ""
        account.is_active = False
        account.set_unusable_password()
        account.save()
