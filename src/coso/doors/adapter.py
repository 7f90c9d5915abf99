"""Passwords and second steps of the sign-in library, with our limits in the place of its own."""

from collections.abc import Callable
from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from coso.access.adapter import Adapter as Accounts
from coso.access.models import Account
from coso.doors.services import PASSWORD, SECOND_STEP, attempt, in_words, network, succeeded
from coso.doors.sessions import end_sessions

NOWHERE = "::"  # the unspecified address


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; the web server has looked behind the declared proxies already."""
    address: str = request.META.get("REMOTE_ADDR", "")
    return address


def require_patience(kind: str, subject: str, request: HttpRequest) -> None:
    """Counts a try. Raises ValidationError that says how long to wait."""
    if wait := attempt(kind, subject, address_of(request)):
        raise ValidationError(in_words(wait), code="wait")


class Adapter(Accounts):
    """Counts passwords, and ends the other sessions where one is changed."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """The account of a name and a password. Raises ValidationError where one has to wait."""
        name = str(credentials.get("username", "")).lower()
        require_patience(PASSWORD, name, request)
        account: Account | None = super().authenticate(request, **credentials)
        if account:
            succeeded(PASSWORD, name, address_of(request))
        return account

    def set_password(self, user: Account, password: str) -> None:
        """A new password; only the session at hand goes on."""
        super().set_password(user, password)
        end_sessions(user, but=context.request.session.session_key)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network that a session began in: no more of an address is kept."""
        return network(address_of(request)) or NOWHERE


def _counted_code(account: Account, check: Callable[[], str]) -> str:
    subject = str(account.pk)
    require_patience(SECOND_STEP, subject, context.request)
    code = check()
    succeeded(SECOND_STEP, subject, address_of(context.request))
    return code


class SecondStepForm(AuthenticateForm):
    """The second step of a sign-in."""

    def clean_code(self) -> str:
        """The code, if it is right. Raises ValidationError, also where one has to wait."""
        return _counted_code(self.user, super().clean_code)


class SecondStepAgainForm(ReauthenticateForm):
    """The second step, asked for again before something delicate."""

    def clean_code(self) -> str:
        """The code, if it is right. Raises ValidationError, also where one has to wait."""
        return _counted_code(self.user, super().clean_code)


class PasswordForm(ChangePasswordForm):
    """A new password, after the present one."""

    def clean_oldpassword(self) -> str:
        """The present password. Raises ValidationError, also where one has to wait."""
        name = self.user.username.lower()
        require_patience(PASSWORD, name, context.request)
        said: str = super().clean_oldpassword()
        succeeded(PASSWORD, name, address_of(context.request))
        return said
