"""The form of one gate: when it closes, the level it caps at, the sentence that explains it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coso.register.forms import choose
from coso.rubrics.forms.fields import DraftForm, NumberField, ShareField, bound, in_percent, part_of
from coso.rubrics.grammar.editing import Data
from coso.rubrics.grammar.editing_limits import GateFacts, in_order, put_gate
from coso.rubrics.grammar.model import AllZero, Condition, Gate, GroupBelow, RubricSpec
from coso.rubrics.grammar.shorthand import show_number
from coso.rubrics.grammar.wording import SIGNS
from coso.rubrics.reads import indicator_name
from coso.rubrics.words import words

CODE = re.compile(r"[\w.\-]{1,12}")
GROUP, ZERO, FIGURE = "group", "zero", "figure"
TESTS = [
    (GROUP, _("A group of criteria is below a share of its points")),
    (ZERO, _("All of some criteria have 0 points")),
    (FIGURE, _("A figure reaches a bound")),
]
PARTS = {GROUP: ("share", "groups"), ZERO: ("criteria",), FIGURE: ("indicator", "op", "number")}


class GateForm(DraftForm):
    """One gate of a draft."""

    code = forms.CharField(label=_("Code"), max_length=12, help_text=_("Short, as K7."))
    cap = forms.ChoiceField(label=_("The level is at most"))
    test = forms.ChoiceField(label=_("The cap holds when"), choices=TESTS, widget=forms.RadioSelect, initial=GROUP)
    share = ShareField(label=_("Below this share of the group's points (%)"), required=False)
    groups = forms.MultipleChoiceField(
        label=_("Any of these groups"), widget=forms.CheckboxSelectMultiple, required=False
    )
    criteria = forms.CharField(
        label=_("Codes of the criteria"), max_length=400, required=False, help_text=_("With commas, as D01, D03.")
    )
    indicator = forms.ChoiceField(
        label=_("Figure"), required=False, help_text=_("It caps a sheet on which a line reads this figure.")
    )
    op = forms.ChoiceField(label=_("Comparison"), choices=list(SIGNS.items()), initial=">=", required=False)
    number = NumberField(label=_("Value"), required=False, help_text=_("As 1, 0,5 or 50%."))
    applies_to = forms.MultipleChoiceField(
        label=_("For which tables"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    say_vi = forms.CharField(
        label=_("Explanation on the sheet, in Vietnamese"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The computer fills in {points} and {cap}; for a group also {group}, {got} and {max}."),
    )
    say_en = forms.CharField(
        label=_("Explanation in English"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    origin = forms.CharField(label=_("Where it comes from"), max_length=400, required=False)

    def __init__(self, *args: Any, grammar: RubricSpec, gate: Gate | None, seen: str, **options: Any) -> None:
        start = _start(gate) if gate else {"applies_to": [each.key for each in grammar.variants]}
        super().__init__(*args, **{**options, "initial": {**start, "seen": seen}})
        self.grammar, self.gate = grammar, gate
        own = [group for group in grammar.groups if not group.bonus]
        choose(self, "cap", [(band.key, words(band)) for band in grammar.bands])
        choose(self, "groups", [(each.code, f"{each.code}. {words(each)}") for each in own])
        known = [(each.key, indicator_name(each.key, grammar)) for each in grammar.indicators]
        choose(self, "indicator", [("", "–"), *sorted(known, key=lambda pair: str(pair[1]))])
        choose(self, "applies_to", [(each.key, words(each)) for each in grammar.variants])

    def head_fields(self) -> list[forms.BoundField]:
        """Code and level."""
        return bound(self, "code", "cap")

    def test_parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each kind of test."""
        return [(key, bound(self, *names)) for key, names in PARTS.items()]

    def foot_fields(self) -> list[forms.BoundField]:
        """For whom, and the words."""
        return bound(self, "applies_to", "say_vi", "say_en", "origin")

    def clean_code(self) -> str:
        """A code that no other gate of the rubric has."""
        code: str = self.cleaned_data["code"].strip()
        if code in {each.code for each in self.grammar.gates if each is not self.gate}:
            raise ValidationError(_("A cap of this rubric has this code already."))
        if not CODE.fullmatch(code) and code != (self.gate and self.gate.code):
            raise ValidationError(_("Write the code in letters and digits, without blanks."))
        return code

    def clean_criteria(self) -> list[str]:
        """The codes, each once."""
        return list(dict.fromkeys(re.findall(r"[^\s,;]+", self.cleaned_data["criteria"])))

    def clean(self) -> None:
        """The test that is chosen has all it needs."""
        super().clean()
        said = self.cleaned_data
        for name in PARTS.get(said.get("test", ""), ()):
            if name not in self.errors and said.get(name) in (None, "", []):
                self.add_error(name, _("Say this for the test that you chose."))

    def _when(self) -> GroupBelow | AllZero | Condition:
        said = self.cleaned_data
        if said["test"] == GROUP:
            known = self.gate.when.groups if self.gate and isinstance(self.gate.when, GroupBelow) else ()
            return GroupBelow(said["share"], tuple(in_order(known, said["groups"])))
        if said["test"] == ZERO:
            return AllZero(tuple(said["criteria"]))
        return Condition(said["indicator"], said["op"], said["number"])

    def edit(self, data: Data) -> None:
        """Writes the gate into a rubric's data."""
        names = ("code", "cap", "applies_to", "say_vi", "say_en", "origin")
        said = {name: self.cleaned_data[name] for name in names}
        put_gate(data, GateFacts(**said, when=self._when(), known=self.gate.code if self.gate else ""))

    def place_of(self, where: str) -> str | None:
        """The field that a fault of the grammar belongs to."""
        name = part_of(where)
        if name == "when":
            return PARTS[self.cleaned_data["test"]][-1 if self.cleaned_data["test"] == GROUP else 0]
        return name if name in self.fields else "code"


def _start(gate: Gate) -> dict[str, Any]:
    start: dict[str, Any] = {name: getattr(gate, name) for name in ("code", "cap", "say_vi", "say_en", "origin")}
    start["applies_to"] = list(gate.applies_to)
    match gate.when:
        case GroupBelow(share, groups):
            return start | {"test": GROUP, "share": in_percent(share), "groups": list(groups)}
        case AllZero(criteria):
            return start | {"test": ZERO, "criteria": ", ".join(criteria)}
        case Condition(indicator, op, number):
            return start | {"test": FIGURE, "indicator": indicator, "op": op, "number": show_number(number)}
