"""Proposals line by line, and totals with lines that are not applicable. Points are thousandths."""

from fractions import Fraction
from pathlib import Path

import pytest

from coso.rubrics.grammar.reading import load_rubric
from coso.rubrics.grammar.scoring import LinePoints, Proposal, ProposalStatus, propose, propose_all, scaled, total
from coso.rubrics.grammar.values import Absent, Known, Value

RUBRIC = load_rubric(Path(__file__).parents[1] / "data" / "coso-model.yaml")
ENTERPRISE, FISHERS = "non_state_enterprise", "nghiep_doan"
FULL: dict[str, LinePoints] = {criterion.code: line.max for criterion, line in RUBRIC.lines_of(ENTERPRISE)}


def proposal(code: str, value: Value, variant: str = ENTERPRISE, level: str | None = None, **values: Value) -> Proposal:
    known = {key.replace("__", "."): figure for key, figure in values.items()}
    return propose(RUBRIC.criterion(code), variant, value, known, level)


def test_a_known_figure_proposes_points() -> None:
    assert proposal("D01", Known(2)) == Proposal(4000, ProposalStatus.COUNTED)


def test_a_missing_figure_is_never_zero() -> None:
    open_line = proposal("D01", Absent.MISSING)
    assert open_line == Proposal(None, ProposalStatus.MISSING, wants="dialogue.periodic_valid")
    assert open_line.line_points is None


def test_nothing_arose_is_worth_what_the_rubric_says() -> None:
    assert proposal("D11", Absent.NONE) == Proposal(2000, ProposalStatus.NONE)
    assert proposal("D11", Absent.NONE, FISHERS) == Proposal(3000, ProposalStatus.NONE)


def test_nothing_arose_may_take_the_line_out() -> None:
    assert proposal("D10", Absent.NONE).line_points is Absent.NOT_APPLICABLE


def test_nothing_arose_is_refused_where_the_rubric_does_not_foresee_it() -> None:
    assert proposal("D01", Absent.NONE) == Proposal(None, ProposalStatus.NONE_NOT_FORESEEN)


@pytest.mark.parametrize(("workers", "status"), [(9, ProposalStatus.NOT_APPLICABLE), (10, ProposalStatus.COUNTED)])
def test_a_small_workplace_needs_no_democracy_regulation(workers: int, status: ProposalStatus) -> None:
    assert proposal("D05", Known(1), workplace__headcount=Known(workers)).status is status


def test_a_line_waits_for_the_figure_that_says_whether_it_applies() -> None:
    assert proposal("D05", Known(1)) == Proposal(None, ProposalStatus.MISSING, wants="workplace.headcount")


def test_no_group_at_all_takes_group_lines_out() -> None:
    assert proposal("T06", Absent.MISSING, groups__count=Absent.NONE).status is ProposalStatus.NOT_APPLICABLE


def test_an_indicator_that_does_not_apply_takes_its_line_out() -> None:
    assert proposal("D01", Absent.NOT_APPLICABLE).status is ProposalStatus.NOT_APPLICABLE


def test_a_judged_line_waits_for_a_person() -> None:
    assert proposal("U05", Absent.MISSING) == Proposal(None, ProposalStatus.TO_JUDGE)
    assert proposal("U05", Absent.MISSING, level="wanted") == Proposal(2000, ProposalStatus.JUDGED)


def test_a_judged_line_may_have_had_nothing_to_judge() -> None:
    assert proposal("D20", Absent.NONE, FISHERS).status is ProposalStatus.NOT_APPLICABLE


def test_an_unknown_level_or_a_line_of_another_variant_is_an_error() -> None:
    with pytest.raises(LookupError):
        proposal("U05", Absent.MISSING, level="best")
    with pytest.raises(LookupError):
        proposal("D14", Known(1))


def test_nothing_arose_on_a_judged_line_stands_under_its_code() -> None:
    proposals = propose_all(RUBRIC, FISHERS, {"D20": Absent.NONE}, {})
    assert proposals["D20"].status is ProposalStatus.NOT_APPLICABLE
    assert proposals["D14"].status is ProposalStatus.MISSING


