"""The form of what limits a rubric as a whole: quota, who is not graded, windows."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.register.forms import choose
from coso.rubrics.forms.fields import DraftForm, ShareField, YearDayField, bound, in_percent, show_year_day
from coso.rubrics.grammar.editing import Data
from coso.rubrics.grammar.editing_limits import (
    EligibilityFacts,
    QuotaFacts,
    Span,
    WindowFacts,
    set_eligibility,
    set_quota,
    set_windows,
)
from coso.rubrics.grammar.model import AFTER_MERGER, NEW_UNION, Eligibility, Quota, RubricSpec, Window
from coso.rubrics.limit_words import COUNTED, OF_GOOD, POOL, RULES, TIES, calendar_name, tie_name
from coso.rubrics.terms import CALENDARS
from coso.rubrics.words import words

WAITS = (NEW_UNION, AFTER_MERGER)
FEWEST_TIES = 3
LIMITS = ("quota", "eligibility", "windows")


class LimitsForm(DraftForm):
    """Quota, eligibility and windows of a draft. Fields of a rule end with it, those of a span with calendar:number."""

    level = forms.ChoiceField(label=_("Level with a limit"), required=False)
    share = ShareField(label=_("At most this share (%)"), required=False)
    of = forms.ChoiceField(label=_("Counted over"), required=False)
    pool = forms.MultipleChoiceField(
        label=_("Ranked together"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Within which circle places are shared."),
    )
    say_vi = forms.CharField(
        label=_("Sentence for those who fall out, in Vietnamese"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The computer fills in {by_points}, {decided} and {pool}."),
    )
    origin = forms.CharField(label=_("Where it comes from"), max_length=400, required=False)
    enabled = forms.BooleanField(
        label=_("The limit is in force"),
        required=False,
        help_text=_("Otherwise it stands in the rubric and limits nobody."),
    )

    def __init__(self, *args: Any, grammar: RubricSpec, seen: str, **options: Any) -> None:
        super().__init__(*args, **{**options, "initial": {**_quota(grammar.quota), "seen": seen}})
        self.grammar = grammar
        self._choose_quota(grammar)
        self.rules = list(dict.fromkeys([each.rule for each in grammar.eligibility] + list(RULES)))
        known = {each.rule: each for each in reversed(grammar.eligibility)}
        for rule in self.rules:
            self._eligibility(rule, known.get(rule))
        windows = {each.calendar: each for each in grammar.windows}
        self.spans = {key: self._window(key, windows.get(key)) for key in dict.fromkeys([*windows, *dict(CALENDARS)])}

    def _choose_quota(self, grammar: RubricSpec) -> None:
        quota = grammar.quota
        choose(self, "level", [("", _("No limit")), *((band.key, words(band)) for band in grammar.bands[:-1])])
        choose(self, "of", _with(COUNTED, [quota.of] if quota else []))
        choose(self, "pool", _with(POOL, quota.pool if quota else []))
        ties = quota.tie_break if quota else ()
        groups = [f"points_{each.code}" for each in grammar.groups if not each.bonus]
        choices = [(key, tie_name(key, grammar)) for key in dict.fromkeys([*groups, *TIES, *ties])]
        self.ties = [f"tie_{n}" for n in range(max(FEWEST_TIES, len(ties)))]
        for n, name in enumerate(self.ties):
            label = _("Equal points: first by") if n == 0 else _("then by")
            self.fields[name] = forms.ChoiceField(label=label, required=False, initial=dict(enumerate(ties)).get(n, ""))
            choose(self, name, [("", "–"), *choices])

    def _eligibility(self, rule: str, known: Eligibility | None) -> None:
        if rule in WAITS or (known and known.months is not None):
            self.fields[f"months:{rule}"] = forms.IntegerField(
                label=_("Months"), initial=known.months if known else None, min_value=0, max_value=120, required=False
            )
        for name, label in (
            ("reason_vi", _("Reason")),
            ("reason_en", _("Reason in English")),
            ("needs", _("What must be on record")),
        ):
            initial = getattr(known, name) if known else ""
            self.fields[f"{name}:{rule}"] = forms.CharField(
                label=label, initial=initial, max_length=300, required=False
            )

    def _window(self, calendar: str, known: Window | None) -> int:
        label = known.label_vi if known else ""
        self.fields[f"label:{calendar}"] = forms.CharField(
            label=_("Name in the rubric"), initial=label, max_length=100, required=False
        )
        spans = [known.default, *known.alternatives] if known else []
        for n in range(len(spans) + 1):
            first, last = (show_year_day(day) for day in spans[n]) if n < len(spans) else ("", "")
            days = (("first", _("First day"), first), ("last", _("Last day"), last))
            for name, text, day in days:
                self.fields[f"{name}:{calendar}:{n}"] = YearDayField(label=text, initial=day, required=False)
        return len(spans) + 1

    def quota_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the quota: its figures, what breaks ties, its words."""
        names = (("level", "share", "of"), ("pool",), tuple(self.ties), ("say_vi", "origin", "enabled"))
        return [bound(self, *row) for row in names]

    def rule_rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Name and fields of each reason not to be graded."""
        parts = ("reason_vi", "reason_en", "months", "needs")
        names = {rule: [f"{part}:{rule}" for part in parts if f"{part}:{rule}" in self.fields] for rule in self.rules}
        return [(str(RULES.get(rule, rule)), bound(self, *found)) for rule, found in names.items()]

    def window_rows(self) -> list[tuple[str, forms.BoundField, list[list[forms.BoundField]]]]:
        """Name of each calendar, its label, and its spans: the usual one, the other choices, an empty one."""
        return [
            (
                calendar_name(key),
                self[f"label:{key}"],
                [bound(self, f"first:{key}:{n}", f"last:{key}:{n}") for n in range(count)],
            )
            for key, count in self.spans.items()
        ]

    def clean(self) -> None:
        """A quota is whole or none, a wait has its reason, a window both its days."""
        super().clean()
        self._clean_quota()
        said = self.cleaned_data
        for rule in self.rules:
            others = [said.get(f"{part}:{rule}") for part in ("months", "reason_en", "needs")]
            if not said.get(f"reason_vi:{rule}") and any(each not in (None, "") for each in others):
                self.add_error(f"reason_vi:{rule}", _("Write the reason; empty all to take it out."))
        for key, count in self.spans.items():
            for n in range(count):
                self._clean_span(key, n)

    def _clean_quota(self) -> None:
        said = self.cleaned_data
        if not said.get("level"):
            if said.get("enabled"):
                self.add_error("level", _("Choose the level that is limited."))
            return
        for name in ("share", "say_vi"):
            if name not in self.errors and said.get(name) in (None, ""):
                self.add_error(name, _("Say this, or choose “No limit”."))
        chosen = [said[name] for name in self.ties if said.get(name)]
        for name in self.ties:
            if chosen.count(said.get(name)) > 1:
                self.add_error(name, _("Choose each only once."))
                return

    def _clean_span(self, calendar: str, n: int) -> None:
        first, last = f"first:{calendar}:{n}", f"last:{calendar}:{n}"
        if first in self.errors or last in self.errors:
            return
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if bool(start) != bool(end):
            self.add_error(last if start else first, _("Say both days, or none."))
        if start and end and start.of(2001) >= end.of(2001):
            self.add_error(last, _("The last day must come after the first."))
        if n and (start or end) and not self.cleaned_data.get(f"first:{calendar}:0"):
            self.add_error(f"first:{calendar}:0", _("Say the usual days before other choices."))

    def edit(self, data: Data) -> None:
        """Writes what the form says into a rubric's data."""
        said = self.cleaned_data
        set_quota(data, self._quota_facts() if said["level"] else None)
        texts = ("reason_vi", "reason_en", "needs")
        waits = {rule: said.get(f"months:{rule}") for rule in self.rules}
        set_eligibility(
            data,
            [EligibilityFacts(rule, waits[rule], *(said[f"{part}:{rule}"] for part in texts)) for rule in self.rules],
        )
        set_windows(data, [self._window_facts(calendar) for calendar in self.spans])

    def _window_facts(self, calendar: str) -> WindowFacts:
        spans = list(self._spans(calendar))
        usual = spans[0] if spans else None
        return WindowFacts(calendar, usual, spans[1:], self.cleaned_data[f"label:{calendar}"])

    def _quota_facts(self) -> QuotaFacts:
        said = self.cleaned_data
        return QuotaFacts(
            **{name: said[name] for name in ("enabled", "level", "pool", "say_vi", "origin")},
            of=said["of"] or OF_GOOD,
            max_share=said["share"],
            tie_break=[said[name] for name in self.ties if said[name]],
        )

    def _spans(self, calendar: str) -> Iterator[Span]:
        said = self.cleaned_data
        for n in range(self.spans[calendar]):
            first, last = said[f"first:{calendar}:{n}"], said[f"last:{calendar}:{n}"]
            if first and last:
                yield first, last

    def place_of(self, where: str) -> str | None:
        """The field that a fault of the grammar belongs to."""
        kind, _dot, rest = where.partition(".")
        if kind == "quota":
            name = {"max_share": "share", "tie_break": "tie_0"}.get(rest.partition("[")[0], rest.partition("[")[0])
        elif kind == "windows":
            calendar, _dot, part = rest.partition(".")
            n = "".join(takewhile(str.isdigit, part.partition("[")[2])) if part.startswith("alternatives") else "0"
            name = f"first:{calendar}:{n}"
        else:
            rule, _end, part = where.removeprefix("eligibility[").partition("].")
            name = f"{part}:{rule}"
        return name if name in self.fields else None


def _with(known: Any, also: Any) -> list[tuple[str, Any]]:
    """Choices in the order of the document, then those that are known, each in words where there are some."""
    return [(key, known.get(key, key)) for key in dict.fromkeys([*also, *known])]


def _quota(quota: Quota | None) -> dict[str, Any]:
    if quota is None:
        return {"of": OF_GOOD, "pool": ["upper_unit", "khoi"]}
    start: dict[str, Any] = {name: getattr(quota, name) for name in ("enabled", "level", "of", "say_vi", "origin")}
    return start | {"share": in_percent(quota.max_share), "pool": list(quota.pool)}
