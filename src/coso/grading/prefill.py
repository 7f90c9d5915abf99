"""Filling sheets from records: the figures of a round, and what each line proposes."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coso.access.terms import of_reader
from coso.grading.models import Amendment, Round, SheetLine
from coso.indicators.registry import Figure, Scope, figures, indicators
from coso.lib import clock
from coso.lib.dates import DAY, Period
from coso.register.models import Unit
from coso.register.reads import place_on
from coso.rubrics.grammar.levels import closing, gates_hit, level, level_by_points
from coso.rubrics.grammar.model import Condition, RubricSpec, Rule, Typed
from coso.rubrics.grammar.scoring import LinePoints, ProposalStatus, Totals, propose_all, total
from coso.rubrics.grammar.values import Absent, Known, Value
from coso.rubrics.specs import grammar_of, keys_of

TYPED = "typed"
Figures = dict[str, dict[uuid.UUID, Figure]]


def scope_of(round_: Round, unit: Unit) -> Scope:
    """Whom and when a round counts: the branch, over its window, up to its closing day, or to today before that."""
    last = min(round_.closing, round_.end - DAY, clock.today())
    place = place_on.first(unit.pk, last)
    return Scope(place.path if place else unit.path, Period.closed(round_.start, last))


def figures_of(round_: Round, unit: Unit) -> Figures:
    """The figures of a round for a branch, as today's records give them."""
    return figures(keys_of(grammar_of(round_.rubric)), scope_of(round_, unit))


def values_of(found: Figures, unit: uuid.UUID) -> dict[str, Value]:
    """The values of one union in the grammar's words; what no record answers is missing."""
    return {key: _value(by_unit.get(unit), key) for key, by_unit in found.items()}


def _value(figure: Figure | None, key: str) -> Value:
    if figure is None:
        return Absent(indicators()[key].absent)
    return Absent(figure.absent) if figure.absent else Known(figure.numerator, figure.denominator)


@dataclass(frozen=True, slots=True)
class Filled:
    """What the records say of one line."""

    code: str
    proposed: int | None
    numerator: int | None
    denominator: int | None
    status: str

    @property
    def points(self) -> LinePoints:
        """The proposal as a line of a total."""
        return Absent.NOT_APPLICABLE if self.status == Absent.NOT_APPLICABLE else self.proposed


def fill(grammar: RubricSpec, variant: str, found: Figures, unit: uuid.UUID) -> list[Filled]:
    """Every line of a union's sheet in the rubric's order, filled from the figures."""
    proposals = propose_all(grammar, variant, values_of(found, unit), {})
    out = []
    for criterion, line in grammar.lines_of(variant):
        proposal = proposals[criterion.code]
        key = criterion.indicator or ""
        figure = found.get(key, {}).get(unit)
        known = key in indicators()
        status = str(proposal.status) if known or proposal.points is not None else _by_hand(proposal.status, line.rule)
        above, below = (figure.numerator, figure.denominator) if figure else (None, None)
        out.append(Filled(criterion.code, proposal.points, above, below, status))
    return out


def _by_hand(status: ProposalStatus, rule: Rule) -> str:
    """A line is typed by hand where the rubric says so, or where no record of the system answers its indicator."""
    typed = isinstance(rule, Typed) and status is ProposalStatus.TO_JUDGE
    return TYPED if typed or status is ProposalStatus.MISSING else str(status)


def amended(filled: Filled, kind: str, maximum: int) -> Filled:
    """What a letter for the whole round makes of a line: dropped, or worth its maximum to all it applies to (R16)."""
    if kind == Amendment.DROP:
        return replace(filled, proposed=None, status=str(Absent.NOT_APPLICABLE))
    if kind == Amendment.FULL and filled.status != Absent.NOT_APPLICABLE:
        return replace(filled, proposed=maximum)
    return filled


def points_in(lines: Iterable[SheetLine], column: str) -> dict[str, LinePoints]:
    """The points of one column of a sheet by criterion."""
    return {line.code: _points(line, column) for line in lines}


def _points(line: SheetLine, column: str) -> LinePoints:
    if line.status == Absent.NOT_APPLICABLE:
        return Absent.NOT_APPLICABLE
    points: int | None = getattr(line, column)
    return points


@dataclass(frozen=True)
class Outcome:
    """What a column of a sheet adds up to: totals, the level by points, the level after gates, and why they differ."""

    totals: Totals
    by_points: str
    expected: str
    why_vi: str
    why_en: str

    @property
    def why(self) -> str:
        """Why the level is not the one by points, in the reader's language."""
        return of_reader(self.why_vi, self.why_en)


def outcome(
    grammar: RubricSpec, variant: str, points: Mapping[str, LinePoints], values: Mapping[str, Value]
) -> Outcome:
    """Adds up a column. Points are those of the criteria, bonus included where it is given."""
    totals = total(grammar, variant, points)
    hits = gates_hit(grammar, variant, totals, points, values)
    vi = " ".join(hit.text_vi for hit in hits)
    en = " ".join(hit.text_en for hit in hits)
    by_points = level_by_points(grammar, totals.points)
    return Outcome(totals, by_points.key, level(grammar, totals.points, hits).key, vi, en)


def values_on(
    lines: Iterable[SheetLine], grammar: RubricSpec, findings: Collection[str] | None = None
) -> dict[str, Value]:
    """The values that a sheet's own lines froze, for gates; of the gates in `findings`, values that close them."""
    by_code = {line.code: line for line in lines}
    tests = [gate.when for gate in grammar.gates if gate.code in (findings or ())]
    out: dict[str, Value] = {test.indicator: closing(test) for test in tests if isinstance(test, Condition)}
    for criterion in grammar.criteria:
        line = by_code.get(criterion.code)
        if criterion.indicator and line and line.denominator:
            out[criterion.indicator] = Known(line.numerator or 0, line.denominator)
    return out


def row_of_line(sheet: uuid.UUID, n: int, filled: Filled) -> dict[str, Any]:
    """The columns of a new line."""
    return {
        "sheet_id": sheet,
        "code": filled.code,
        "n": n,
        "proposed": filled.proposed,
        "numerator": filled.numerator,
        "denominator": filled.denominator,
        "status": filled.status,
    }
