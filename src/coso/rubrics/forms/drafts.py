"""Forms that edit a draft: its frame (paper, groups, levels) and one criterion. Points are thousandths."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.lib.points import show_points
from coso.register.forms import choose
from coso.rubrics.forms.fields import DraftForm, PointsField, bound
from coso.rubrics.grammar.editing import (
    CriterionFacts,
    Data,
    Face,
    GroupFacts,
    set_bands,
    set_face,
    set_groups,
    set_share_not_applicable,
)
from coso.rubrics.grammar.editing import put_criterion as put_in
from coso.rubrics.grammar.model import Criterion, RubricSpec
from coso.rubrics.grammar.shorthand import KINDS, ShorthandError, kind_of, read_shorthand, shorthand
from coso.rubrics.reads import indicator_name
from coso.rubrics.terms import GRADES

RULES = {
    "typed": _("A person gives the points"),
    "if_true": _("All or nothing"),
    "per": _("Points each time"),
    "deduct": _("Points off for each finding"),
    "steps": _("By steps"),
    "linear": _("In proportion"),
    "levels": _("A person chooses a level"),
}


class FrameForm(DraftForm):
    """The frame of a draft: what stands on its face, groups with their maxima, levels."""

    title_vi = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    dated = DayField(label=_("Date of the paper"), required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_to = DayField(label=_("Valid to"), required=False)
    official = forms.BooleanField(label=_("An official paper, entered as it was issued"), required=False)
    notice_vi = forms.CharField(
        label=_("Notice on every page"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    step = PointsField(label=_("Points go in steps of"))
    share = forms.IntegerField(
        label=_("At most this share of a group may be not applicable (%)"), min_value=0, max_value=100, required=False
    )
    self_max = PointsField(label=_("The union scores itself, at most"))
    bonus_max = PointsField(label=_("Bonus, at most"), required=False)

    def __init__(self, *args: Any, grammar: RubricSpec, seen: str, **options: Any) -> None:
        super().__init__(*args, **{**options, "initial": {**_face(grammar), "seen": seen}})
        self.grammar = grammar
        for n, group in enumerate(grammar.groups):
            self._group(n, group.code, group.title_vi, group.title_en, show_points(group.max))
        self._group(len(grammar.groups), "", "", "", "")
        bands = [(band.key, band.title_vi, band.title_en, show_points(band.min)) for band in grammar.bands]
        self.bands = bands or [(key, each.title, each.en, "") for key, each in GRADES.items()]
        for n, (_key, vi, _en, least) in enumerate(self.bands):
            self.fields[f"band_{n}"] = PointsField(label=vi, initial=least, required=False)
        self.fields["bands_official"] = forms.BooleanField(
            label=_("These cut-offs stand in an official paper"), initial=grammar.bands_official, required=False
        )

    def _group(self, n: int, code: str, vi: str, en: str, most: str) -> None:
        self.fields[f"code_{n}"] = forms.CharField(
            label=_("Code"), initial=code, max_length=12, required=False, disabled=bool(code)
        )
        self.fields[f"title_vi_{n}"] = forms.CharField(label=_("Title"), initial=vi, max_length=400, required=False)
        self.fields[f"title_en_{n}"] = forms.CharField(
            label=_("Title in English"), initial=en if en != vi else "", max_length=400, required=False
        )
        self.fields[f"max_{n}"] = PointsField(label=_("Points"), initial=most, required=False)

    def face_fields(self) -> list[forms.BoundField]:
        """What stands on the face."""
        names = ("title_vi", "title_en", "number", "dated", "issuer", "valid_from", "valid_to", "official", "notice_vi")
        return bound(self, *names)

    def points_fields(self) -> list[forms.BoundField]:
        """Sums and rounding."""
        return bound(self, "self_max", "bonus_max", "step", "share")

    def group_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each group, an empty one at the end."""
        count = len(self.grammar.groups) + 1
        return [bound(self, f"code_{n}", f"title_vi_{n}", f"title_en_{n}", f"max_{n}") for n in range(count)]

    def band_fields(self) -> list[forms.BoundField]:
        """The least points of each level."""
        return bound(self, *(f"band_{n}" for n in range(len(self.bands))), "bands_official")

    def clean(self) -> None:
        """A group has a title and points; levels are all given or none."""
        super().clean()
        said = self.cleaned_data
        for n in range(len(self.grammar.groups) + 1):
            parts = [said.get(f"{name}_{n}") for name in ("code", "title_vi", "max")]
            if any(parts) and not all(parts):
                self.add_error(f"title_vi_{n}", gettext("Give the group a code, a title and points."))
        floors = [said.get(f"band_{n}") for n in range(len(self.bands))]
        if any(least is not None for least in floors) and None in floors:
            self.add_error(f"band_{floors.index(None)}", gettext("Say the points of every level, 0 for the last."))
        if said.get("step") == 0:
            self.add_error("step", gettext("Points must be above 0."))

    def edit(self, data: Data) -> None:
        """Writes what the form says into a rubric's data."""
        said = self.cleaned_data
        set_face(data, Face(**{name: said[name] for name in Face.__dataclass_fields__}))
        groups = [
            GroupFacts(*(said[f"{name}_{n}"] for name in ("code", "title_vi", "title_en", "max")))
            for n in range(len(self.grammar.groups) + 1)
            if said[f"code_{n}"]
        ]
        bonus = said["bonus_max"] or 0
        set_groups(data, groups, self_max=said["self_max"], bonus_max=bonus, step=said["step"])
        floors = [said[f"band_{n}"] for n in range(len(self.bands))]
        if None not in floors:
            levels = [(key, vi, en, least) for (key, vi, en, _old), least in zip(self.bands, floors, strict=True)]
            set_bands(data, levels, official=said["bands_official"])
        if said["share"] is not None:
            set_share_not_applicable(data, Fraction(said["share"], 100))

    def place_of(self, where: str) -> str | None:
        """The field that a fault of the grammar belongs to."""
        for n, (key, *_words) in enumerate(self.bands):
            if where.startswith(f"bands.levels[{key}]"):
                return f"band_{n}"
        found = [name for place, name in FRAME_PLACES.items() if where.startswith(place)]
        return found[0] if found else None


