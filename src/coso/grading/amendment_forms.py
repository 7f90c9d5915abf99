"""The form of a letter that amends a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.grading.models import Amendment
from coso.grading.services.amendments import Letter
from coso.register.forms import choose
from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.words import words

WHAT = {
    Amendment.DROP: _("Drop the line: it no longer applies, its group is scaled"),
    Amendment.FULL: _("Full points to all"),
    Amendment.PROOF: _("Another proof is asked"),
}


class LetterForm(forms.Form):
    """A numbered letter about one criterion of a round."""

    number = forms.CharField(label=_("Number of the letter"), max_length=60)
    dated = DayField(label=_("Date of the letter"))
    code = forms.ChoiceField(label=_("Criterion"))
    variant = forms.ChoiceField(label=_("For"), required=False)
    kind = forms.ChoiceField(label=_("What it changes"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("The proof asked from now on"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where another proof is asked."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown on every line it changes."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, grammar: RubricSpec, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "code", [("", "–"), *((each.code, f"{each.code} · {words(each)}") for each in grammar.criteria)])
        choose(self, "variant", [("", _("All unions")), *((each.key, words(each)) for each in grammar.variants)])
        choose(self, "kind", list(WHAT.items()))

    def shown_fields(self) -> list[forms.BoundField]:
        """The fields a person fills in."""
        return [bound for bound in self if not bound.is_hidden]

    @property
    def letter(self) -> Letter:
        """What the service takes."""
        return Letter(**{name: self.cleaned_data[name] for name in Letter.__dataclass_fields__})
