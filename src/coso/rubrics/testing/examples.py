"""Worked example sheets of a rubric: read, graded, and compared with what they promise."""

from collections.abc import Mapping
from dataclasses import dataclass

from coso.rubrics.grammar.levels import GateHit, gates_hit, level, level_by_points
from coso.rubrics.grammar.model import Band, RubricSpec
from coso.rubrics.grammar.node import Log, Node
from coso.rubrics.grammar.problems import Problem, RubricError
from coso.rubrics.grammar.scoring import Proposal, Totals, propose_all, total
from coso.rubrics.grammar.values import Absent, Known, Value


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a sheet must come to. Points are thousandths; `groups` includes the bonus group."""

    groups: Mapping[str, int]
    total: int
    level_by_points: str
    level: str
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleSheet:
    """A made-up unit: its figures, the approved "không phát sinh", the levels a person chose."""

    code: str
    variant: str
    about_vi: str
    values: Mapping[str, Value]
    levels: Mapping[str, str]
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Graded:
    """A sheet worked through: proposals by criterion, totals, the level by points, gates, the level."""

    proposals: Mapping[str, Proposal]
    totals: Totals
    by_points: Band
    hits: tuple[GateHit, ...]
    level: Band


def grade(rubric: RubricSpec, variant: str, values: Mapping[str, Value], levels: Mapping[str, str]) -> Graded:
    """Work a whole sheet through from its figures. RubricNotUsableError if the rubric is incomplete."""
    proposals = propose_all(rubric, variant, values, levels)
    lines = {code: proposal.line_points for code, proposal in proposals.items()}
    totals = total(rubric, variant, lines)
    hits = gates_hit(rubric, variant, totals, lines, values)
    by_points = level_by_points(rubric, totals.points)
    return Graded(proposals, totals, by_points, tuple(hits), level(rubric, totals.points, hits))


def read_examples(data: object) -> tuple[ExampleSheet, ...]:
    """The example sheets in the data of a rubric. RubricError with every problem when one is wrong."""
    log = Log()
    sheets = tuple(_sheet(item) for item in Node("", data, log).child("examples").items())
    if log.problems:
        raise RubricError(log.problems)
    return sheets


def _sheet(node: Node) -> ExampleSheet:
    node.only("id", "variant", "about_vi", "values", "none", "judged", "expect")
    values: dict[str, Value] = dict.fromkeys(node.child("none").texts(), Absent.NONE)
    for key, figure in node.child("values").pairs():
        number = figure.number()
        values[key] = Absent.MISSING if number is None else Known(number)
    return ExampleSheet(
        code=node.child("id").text(),
        variant=node.child("variant").text(),
        about_vi=node.child("about_vi").optional_text(),
        values=values,
        levels={code: chosen.text() for code, chosen in node.child("judged").pairs()},
        expect=_expectation(node.child("expect")),
    )


def _expectation(node: Node) -> Expectation:
    words = ("total", "level_by_points", "level", "gates")
    return Expectation(
        groups={code: points.points(1) or 0 for code, points in node.pairs() if code not in words},
        total=node.child("total").points(1) or 0,
        level_by_points=node.child("level_by_points").text(),
        level=node.child("level").text(),
        gates=node.child("gates").texts(),
    )


def outcome(rubric: RubricSpec, sheet: ExampleSheet) -> Expectation:
    """What the rubric really makes of a sheet, in the shape of its expectation."""
    graded = grade(rubric, sheet.variant, sheet.values, sheet.levels)
    own = {group.group: group.points for group in graded.totals.groups}
    bonus = {group.code: graded.totals.bonus for group in rubric.groups if group.bonus}
    return Expectation(
        groups=own | bonus,
        total=graded.totals.points,
        level_by_points=graded.by_points.key,
        level=graded.level.key,
        gates=tuple(dict.fromkeys(hit.gate for hit in graded.hits)),
    )


def broken_examples(rubric: RubricSpec, sheets: tuple[ExampleSheet, ...]) -> tuple[Problem, ...]:
    """The sheets whose outcome is not the one they promise."""
    return tuple(
        Problem(
            where=f"examples[{sheet.code}]",
            text_vi="Phiếu mẫu không cho ra kết quả đã ghi; tính lại phiếu hoặc sửa quy tắc.",
            text_en=f"The example does not come to what it promises: {outcome(rubric, sheet)}",
        )
        for sheet in sheets
        if outcome(rubric, sheet) != sheet.expect
    )
