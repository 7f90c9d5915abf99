"""Forms of what hangs on a unit: workplaces, headcounts, communes, authorisations."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.register.forms import choose
from coso.register.kinds import acts


class _FromDay(forms.Form):
    """A form whose day is today unless said otherwise."""

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day" if "day" in self.fields else "on"].initial = today

    @property
    def facts(self) -> dict[str, Any]:
        """What the services take."""
        return dict(self.cleaned_data)


class WorkplaceForm(_FromDay):
    """An employer whose workers the union organises."""

    name = forms.CharField(label=_("Employer or site"), max_length=200)
    tax_code = forms.CharField(
        label=_("Tax code"),
        max_length=20,
        required=False,
        help_text=_("A workplace with this code that is on record already is the same one."),
    )
    day = DayField(label=_("From"))
    reason = forms.CharField(label=_("Decision or reason"), max_length=300, required=False)


class CountForm(_FromDay):
    """Workers counted on a day."""

    on = DayField(label=_("Counted on"))
    total = forms.IntegerField(label=_("Workers"), min_value=0, max_value=1_000_000)
    women = forms.IntegerField(
        label=_("Women among them"),
        min_value=0,
        required=False,
        help_text=_("Leave it empty if they were not counted."),
    )
    sure = forms.BooleanField(label=_("The figure is right"), required=False, widget=forms.HiddenInput)

    def add_error(self, field: str | None, error: Any) -> None:
        """A question about the figure shows its box."""
        super().add_error(field, error)
        if field == "sure":
            self.fields["sure"].widget = forms.CheckboxInput()


class AreaForm(_FromDay):
    """A commune that a managing union covers."""

    area = forms.CharField(label=_("Commune or ward"), max_length=80)
    day = DayField(label=_("From"))
    reason = forms.CharField(label=_("Decision or reason"), max_length=300, required=False)


class AuthorityForm(_FromDay):
    """A letter of authorisation."""

    number = forms.CharField(label=_("Number of the letter"), max_length=60)
    acts = forms.MultipleChoiceField(label=_("What the union may do"), widget=forms.CheckboxSelectMultiple)
    day = DayField(label=_("From"))
    until = DayField(label=_("Until"), required=False, help_text=_("Leave it empty if the letter names no end."))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        choose(self, "acts", acts().items())
