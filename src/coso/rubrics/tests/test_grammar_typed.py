"""Points that a person gives, rules in words, in the few signs of a box, and back to text."""

import copy
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import translation

from coso.rubrics.grammar.model import Deduct, IfTrue, Levels, Linear, PerOccurrence, Steps, Typed, Unstated
from coso.rubrics.grammar.problems import RubricError
from coso.rubrics.grammar.reading import load_rubric, read_draft, read_rubric
from coso.rubrics.grammar.rules import highest
from coso.rubrics.grammar.scoring import ProposalStatus, points_of, propose
from coso.rubrics.grammar.shorthand import ShorthandError, kind_of, read_shorthand, shorthand
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.values import Absent, Known
from coso.rubrics.grammar.wording import rule_in_words
from coso.rubrics.grammar.writing import write_yaml

TEXT = (Path(__file__).parents[1] / "data" / "coso-model.yaml").read_text()
DATA = read_yaml(TEXT)
RUBRIC = load_rubric(TEXT)
HALF = Fraction(1, 2)


def with_typed(**said):
    """The model rubric with D03 typed by hand."""
    data = copy.deepcopy(DATA)
    row = next(each for each in data["criteria"] if each["code"] == "D03")
    del row["indicator"]
    row["kind"] = "typed"
    for line in row["v"].values():
        line["rule"] = {"typed": True}
    row.update(said)
    return data


def test_a_typed_line_is_read_and_waits_for_a_person():
    criterion = read_rubric(with_typed()).criterion("D03")
    assert criterion.line("soe").rule == Typed()
    for value in (Absent.MISSING, Known(3)):
        assert propose(criterion, "soe", value, {}).status is ProposalStatus.TO_JUDGE
    assert propose(criterion, "soe", Absent.NOT_APPLICABLE, {}).status is ProposalStatus.NOT_APPLICABLE


def test_a_typed_line_can_reach_its_maximum_and_reads_no_number():
    assert highest(Typed(), 4500) == 4500
    with pytest.raises(ValueError, match="Typed"):
        points_of(Typed(), 4500, 1)


@pytest.mark.parametrize(
    "said", [{"indicator": "members.count"}, {"kind": "judged"}, {"v": {"soe": {"max": 3, "rule": {"typed": False}}}}]
)
def test_a_typed_line_names_no_indicator_and_says_true(said):
    with pytest.raises(RubricError):
        read_rubric(with_typed(**said))


def test_a_draft_is_read_to_its_end_with_its_faults():
    data = copy.deepcopy(DATA)
    data["groups"][0]["max"] = 41
    draft = read_draft(data)
    assert {fault.where for fault in draft.faults} == {"self_scorable_max"}
    assert not draft.rubric.usable
    assert len(draft.rubric.criteria) == len(RUBRIC.criteria)


def test_text_written_and_read_again_is_the_same_rubric():
    assert read_yaml(write_yaml(DATA)) == DATA
    assert load_rubric(write_yaml(DATA)) == RUBRIC


def test_a_number_that_is_no_decimal_is_not_written():
    with pytest.raises(ValueError, match="1/3"):
        write_yaml({"a": Fraction(1, 3)})


@pytest.mark.parametrize(
    ("rule", "share", "vi", "en"),
    [
        (Typed(), False, "Người chấm cho từ 0 đến 4,5 điểm.", "A person gives 0 to 4.5 points."),
        (IfTrue(4500), False, "Đạt được 4,5 điểm, không đạt được 0.", "4.5 points when it is so, otherwise 0."),
        (PerOccurrence(500, 2000), False, "Mỗi lần 0,5 điểm, tối đa 2.", "0.5 points each time, at most 2."),
        (
            Deduct(1000, 0),
            False,
            "4,5 điểm, mỗi lần vi phạm trừ 1, không dưới 0.",
            "4.5 points, less 1 for each finding, not below 0.",
        ),
        (
            Steps(((HALF, 2000), (Fraction(17, 20), 4500))),
            True,
            "Điểm theo mốc: từ 50 %: 2; từ 85 %: 4,5; thấp hơn thì 0.",
            "Points by steps: from 50 %: 2; from 85 %: 4.5; below that 0.",
        ),
        (
            Linear(HALF, Fraction(1), 500),
            True,
            "Đến 50 % được 0 điểm, từ 100 % được 4,5 điểm, ở giữa tính theo tỷ lệ, làm tròn xuống bước 0,5.",
            "0 up to 50 %, 4.5 points from 100 %, in proportion between, down to steps of 0.5.",
        ),
        (
            Levels((("a", 0), ("b", 4500))),
            False,
            "Người chấm chọn mức – a: 0; b: 4,5.",
            "A person chooses a level – a: 0; b: 4.5.",
        ),
        (Unstated(), False, "Nguồn chưa nói cách tính điểm.", "The source does not say how points are earned."),
    ],
)  # fmt: skip
def test_every_rule_has_its_sentence_in_both_languages(rule, share, vi, en):
    for language, expected in (("vi", vi), ("en", en)):
        with translation.override(language):
            assert rule_in_words(rule, 4500, share=share).replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize("criterion", [each for each in RUBRIC.criteria if not each.levels], ids=lambda each: each.code)
def test_what_stands_in_the_box_reads_back_as_the_same_rule(criterion):
    share = any(each.key == criterion.indicator and each.kind == "share" for each in RUBRIC.indicators)
    for line in criterion.lines:
        rule = read_shorthand(kind_of(line.rule), shorthand(line.rule, share=share), line.max, [])
        data = copy.deepcopy(DATA)
        row = next(each for each in data["criteria"] if each["code"] == criterion.code)
        row["v"][line.variant]["rule"] = rule
        assert read_draft(data).rubric.criterion(criterion.code).line(line.variant) == line
        break


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("steps", ""),
        ("steps", "1; 2"),
        ("steps", "a = 1"),
        ("linear", "50"),
        ("per", "x"),
        ("deduct", "1; 2; 3"),
        ("no", ""),
    ],
)
def test_a_box_that_says_no_rule_is_refused(kind, text):
    with pytest.raises(ShorthandError):
        read_shorthand(kind, text, 4000, [])


def test_levels_in_a_box_are_as_many_as_are_described():
    assert read_shorthand("levels", "0; 1,5", 1500, ["a", "b"]) == {"levels": [["a", 0], ["b", Fraction(3, 2)]]}
    with pytest.raises(ShorthandError):
        read_shorthand("levels", "0; 1", 1000, ["a"])


def test_a_code_too_long_for_a_sheet_is_refused():
    with pytest.raises(RubricError, match="longer than 12"):
        read_rubric(with_typed(code="D03-rat-la-dai-dong"))
