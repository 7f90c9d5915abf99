"""What is done to a round or to some of its sheets, each with a reason."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.grading.chain import KINDS
from coso.grading.forms.opening import COUNTING
from coso.register.forms import choose

FieldOrder = tuple[str, ...]


class WhyForm(forms.Form):
    """Something that needs a reason and nothing else."""

    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The journal keeps it."))


class DenominatorForm(WhyForm):
    """Naming another denominator."""

    denominator = forms.ChoiceField(label=_("The share of good unions is counted over"), choices=COUNTING)

    field_order: FieldOrder = ("denominator", "why")


class DueForm(WhyForm):
    """A later day, with a reason."""

    due = DayField(label=_("New last good day"))

    field_order: FieldOrder = ("due", "why")


class ReopenForm(DueForm):
    """Looking at a decided result again."""

    due = DayField(label=_("Appraised again by"))


class ExtendForm(DueForm):
    """A later day of one step."""

    step = forms.ChoiceField(label=_("Step"))

    field_order: FieldOrder = ("step", "due", "why")

    def __init__(self, *args: Any, steps: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "step", [(key, KINDS[key].text) for key in steps])


class PetitionForm(forms.Form):
    """What a union asks about its result."""

    text = forms.CharField(
        label=_("What should be looked at again, and why"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )


class AnswerForm(forms.Form):
    """The answer to a petition: the result is kept, or looked at again by a day."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("kept", _("The result is kept")), ("reopened", _("The result is looked at again"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer with its reason"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    due = DayField(label=_("Appraised again by"), required=False, help_text=_("Only if it is looked at again."))

    def __init__(self, *args: Any, may_reopen: bool, later: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due"].initial = later
        if not may_reopen:
            choose(self, "outcome", [("kept", _("The result is kept"))])
            self.fields["outcome"].initial = "kept"
            del self.fields["due"]
