"""What is done to a round or to some of its sheets, each with a reason."""

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
