"""First sign-in with a printed code: choose a password, and be in."""

from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from coso.access.codes import claim
from coso.access.forms import attempt


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
        account = attempt(form, lambda: claim(**form.cleaned_data))
        if account:
            login(request, account, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("home")
    return render(request, "web/first_sign_in.html", {"form": form}, status=422 if form.errors else 200)
