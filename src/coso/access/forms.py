"""Forms and services: what a sent form leads to; a refusal finds its field."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from coso.access.refusals import RefusedError
from coso.access.requests import Request

Done = TypeVar("Done")
Sent = TypeVar("Sent", bound=forms.BaseForm)


class DayField(forms.DateField):
    """A day, typed as 22/11/2026 or chosen."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d", "%d/%m/%Y")


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
