"""Every kind of rule, at its borders. Points are thousandths."""

from fractions import Fraction
from typing import cast

import pytest

from coso.lib.points import round_down
from coso.rubrics.grammar.model import Condition, Deduct, IfTrue, Levels, Linear, PerOccurrence, Rule, Steps, Unstated
from coso.rubrics.grammar.scoring import points_of, points_of_level
from coso.rubrics.grammar.values import Absent, Known, number_of

HALF, TENTH = 500, 100
SHARES = Steps(((Fraction("0.5"), 2000), (Fraction("0.7"), 3000), (Fraction("0.85"), 4000), (Fraction("0.95"), 5000)))
COUNTS = Steps(((Fraction(1), 3000), (Fraction(2), 4000)))
GROWTH = Steps(((Fraction(0), 2000), (Fraction("0.03"), 3500), (Fraction("0.05"), 5000)))


@pytest.mark.parametrize(("value", "points"), [("0", 0), ("0.99", 0), ("1", 3000), ("2", 3000)])
def test_if_true_gives_all_its_points_from_one(value: str, points: int) -> None:
    assert points_of(IfTrue(3000), 3000, Fraction(value)) == points


@pytest.mark.parametrize(
    ("value", "points"),
    [
        *(("0", 0), ("0.4999", 0), ("0.5", 2000), ("0.6999", 2000), ("0.7", 3000), ("0.8499", 3000)),
        *(("0.85", 4000), ("0.9499", 4000), ("0.95", 5000), ("1", 5000)),
    ],
)
def test_steps_change_exactly_at_each_threshold(value: str, points: int) -> None:
    assert points_of(SHARES, 5000, Fraction(value)) == points


@pytest.mark.parametrize(("part", "whole", "points"), [(17, 20, 4000), (16, 20, 3000), (85, 100, 4000), (19, 20, 5000)])
def test_a_share_of_people_meets_its_threshold_exactly(part: int, whole: int, points: int) -> None:
    assert points_of(SHARES, 5000, Known(part, whole).number) == points


@pytest.mark.parametrize(("value", "points"), [(0, 0), (1, 3000), (2, 4000), (9, 4000)])
def test_steps_count_whole_things_too(value: int, points: int) -> None:
    assert points_of(COUNTS, 4000, value) == points


@pytest.mark.parametrize(("value", "points"), [("-0.01", 0), ("0", 2000), ("0.03", 3500), ("0.05", 5000)])
def test_steps_may_start_at_zero_and_a_loss_stays_below(value: str, points: int) -> None:
    assert points_of(GROWTH, 5000, Fraction(value)) == points


@pytest.mark.parametrize(
    ("value", "points"),
    [
        *(("0", 0), ("0.5", 0), ("0.5624", 0), ("0.5625", 500), ("0.75", 2000), ("0.8124", 2000), ("0.8125", 2500)),
        *(("0.9374", 3000), ("0.9375", 3500), ("0.9999", 3500), ("1", 4000), ("1.2", 4000)),
    ],
)
def test_linear_rounds_down_to_halves(value: str, points: int) -> None:
    assert points_of(Linear(Fraction("0.5"), Fraction(1), HALF), 4000, Fraction(value)) == points


@pytest.mark.parametrize(
    ("value", "points"), [("0.5", 0), ("0.51249", 0), ("0.5125", 100), ("0.9", 3200), ("0.98749", 3800), ("1", 4000)]
)
def test_linear_rounds_down_to_tenths(value: str, points: int) -> None:
    assert points_of(Linear(Fraction("0.5"), Fraction(1), TENTH), 4000, Fraction(value)) == points


@pytest.mark.parametrize("tenths", range(61))
def test_linear_is_exact_at_every_tenth(tenths: int) -> None:
    rule = Linear(Fraction("0.1"), Fraction("0.7"), TENTH)
    assert points_of(rule, 6000, Fraction("0.1") + Fraction(tenths, 100)) == tenths * TENTH


@pytest.mark.parametrize("halves", range(13))
def test_linear_is_exact_at_every_half(halves: int) -> None:
    rule = Linear(Fraction("0.1"), Fraction("0.7"), HALF)
    assert points_of(rule, 6000, Fraction("0.1") + Fraction(halves, 20)) == halves * HALF


@pytest.mark.parametrize(("value", "points"), [(0, 0), (1, 1500), (2, 3000), (3, 3000)])
def test_per_occurrence_stops_at_its_cap(value: int, points: int) -> None:
    assert points_of(PerOccurrence(1500, 3000), 3000, value) == points


def test_per_occurrence_cuts_the_last_one_at_the_cap() -> None:
    assert points_of(PerOccurrence(1500, 4000), 4000, 3) == 4000


def test_an_unfinished_occurrence_earns_nothing() -> None:
    assert points_of(PerOccurrence(1500, 3000), 3000, Fraction("1.9")) == 1500


@pytest.mark.parametrize(("findings", "points"), [(0, 3000), (1, 2000), (2, 1000), (3, 1000), (9, 1000)])
def test_deduct_stops_at_its_floor(findings: int, points: int) -> None:
    assert points_of(Deduct(1000, 1000), 3000, findings) == points


@pytest.mark.parametrize(("level", "points"), [("none", 0), ("some", 1500), ("clear", 3000)])
def test_a_level_is_worth_its_points(level: str, points: int) -> None:
    assert points_of_level(Levels((("none", 0), ("some", 1500), ("clear", 3000))), level) == points


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(LookupError):
        points_of_level(Levels((("none", 0),)), "best")


@pytest.mark.parametrize("rule", [Levels((("none", 0),)), Unstated()])
def test_a_rule_without_a_number_refuses_one(rule: Rule) -> None:
    with pytest.raises(ValueError, match="does not turn a number into points"):
        points_of(rule, 1000, 1)


@pytest.mark.parametrize(("points", "step", "down"), [("1999.9", 500, 1500), ("2000", 500, 2000), ("99", 100, 0)])
def test_rounding_goes_down_to_the_step(points: str, step: int, down: int) -> None:
    assert round_down(Fraction(points), step) == down


def test_a_figure_is_never_a_float() -> None:
    with pytest.raises(TypeError):
        Known(cast("Fraction", 0.85))


def test_a_share_of_nothing_is_not_a_figure() -> None:
    with pytest.raises(ValueError, match="NONE or MISSING"):
        Known(0, 0)


def test_nothing_arose_counts_as_zero_and_missing_as_unknown() -> None:
    assert number_of(Absent.NONE) == 0
    assert number_of(Absent.MISSING) is None
    assert number_of(Absent.NOT_APPLICABLE) is None
    assert number_of(Known(3, 4)) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("op", "holds"),
    [
        *(("<", [True, False, False]), ("<=", [True, True, False]), ("==", [False, True, False])),
        *((">=", [False, True, True]), (">", [False, False, True])),
    ],
)
def test_a_condition_is_exact_at_its_number(op: str, holds: list[bool]) -> None:
    condition = Condition("members.count", op, Fraction(10))
    assert [condition.holds(Fraction(number)) for number in (9, 10, 11)] == holds
