"""The form of one variant: which unions its table is for, where they count, by which calendar."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coso.register.forms import choose
from coso.register.kinds import sectors
from coso.rubrics.forms.fields import DraftForm, bound
from coso.rubrics.grammar.editing import Data
from coso.rubrics.grammar.editing_variants import VariantFacts, key_for, put_variant
from coso.rubrics.grammar.model import RubricSpec, SizeClass, Variant
from coso.rubrics.limit_words import calendar_name, sector_name, stratum_name
from coso.rubrics.terms import CALENDARS, STRATA, stratum_in_rubric
from coso.rubrics.words import words


class VariantForm(DraftForm):
    """One variant of a draft; the key of a new one is made of its title and does not change after."""

    title_vi = forms.CharField(label=_("Name of the table"), max_length=200)
    title_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    applies_to = forms.MultipleChoiceField(
        label=_("For unions in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    members_from = forms.IntegerField(
        label=_("From how many members"), min_value=1, max_value=1_000_000, required=False
    )
    members_to = forms.IntegerField(label=_("To how many members"), min_value=1, max_value=1_000_000, required=False)
    calendars = forms.MultipleChoiceField(label=_("Graded by"), widget=forms.CheckboxSelectMultiple, required=False)
    note_vi = forms.CharField(
        label=_("Explanation"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    like = forms.ChoiceField(
        label=_("Begin with the lines of"),
        required=False,
        help_text=_("The points of every criterion are taken over; change what is different."),
    )

    def __init__(self, *args: Any, grammar: RubricSpec, variant: Variant | None, seen: str, **options: Any) -> None:
        start = _start(variant) if variant else {"like": next((each.key for each in grammar.variants), "")}
        super().__init__(*args, **{**options, "initial": {**start, "seen": seen}})
        self.grammar, self.variant = grammar, variant
        own = variant.applies_to if variant else ()
        self.all_sectors = list(dict.fromkeys([*sectors(), *own]))
        choose(self, "applies_to", [(key, sector_name(key)) for key in self.all_sectors])
        windows = [each.calendar for each in grammar.windows]
        known = dict.fromkeys([*dict(CALENDARS), *windows, *(variant.calendars if variant else ())])
        choose(self, "calendars", [(key, calendar_name(key)) for key in known])
        choose(self, "like", [("", _("No lines yet")), *((each.key, words(each)) for each in grammar.variants)])
        if variant or not grammar.variants:
            del self.fields["like"]
        for key in self.all_sectors:
            self._stratum(key, variant.stratum_of(key) if variant else None)

    def _stratum(self, sector: str, said: str | None) -> None:
        name = f"stratum:{sector}"
        self.fields[name] = forms.ChoiceField(label=sector_name(sector), initial=said or "", required=False)
        usual = sectors()[sector].stratum if sector in sectors() else ""
        text = gettext("As usual: {stratum}").format(stratum=stratum_name(usual)) if usual else "–"
        found = dict.fromkeys([*map(stratum_in_rubric, STRATA), *([said] if said else [])])
        choose(self, name, [("", text), *((key, stratum_name(key)) for key in found)])

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields above the target strata."""
        names = ("title_vi", "title_en", "like", "applies_to")
        return bound(self, *(name for name in names if name in self.fields))

    def size_fields(self) -> list[forms.BoundField]:
        """Which sizes of unions the table is for."""
        return bound(self, "members_from", "members_to")

    def last_fields(self) -> list[forms.BoundField]:
        """The fields below the sizes."""
        return bound(self, "calendars", "note_vi")

    def stratum_fields(self) -> list[forms.BoundField]:
        """Where the unions of each sector count."""
        return bound(self, *(f"stratum:{key}" for key in self.all_sectors))

    @property
    def key(self) -> str:
        """The key of the variant, a free one for a new variant."""
        if self.variant:
            return self.variant.key
        return key_for(self.cleaned_data["title_vi"], [each.key for each in self.grammar.variants])

    def clean(self) -> dict[str, Any]:
        """Sizes the right way round, and sectors that no other variant is for at one of these sizes."""
        said = super().clean() or self.cleaned_data
        low, high = said.get("members_from"), said.get("members_to")
        if high is not None and high < (low or 0):
            self.add_error("members_to", gettext("This is less than the number before."))
            return said
        for other in self.grammar.variants:
            taken = [sector_name(each) for each in said.get("applies_to", []) if each in other.applies_to]
            if taken and other is not self.variant and other.members.meets(SizeClass(low or 0, high)):
                text = gettext("“{other}” is for these already: {sectors}. Take them out there first, or name sizes.")
                self.add_error("applies_to", text.format(other=words(other), sectors=", ".join(taken)))
        return said

    def edit(self, data: Data) -> None:
        """Writes the variant into a rubric's data."""
        said = self.cleaned_data
        strata = {key: said[f"stratum:{key}"] for key in said["applies_to"] if said[f"stratum:{key}"]}
        facts = VariantFacts(
            key=self.key,
            title_en=said["title_en"] or said["title_vi"],
            strata=strata,
            members=(said["members_from"], said["members_to"]),
            like=said.get("like", ""),
            **{name: said[name] for name in ("title_vi", "note_vi", "applies_to", "calendars")},
        )
        put_variant(data, facts)

    def place_of(self, where: str) -> str | None:
        """The field that a fault of the grammar belongs to."""
        name = where.split(".")[-1].partition("[")[0]
        name = {"target_stratum": "applies_to", "members": "members_to", "to": "members_to"}.get(name, name)
        return name if name in self.fields else None

    @property
    def going(self) -> "Going | None":
        """What goes when the variant is taken out; None for a new one, and for the only one."""
        if self.variant is None or len(self.grammar.variants) == 1:
            return None
        return going_with(self.grammar, self.variant.key)


@dataclass(frozen=True)
class Going:
    """What goes with a variant: how many lines, and the criteria and gates that are for it alone."""

    lines: int
    criteria: list[str]
    gates: list[str]


def going_with(grammar: RubricSpec, key: str) -> Going:
    """What would go with a variant."""
    lines = grammar.lines_of(key)
    alone = [criterion.code for criterion, _line in lines if len(criterion.lines) == 1]
    return Going(len(lines), alone, [gate.code for gate in grammar.gates if gate.applies_to == (key,)])


def _start(variant: Variant) -> dict[str, Any]:
    english = variant.title_en if variant.title_en != variant.title_vi else ""
    return {
        "title_vi": variant.title_vi,
        "title_en": english,
        "note_vi": variant.note_vi,
        "applies_to": list(variant.applies_to),
        "calendars": list(variant.calendars),
        "members_from": variant.members.low or None,
        "members_to": variant.members.high,
    }
