"""Forms and services: a refusal finds its field."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from coso.access.refusals import RefusedError

Done = TypeVar("Done")


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
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv"}),
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
