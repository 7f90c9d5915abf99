"""Bands at their borders, and gates that cap the level with a sentence."""

from pathlib import Path

import pytest

from coso.lib.points import show_points
from coso.rubrics.grammar.levels import GateHit, gates_hit, level, level_by_points
from coso.rubrics.grammar.model import GroupBelow
from coso.rubrics.grammar.reading import load_rubric
from coso.rubrics.grammar.scoring import LinePoints, total
from coso.rubrics.grammar.values import Absent, Known, Value
from coso.rubrics.grammar.wording import blanks_in

RUBRIC = load_rubric(Path(__file__).parents[1] / "data" / "coso-model.yaml")
ENTERPRISE = "non_state_enterprise"
FULL: dict[str, LinePoints] = {criterion.code: line.max for criterion, line in RUBRIC.lines_of(ENTERPRISE)}
CLEAN: dict[str, Value] = {
    "voice.unanswered_before_stoppage": Known(0),
    "officers.disciplined_count": Known(0),
    "grading.false_evidence_findings": Absent.NONE,
    "finance.unsettled_findings": Known(0),
}


def hits(
    lines: dict[str, LinePoints], values: dict[str, Value] | None = None, variant: str = ENTERPRISE
) -> list[GateHit]:
    return gates_hit(RUBRIC, variant, total(RUBRIC, variant, lines), lines, CLEAN | (values or {}))


def with_group_at(group: str, points: int) -> dict[str, LinePoints]:
    lines = dict(FULL)
    for criterion, line in RUBRIC.lines_of(ENTERPRISE):
        if criterion.group == group:
            lines[criterion.code] = min(points, line.max)
            points -= min(points, line.max)
    return lines


@pytest.mark.parametrize(
    ("points", "band"),
    [
        *((100000, "excellent"), (90000, "excellent"), (89999, "good"), (89500, "good"), (70000, "good")),
        *((69900, "done"), (50000, "done"), (49500, "not_done"), (0, "not_done")),
    ],
)
def test_a_band_starts_exactly_at_its_points(points: int, band: str) -> None:
    assert level_by_points(RUBRIC, points).key == band


def test_a_clean_full_sheet_meets_no_gate() -> None:
    assert hits(FULL) == []


@pytest.mark.parametrize(("points", "gates"), [(20000, []), (19500, ["K1"])])
def test_a_group_under_half_closes_its_gate(points: int, gates: list[str]) -> None:
    assert [hit.gate for hit in hits(with_group_at("G2", points))] == gates


def test_each_low_group_is_explained() -> None:
    low = with_group_at("G1", 10000) | {
        code: points for code, points in with_group_at("G3", 0).items() if code.startswith("U")
    }
    assert ["nhóm “Đại diện" in hit.text_vi or "nhóm “Tuyên truyền" in hit.text_vi for hit in hits(low)] == [True, True]


def test_the_sentence_says_points_in_each_language() -> None:
    (hit,) = hits(with_group_at("G2", 19500))
    assert hit.text_vi.startswith("Đạt 79,5 điểm nhưng xếp tối đa Hoàn thành nhiệm vụ")
    assert "19,5/40" in hit.text_vi
    assert hit.text_en.startswith("79.5 points, but at most Fair")
    assert "19.5 of 40" in hit.text_en


def test_no_dialogue_and_no_conference_closes_the_gate() -> None:
    assert [hit.gate for hit in hits(FULL | {"D01": 0, "D03": 0})] == ["K2"]
    assert hits(FULL | {"D01": 0}) == []


def test_a_gate_of_another_variant_stays_out() -> None:
    lines: dict[str, LinePoints] = {criterion.code: line.max for criterion, line in RUBRIC.lines_of("nghiep_doan")}
    assert hits(lines, {"voice.unanswered_before_stoppage": Known(1)}, "nghiep_doan") == []


def test_an_indicator_gate_closes_from_its_number() -> None:
    assert [hit.gate for hit in hits(FULL, {"finance.unsettled_findings": Known(1)})] == ["K6"]


def test_the_level_is_capped_by_the_lowest_gate_and_points_stay() -> None:
    closed = hits(FULL, {"finance.unsettled_findings": Known(1), "officers.disciplined_count": Known(2)})
    assert [hit.cap for hit in closed] == ["done", "good"]
    assert level(RUBRIC, 100000, closed).key == "done"


def test_a_gate_never_lifts_a_level() -> None:
    closed = hits(FULL, {"finance.unsettled_findings": Known(1)})
    assert level(RUBRIC, 40000, closed).key == "not_done"


def test_a_group_with_unscored_lines_is_not_judged_yet() -> None:
    lines = with_group_at("G2", 0) | {"T01": None}
    assert hits(lines) == []


def test_all_zero_waits_for_its_lines() -> None:
    lines = FULL | {"D01": 0, "D03": None}
    assert hits(lines) == []


def test_a_group_wholly_out_closes_no_gate() -> None:
    out = [criterion.code for criterion, _ in RUBRIC.lines_of(ENTERPRISE) if criterion.group == "G3"]
    assert hits(FULL | dict.fromkeys(out, Absent.NOT_APPLICABLE)) == []


def test_a_line_that_is_not_applicable_is_not_a_zero() -> None:
    assert hits(FULL | {"D01": Absent.NOT_APPLICABLE, "D03": 0}) == []


def test_the_shares_of_gates_are_exact() -> None:
    test = RUBRIC.gates[0].when
    assert isinstance(test, GroupBelow)
    assert test.share * 2 == 1


@pytest.mark.parametrize(
    ("points", "vi", "en"), [(64500, "64,5", "64.5"), (40000, "40", "40"), (0, "0", "0"), (1250, "1,25", "1.25")]
)
def test_points_are_written_as_each_language_writes_them(points: int, vi: str, en: str) -> None:
    assert (show_points(points), show_points(points, comma=False)) == (vi, en)


@pytest.mark.parametrize("sentence", ["{points", "{points.real}", "{points!r}", "{points:>9}", "{0}", "{}"])
def test_a_blank_holds_a_name_and_nothing_else(sentence: str) -> None:
    with pytest.raises(ValueError):
        blanks_in(sentence)
