"""Forms of the register of advice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.advice.words import FIELDS, OUTCOMES, WAYS

MOST = 10_000


def _choices(words: dict[str, Any]) -> Any:
    return lambda: [(key, str(word)) for key, word in words.items()]


class AdviceForm(forms.Form):
    """A case as it is recorded; nobody is named."""

    day = DayField(label=_("Day"))
    field = forms.ChoiceField(label=_("Field"), choices=_choices(FIELDS))
    way = forms.ChoiceField(label=_("Way"), choices=_choices(WAYS))
    people = forms.IntegerField(
        label=_("People advised"),
        min_value=1,
        max_value=MOST,
        initial=1,
        help_text=_("Only how many. Names stay in the register on paper."),
    )


class OutcomeForm(forms.Form):
    """What came of a case."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=_choices(OUTCOMES))
