"""The rubrics that ship: golden sheets, and those that are known only in part."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from coso.rubrics.grammar.levels import level_by_points
from coso.rubrics.grammar.model import Linear, RubricSpec, Status, Variant
from coso.rubrics.grammar.problems import RubricError, RubricNotUsableError
from coso.rubrics.grammar.reading import load_rubric
from coso.rubrics.grammar.scoring import propose_all, total
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.testing.examples import ExampleSheet, broken_examples, grade, outcome, read_examples

RUBRICS = Path(__file__).parents[1] / "data"
MODEL = load_rubric(RUBRICS / "coso-model.yaml")
SHEETS = read_examples(read_yaml((RUBRICS / "coso-model.yaml").read_text(encoding="utf-8")))
INCOMPLETE = ["hd-1294-2019", "qd-101-cdvc-2015-to-cong-doan", "tdmu-2025-2026-to-cong-doan"]


def shipped(code: str) -> RubricSpec:
    return load_rubric(RUBRICS / f"{code}.yaml")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.code)
def test_every_golden_sheet_comes_to_what_it_promises(sheet: ExampleSheet) -> None:
    assert outcome(MODEL, sheet) == sheet.expect


def test_the_golden_sheets_have_no_open_line() -> None:
    assert all(grade(MODEL, sheet.variant, sheet.values, sheet.levels).totals.unscored == () for sheet in SHEETS)


def test_a_golden_sheet_that_promises_something_else_is_named() -> None:
    wrong = replace(SHEETS[0], expect=replace(SHEETS[0].expect, total=1))
    assert [problem.where for problem in broken_examples(MODEL, (wrong, *SHEETS))] == ["examples[garment_2400]"]


def test_a_wrong_example_is_refused_with_all_its_problems() -> None:
    with pytest.raises(RubricError) as refused:
        read_examples({"examples": [{"id": "a", "values": {"x": "many"}, "guess": 1}]})
    assert {"examples[a].guess", "examples[a].values.x", "examples[a].variant"} <= {
        problem.where for problem in refused.value.problems
    }


def test_the_model_is_unofficial_usable_and_says_so() -> None:
    assert (MODEL.status, MODEL.usable, MODEL.why_not_usable) == (Status.UNOFFICIAL, True, ())
    assert "không phải văn bản" in MODEL.notice_vi


@pytest.mark.parametrize("variant", MODEL.variants, ids=lambda variant: variant.key)
def test_every_variant_of_the_model_makes_ninety_five_and_five(variant: Variant) -> None:
    lines = MODEL.lines_of(variant.key)
    bonus = sum(line.max for criterion, line in lines if MODEL.group(criterion.group).bonus)
    assert (sum(line.max for _, line in lines) - bonus, bonus) == (95000, 5000)


def test_decimals_are_exact() -> None:
    line = MODEL.criterion("T02").line("non_state_enterprise")
    assert line is not None
    assert line.rule == Linear(Fraction(7, 10), Fraction(98, 100), 500)


def test_a_sector_finds_its_variant_and_stratum() -> None:
    variant = MODEL.variant_for("cooperative")
    assert variant is not None
    assert (variant.key, variant.stratum_of("cooperative")) == ("non_state_enterprise", "outside_both")
    assert MODEL.variant_for("union_section") is None


def test_a_working_year_runs_from_december_to_november() -> None:
    first, last = MODEL.windows[0].default
    assert (first.of(2026), last.of(2026)) == (dt.date(2025, 12, 1), dt.date(2026, 11, 30))


@pytest.mark.parametrize("code", INCOMPLETE)
def test_an_incomplete_rubric_loads_and_says_what_is_missing(code: str) -> None:
    rubric = shipped(code)
    assert (rubric.status, rubric.usable) == (Status.INCOMPLETE, False)
    assert all(gap.where and gap.text_vi and gap.text_en for gap in rubric.why_not_usable)


@pytest.mark.parametrize("code", INCOMPLETE)
def test_an_incomplete_rubric_cannot_grade(code: str) -> None:
    rubric = shipped(code)
    with pytest.raises(RubricNotUsableError) as refused:
        total(rubric, "union_section", {})
    assert refused.value.missing == rubric.missing
    with pytest.raises(RubricNotUsableError):
        level_by_points(rubric, 100000)
    with pytest.raises(RubricNotUsableError):
        propose_all(rubric, "union_section", {}, {})


def test_the_guidance_of_2019_has_groups_and_no_invented_items() -> None:
    rubric = shipped("hd-1294-2019")
    assert [(group.code, group.max) for group in rubric.groups] == [
        ("G1", 40000),
        ("G2", 40000),
        ("G3", 15000),
        ("GB", 5000),
    ]
    assert (rubric.criteria, rubric.bands, rubric.gates) == ((), (), ())
    assert rubric.document is not None
    assert (rubric.document.number, rubric.document.date) == ("1294/HD-TLĐ", dt.date(2019, 8, 14))
    assert {"criteria", "bands", "variants"} <= {gap.where for gap in rubric.missing}


def test_the_sheet_of_2015_keeps_its_items_and_lacks_its_rules() -> None:
    rubric = shipped("qd-101-cdvc-2015-to-cong-doan")
    assert sum(line.max for _, line in rubric.lines_of("union_section")) == 100000
    assert rubric.superseded
    assert "criteria[I.1].v.union_section.rule" in {gap.where for gap in rubric.missing}
