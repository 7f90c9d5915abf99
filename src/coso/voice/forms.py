"""Forms of posters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PosterForm(forms.Form):
    """Posters made in a batch: one for each line."""

    places = forms.CharField(
        label=_("Places, one a line"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A gate, the canteen, a notice board. Empty: one poster for the whole unit."),
    )
    phone = forms.CharField(
        label=_("Phone of the union"),
        max_length=20,
        required=False,
        help_text=_("Printed on the poster and shown above the form, for danger to life."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        return {"places": self.cleaned_data["places"].splitlines(), "phone": self.cleaned_data["phone"]}
