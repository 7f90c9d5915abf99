"""Opening a round: its year, days, rubric and sectors, and one form for each chain of steps."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.grading.chain import KINDS, ORDER
from coso.grading.models import Round
from coso.grading.models.grading import round_names
from coso.grading.services.rounds import NEEDED
from coso.lib import clock
from coso.lib.dates import Period, show_day
from coso.register.forms import choose
from coso.register.kinds import kinds, sectors
from coso.rubrics.forms.choices import RubricField
from coso.rubrics.grammar.model import RubricSpec, Window
from coso.rubrics.models import Rubric
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import CALENDARS, DENOMINATORS, ELIGIBLE, SCHOOL_YEAR, WITH_SCHOOLS, sectors_of

COUNTING = sorted(DENOMINATORS.items(), key=lambda each: each[0] != ELIGIBLE)
APART = dt.timedelta(days=5)
ANEW = {  # another year or rubric: the page is asked for again, its days and sectors filled anew
    "hx-get": "",
    "hx-trigger": "change",
    "hx-include": "[name=calendar],[name=year],[name=rubric]",
    "hx-target": "main",
    "hx-select": "main",
    "hx-swap": "outerHTML",
    "hx-push-url": "true",
}


class OpenForm(forms.Form):
    """Opening a round: rubric, year and calendar, its days as the rubric names them, the sectors that it grades."""

    rubric = RubricField(label=_("Rubric"), queryset=Rubric.objects.none())
    year = forms.IntegerField(label=_("Target year"), min_value=2000, max_value=2100)
    calendar = forms.ChoiceField(choices=CALENDARS, widget=forms.HiddenInput)
    first = DayField(label=_("First day of the window"))
    last = DayField(label=_("Last day of the window"))
    closing = DayField(label=_("Closing day of figures"), help_text=_("What is entered later is told, not counted."))
    sectors = forms.MultipleChoiceField(
        label=_("Sectors graded in this round"),
        help_text=_("A union has one sheet a year: a sector left out here can be graded by the other calendar."),
        widget=forms.CheckboxSelectMultiple,
    )
    denominator = forms.ChoiceField(
        label=_("The share of good unions is counted over"),
        choices=COUNTING,
        help_text=_("It can be changed with a reason until the round is published."),
    )

    basis = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, year: int, calendar: str, asked: str = "", **options: Any) -> None:
        usable = Rubric.objects.exclude(status="incomplete").order_by("code")
        rubric = _named(usable, asked) or usable.first()
        start = {"rubric": rubric, "year": year, "calendar": calendar, "denominator": _counting(year)}
        start["basis"] = basis_of(str(year), str(rubric.pk) if rubric else "")
        start |= defaults(grammar_of(rubric), year, calendar) if rubric else {}
        super().__init__(*args, **{**options, "initial": start})
        choose(self, "sectors", [(key, sector) for key, sector in sectors().items()])
        if rubric and (others := other_windows(grammar_of(rubric), year, calendar)):
            self.fields["last"].help_text = str(_("The rubric also allows: {spans}.")).format(spans="; ".join(others))
        for name in ("year", "rubric"):
            self.fields[name].widget.attrs |= ANEW
        rubrics = self.fields["rubric"]
        if isinstance(rubrics, forms.ModelChoiceField):
            rubrics.queryset = usable

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.cleaned_data
        same = ("rubric", "year", "calendar", "closing", "sectors", "denominator")
        return {
            **{key: said[key] for key in same},
            "name": round_names(said["calendar"], said["year"])["vi"],
            "window": Period.closed(said["first"], said["last"]),
        }


def basis_of(year: str, rubric: str) -> str:
    """What the days and sectors of the form follow from: once it is another, they are filled anew."""
    return f"{year} {rubric}"


def _named(usable: QuerySet[Rubric], key: str) -> Rubric | None:
    try:
        return usable.filter(pk=key).first() if key else None
    except ValidationError:
        return None


def _counting(year: int) -> str:
    """The denominator of the other rounds of the year, else the eligible unions."""
    return Round.objects.filter(year=year).values_list("denominator", flat=True).first() or ELIGIBLE


def defaults(grammar: RubricSpec, year: int, calendar: str) -> dict[str, Any]:
    """The days and sectors that a rubric names for a calendar; without a window of its own, the year itself."""
    window = _window(grammar, calendar)
    first, last = (day.of(year) for day in window.default) if window else (dt.date(year, 1, 1), dt.date(year, 12, 31))
    graded = sectors_of(grammar, calendar)
    taken = sorted((graded & WITH_SCHOOLS if calendar == SCHOOL_YEAR else graded) or graded)
    return {"first": first, "last": last, "closing": last, "sectors": taken}


def _window(grammar: RubricSpec, calendar: str) -> Window | None:
    return next((each for each in grammar.windows if each.calendar == calendar), None)


def other_windows(grammar: RubricSpec, year: int, calendar: str) -> list[str]:
    """First and last day of the other windows that a rubric names for a calendar."""
    window = _window(grammar, calendar)
    spans = window.alternatives if window else ()
    return [f"{show_day(first.of(year))} – {show_day(last.of(year))}" for first, last in spans]


class ChainForm(forms.Form):
    """A chain of steps, each on or off with its last good day: the usual one (track ""), or one for some unions."""

    def __init__(self, *args: Any, track: str, closing: dt.date, **options: Any) -> None:
        super().__init__(*args, **{**options, "prefix": f"chain-{track}" if track else "chain"})
        self.track = track
        for n, key in enumerate(ORDER):
            box = forms.CheckboxInput(attrs={"class": "form-check-input"})
            label, needed = str(KINDS[key].text), key in NEEDED
            self.fields[f"on_{key}"] = forms.BooleanField(label=label, required=needed, initial=needed, widget=box)
            by = _("by")  # apart: the catalogue does not look into braces
            day = max(closing, clock.today()) + APART * (n + 1)
            due = DayField(label=f"{label}, {by}", initial=day, required=False)
            due.widget.attrs["class"] = "form-control"
            self.fields[f"due_{key}"] = due

    @property
    def title(self) -> str:
        """Whom the chain is for."""
        return track_text(self.track)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields of the steps."""
        return [(self[f"on_{key}"], self[f"due_{key}"]) for key in ORDER]

    def clean(self) -> dict[str, Any]:
        """Every step that is on needs its day, none before the day of the step before it."""
        said: dict[str, Any] = super().clean() or {}
        before = None
        for key in ORDER:
            due = said.get(f"due_{key}")
            if said.get(f"on_{key}") and not due:
                self.add_error(f"due_{key}", _("Say by which day."))
            elif said.get(f"on_{key}") and due:
                if due < clock.today():
                    self.add_error(f"due_{key}", _("The day lies in the past."))
                if before and due < before:
                    self.add_error(f"due_{key}", _("This day lies before that of an earlier step."))
                before = due
        return said

    @property
    def steps(self) -> list[tuple[str, dt.date]]:
        """(kind of step, last good day) of those that are on, in order."""
        said = self.cleaned_data
        return [(key, said[f"due_{key}"]) for key in ORDER if said.get(f"on_{key}")]


def track_text(track: str) -> str:
    """Whom a chain is for, in words: everybody else, a sector, or the unions under a kind of managing unit."""
    if not track:
        return str(_("Usual chain"))
    sector = sectors().get(track)
    return str(sector) if sector else str(_("Unions under: {kind}")).format(kind=kinds()[track])


def tracks(taken: set[str], day: dt.date) -> list[tuple[str, str]]:
    """The tracks that can still get a chain of their own: sectors, and kinds of units above grassroots unions."""
    above = [key for key, kind in kinds().items() if kind.level == "upper" and kind.since <= day < kind.until]
    found = [*sectors(), *above]
    return [(key, track_text(key)) for key in found if key not in taken]


def known_tracks(asked: list[str]) -> list[str]:
    """The tracks that a form sent, each once; unknown words are left out."""
    return [key for key in dict.fromkeys(asked) if key in sectors() or key in kinds()]
