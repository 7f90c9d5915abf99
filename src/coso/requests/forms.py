"""Asking, and answering with an outcome."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.register.forms import choose
from coso.requests.outcomes import Outcome


class AskForm(forms.Form):
    """What is asked."""

    text = forms.CharField(label=_("What is asked, and why"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)


class AnswerForm(forms.Form):
    """An answer, with the outcomes that the reader may give it."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Answer with its reason"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )

    def __init__(self, *args: Any, outcomes: Mapping[str, Outcome], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "outcome", [(key, each.text) for key, each in outcomes.items()])
        if len(outcomes) == 1:
            self.fields["outcome"].initial = next(iter(outcomes))

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        rest = dict(self.cleaned_data)
        return {"text": rest.pop("answer"), **rest}
