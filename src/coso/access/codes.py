"""First sign-in by a printed code: many officers have no office e-mail."""

import datetime as dt
import uuid
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account, FirstCode
from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.codes import bare, chance_code, grouped

LENGTH = 12
LASTS = dt.timedelta(days=30)
ADMINISTRATOR = "quantri"


def make_code(account: Account) -> str:
    """A new code for an account, shown once; the codes made before no longer work."""
    return _make(account, waits=False)[1]


def make_waiting_code(account: Account) -> tuple[uuid.UUID, str]:
    """A new code that opens once `release_code` was called with its key; those that wait already are void.

    The password and a code that does not wait hold until then.
    """
    return _make(account, waits=True)


def _make(account: Account, *, waits: bool) -> tuple[uuid.UUID, str]:
    code = chance_code(LENGTH)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        before = FirstCode.objects.filter(account=account, used=False)
        (before.filter(waits=True) if waits else before).update(used=True)
        made = FirstCode.objects.create(account=account, look=_look(code), until=clock.now() + LASTS, waits=waits)
    return made.pk, grouped(code)


def release_code(key: uuid.UUID) -> Account:
    """Lets a waiting code open its account; the password and whoever knew it are out. Raises RefusedError if void."""
    with transaction.atomic():
        waiting = FirstCode.objects.filter(pk=key, waits=True, used=False, until__gt=clock.now())
        found = waiting.select_related("account").first()
        if found is None:
            raise RefusedError(_("This code is void or older than 30 days; a new one has to be asked for."))
        account = Account.objects.select_for_update().get(pk=found.account_id)
        FirstCode.objects.filter(account=account, used=False).exclude(pk=key).update(used=True)
        FirstCode.objects.filter(pk=key).update(waits=False)
        account.set_unusable_password()
        account.save()
    return account


def void_code(key: uuid.UUID) -> None:
    """The code of a key no longer works."""
    FirstCode.objects.filter(pk=key).update(used=True)


def void_codes(accounts: Iterable[uuid.UUID]) -> int:
    """The codes of these accounts that nobody has used no longer work. Returns their number."""
    return FirstCode.objects.filter(account__in=list(accounts), used=False).update(used=True)


def _look(code: str) -> bytes:
    return settings.KEYS.look_up(f"first-code {bare(code)}")


def find_code(code: str) -> FirstCode | None:
    """The code typed, if it was given out, is not used and not too old."""
    found = FirstCode.objects.filter(look=_look(code), used=False, until__gt=clock.now())
    return found.select_related("account").first()


def claim(*, code: str, password: str) -> Account:
    """Opens the account of a code with a password of one's own, once; second steps are off. Raises RefusedError."""
    with transaction.atomic():
        found = find_code(code)
        if found and found.waits:
            raise RefusedError(
                Reason(_("This code opens once an officer of the union above has confirmed it."), "code")
            )
        if found is None or not _take(found):
            raise RefusedError(Reason(_("This code is not known, was used, or is older than 30 days."), "code"))
        account = found.account
        try:
            validate_password(password, account)
        except ValidationError as wrong:
            raise RefusedError(*[Reason(text, "password") for text in wrong.messages]) from wrong
        account.set_password(password)
        account.is_active = True
        account.save()
        Authenticator.objects.filter(user=account).delete()
    return account


def _take(code: FirstCode) -> bool:
    """Whether the code was unused until now: of two who send it at once, one is in."""
    return bool(FirstCode.objects.filter(pk=code.pk, used=False, waits=False).update(used=True))


def administrator_waits() -> bool:
    """Whether nobody who runs the machine has opened the account yet."""
    running = Account.objects.filter(runs_machine=True, is_active=True)
    return not any(account.has_usable_password() for account in running)


def administrator_code() -> tuple[Account, str]:
    """A code for the administrator of the machine, whose account is made if there is none; given on the command line.

    The password holds until the code is used.
    """
    with act(by=None, verb="account.code"):
        account = Account.objects.filter(runs_machine=True).order_by("date_joined").first()
        if account is None:
            name = _("System administrator")
            account = Account(username=ADMINISTRATOR, name=name, runs_machine=True)
            account.set_unusable_password()
            account.save()
        return account, make_code(account)
