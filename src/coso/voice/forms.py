"""Forms of posters."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from coso.access.stale import SeenForm
from coso.register.forms import choose
from coso.voice.models import DeskRule


class PosterForm(forms.Form):
    """Posters made in a batch: one for each line."""

    places = forms.CharField(
        label=_("Places, one a line"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A gate, the canteen, a notice board. Empty: one poster for the whole unit."),
    )
    phone = forms.CharField(
        label=_("Phone of the union"),
        max_length=20,
        required=False,
        help_text=_("Printed on the poster and shown above the form, for danger to life."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        return {"places": self.cleaned_data["places"].splitlines(), "phone": self.cleaned_data["phone"]}


MINUTES = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)] + ["24:00"]


class RuleForm(SeenForm):
    """What a desk promises, and its working hours."""

    read_days = forms.IntegerField(label=_("Somebody reads it within (days)"), min_value=1, max_value=99)
    answer_days = forms.IntegerField(label=_("An answer within (days after reading)"), min_value=1, max_value=99)
    tell_days = forms.IntegerField(label=_("Told back within (days after the answer)"), min_value=1, max_value=99)
    weekdays = forms.MultipleChoiceField(
        label=_("Working days"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For who chose to be known: the clock stands still outside working hours."),
    )
    opens = forms.ChoiceField(label=_("From"))
    closes = forms.ChoiceField(label=_("Until"))

    def __init__(self, *args: Any, rule: DeskRule, rows: list[DeskRule], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "weekdays", [(str(n), WEEKDAYS[n]) for n in range(7)])
        for name in ("opens", "closes"):
            choose(self, name, [(each, each) for each in MINUTES])
        self.initial.update({name: getattr(rule, name) for name in ("read_days", "answer_days", "tell_days")})
        self.initial["weekdays"] = [str(n) for n in range(7) if rule.weekdays[n] == "1"]
        self.initial.update(opens=_hour(rule.opens), closes=_hour(rule.closes))
        self.watch(rows)

    @property
    def rule(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.facts
        chosen = {**said, "opens": _minutes(said["opens"]), "closes": _minutes(said["closes"])}
        return {**chosen, "weekdays": "".join("1" if str(n) in said["weekdays"] else "0" for n in range(7))}


def _hour(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:])
