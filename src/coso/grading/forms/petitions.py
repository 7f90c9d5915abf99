"""What a union asks about its result, and the answer."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.lib import clock
from coso.requests.forms import AnswerForm, AskForm

APPRAISED = dt.timedelta(days=10)


class PetitionForm(AskForm):
    """What a union asks about its result."""

    text = forms.CharField(
        label=_("What should be looked at again, and why"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )


class PetitionAnswerForm(AnswerForm):
    """The answer to a petition: the result is kept, or looked at again by a day."""

    due = DayField(label=_("Appraised again by"), required=False, help_text=_("Only if it is looked at again."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due"].initial = clock.today() + APPRAISED
        if "reopened" not in options["outcomes"]:
            del self.fields["due"]
