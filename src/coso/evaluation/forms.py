"""Forms of the grading year."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.evaluation.chain import KINDS, ORDER, WHY_NOT
from coso.evaluation.models import Rubric
from coso.lib.dates import Period
from coso.register.forms import choose
from coso.register.kinds import strata

LEVEL_CHOICES = [
    ("", _("All levels")),
    ("good_up", _("Good or better")),
    ("excellent", _("Excellent")),
    ("good", _("Good")),
    ("done", _("Fair")),
    ("not_done", _("Not fulfilled")),
    ("none", _("No level yet")),
]


class FilterForm(forms.Form):
    """Filters of the list of sheets, kept in the address."""

    q = forms.CharField(label=_("Name or code"), max_length=100, required=False)
    step = forms.ChoiceField(label=_("Step"), required=False)
    stratum = forms.ChoiceField(label=_("Sector group"), required=False)
    why_not = forms.ChoiceField(label=_("Not graded"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=LEVEL_CHOICES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(
            self,
            "step",
            [("", _("All steps")), *((key, kind.text) for key, kind in KINDS.items()), ("done", _("Published"))],
        )
        choose(self, "stratum", [("", _("All sectors")), *((key, str(term)) for key, term in strata().items())])
        choose(self, "why_not", [("", "–"), *WHY_NOT.items()])


class RubricField(forms.ModelChoiceField):
    """A rubric by its title and code."""

    def label_from_instance(self, obj: Rubric) -> str:
        return f"{obj.title_vi} ({obj.code})"


class OpenForm(forms.Form):
    """Opening a round: its year, its days, its rubric, and the steps that are on with their deadlines."""

    rubric = RubricField(label=_("Rubric"), queryset=Rubric.objects.none())
    year = forms.IntegerField(label=_("Target year"), min_value=2000, max_value=2100)
    calendar = forms.ChoiceField(
        label=_("Calendar"),
        choices=[("calendar_year", _("Calendar year")), ("school_year", _("School year"))],
    )
    first = DayField(label=_("First day of the window"))
    last = DayField(label=_("Last day of the window"))
    closing = DayField(label=_("Closing day of figures"), help_text=_("What is entered later is told, not counted."))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        rubrics = self.fields["rubric"]
        if isinstance(rubrics, forms.ModelChoiceField):
            rubrics.queryset = Rubric.objects.exclude(status="incomplete").order_by("code")
        year = today.year
        start = {
            "year": year,
            "first": dt.date(year - 1, 12, 1),
            "last": dt.date(year, 11, 30),
            "closing": dt.date(year, 11, 30),
        }
        for name, value in start.items():
            self.fields[name].initial = value
        for n, key in enumerate(ORDER):
            due = dt.date(year, 12, 5) + dt.timedelta(days=5 * n)
            needed = key in ("self", "appraise", "decide", "publish")
            box = forms.CheckboxInput(attrs={"class": "form-check-input"})
            on = forms.BooleanField(label=str(KINDS[key].text), required=needed, initial=needed, widget=box)
            self.fields[f"on_{key}"] = on
            self.fields[f"due_{key}"] = DayField(label=_("by"), initial=due, required=False)
            self.fields[f"due_{key}"].widget.attrs["class"] = "form-control"

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.cleaned_data
        school = said["calendar"] == "school_year"
        name = _("School year {before}–{year}") if school else _("Grading round of {year}")
        return {
            "rubric": said["rubric"],
            "year": said["year"],
            "calendar": said["calendar"],
            "name": str(name).format(year=said["year"], before=said["year"] - 1),
            "window": Period.closed(said["first"], said["last"]),
            "closing": said["closing"],
        }

    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields of the steps."""
        return [(self[f"on_{key}"], self[f"due_{key}"]) for key in ORDER]

    def facts_fields(self) -> list[forms.BoundField]:
        """The fields above the steps."""
        return [self[name] for name in ("rubric", "year", "calendar", "first", "last", "closing")]


def chosen_chain(said: dict[str, Any]) -> list[tuple[str, dt.date]]:
    """The steps that are on, in order; a step without a day gets the last day of the target year."""
    last = dt.date(said["year"], 12, 31)
    return [(key, said.get(f"due_{key}") or last) for key in ORDER if said.get(f"on_{key}")]
