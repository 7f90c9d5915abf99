"""The five first steps: what is done, and the first of them, which the administrator does."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField, attempt, render_form
from coso.access.requests import Request, absolute
from coso.lib import clock
from coso.register.imports.slips import SignInSlip, render_slips
from coso.register.kinds import posts
from coso.register.models import Unit
from coso.register.services.setup import begin_province, first_posts, print_first_code_again, waiting_officer
from coso.web.setup_wizard import first_steps


class ProvinceForm(forms.Form):
    """The province, and the first officer who goes on with the beginning."""

    name = forms.CharField(label=_("Name of the federation"), max_length=200)
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        required=False,
        help_text=_("As in your Excel file of units. Leave empty to have one given."),
    )
    day = DayField(label=_("From"), help_text=_("The day from which figures are wanted; it may lie years back."))
    officer = forms.CharField(label=_("Full name of the first officer"), max_length=120)
    post = forms.ChoiceField(label=_("Post"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = clock.today().replace(month=1, day=1)
        field = self.fields["post"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, str(posts()[key])) for key in first_posts()]


def beginning(request: Request) -> HttpResponse:
    """The five steps for whoever has to do with them; gone once all are done."""
    steps = first_steps(request.user)
    if not steps:
        raise Http404
    return render(request, "web/beginning.html", {"first_steps": steps})


def province(request: Request) -> HttpResponse:
    """The administrator begins the province, or prints the first slip again until it has been used."""
    if not request.user.runs_machine or (Unit.objects.exists() and waiting_officer() is None):
        raise Http404
    if Unit.objects.exists():
        return _again(request)
    form = ProvinceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slip = attempt(form, lambda: begin_province(by=request.user, **form.cleaned_data))
        if slip:
            return _handed(slip)
    return render_form(request, "web/beginning_province.html", {"form": form}, form)


def _again(request: Request) -> HttpResponse:
    if request.method == "POST":
        return _handed(print_first_code_again(by=request.user))
    return render(request, "web/beginning_again.html", {"held": waiting_officer()})


def _handed(slip: SignInSlip) -> HttpResponse:
    """The slip to print; it is shown this once."""
    return HttpResponse(render_slips([slip], absolute()))
