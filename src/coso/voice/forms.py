"""Forms of posters."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.access.stale import SeenForm
from coso.lib import clock
from coso.register.forms import choose
from coso.triage.terms import TOPICS
from coso.voice.models import DeskRule, Stoppage
from coso.voice.words import SIZES

NO_DEMANDS = {"request_information", "thanks_other", "union_itself"}


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


class StoppageForm(forms.Form):
    """A work stoppage. It has no field for a person."""

    day = DayField(label=_("Since"))
    size = forms.ChoiceField(label=_("About how many"), required=False)
    topics = forms.MultipleChoiceField(label=_("What it is about"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "size", [("", "–"), *((key, str(word)) for key, word in SIZES.items())])
        choose(self, "topics", [(key, str(word).capitalize()) for key, word in TOPICS.items() if key not in NO_DEMANDS])
        self.fields["day"].initial = clock.today()


class SettleForm(SeenForm):
    """What a stoppage came to."""

    ended = DayField(label=_("Work went on on"))
    settled = forms.CharField(
        label=_("What was agreed"),
        max_length=300,
        required=False,
        help_text=_("Name nobody who led or joined: the field is for what was agreed."),
    )
    figure = forms.IntegerField(label=_("In đồng a worker"), min_value=0, max_value=10**12, required=False)
    compared = ("ended", "settled", "figure")

    def __init__(self, *args: Any, stoppage: Stoppage, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.update({name: getattr(stoppage, name) for name in self.compared})
        self.watch([stoppage])
