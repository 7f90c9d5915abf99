"""Edits of gates, limits and variants as plain functions: what is put in is read back, what is taken out is gone."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from coso.rubrics.forms.fields import NumberField, YearDayField, show_year_day
from coso.rubrics.grammar.editing import put_told
from coso.rubrics.grammar.editing_limits import (
    EligibilityFacts,
    GateFacts,
    QuotaFacts,
    WindowFacts,
    put_gate,
    remove_gate,
    set_eligibility,
    set_quota,
    set_windows,
)
from coso.rubrics.grammar.editing_variants import VariantFacts, put_variant, remove_variant
from coso.rubrics.grammar.model import AllZero, Condition, GroupBelow, WindowDay
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.writing import write_yaml
from coso.rubrics.limit_words import OF_ALL, OF_GOOD, cap_views, quota_view, tie_name, window_rows
from coso.rubrics.reads import gate_in_words
from coso.rubrics.specs import draft_of
from coso.rubrics.testing.drafts import GRAMMARS, SOURCES

MODEL = GRAMMARS["coso-model"]
QUOTA = QuotaFacts(True, "good", Fraction(1, 8), OF_ALL, ["khoi"], ["points_G3"], "Hết {pool}.", "")
GATE = GateFacts("K9", "done", AllZero(("D01",)), ["soe"], "Tối đa {cap}.", "At most {cap}.", "")


def data_of(name="coso-model"):
    return read_yaml(SOURCES[name])


def reread(data):
    return draft_of(write_yaml(data)).rubric


# ── put in and taken out again ──


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_gate_put_in_and_taken_out_leaves_the_rubric_as_it_was(name):
    data = data_of(name)
    put_gate(data, GATE)
    assert reread(data).gates[-1].code == "K9"
    remove_gate(data, "K9")
    assert reread(data) == GRAMMARS[name]


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_variant_put_in_and_taken_out_leaves_the_rubric_as_it_was(name):
    data, like = data_of(name), next((each.key for each in GRAMMARS[name].variants), "")
    put_variant(data, VariantFacts("moi", "Mới", "New", "", ["moon"], {}, [], like=like))
    made = reread(data)
    assert made.variants[-1].key == "moi"
    assert len(made.lines_of("moi")) == (len(made.lines_of(like)) if like else 0)
    remove_variant(data, "moi")
    assert reread(data) == GRAMMARS[name]


@pytest.mark.parametrize("name", GRAMMARS)
def test_limits_put_in_and_taken_out_leave_the_rubric_as_it_was(name):
    data, before = data_of(name), GRAMMARS[name]
    set_eligibility(data, [EligibilityFacts("moon", 3, "Chờ", "Wait", "")])
    set_windows(data, [WindowFacts("moon", (WindowDay(2, 1, 1), WindowDay(0, 1, 1)), [], "Trăng")])
    made = reread(data)
    assert (made.eligibility[-1].months, made.windows[-1].default[0].years_before) == (3, 2)
    set_eligibility(data, [EligibilityFacts("moon", None, "", "", "")])
    set_windows(data, [WindowFacts("moon", None, [], "")])
    assert replace(reread(data), quota=None) == replace(before, quota=None)


def test_a_quota_is_written_whole_and_taken_away_whole():
    data = data_of()
    set_quota(data, QUOTA)
    quota = reread(data).quota
    assert (quota.enabled, quota.level, quota.max_share, quota.of) == (True, "good", Fraction(1, 8), OF_ALL)
    assert (quota.pool, quota.tie_break, quota.origin) == (("khoi",), ("points_G3",), "")
    set_quota(data, None)
    assert reread(data) == replace(MODEL, quota=None)


@pytest.mark.parametrize(
    "when",
    [
        GroupBelow(Fraction(1, 5), ("G2",)),
        AllZero(("D01", "D02")),
        Condition("members.count", "<=", Fraction(5, 4)),
    ],
)
def test_a_gate_is_read_back_as_it_was_written(when):
    data = data_of()
    put_gate(data, replace(GATE, when=when))
    assert reread(data).gates[-1].when == when


def test_a_gate_that_is_renamed_keeps_its_place():
    data = data_of()
    put_gate(data, replace(GATE, known="K3"))
    assert [each.code for each in reread(data).gates] == ["K1", "K2", "K9", "K4", "K5", "K6"]


def test_a_new_variant_takes_over_what_is_worth_points_when_nothing_arose():
    data = data_of()
    put_variant(data, VariantFacts("moi", "Mới", "New", "", ["moon"], {}, [], like="soe"))
    made = reread(data)
    for criterion in made.criteria:
        old, new = criterion.line("soe"), criterion.line("moi")
        assert (old is None) == (new is None)
        assert old is None or (old.max, old.rule, old.when_none) == (new.max, new.rule, new.when_none)
    assert [("moi" in each.applies_to) for each in made.gates] == [("soe" in each.applies_to) for each in MODEL.gates]


def test_a_change_of_one_variant_leaves_the_others_alone():
    data = data_of()
    put_variant(data, VariantFacts("soe", "DNNN", "SOE", "Ghi chú", ["soe", "moon"], {"soe": "state"}, ["school_year"]))
    made = reread(data)
    assert made.variant("soe").applies_to == ("soe", "moon")
    assert (made.variant("soe").calendars, made.variant("soe").note_vi) == (("school_year",), "Ghi chú")
    assert replace(made, variants=()) == replace(MODEL, variants=())
    assert [each for each in made.variants if each.key != "soe"] == [
        each for each in MODEL.variants if each.key != "soe"
    ]


# ── as people write and read it ──


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_day_of_the_year_is_read_back_as_it_is_shown(language):
    days = [dt.date(2001, 1, 1) + dt.timedelta(n) for n in range(365)]
    with translation.override(language):
        for day in days:
            for before in (0, 1, 2, 9):
                each = WindowDay(before, day.month, day.day)
                assert YearDayField().clean(show_year_day(each)) == each


@pytest.mark.parametrize(
    ("text", "number"), [("1", 1), ("0,5", Fraction(1, 2)), ("50%", Fraction(1, 2)), ("-2.25", Fraction(-9, 4))]
)
def test_numbers_are_read_exactly(text, number):
    assert NumberField().clean(text) == number


@pytest.mark.parametrize("text", ["một", "1/2", "1e3", "1,00001", "9" * 12, "--1"])
def test_what_is_no_number_is_told(text):
    with pytest.raises(ValidationError):
        NumberField().clean(text)


@pytest.mark.parametrize(
    ("language", "of", "text"),
    [
        (
            "vi",
            OF_GOOD,
            (
                "Không quá 20\N{NO-BREAK SPACE}% số cơ sở hoàn thành tốt nhiệm vụ trở lên "
                "được xếp “Hoàn thành xuất sắc nhiệm vụ”."
            ),
        ),
        (
            "vi",
            OF_ALL,
            "Không quá 20\N{NO-BREAK SPACE}% tổng số cơ sở được đánh giá được xếp “Hoàn thành xuất sắc nhiệm vụ”.",
        ),
        ("en", OF_GOOD, "At most 20\N{NO-BREAK SPACE}% of the unions graded good or better may be “Excellent”."),
        ("en", "the best", "At most 20\N{NO-BREAK SPACE}% of the best may be “Excellent”."),
    ],
)
def test_a_quota_is_said_in_a_sentence(language, of, text):
    with translation.override(language):
        assert quota_view(replace(MODEL, quota=replace(MODEL.quota, of=of))).text == text


def test_a_rubric_without_limits_has_nothing_to_say():
    bare = GRAMMARS["tdmu-2025-2026-to-cong-doan"]
    assert quota_view(bare) is None
    assert window_rows(bare.windows) == []
    assert cap_views(bare, "union_section", []) == []


def test_what_breaks_ties_is_named():
    with translation.override("en"):
        assert tie_name("points_G3", MODEL) == "Points of group G3. Communication, programmes and openness"
        assert tie_name("poll_turnout", MODEL) == "Share of members who answered the poll"
        assert tie_name("moon", MODEL) == "moon"


def test_windows_are_said_with_their_other_choices():
    with translation.override("vi"):
        assert window_rows(MODEL.windows) == [
            ("Năm dương lịch", "", "01/12 năm trước – 30/11", ["01/01 – 31/12"]),
            ("Năm học", "Năm học Y-1 - Y", "01/06 năm trước – 31/05", []),
        ]


def test_a_cap_on_a_figure_that_no_line_reads_says_that_it_is_idle():
    found = cap_views(MODEL, "soe", [(gate, gate_in_words(MODEL, gate)) for gate in MODEL.gates])
    assert [(each.gate.code, each.idle) for each in found] == [
        ("K1", False), ("K2", False), ("K3", True), ("K4", True), ("K5", True), ("K6", True),
    ]  # fmt: skip
    read = next(each.indicator for each, _line in MODEL.lines_of("soe") if each.indicator)
    gate = replace(MODEL.gates[3], when=Condition(read, ">=", Fraction(1)))
    assert not cap_views(MODEL, "soe", [(gate, gate_in_words(MODEL, gate))])[0].idle


def test_an_english_remark_goes_once_the_vietnamese_one_tells_of_something_else():
    row = {"note_vi": "Ghi chú", "note_en": "A note"}
    put_told(row, "note", "Ghi chú")
    assert row["note_en"] == "A note"
    put_told(row, "note", "Chú giải khác")
    assert row == {"note_vi": "Chú giải khác"}
