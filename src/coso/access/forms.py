"""Forms and services: what a sent form leads to; a refusal finds its field."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coso.access.refusals import Reason, RefusedError
from coso.access.requests import Request
from coso.lib.dates import read_day, show_day

Done = TypeVar("Done")
Sent = TypeVar("Sent", bound=forms.BaseForm)


NOT_A_DAY = _("This is not a day. Write day/month/year, for example 22/11/2026.")


class DayInput(forms.TextInput):
    """A day as dd/mm/yyyy whatever the language of the browser, which a native field of dates follows."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "20", "data-day": ""}
        super().__init__({**plain, "placeholder": _("dd/mm/yyyy"), **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """The day as dd/mm/yyyy; what is none, as it was typed."""
        day = value if isinstance(value, dt.date) else read_day(str(value or ""))
        return show_day(day) if day else super().format_value(value)


class DayField(forms.Field):
    """A day, typed as 22/11/2026 and in the other ways of `read_day`."""

    widget = DayInput

    def to_python(self, value: Any) -> dt.date | None:
        """The day; None where none is typed. Raises ValidationError for what is no day."""
        if value in self.empty_values or isinstance(value, dt.date):
            return value or None
        if day := read_day(str(value)):
            return day
        raise forms.ValidationError(NOT_A_DAY, code="invalid")


def day_sent(request: Request, name: str, *, missing: str | Promise) -> dt.date:
    """The day in a field of a form that has no class. Raises RefusedError: `missing`, or what is no day."""
    typed = request.POST.get(name, "").strip()
    day = read_day(typed)
    if day is None:
        raise RefusedError(Reason(str(NOT_A_DAY), name) if typed else missing)
    return day


class ListForm(forms.Form):
    """A list in a file."""

    LARGEST = 100 << 20

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv"}),
        help_text=_("Excel, LibreOffice or CSV, as it is, up to 100 MB. The columns are recognised."),
    )

    def clean_file(self) -> UploadedFile:
        """Not larger than may be read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.LARGEST:
            raise forms.ValidationError(_("The file is larger than 100 MB; split the list."))
        return file


def attempt(form: forms.BaseForm, deed: Callable[[], Done]) -> Done | None:
    """Does a deed; if it is refused, each reason stands at its field, or above the form."""
    try:
        return deed()
    except RefusedError as wrong:
        for reason in wrong.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason.text))
    return None


def submitted(
    request: Request,
    form: Sent | None,
    deed: Callable[[Sent], Done],
    *,
    done: str,
    to: str | Callable[[Done], str],
) -> HttpResponse | None:
    """Does the deed of a form that was sent, says that it is done, and leads on; None where the page is to be shown.

    `to` is an address or the name of one, or says it of what the deed gave back. A view reads: fetch through sight,
    form, `return submitted(…) or render_form(…)`. Raises Http404 where something was sent and the reader has no form.
    """
    if request.method != "POST":
        return None
    if form is None:
        raise Http404
    if not form.is_valid():
        return None
    made = attempt(form, lambda: deed(form))
    if made is None and form.errors:
        return None
    messages.success(request, done)
    return redirect(to(made) if made is not None and callable(to) else to)


def render_form(
    request: Request, template: str, context: Mapping[str, Any], *forms: forms.BaseForm | None
) -> HttpResponse:
    """A page with forms: 422 where one of them has errors, so that nothing takes it for done."""
    wrong = any(form is not None and form.errors for form in forms)
    return render(request, template, context, status=422 if wrong else 200)
