"""What holds for every rule, every sheet and every damaged file."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from coso.rubrics.grammar.levels import gates_hit, level, level_by_points
from coso.rubrics.grammar.model import Deduct, IfTrue, Linear, PerOccurrence, Rule, Steps
from coso.rubrics.grammar.problems import Problem, RubricError
from coso.rubrics.grammar.reading import load_rubric, read_rubric
from coso.rubrics.grammar.scoring import LinePoints, points_of, scaled, total
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.values import Absent, Known, Value

TEXT = (Path(__file__).parents[1] / "data" / "coso-model.yaml").read_text(encoding="utf-8")
DATA, RUBRIC = read_yaml(TEXT), load_rubric(TEXT)
VALUES = st.fractions(min_value=-1, max_value=50, max_denominator=3000)
RULES = [(line.rule, line.max) for criterion in RUBRIC.criteria for line in criterion.lines if criterion.indicator]
HALF_POINTS = st.integers(1, 80).map(lambda halves: halves * 500)


@st.composite
def free_rules(draw: st.DrawFn) -> tuple[Rule, int]:
    maximum, points = draw(HALF_POINTS), draw(HALF_POINTS)
    low = draw(st.fractions(0, 5, max_denominator=100))
    rules: list[Rule] = [
        IfTrue(maximum),
        PerOccurrence(points, maximum),
        Deduct(points, 0),
        Linear(low, low + draw(st.fractions(Fraction(1, 100), 5)), draw(st.sampled_from([100, 250, 500, 1000]))),
        Steps(((low, maximum // 2), (low + 1, maximum))),
    ]
    return draw(st.sampled_from(rules)), maximum


@given(free_rules() | st.sampled_from(RULES), VALUES)
def test_points_stay_between_zero_and_the_maximum(ruled: tuple[Rule, int], value: Fraction) -> None:
    assert 0 <= points_of(*ruled, value) <= ruled[1]


@given(free_rules() | st.sampled_from(RULES), VALUES, VALUES)
def test_more_is_never_worth_less_except_of_findings(ruled: tuple[Rule, int], one: Fraction, other: Fraction) -> None:
    fewer, more = (points_of(*ruled, value) for value in sorted((one, other)))
    assert fewer >= more if isinstance(ruled[0], Deduct) else fewer <= more


@given(free_rules() | st.sampled_from(RULES))
def test_every_rule_can_reach_its_maximum(ruled: tuple[Rule, int]) -> None:
    assert max(points_of(*ruled, value) for value in (0, 1, 100)) == ruled[1]


@given(HALF_POINTS, HALF_POINTS, st.integers(0, 80))
def test_scaling_is_exact_and_loses_less_than_a_step(maximum: int, applicable: int, halves: int) -> None:
    assume(applicable < maximum and halves * 500 <= applicable)
    points = scaled(halves * 500, applicable, maximum, 500)
    assert points % 500 == 0
    assert points * applicable <= halves * 500 * maximum < (points + 500) * applicable


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, dict[str, LinePoints]]:
    variant = draw(st.sampled_from([variant.key for variant in RUBRIC.variants]))
    lines: dict[str, LinePoints] = {}
    for criterion, line in RUBRIC.lines_of(variant):
        scored: LinePoints = draw(st.integers(0, line.max))
        lines[criterion.code] = draw(st.sampled_from((scored, scored, Absent.NOT_APPLICABLE, None)))
    return variant, lines


@given(sheets())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_totals_never_pass_their_groups(sheet: tuple[str, dict[str, LinePoints]]) -> None:
    totals = total(RUBRIC, *sheet)
    assert all(0 <= group.points <= group.max for group in totals.groups)
    assert totals.points <= RUBRIC.self_max + RUBRIC.bonus_max
    assert totals.sum == sum(group.points for group in totals.groups)


@given(sheets())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_line_is_scored_open_or_out(sheet: tuple[str, dict[str, LinePoints]]) -> None:
    variant, lines = sheet
    totals = total(RUBRIC, variant, lines)
    unanswered = {code for code, points in lines.items() if points is None}
    assert {*totals.unscored, *totals.unscored_bonus} == unanswered


@given(sheets(), st.dictionaries(st.sampled_from([known.key for known in RUBRIC.indicators]), st.integers(0, 3)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_gates_only_ever_lower_a_level(sheet: tuple[str, dict[str, LinePoints]], figures: dict[str, int]) -> None:
    values: dict[str, Value] = {key: Known(figure) for key, figure in figures.items()}
    totals = total(RUBRIC, *sheet)
    hits = gates_hit(RUBRIC, sheet[0], totals, sheet[1], values)
    assert level(RUBRIC, totals.points, hits).min <= level_by_points(RUBRIC, totals.points).min
    assert all("{" not in hit.text_vi + hit.text_en for hit in hits)


@given(st.integers(0, 100000), st.integers(0, 100000))
def test_more_points_never_mean_a_lower_band(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert level_by_points(RUBRIC, low).min <= level_by_points(RUBRIC, high).min


JUNK = st.sampled_from([None, True, "", "x", 0, -1, 1.5, Fraction(1, 3), [], [1], {}, {"a": 1}, {True: 1}, [[1, 2]]])


Place = tuple[str | int, ...]


def places(data: object, path: Place = ()) -> list[Place]:
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, child in children for place in places(child, (*path, key)))]


def put(data: object, path: Place, junk: object) -> object:
    if not path:
        return junk
    if isinstance(data, dict):
        return {key: put(child, path[1:], junk) if key == path[0] else child for key, child in data.items()}
    assert isinstance(data, list)
    return [put(child, path[1:], junk) if at == path[0] else child for at, child in enumerate(data)]


PLACES = places(DATA)


def refused(data: object) -> tuple[Problem, ...]:
    try:
        read_rubric(data)
    except RubricError as error:
        return error.problems
    return ()


@given(st.sampled_from(PLACES), JUNK)
@settings(max_examples=60, deadline=None)
def test_a_damaged_rubric_is_read_or_refused_but_never_breaks(place: Place, junk: object) -> None:
    assert all(problem.text_vi and problem.text_en for problem in refused(put(DATA, place, junk)))


TEXTS = ["[" * 5000, "a: &a [1]\nb: *a", "{", "a: 1\na: 2", "- .inf", "1.0e+9999999", "a: 2024-99-99", "? [1]\n: 2"]


@given(st.text(max_size=200) | st.sampled_from(TEXTS))
@settings(deadline=None)
def test_a_text_that_is_no_rubric_is_refused(text: str) -> None:
    with pytest.raises(RubricError):
        load_rubric(text)
