"""Forms of a poll for those who run it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.access.terms import Term
from coso.polls.questions import QuestionSet
from coso.register.forms import choose


class PaperForm(forms.Form):
    """Paper ballots as the minutes give them."""

    held = DayField(label=_("Day of the count"))
    place = forms.CharField(label=_("Place"), max_length=200)
    counters = forms.CharField(label=_("Who counted"), max_length=300, help_text=_("At least two names."))
    minutes = forms.CharField(
        label=_("Minutes"), max_length=200, help_text=_("Number or place of the signed minutes; keep them on file.")
    )

    def __init__(self, *args: Any, asked: QuestionSet, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        self.fields["held"].initial = today
        for question in asked.questions:
            for answer in asked.answers:
                field = forms.IntegerField(label=str(answer), min_value=0, max_value=100_000, initial=0)
                self.fields[f"{question.key}_{answer.key}"] = field

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = {name: self.cleaned_data[name] for name in ("held", "place", "counters", "minutes")}
        return {**said, "counts": {q.key: self._counts(q) for q in self.asked.questions}}

    def _counts(self, question: Term) -> dict[str, int]:
        return {a.key: self.cleaned_data[f"{question.key}_{a.key}"] for a in self.asked.answers}

    def head(self) -> list[forms.BoundField]:
        """The fields about the count itself."""
        return [self[name] for name in ("held", "place", "counters", "minutes")]

    def table(self) -> list[tuple[Term, list[forms.BoundField]]]:
        """The fields of each question."""
        return [(q, [self[f"{q.key}_{a.key}"] for a in self.asked.answers]) for q in self.asked.questions]


class MeetingForm(forms.Form):
    """The members' meeting in place of a poll."""

    held = DayField(label=_("Day of the meeting"))
    attended = forms.IntegerField(label=_("Members who attended"), min_value=1, max_value=1000)
    said = forms.CharField(
        label=_("What was said"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text=_("Without names: what members are content with, what they want done otherwise."),
    )

    def __init__(self, *args: Any, asked: QuestionSet, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        self.fields["held"].initial = today
        for question in asked.questions:
            self.fields[f"q_{question.key}"] = forms.ChoiceField(label=str(question), widget=forms.RadioSelect)
            choose(self, f"q_{question.key}", [(answer.key, str(answer)) for answer in asked.answers])

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = {name: self.cleaned_data[name] for name in ("held", "attended", "said")}
        return {**said, "outcomes": {q.key: self.cleaned_data[f"q_{q.key}"] for q in self.asked.questions}}