FRAME_PLACES = {
    "bands.levels": "band_0",
    "rounding": "step",
    "document.number": "number",
    "document.date": "dated",
    "document.issuer": "issuer",
}


def _face(grammar: RubricSpec) -> dict[str, Any]:
    document = grammar.document
    share = grammar.max_share_not_applicable
    return {
        "title_vi": grammar.title_vi,
        "title_en": grammar.title_en,
        "number": document.number if document else "",
        "dated": document.date if document else None,
        "issuer": document.issuer if document else "",
        "valid_from": grammar.valid_from,
        "valid_to": grammar.valid_to,
        "official": grammar.official,
        "notice_vi": grammar.notice_vi,
        "step": show_points(grammar.step),
        "share": int(share * 100) if share else None,
        "self_max": show_points(grammar.self_max),
        "bonus_max": show_points(grammar.bonus_max),
    }


class CriterionForm(DraftForm):
    """One criterion: words, group, rule, and for each variant its maximum and what stands in the rule's box."""

    code = forms.CharField(label=_("Code"), max_length=12, help_text=_("Short; it stands on every sheet."))
    group = forms.ChoiceField(label=_("Group"))
    title_vi = forms.CharField(label=_("Criterion"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    title_en = forms.CharField(
        label=_("In English"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note_vi = forms.CharField(
        label=_("Explanation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.CharField(
        label=_("Evidence asked"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One proof a line."),
    )
    rule = forms.ChoiceField(label=_("How points are earned"))
    indicator = forms.ChoiceField(
        label=_("Figure"), required=False, help_text=_("What is counted; not for points that a person gives.")
    )
    levels = forms.CharField(
        label=_("Levels to choose from"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only where a person chooses: one level a line, the lowest first; English after a bar |."),
    )

    def __init__(
        self, *args: Any, grammar: RubricSpec, criterion: Criterion | None, seen: str, group: str = "", **options: Any
    ) -> None:
        start = _start(criterion) if criterion else {"group": group, "rule": "typed"}
        super().__init__(*args, **{**options, "initial": {**start, "seen": seen}})
        self.grammar, self.criterion = grammar, criterion
        choose(self, "group", [(each.code, f"{each.code}. {each.title_vi}") for each in grammar.groups])
        choose(self, "rule", list(RULES.items()))
        known = [(each.key, indicator_name(each.key, grammar)) for each in grammar.indicators]
        choose(self, "indicator", [("", "–"), *sorted(known, key=lambda pair: str(pair[1]))])
        for key, _title in self.variants():
            line = criterion.line(key) if criterion else None
            share = bool(criterion) and _is_share(grammar, criterion)
            most = show_points(line.max) if line else ""
            own = kind_of(line.rule) if line else ""
            own = "" if own == self.initial.get("rule") else own
            self.fields[f"rule:{key}"] = forms.ChoiceField(label=_("Kind of rule"), initial=own, required=False)
            choose(self, f"rule:{key}", [("", _("As above")), *RULES.items()])
            self.fields[f"max:{key}"] = PointsField(label=_("Points"), initial=most, required=False)
            box = shorthand(line.rule, share=share) if line else ""
            self.fields[f"box:{key}"] = forms.CharField(label=_("Rule"), initial=box, max_length=200, required=False)

    def variants(self) -> list[tuple[str, str]]:
        """Key and title of each variant of the rubric."""
        return [(each.key, each.title_vi) for each in self.grammar.variants]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields above the table of variants."""
        return bound(
            self, "code", "group", "title_vi", "title_en", "note_vi", "evidence", "rule", "indicator", "levels"
        )

    def variant_rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Title of each variant with its maximum, kind of rule and box."""
        return [(title, bound(self, f"max:{key}", f"rule:{key}", f"box:{key}")) for key, title in self.variants()]

    def clean_code(self) -> str:
        """A code that no other criterion of the rubric has."""
        code: str = self.cleaned_data["code"].strip()
        others = {each.code for each in self.grammar.criteria if each is not self.criterion}
        if code in others:
            raise ValidationError(_("A criterion of this rubric has this code already."))
        if "/" in code or " " in code:
            raise ValidationError(_("Write the code without blanks and slashes."))
        return code

    def clean(self) -> None:
        """Every variant that has the line gives a maximum and a rule that can be read."""
        super().clean()
        said = self.cleaned_data
        self.level_texts = dict(self._levels(said.get("levels", "")))
        self.lines = dict(self._lines(said))
        if not self.lines and not self.errors:
            first = next(iter(self.variants()), ("", ""))[0]
            self.add_error(f"max:{first}" if first else None, gettext("Give points for at least one kind of union."))

    def _levels(self, text: str) -> Iterator[tuple[str, dict[str, str]]]:
        known = [level.key for level in self.criterion.levels] if self.criterion else []
        for n, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
            vi, _bar, en = (part.strip() for part in line.partition("|"))
            yield known[n] if n < len(known) else f"l{n + 1}", {"vi": vi, "en": en or vi}

    def _lines(self, said: dict[str, Any]) -> Iterator[tuple[str, tuple[int, Any]]]:
        for key, _title in self.variants():
            most = said.get(f"max:{key}")
            if not most:
                continue
            kind = said.get(f"rule:{key}") or said.get("rule", "")
            try:
                rule = read_shorthand(kind, said.get(f"box:{key}", ""), most, list(self.level_texts))
            except ShorthandError:
                self.add_error(f"box:{key}", BOX[kind])
                continue
            yield key, (most, rule)

    def edit(self, data: Data) -> None:
        """Writes the criterion into a rubric's data."""
        said = self.cleaned_data
        evidence = [line.strip() for line in said["evidence"].splitlines() if line.strip()]
        names = ("code", "group", "title_vi", "title_en", "note_vi", "indicator")
        facts = CriterionFacts(
            **{name: said[name] for name in names},
            kind=KINDS[said["rule"]],
            evidence=evidence,
            levels=self.level_texts if said["rule"] == "levels" else {},
            lines=self.lines,
            known=self.criterion.code if self.criterion else "",
        )
        put_in(data, facts)

    def place_of(self, where: str) -> str | None:
        """The field that a fault of the grammar belongs to."""
        rest = where.partition("].")[2]
        for key, _title in self.variants():
            if rest.startswith(f"v.{key}"):
                return f"{'box' if 'rule' in rest else 'max'}:{key}"
        name = rest.partition(".")[0].partition("[")[0]
        return name if name in self.fields else None


BOX = {
    "per": _("Write the points each time, as 0,5."),
    "deduct": _("Write the points off each time, as 1."),
    "steps": _("Write the steps as 1 = 3; 2 = 4, or 50% = 2; 85% = 4."),
    "linear": _("Write both ends, as 50% - 100%."),
    "levels": _("Write one number of points for each level, as 0; 1; 2."),
    "typed": _("Choose how points are earned."),
    "if_true": _("Choose how points are earned."),
    "": _("Choose how points are earned."),
}


def _is_share(grammar: RubricSpec, criterion: Criterion | None) -> bool:
    key = criterion.indicator if criterion else None
    return any(each.key == key and each.kind == "share" for each in grammar.indicators)


def _start(criterion: Criterion) -> dict[str, Any]:
    rules = [kind_of(line.rule) for line in criterion.lines]
    english = criterion.title_en if criterion.title_en != criterion.title_vi else ""
    return {
        "code": criterion.code,
        "group": criterion.group,
        "title_vi": criterion.title_vi,
        "title_en": english,
        "note_vi": criterion.note_vi,
        "evidence": "\n".join(each.vi for each in criterion.evidence),
        "rule": (rules[0] if rules else "") or "typed",
        "indicator": criterion.indicator or "",
        "levels": "\n".join(f"{level.vi} | {level.en}" for level in criterion.levels),
    }
