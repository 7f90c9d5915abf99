"""First sign-in with a printed code: choose a password, and be in."""

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from coso.access.codes import claim, find_code
from coso.access.forms import attempt
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.doors import services as doors
from coso.doors.adapter import address_of
from coso.doors.sessions import end_sessions


class FirstForm(forms.Form):
    """The code of the slip and a password of one's own."""

    code = forms.CharField(label=_("Code on the slip"), max_length=20)
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, not only digits, not a common word."),
    )


@login_not_required
def first_sign_in(request: HttpRequest) -> HttpResponse:
    """Opens an account by its code."""
    form = FirstForm(request.POST or None, initial={"code": request.GET.get("ma", "")})
    if request.method == "POST" and form.is_valid():
        account = attempt(form, lambda: _opened(address_of(request), **form.cleaned_data))
        if account:
            _enter(request, account)
            return redirect("home")
    return render(request, "web/first_sign_in.html", {"form": form}, status=422 if form.errors else 200)


def _opened(address: str, *, code: str, password: str) -> Account:
    """The account of a code, opened. Raises RefusedError, also where one has to wait after wrong codes."""
    if wait := doors.attempt(doors.FIRST_CODE, "", address):
        raise RefusedError(doors.in_words(wait))
    if find_code(code):
        doors.succeeded(doors.FIRST_CODE, "", address)
    return claim(code=code, password=password)


def _enter(request: HttpRequest, account: Account) -> None:
    """Signs in here, and out wherever the account was signed in with the password before."""
    end_sessions(account)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.create_from_request(request)
    doors.succeeded(doors.PASSWORD, account.username.lower(), address_of(request))
