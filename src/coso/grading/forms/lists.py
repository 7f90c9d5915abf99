"""Filters of the lists of the grading year."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.grading.chain import KINDS, WHY_NOT
from coso.grading.models import Round
from coso.register.forms import choose
from coso.register.kinds import strata
from coso.rubrics.terms import GRADES

MINE = "toi"
LEVEL_CHOICES = [
    ("", _("All levels")),
    ("good_up", _("Good or better")),
    *GRADES.items(),
    ("none", _("No level yet")),
]


class FilterForm(forms.Form):
    """Filters of the list of sheets, kept in the address."""

    q = forms.CharField(label=_("Name or code"), max_length=100, required=False)
    step = forms.ChoiceField(label=_("Step"), required=False)
    stratum = forms.ChoiceField(label=_("Sector group"), required=False)
    why_not = forms.ChoiceField(label=_("Not graded"), required=False)
    round = forms.ChoiceField(label=_("Round"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=LEVEL_CHOICES)

    def __init__(self, *args: Any, rounds: Iterable[Round] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choose(
            self,
            "step",
            [("", _("All steps")), *((key, kind.text) for key, kind in KINDS.items()), ("done", _("Published"))],
        )
        self.fields["ho-so"] = forms.ChoiceField(
            label=_("Portfolio"), required=False, choices=[("", _("All portfolios")), (MINE, _("My portfolio"))]
        )
        choose(self, "stratum", [("", _("All sectors")), *((key, str(term)) for key, term in strata().items())])
        choose(self, "why_not", [("", _("Graded or not")), *WHY_NOT.items()])
        choose(self, "round", [("", _("All rounds")), *((str(each.pk), each.name) for each in rounds)])