def test_full_marks_are_ninety_five_and_five() -> None:
    totals = total(RUBRIC, ENTERPRISE, FULL)
    assert (totals.sum, totals.bonus, totals.points) == (95000, 5000, 100000)
    assert totals.unscored == ()
    assert totals.share_not_applicable == 0


def test_a_line_without_points_stays_named_and_counts_nothing() -> None:
    totals = total(RUBRIC, ENTERPRISE, FULL | {"D01": None, "B01": None})
    assert totals.unscored == ("D01",)
    assert totals.unscored_bonus == ("B01",)
    assert totals.group("G1").points == 36000


def test_an_empty_sheet_is_all_unscored_and_not_an_error() -> None:
    totals = total(RUBRIC, ENTERPRISE, {})
    assert totals.points == 0
    assert len(totals.unscored) + len(totals.unscored_bonus) == len(FULL)


def test_a_group_is_scaled_over_what_applies_and_rounded_down() -> None:
    lines = FULL | {"D10": Absent.NOT_APPLICABLE, "D01": 3000}
    group = total(RUBRIC, ENTERPRISE, lines).group("G1")
    assert (group.got, group.applicable_max, group.points) == (36000, 37000, 38500)
    assert group.share_not_applicable == Fraction(3, 40)
    assert group.not_applicable == ("D10",)


def test_full_marks_on_what_applies_are_full_marks() -> None:
    assert total(RUBRIC, ENTERPRISE, FULL | {"D10": Absent.NOT_APPLICABLE}).group("G1").points == 40000


def test_without_scaling_totals_are_exact_sums() -> None:
    assert total(RUBRIC, ENTERPRISE, FULL | {"D01": 3700}).sum == 94700


def test_the_bonus_is_never_scaled() -> None:
    assert total(RUBRIC, ENTERPRISE, FULL | {"B01": Absent.NOT_APPLICABLE}).bonus == 2000


@pytest.mark.parametrize(("out", "needs"), [(("T06", "T10", "T01"), ()), (("T06", "T10", "T01", "T02"), ("G2",))])
def test_too_much_out_of_a_group_needs_a_decision(out: tuple[str, ...], needs: tuple[str, ...]) -> None:
    lines = FULL | dict.fromkeys(out, Absent.NOT_APPLICABLE)
    assert total(RUBRIC, ENTERPRISE, lines).needs_decision == needs


def test_exactly_the_limit_out_needs_no_decision() -> None:
    lines = FULL | dict.fromkeys(("T01", "T02", "T15", "T03"), Absent.NOT_APPLICABLE)
    totals = total(RUBRIC, ENTERPRISE, lines)
    assert totals.group("G2").share_not_applicable == Fraction(2, 5)
    assert totals.needs_decision == ()


def test_a_group_wholly_out_has_no_points_and_needs_a_decision() -> None:
    out = [criterion.code for criterion, _ in RUBRIC.lines_of(ENTERPRISE) if criterion.group == "G3"]
    totals = total(RUBRIC, ENTERPRISE, FULL | dict.fromkeys(out, Absent.NOT_APPLICABLE))
    assert totals.group("G3").points == 0
    assert totals.needs_decision == ("G3",)


@pytest.mark.parametrize("lines", [{"D01": 4500}, {"D01": -500}, {"D14": 1000}, {"X99": 0}])
def test_wrong_points_and_foreign_lines_are_errors(lines: dict[str, LinePoints]) -> None:
    with pytest.raises(ValueError, match=r"outside|does not have"):
        total(RUBRIC, ENTERPRISE, lines)


def test_an_unknown_variant_is_an_error() -> None:
    with pytest.raises(LookupError):
        total(RUBRIC, "school", {})


@pytest.mark.parametrize(
    ("got", "applicable", "points"), [(20000, 30000, 26500), (30000, 30000, 40000), (7, 40000, 7), (0, 0, 0)]
)
def test_scaling_rounds_down_to_the_half(got: int, applicable: int, points: int) -> None:
    assert scaled(got, applicable, 40000, 500) == points
