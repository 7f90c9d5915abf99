"""What the pages of rubrics show."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.terms import in_english
from coso.indicators.registry import indicators
from coso.lib.points import show_points
from coso.rubrics.grammar.model import AllZero, Condition, Criterion, Gate, Group, GroupBelow, RubricLine, RubricSpec
from coso.rubrics.grammar.problems import Problem
from coso.rubrics.grammar.reading import Draft
from coso.rubrics.grammar.wording import condition_in_words, number_in_words, rule_in_words
from coso.rubrics.models import Rubric
from coso.rubrics.specs import draft_of
from coso.rubrics.uses import Use, uses_of
from coso.rubrics.words import remark, words


@dataclass(frozen=True)
class RubricRow:
    """A rubric in the list, with its uses."""

    rubric: Rubric
    grammar: RubricSpec
    uses: list[Use]


def rubric_rows(rubrics: QuerySet[Rubric]) -> list[RubricRow]:
    """Rubrics with their uses, in two queries."""
    found = list(rubrics.order_by("-dated", "code"))
    used = uses_of(found)
    return [RubricRow(rubric, draft_of(rubric.source).rubric, used[rubric.pk]) for rubric in found]


@dataclass(frozen=True)
class CriterionView:
    """A criterion in one variant, in words."""

    criterion: Criterion
    line: RubricLine
    rule: str
    indicator: str
    counted: bool
    evidence: list[str]
    not_applicable: str
    problems: list[Problem]

    @property
    def title(self) -> str:
        """The criterion in the reader's language."""
        return words(self.criterion)

    @property
    def note(self) -> str:
        """The note on the criterion in the reader's language."""
        return remark(self.criterion)


@dataclass
class GroupPart:
    """A group of a variant: its criteria, and what they add up to (thousandths)."""

    group: Group
    criteria: list[CriterionView] = field(default_factory=list)
    total: int = 0

    @property
    def title(self) -> str:
        """The group in the reader's language."""
        return words(self.group)

    @property
    def fits(self) -> bool:
        """Whether the criteria make the maximum of the group."""
        return self.total == self.group.max

    @property
    def wrong(self) -> str:
        """What is wrong with the sum, in a sentence."""
        text = _("Group {code} adds up to {total}, it must be {max}.")
        return text.format(code=self.group.code, total=_points(self.total), max=_points(self.group.max))


def _points(thousandths: int) -> str:
    return show_points(thousandths, comma=not in_english())


@dataclass(frozen=True)
class RubricPage:
    """One rubric as its page shows it, in one variant."""

    rubric: Rubric
    draft: Draft
    variant: str
    groups: list[GroupPart]
    gates: list[tuple[Gate, str]]
    counted: int

    @property
    def grammar(self) -> RubricSpec:
        """The rubric as the grammar reads it."""
        return self.draft.rubric

    @property
    def lines(self) -> int:
        """How many criteria the variant has."""
        return sum(len(part.criteria) for part in self.groups)

    @property
    def wrong_sums(self) -> list[GroupPart]:
        """The groups whose criteria do not make their maximum."""
        return [part for part in self.groups if not part.fits]


def rubric_page(rubric: Rubric, variant: str) -> RubricPage:
    """A rubric in one of its variants, the first where none of that name is."""
    draft = draft_of(rubric.source)
    grammar = draft.rubric
    keys = [each.key for each in grammar.variants]
    key = variant if variant in keys else next(iter(keys), "")
    parts = {group.code: GroupPart(group) for group in grammar.groups}
    for criterion, line in grammar.lines_of(key):
        part = parts.get(criterion.group)
        if part:
            part.criteria.append(_criterion(draft, criterion, line))
            part.total += line.max
    gates = [
        (gate, gate_in_words(grammar, gate)) for gate in grammar.gates if key in gate.applies_to or not gate.applies_to
    ]
    counted = sum(each.line.max for part in parts.values() for each in part.criteria if each.counted)
    return RubricPage(rubric, draft, key, list(parts.values()), gates, counted)


def _criterion(draft: Draft, criterion: Criterion, line: RubricLine) -> CriterionView:
    known = indicators().get(criterion.indicator or "")
    kind = next((each.kind for each in draft.rubric.indicators if each.key == criterion.indicator), "")
    levels = {level.key: str(level) for level in criterion.levels}
    place = f"criteria[{criterion.code}]"
    condition = criterion.not_applicable_if
    return CriterionView(
        criterion,
        line,
        rule_in_words(line.rule, line.max, share=kind == "share", levels=levels),
        str(known or ""),
        known is not None,
        [str(each) for each in criterion.evidence],
        condition_in_words(condition, indicator_name(condition.indicator)) if condition else "",
        [problem for problem in draft.faults if problem.where.startswith(place)],
    )


def indicator_name(key: str, grammar: RubricSpec | None = None) -> str:
    """An indicator in the reader's language; one that nothing counts by its criterion, else its key."""
    known = indicators().get(key)
    reading = (each for each in grammar.criteria if each.indicator == key) if grammar else iter(())
    criterion = None if known else next(reading, None)
    return words(criterion) if criterion else str(known or key)


def gate_in_words(grammar: RubricSpec, gate: Gate) -> str:
    """When a gate closes, in a sentence."""
    when = gate.when
    match when:
        case GroupBelow(share, groups):
            text = _("One of the groups {groups} has less than {share} of its points.")
            return text.format(groups=", ".join(groups), share=number_in_words(share, share=True))
        case AllZero(criteria):
            return _("All of {criteria} have 0 points.").format(criteria=", ".join(criteria))
        case Condition():
            return f"{condition_in_words(when, indicator_name(when.indicator, grammar))}."
