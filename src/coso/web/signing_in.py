"""The pages of signing in that are mounted: those of allauth that are in our words; the others lead to ours."""

from functools import wraps

from allauth.account import views
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from coso.doors.adapter import address_of
from coso.doors.services import PASSKEY, attempt, in_words

# Accounts are opened and recovered by printed codes, never by e-mail; allauth still asks for these addresses by name.
BY_CODE = ("account_signup", "account_set_password", "account_email")
by_code = login_not_required(RedirectView.as_view(pattern_name="first_sign_in"))
TOO_MANY = 429


@wraps(login_webauthn)
def passkey(request: HttpRequest) -> HttpResponse:
    """Signing in with a passkey; each beginning keeps a session, so beginnings are counted like tries."""
    if wait := attempt(PASSKEY, "", address_of(request)):
        return HttpResponse(in_words(wait), status=TOO_MANY, headers={"Retry-After": str(wait)})
    answer: HttpResponse = login_webauthn(request)
    return answer


urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/webauthn/login/", passkey, name="mfa_login_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    *(path(f"{name.removeprefix('account_')}/", by_code, name=name) for name in BY_CODE),
]
