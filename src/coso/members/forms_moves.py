"""Forms of what happens to members between unions: settling numbers, transfers, times away."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.identity import Kind, read_id
from coso.members.forms import ForUser, UnitField
from coso.members.models import Transfer
from coso.members.services.transfers import named_union
from coso.register.forms import choose
from coso.register.kinds import states
from coso.register.models import NumberMatch, Person, Unit

KEEP, MEND, DOUBLE = "keep", "mend", "double"


class ClashForm(forms.Form):
    """How records that share a number are settled: kept, one mended, or one ended as a double."""

    how = forms.ChoiceField(
        label=_("How it is"),
        choices=[
            (KEEP, _("Both stay as they are, for the reason below")),
            (MEND, _("One number was typed wrongly: it is taken from the record chosen below")),
            (DOUBLE, _("One human being written down twice: the membership of the record chosen below ends")),
        ],
        widget=forms.RadioSelect,
    )
    which = forms.ChoiceField(label=_("The record concerned"), required=False, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("The right number"),
        max_length=20,
        required=False,
        help_text=_("If it is known; else the record has none until somebody enters it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = DayField(label=_("Member no longer from"), required=False, help_text=_("Only where a membership ends."))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("What was seen: card, file, who was asked.")
    )

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "which", [(each.code, f"{each.name} · {each.code}") for each in people])
        self.fields["day"].initial = clock.today()

    def clean_number(self) -> dict[str, str]:
        """The number by the column it belongs to."""
        text = self.cleaned_data["number"].strip()
        found = read_id(text)
        if text and (found.value is None or found.kind == Kind.NONE):
            raise ValidationError(_("A national ID has 12 digits, an old one 9; a passport 6 to 9 signs."))
        return {} if found.value is None else {str(found.kind): found.value}

    def clean(self) -> dict[str, Any] | None:
        """A record is named where one is changed."""
        out = super().clean()
        if self.cleaned_data.get("how") in (MEND, DOUBLE) and not self.cleaned_data.get("which"):
            self.add_error("which", _("Choose the record concerned."))
        if self.cleaned_data.get("how") == DOUBLE and not self.cleaned_data.get("day") and "day" not in self.errors:
            self.add_error("day", _("A day is needed."))
        return out


class MatchForm(forms.Form):
    """How a number that a union typed, and that is on record, is settled."""

    outcome = forms.ChoiceField(
        label=_("How it is"),
        choices=[
            (NumberMatch.SAME, _("One human being: the union may take in the person on record")),
            (NumberMatch.TYPED, _("Two people; the number the union typed is wrong")),
            (NumberMatch.RECORDED, _("Two people; the number on record is wrong and goes from there")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer to the union"),
        max_length=300,
        help_text=_("The union reads it; name nobody of another union in it."),
    )


class AskForm(ForUser):
    """A union asks for somebody on record."""

    number = forms.CharField(
        label=_("National ID, passport or card number"),
        max_length=20,
        help_text=_("The whole number, as it stands on the paper."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Full name"), max_length=80, help_text=_("As on the paper; marks may be left out."))
    unit = UnitField(label=_("Into the union or group"))
    day = DayField(label=_("Member here from"), help_text=_("The first day in the new unit."))
    reason = forms.CharField(label=_("Paper or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = clock.today()

    def clean_number(self) -> str:
        """The number in its one spelling, else as it is typed on a card."""
        text: str = self.cleaned_data["number"].strip()
        return read_id(text).value or text


class LetGoForm(forms.Form):
    """A union lets a member go."""

    to = forms.CharField(
        label=_("To the union"),
        max_length=200,
        required=False,
        help_text=_("Its code or its whole name, also outside your union. Leave empty while it is not known."),
    )
    day = DayField(label=_("Member here no longer from"), help_text=_("The first day that no longer counts."))
    reason = forms.CharField(label=_("Decision or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = clock.today()

    def clean_to(self) -> Unit | None:
        """The union named, None where none is."""
        text = self.cleaned_data["to"].strip()
        found = named_union(text) if text else None
        if text and found is None:
            raise ValidationError(_("No union has this code, and not exactly one has this name."))
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {"unit": self.cleaned_data["to"], "day": self.cleaned_data["day"], "reason": self.cleaned_data["reason"]}


class StepForm(ForUser):
    """An answer to a transfer."""

    unit = UnitField(label=_("Into the group"), required=False)
    answer = forms.CharField(label=_("Answer or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, takes_in: bool, transfer: Transfer, **options: Any) -> None:
        super().__init__(*args, **options)
        if not takes_in:
            del self.fields["unit"]

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {"unit": self.cleaned_data.get("unit"), "answer": self.cleaned_data["answer"]}


class StateForm(forms.Form):
    """A member is away for a time."""

    state = forms.ChoiceField(label=_("State"))
    day = DayField(label=_("From"))
    until = DayField(label=_("Back on"), required=False, help_text=_("The first day back, if it is known."))
    reason = forms.CharField(label=_("Paper or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "state", states().items())
        self.fields["day"].initial = clock.today()

    def clean_until(self) -> dt.date:
        """The day, for good where none is known."""
        return self.cleaned_data["until"] or FOREVER


class BackForm(forms.Form):
    """A member is back."""

    day = DayField(label=_("Back on"), help_text=_("The first day back."))
    reason = forms.CharField(label=_("Paper or reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].initial = clock.today()
