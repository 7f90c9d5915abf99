"""Gates, quota, eligibility and windows of a draft, as the province edits them in the browser."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from coso.access.models import Action
from coso.grading.council import _tie, pools
from coso.grading.forms.opening import defaults
from coso.grading.models import Sheet, SheetLine
from coso.grading.prefill import outcome, points_in, values_on
from coso.grading.testing.rounds import D, stand_at, start_round
from coso.lib.dates import months_before
from coso.register.services.units import end_unit
from coso.rubrics.forms.fields import ShareField, YearDayField, in_percent, show_year_day
from coso.rubrics.forms.gates import GateForm
from coso.rubrics.forms.limits import LimitsForm
from coso.rubrics.forms.variants import VariantForm
from coso.rubrics.grammar.editing_limits import in_order, remove_gate
from coso.rubrics.grammar.editing_variants import key_for, remove_variant
from coso.rubrics.grammar.model import AllZero, Condition, GroupBelow, WindowDay
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.writing import write_yaml
from coso.rubrics.limit_words import OF_ALL
from coso.rubrics.specs import draft_of
from coso.rubrics.testing.drafts import GATE, GRAMMARS, SOURCES, again, form_of, gate, limits, post, read, saved

GATES = [(name, gate.code) for name, grammar in GRAMMARS.items() for gate in grammar.gates]
VARIANTS = [(name, variant.key) for name, grammar in GRAMMARS.items() for variant in grammar.variants]


# ── what is opened and saved unchanged stays as it was ──


@pytest.mark.parametrize(("name", "code"), GATES)
def test_a_gate_saved_unchanged_is_the_same_gate(name, code):
    def make(said, grammar):
        return GateForm(said, grammar=grammar, gate=next(each for each in grammar.gates if each.code == code), seen="")

    assert saved(name, make) == GRAMMARS[name]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", GRAMMARS)
def test_limits_saved_unchanged_are_the_same_limits(name, language):
    with translation.override(language):
        assert saved(name, lambda said, grammar: LimitsForm(said, grammar=grammar, seen="")) == GRAMMARS[name]


@pytest.mark.parametrize(("name", "key"), VARIANTS)
def test_a_variant_saved_unchanged_is_the_same_variant(name, key):
    def make(said, grammar):
        return VariantForm(said, grammar=grammar, variant=grammar.variant(key), seen="")

    assert saved(name, make) == GRAMMARS[name]


def test_what_forms_do_not_know_stays_in_the_text(province, draft):
    post(province, "rubric_limits", draft.pk, **form_of(province, "rubric_limits", draft.pk))
    data = read_yaml(again(draft).source)
    assert data["windows"]["calendar_year"]["counts_for_year"] == "Y"
    assert data["eligibility"][1]["not_orders"] == ["rename", "change_parent", "change_sector"]


# ── gates ──


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ({"test": "group", "share": "62,5", "groups": ["G1", "G3"]}, GroupBelow(Fraction(5, 8), ("G1", "G3"))),
        ({"test": "zero", "criteria": "D02; D01 D02"}, AllZero(("D02", "D01"))),
        (
            {"test": "figure", "indicator": "members.count", "op": "<", "number": "50%"},
            Condition("members.count", "<", Fraction(1, 2)),
        ),
    ],
)
def test_a_gate_of_each_kind_is_added(province, draft, said, when):
    assert post(province, "gate_add", draft.pk, **GATE | said).status_code == 302
    made = gate(draft, "K7")
    assert (made.when, made.cap, made.applies_to) == (when, "done", ("non_state_enterprise",))
    assert again(draft).status == "unofficial"


def test_a_gate_is_changed_renamed_and_taken_out(province, draft):
    said = form_of(province, "gate_edit", draft.pk, "K2") | {"code": "K2a", "cap": "good", "origin": ""}
    assert post(province, "gate_edit", draft.pk, "K2", **said).status_code == 302
    assert [each.code for each in read(draft).gates] == ["K1", "K2a", "K3", "K4", "K5", "K6"]
    assert (gate(draft, "K2a").cap, gate(draft, "K2a").origin) == ("good", "")
    post(province, "gate_remove", draft.pk, "K2a", seen=again(draft).act)
    assert [each.code for each in read(draft).gates] == ["K1", "K3", "K4", "K5", "K6"]


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"code": "K1"}, "code", "đã có"),
        ({"code": "K 7"}, "code", "dấu cách"),
        ({"cap": "best"}, "cap", "best"),
        ({"applies_to": []}, "applies_to", "ít nhất một"),
        ({"criteria": ""}, "criteria", "điều kiện đã chọn"),
        ({"criteria": "D02, X99"}, "criteria", "X99"),
        ({"criteria": "D01", "applies_to": ["nghiep_doan"]}, "criteria", "không bao giờ xảy ra"),
        ({"test": "group", "groups": ["G1"]}, "share", "điều kiện đã chọn"),
        ({"test": "group", "groups": ["G1"], "share": "120"}, "share", "100"),
        ({"test": "group", "groups": ["GB"], "share": "50"}, "groups", "GB"),
        ({"test": "figure", "op": ">=", "number": "1"}, "indicator", "điều kiện đã chọn"),
        ({"test": "figure", "indicator": "members.count", "op": ">=", "number": "một"}, "number", "Không phải là số"),
        ({"test": "figure", "indicator": "members.count", "op": "!=", "number": "1"}, "op", "!="),
        ({"say_vi": "Đạt {got} điểm"}, "say_vi", "{cap}"),
        ({"say_en": "{points"}, "say_en", "{cap}"),
        ({"say_en": ""}, "say_en", ""),
    ],
)
def test_a_wrong_gate_is_told_at_its_field_and_not_kept(province, draft, said, field, words):
    answer = post(province, "gate_add", draft.pk, **GATE | said)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert again(draft).act == draft.act


def test_a_gate_added_in_the_browser_caps_a_sheet_of_the_round_opened_with_it(province, tree, draft, actors):
    post(province, "gate_add", draft.pk, **GATE | {"criteria": "D02"})
    round_ = start_round(tree, again(draft))
    sheet = Sheet.objects.get(round=round_, unit=tree.garment)
    grammar = read(draft)
    lines = list(SheetLine.objects.filter(sheet=sheet))
    for each in lines:
        each.own = grammar.criterion(each.code).line(sheet.variant).max
    free = outcome(grammar, sheet.variant, points_in(lines, "own"), values_on(lines, grammar))
    assert (free.expected, free.why) == (free.by_points, "")
    next(each for each in lines if each.code == "D02").own = 0
    caught = outcome(grammar, sheet.variant, points_in(lines, "own"), values_on(lines, grammar))
    assert (caught.by_points, caught.expected) == ("excellent", "done")
    assert "tối đa Hoàn thành nhiệm vụ." in caught.why_vi
    assert province.get(reverse("gate_edit", args=[draft.pk, "K7"])).status_code == 409


# ── quota, eligibility, windows ──


def test_the_quota_is_set_in_force_with_what_breaks_ties(province, draft):
    said = {"enabled": "on", "share": "12,5", "tie_0": "poll_turnout", "tie_1": "points_G2", "pool": ["upper_unit"]}
    assert limits(province, draft, **said, tie_2="").status_code == 302
    quota = read(draft).quota
    assert (quota.enabled, quota.level, quota.max_share) == (True, "excellent", Fraction(1, 8))
    assert (quota.pool, quota.tie_break) == (("upper_unit",), ("poll_turnout", "points_G2"))
    assert quota.origin == "by analogy with Party practice; share to be set by the province"


def test_a_rubric_may_have_no_quota(province, draft):
    assert limits(province, draft, level="").status_code == 302
    assert read(draft).quota is None
    text = province.get(reverse("rubric", args=[draft.pk])).content.decode()
    assert "Không giới hạn" in text


def test_waits_are_changed_added_and_taken_out(province, draft):
    said = {"months:new_union_min_months": "9", "reason_vi:dormant": "", "reason_en:dormant": "", "needs:dormant": ""}
    assert limits(province, draft, **said).status_code == 302
    fresh = read(draft)
    assert fresh.months_of("new_union_min_months") == 9
    assert fresh.months_of("after_split_merge_min_months") == 6
    assert "dormant" not in [each.rule for each in fresh.eligibility]
    limits(province, draft, **{"reason_vi:dormant": "Chờ giải thể"})
    assert read(draft).eligibility[-1].reason_vi == "Chờ giải thể"


def test_windows_are_typed_as_people_say_them(province, draft):
    said = {
        "first:calendar_year:0": "1/1", "last:calendar_year:0": "31-12",
        "first:calendar_year:1": "", "last:calendar_year:1": "",
        "first:school_year:1": "01/08 Năm trước", "last:school_year:1": "31/07", "label:school_year": "Năm học",
    }  # fmt: skip
    assert limits(province, draft, **said).status_code == 302
    calendar, school = read(draft).windows
    assert (calendar.default, calendar.alternatives) == ((WindowDay(0, 1, 1), WindowDay(0, 12, 31)), ())
    assert school.alternatives == ((WindowDay(1, 8, 1), WindowDay(0, 7, 31)),)
    assert school.label_vi == "Năm học"


def test_a_window_taken_out_is_missed_by_the_tables_that_need_it(province, draft):
    said = {"first:school_year:0": "", "last:school_year:0": "", "label:school_year": ""}
    assert limits(province, draft, **said).status_code == 302
    assert [each.calendar for each in read(draft).windows] == ["calendar_year"]
    assert again(draft).status == "incomplete"


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"share": "x"}, "share", "Không phải là số"),
        ({"share": ""}, "share", "Không giới hạn"),
        ({"level": "not_done"}, "level", "not_done"),
        ({"level": "", "enabled": "on"}, "level", "Chọn mức"),
        ({"say_vi": "Hết {places}"}, "say_vi", "{pool}"),
        ({"tie_1": "points_G1"}, "tie_0", "một lần"),
        ({"months:new_union_min_months": "-1"}, "months:new_union_min_months", "0"),
        ({"reason_vi:new_union_min_months": ""}, "reason_vi:new_union_min_months", "Ghi lý do"),
        ({"first:calendar_year:0": "31/02"}, "first:calendar_year:0", "30/11"),
        ({"first:calendar_year:0": "hôm nay"}, "first:calendar_year:0", "30/11"),
        ({"last:calendar_year:0": ""}, "last:calendar_year:0", "cả hai"),
        ({"first:calendar_year:0": "01/12"}, "last:calendar_year:0", "sau ngày đầu"),
        ({"first:calendar_year:0": "", "last:calendar_year:0": ""}, "first:calendar_year:0", "ngày thường dùng"),
    ],
)
def test_wrong_limits_are_told_at_their_field_and_not_kept(province, draft, said, field, words):
    answer = limits(province, draft, **said)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert again(draft).act == draft.act


@pytest.mark.parametrize(("months", "why"), [("6", ""), ("12", "new"), ("", "new")])
def test_the_months_of_the_rubric_decide_who_is_too_new(province, tree, draft, months, why):
    """A union of eleven months; without months in the rubric the usual twelve hold."""
    limits(province, draft, **{"months:new_union_min_months": months})
    day = months_before(D(2026, 11, 30), 11)
    young = tree.found("CĐCS Mới", "grassroots", tree.ward, "non_state_enterprise", day=day)
    assert Sheet.objects.get(round=start_round(tree, again(draft)), unit=young).why_not == why


@pytest.mark.parametrize(("months", "why"), [("6", "after_merger"), ("3", "")])
def test_the_months_of_the_rubric_decide_how_long_an_heir_waits(province, tree, draft, months, why):
    limits(province, draft, **{"months:after_split_merge_min_months": months})
    end_unit(unit=tree.school, day=D(2026, 8, 1), reason="sáp nhập", heir=tree.garment, by=None)
    assert Sheet.objects.get(round=start_round(tree, again(draft)), unit=tree.garment).why_not == why


@pytest.mark.parametrize(
    ("part", "value", "place"), [("level", "not_done", "quota.level"), ("of", "all good unions", "quota.of")]
)
def test_a_quota_on_a_level_that_the_rubric_cannot_limit_is_a_fault(part, value, place):
    data = read_yaml(SOURCES["coso-model"])
    data["quota"][part] = value
    if part == "of":
        data["bands"]["levels"][1]["key"] = "fine"
    assert place in [fault.where for fault in draft_of(write_yaml(data)).faults]


def test_the_page_of_the_limits_costs_no_more_than_that_of_the_rubric(province, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert province.get(reverse("rubric_limits", args=[draft.pk])).status_code == 200


def test_a_quota_set_in_the_browser_leaves_no_place_for_the_second_at_the_council(province, tree, draft):
    limits(province, draft, enabled="on", share="50", of=OF_ALL, pool=["upper_unit"])
    other = tree.found("CĐCS May Mười", "grassroots", tree.ward, "non_state_enterprise")
    round_ = start_round(tree, again(draft))
    for unit, points in ((tree.garment, 97_000), (other, 93_000)):
        stand_at(Sheet.objects.get(round=round_, unit=unit), "decide", points)
    pool = next(each for each in pools(round_) if each.unit == tree.ward.pk)
    assert (pool.base, pool.places) == (2, 1)
    assert [row.sheet.unit_id for row in pool.out] == [other.pk]
    assert pool.out[0].why.startswith("Đủ điểm mức hoàn thành xuất sắc nhiệm vụ; quyết định mức hoàn thành tốt")


def test_ties_are_broken_by_the_group_that_the_browser_named_whatever_its_code(province, draft):
    """Groups of other papers are I, II …: their points break ties as those of G1 do."""
    limits(province, draft, tie_0="points_G3", tie_1="", tie_2="points_total_before_bonus")
    assert read(draft).quota.tie_break == ("points_G3", "points_total_before_bonus")
    totals = SimpleNamespace(sum=Fraction(90_000), groups=[SimpleNamespace(group="II", points=Fraction(12_000))])
    found = SimpleNamespace(totals=totals)
    assert _tie("points_II", found, [], read(draft)) == 12_000
    assert _tie("points_total_before_bonus", found, [], read(draft)) == 90_000


def test_the_days_typed_here_are_offered_when_a_round_is_opened(province, draft):
    limits(province, draft, **{"first:calendar_year:0": "01/01", "last:calendar_year:0": "31/12"})
    offered = defaults(read(draft), 2027, "calendar_year")
    assert (offered["first"], offered["last"]) == (D(2027, 1, 1), D(2027, 12, 31))


def test_what_was_typed_stands_there_still_after_a_refusal(province, draft):
    text = limits(province, draft, share="nhiều", origin="Nghị quyết 12").content.decode()
    assert "Nghị quyết 12" in text
    assert 'value="nhiều"' in text


def test_each_edit_is_in_the_journal_with_what_was_changed(province, draft):
    said = form_of(province, "gate_edit", draft.pk, "K2") | {"cap": "good"}
    post(province, "gate_edit", draft.pk, "K2", **said)
    post(province, "gate_remove", draft.pk, "K2", seen=again(draft).act)
    assert Action.objects.filter(verb="rubric.change", reason="K2", subject=draft.pk).count() == 2


# ── the edits themselves ──


def test_keys_of_tables_are_plain_short_and_free():
    assert key_for("CĐCS trường học (tư)", []) == "cdcs_truong_hoc_tu"
    assert key_for("Bảng", ["bang"]) == "bang_2"
    assert key_for("Bảng", ["bang", "bang_2"]) == "bang_3"
    assert key_for("…", []) == "bang"
    assert len(key_for("x" * 200, ["x" * 36])) <= 40


def test_what_stood_there_keeps_its_order():
    assert in_order(["c", "a", "b"], ["a", "b", "d", "c"]) == ["c", "a", "b", "d"]
    assert in_order(["c", "a"], ["a"]) == ["a"]


@pytest.mark.parametrize("remove", [remove_gate, remove_variant])
def test_what_is_not_in_the_rubric_cannot_be_taken_out(remove):
    with pytest.raises(LookupError):
        remove({"gates": [{"id": "K1"}], "variants": {"soe": {}}}, "x")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30/11", WindowDay(0, 11, 30)), ("1-12 năm trước", WindowDay(1, 12, 1)),
        ("01/12 YEAR BEFORE", WindowDay(1, 12, 1)),
        ("1/6 N-2", WindowDay(2, 6, 1)), ("29/02", None), ("30/11 năm sau", None), ("11", None), ("0/0", None),
    ],
)  # fmt: skip
def test_days_of_the_year_are_read_as_people_write_them(text, day):
    if day is None:
        with pytest.raises(ValidationError):
            YearDayField().clean(text)
    else:
        assert YearDayField().clean(text) == day
        assert YearDayField().clean(show_year_day(day)) == day


@pytest.mark.parametrize(("text", "share"), [("12,5", Fraction(1, 8)), ("20 %", Fraction(1, 5)), ("0", Fraction(0))])
def test_shares_are_exact(text, share):
    assert ShareField().clean(text) == share
    assert ShareField().clean(in_percent(share)) == share
