"""Forms and services: a refusal finds its field."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from coso.access.refusals import RefusedError

Done = TypeVar("Done")


class DayField(forms.DateField):
    """A day, typed as 22/11/2026 or chosen."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d", "%d/%m/%Y")


def attempt(form: forms.BaseForm, deed: Callable[[], Done]) -> Done | None:
    """Does a deed; if it is refused, each reason stands at its field, or above the form."""
    try:
        return deed()
    except RefusedError as wrong:
        for reason in wrong.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason.text))
    return None
