"""A wrong rubric is refused with all its problems, each in two languages and with its place."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from coso.rubrics.grammar.model import SizeClass, Status, Unstated
from coso.rubrics.grammar.problems import Problem, RubricError
from coso.rubrics.grammar.reading import load_rubric, read_rubric
from coso.rubrics.grammar.source import read_yaml

SMALL = """
schema_version: 1
grammar_version: 1
id: small
version: 1
official: false
title_vi: "Bộ thử"
notice_vi: "Bộ thử, không chính thức"
rounding: {step: 0.5, mode: down_per_line, total: exact_sum}
na_policy: {kind: scale_within_group, max_share_not_applicable: 0.4}
self_scorable_max: 12
bonus: {max: 2, awarded_by: upper_level}
groups:
  - {id: A, max: 8, title_vi: "Nhóm A"}
  - {id: B, max: 4, title_vi: "Nhóm B"}
  - {id: GB, max: 2, title_vi: "Thưởng"}
variants:
  soe: {title_vi: "DNNN", title_en: "SOE", applies_to: [soe], target_stratum: {soe: state}, calendars: [year]}
windows:
  year: {default: ["Y-01-01", "Y-12-31"]}
indicators:
  held: {type: bool, room: r, def: d}
  share: {type: share, room: r, def: d}
  times: {type: count, room: r, def: d}
criteria:
  - {code: A1, group: A, kind: yes_no, title_vi: a, title_en: a, indicator: held,
     v: {soe: {max: 2, rule: {if_true: 2}}}}
  - {code: A2, group: A, kind: quantity, title_vi: a, title_en: a, indicator: share, when_none: {soe: 1},
     not_applicable_if: {indicator: times, op: "<", value: 1}, v: {soe: {max: 4, rule: {steps: [[0.5, 2], [0.9, 4]]}}}}
  - {code: A3, group: A, kind: quantity, title_vi: a, title_en: a, indicator: share,
     v: {soe: {max: 2, rule: {linear: [0.5, 1.0]}}}}
  - {code: B1, group: B, kind: per_occurrence, title_vi: a, title_en: a, indicator: times,
     v: {soe: {max: 2, rule: {per: 1, cap: 2}}}}
  - {code: B2, group: B, kind: quantity, title_vi: a, title_en: a, indicator: times,
     v: {soe: {max: 2, rule: {deduct: 1, floor: 0}}}}
  - {code: C1, group: GB, kind: judged, title_vi: a, title_en: a, levels: {low: {vi: a, en: a}, high: {vi: b, en: b}},
     v: {soe: {max: 2, rule: {levels: [[low, 0], [high, 2]]}}}}
bands:
  levels:
    - {key: good, min: 8, vi: "Tốt", en: "Good"}
    - {key: poor, min: 0, vi: "Kém", en: "Poor"}
gates:
  - {id: K1, cap: poor, when: {any_group_below: 0.5, groups: [A, B]}, applies_to: [soe],
     say_vi: "{group}", say_en: "{got}"}
  - {id: K2, cap: poor, when: {all_zero: [A1]}, applies_to: [soe], say_vi: "{points}", say_en: "{cap}"}
  - {id: K3, cap: poor, when: {indicator: times, op: ">=", value: 9}, applies_to: [soe], say_vi: "v", say_en: "e"}
quota: {enabled: false, level: good, max_share: 0.2, of: x, pool: [soe], tie_break: [], say_vi: "{pool}"}
"""
Data = dict[str, Any]


def changed(*changes: tuple[str, object]) -> Data:
    data: Any = read_yaml(SMALL)
    for path, value in changes:
        place = data
        *way, last = path.split("/")
        for key in way:
            place = place[int(key)] if isinstance(place, list) else place[key]
        place[int(last) if isinstance(place, list) else last] = value
    return dict(data)


def problems(data: object) -> tuple[Problem, ...]:
    with pytest.raises(RubricError) as refused:
        read_rubric(data)
    return refused.value.problems


def test_the_small_rubric_is_right() -> None:
    assert read_rubric(changed()).usable


RULE_OF = {"A1": "criteria/0", "A2": "criteria/1", "A3": "criteria/2", "B1": "criteria/3", "B2": "criteria/4"}
WRONG_RULES = [
    ("A1", {"if_true": 1}, "cannot reach"),
    ("A1", {"if_true": 3}, "can pass"),
    ("A1", {"if_true": 1.5}, "number is needed"),
    ("A2", {"steps": [[1, 2]]}, "cannot reach"),
    ("A2", {"steps": []}, "cannot reach"),
    ("A2", {"steps": [[0, 2], [1, 5]]}, "can pass"),
    ("A2", {"steps": [[1, 2], [0, 4]]}, "must both rise"),
    ("A2", {"steps": [[0, 4], [1, 4]]}, "must both rise"),
    ("A2", {"steps": [[0, 2], [0, 4]]}, "must both rise"),
    ("A2", {"steps": [[1, 2], [85, 4]]}, "write 0.85, not 85"),
    ("A2", {"steps": [[0, 2], [Fraction("1.01"), 4]]}, "write 0.85, not 85"),
    ("A2", {"steps": [[1, 2, 3]]}, "Exactly two values"),
    ("A2", {"steps": [["half", 2]]}, "number is needed"),
    ("A3", {"linear": [1, 1]}, "below the high end"),
    ("A3", {"linear": [0, 100]}, "write 0.85, not 85"),
    ("A3", {"linear": [0]}, "Exactly two values"),
    ("B1", {"per": 1, "cap": 1}, "cannot reach"),
    ("B1", {"per": 1, "cap": 3}, "can pass"),
    ("B1", {"per": 0, "cap": 2}, "cannot reach"),
    ("B1", {"per": 1}, "No such rule"),
    ("B2", {"deduct": 0, "floor": 0}, "cost more than 0"),
    ("B2", {"deduct": 1, "floor": 3}, "can pass"),
    ("B2", {"deduct": -1, "floor": 0}, "Points must be 0 or more"),
    ("B2", {"formula": "x + 1"}, "No such rule"),
    ("B2", None, "not stated"),
    ("B2", {"per": 1, "cap": 2}, "kind per_occurrence"),
    ("A1", {"steps": [[1, 2]]}, "does not work on an indicator of type bool"),
]


@pytest.mark.parametrize(("code", "rule", "says"), WRONG_RULES)
def test_a_wrong_rule_is_refused_where_it_stands(code: str, rule: object, says: str) -> None:
    found = problems(changed((f"{RULE_OF[code]}/v/soe/rule", rule)))
    assert any(says in problem.text_en for problem in found)
    assert all(problem.where.startswith(f"criteria[{code}].v.soe") for problem in found if says in problem.text_en)


WRONG_PLACES: list[tuple[str, object, str, str]] = [
    ("grammar_version", 2, "grammar_version", "Only grammar_version: 1"),
    ("extra", 1, "extra", "has no “extra”"),
    ("id", None, "id", "text is needed"),
    ("official", "no", "official", "true or false"),
    ("notice_vi", None, "notice_vi", "text is needed"),
    ("rounding", None, "rounding", "not stated"),
    ("rounding/step", 0, "rounding.step", "above 0"),
    ("rounding/mode", "nearest", "rounding.mode", "use down_per_line"),
    ("na_policy", None, "na_policy", "not stated"),
    ("na_policy/max_share_not_applicable", 40, "na_policy.max_share_not_applicable", "between 0 and 1"),
    ("self_scorable_max", 13, "self_scorable_max", "must make exactly 13"),
    ("bonus/max", 3, "bonus.max", "must make exactly 3"),
    ("groups/0/max", 9, "groups[A] / variants.soe", "add up to 8 points; they must make exactly 9"),
    ("groups/0/max", 7, "groups[A] / variants.soe", "add up to 8 points; they must make exactly 7"),
    ("groups/0/max", 0, "groups[A].max", "above 0"),
    ("groups/1/id", "A", "groups[A]", "stands 2 times"),
    ("groups", None, "groups", "At least one group"),
    ("variants", None, "variants", "not stated"),
    ("variants/soe/calendars", ["lunar"], "variants.soe.calendars", "no first and last day"),
    ("variants/soe/target_stratum", {"school": "state"}, "variants.soe.target_stratum", "not in applies_to"),
    ("variants/soe/applies_to", ["soe", "soe"], "variants.applies_to[soe]", "stands 2 times"),
    ("variants/soe/members", {"from": 500, "to": 499}, "variants.soe.members", "below the first"),
    ("variants/soe/members", {"from": -1}, "variants.soe.members.from", "whole number"),
    ("variants/soe/members", {"least": 5}, "variants.soe.members.least", "has no “least”"),
    ("windows/year/default", ["Y-02-30", "Y-12-31"], "windows.year.default[1]", "Write a day as"),
    ("windows/year/default", ["Y-12-31", "Y-01-01"], "windows.year.default", "later last day"),
    ("valid", {"from": "soon"}, "valid.from", "Write a date"),
    ("indicators/held/type", "maybe", "indicators.held.type", "use bool, count"),
    ("criteria/1/code", "A1", "criteria[A1]", "stands 2 times"),
    ("criteria/0/group", "Z", "criteria[A1].group", "no group “Z”"),
    ("criteria/0/indicator", "lost", "criteria[A1].indicator", "no indicator “lost”"),
    ("criteria/0/indicator", None, "criteria[A1].v.soe.rule", "needs an indicator"),
    ("criteria/5/indicator", "held", "criteria[C1].v.soe.rule", "names no indicator"),
    ("criteria/0/v", {}, "criteria[A1].v", "at least one variant"),
    ("criteria/0/v/moon", {"max": 2, "rule": {"if_true": 2}}, "criteria[A1].v.moon", "no variant “moon”"),
    ("criteria/0/v/soe/max", None, "criteria[A1].v.soe.max", "not stated"),
    ("criteria/0/v/soe/max", 0, "criteria[A1].v.soe.max", "above 0"),
    ("criteria/1/when_none", {"soe": 5}, "criteria[A2].when_none.soe", "may not pass"),
    ("criteria/1/when_none", {"moon": 1}, "criteria[A2].when_none.moon", "does not have the line"),
    ("criteria/1/not_applicable_if/indicator", "lost", "criteria[A2].not_applicable_if", "no indicator “lost”"),
    ("criteria/1/not_applicable_if/op", "=", "criteria[A2].not_applicable_if.op", "“=” is unknown"),
    ("criteria/5/levels", {"low": {"vi": "a", "en": "a"}}, "criteria[C1].v.soe.rule", "“high” is not described"),
    ("criteria/5/v/soe/rule/levels", [["low", 2], ["low", 2]], "criteria[C1].v.soe.rule", "stands twice"),
    ("bands/levels/0/min", 0, "bands.levels", "must fall"),
    ("bands/levels/0/min", 15, "bands.levels", "no unit could reach"),
    ("bands/levels/1/min", 1, "bands.levels", "must start at 0"),
    ("gates/0/cap", "lost", "gates[K1].cap", "“lost” is not in this rubric"),
    ("gates/0/applies_to", ["moon"], "gates[K1].applies_to", "“moon” is not in this rubric"),
    ("gates/0/when/groups", ["GB"], "gates[K1].when", "“GB” is not in this rubric"),
    ("gates/1/when", {"all_zero": ["Z9"]}, "gates[K2].when", "“Z9” is not in this rubric"),
    ("gates/1/when", {"all_zero": []}, "gates[K2].when", "At least one criterion"),
    ("gates/1/when", {"weather": "bad"}, "gates[K2].when", "A gate tests"),
    ("gates/2/when/indicator", "lost", "gates[K3].when", "no indicator “lost”"),
    ("gates/1/say_vi", "{got}", "gates[K2].say_vi", "only use the blanks {cap}, {points}"),
    ("gates/1/say_en", "{points.real}", "gates[K2].say_en", "only use the blanks"),
    ("gates/1/id", "K1", "gates[K1]", "stands 2 times"),
    ("quota/level", "lost", "quota.level", "“lost” is not in this rubric"),
    ("bands", [1], "bands", "must be a mapping"),
    ("criteria/0/evidence", "paper", "criteria[A1].evidence", "must be a list"),
    ("criteria/0/v/soe/max", 2.5, "criteria[A1].v.soe.max", "number is needed"),
    ("version", -1, "version", "whole number"),
]


@pytest.mark.parametrize(("path", "value", "where", "says"), WRONG_PLACES)
def test_a_wrong_place_is_named(path: str, value: object, where: str, says: str) -> None:
    found = problems(changed((path, value)))
    assert [problem for problem in found if problem.where == where and says in problem.text_en]
    assert all(problem.text_vi for problem in found)


def test_all_problems_come_at_once() -> None:
    wrong = changed(("self_scorable_max", 13), ("criteria/0/group", "Z"), ("gates/0/cap", "lost"), ("id", 7))
    places = {problem.where for problem in problems(wrong)}
    assert {"self_scorable_max", "criteria[A1].group", "gates[K1].cap", "id"} <= places


def test_a_gate_on_a_line_the_variant_lacks_is_refused() -> None:
    other = {"title_vi": "b", "title_en": "b", "applies_to": ["b"]}
    found = problems(changed(("variants/b", other), ("gates/1/applies_to", ["soe", "b"])))
    assert any(problem.where == "gates[K2].when" and "could never close" in problem.text_en for problem in found)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({"from": 500}, {"to": 499}, False),
        ({"from": 500}, {"to": 500}, True),
        ({"from": 30, "to": 99}, {"from": 100}, False),
        ({"from": 30, "to": 99}, {"from": 40, "to": 50}, True),
        ({}, {"from": 500}, True),
    ],
)
def test_a_sector_has_two_tables_only_for_sizes_that_lie_apart(one: object, other: object, meet: bool) -> None:
    second = {"title_vi": "b", "title_en": "b", "applies_to": ["soe"], "members": other}
    found = problems(changed(("variants/soe/members", one), ("variants/b", second)))
    assert any(problem.where == "variants.applies_to[soe]" for problem in found) == meet


@pytest.mark.parametrize(("members", "found"), [(0, "small"), (499, "small"), (500, "large"), (None, None)])
def test_the_table_of_a_union_is_that_of_its_size(members: int | None, found: str | None) -> None:
    variant = load_rubric(SMALL).variants[0]
    sized = [("small", SizeClass(high=499)), ("large", SizeClass(low=500))]
    variants = tuple(replace(variant, key=key, members=size) for key, size in sized)
    rubric = replace(load_rubric(SMALL), variants=variants)
    assert rubric.by_size
    chosen = rubric.variant_for("soe", members)
    assert (chosen.key if chosen else None) == found


def test_a_table_for_every_size_is_also_for_unions_that_are_not_counted() -> None:
    rubric = load_rubric(SMALL)
    assert not rubric.by_size
    assert rubric.variant_for("soe") == rubric.variant_for("soe", 10_000) == rubric.variants[0]


def test_a_bare_yes_is_refused_as_a_key() -> None:
    text = SMALL.replace("levels: {low: {vi: a, en: a}", "levels: {no: {vi: a, en: a}")
    with pytest.raises(RubricError) as refused:
        load_rubric(text)
    assert any("bare yes, no" in problem.text_en for problem in refused.value.problems)


def test_a_bare_yes_is_refused_as_a_level() -> None:
    text = SMALL.replace("[[low, 0]", "[[no, 0]")
    with pytest.raises(RubricError, match="in quotes when it is a number, yes or no"):
        load_rubric(text)


def test_points_off_the_rounding_step_are_refused() -> None:
    with pytest.raises(RubricError, match="multiple of the rounding step"):
        load_rubric(SMALL.replace("if_true: 2", "if_true: 1.9"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "cannot be read"),
        ("a: 1\na: 2", "stands twice"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("a: .inf", "not a plain decimal"),
        ("a: 1.0e+99", "not a plain decimal"),
        ("a: !!python/object:os.system {}", "cannot be read"),
        ("just words", "must be a mapping"),
    ],
)
def test_a_file_that_cannot_be_read_exactly_is_refused(text: str, says: str) -> None:
    with pytest.raises(RubricError, match=says):
        load_rubric(text)


def test_a_rubric_without_criteria_is_incomplete() -> None:
    rubric = read_rubric(changed(("criteria", []), ("gates", [])))
    assert rubric.status is Status.INCOMPLETE
    assert [gap.where for gap in rubric.why_not_usable] == ["criteria"]


def test_a_rubric_without_cut_offs_is_incomplete() -> None:
    rubric = read_rubric(changed(("bands", {"levels": None}), ("gates", []), ("quota", None)))
    assert [gap.where for gap in rubric.why_not_usable] == ["bands"]


def test_a_rubric_that_says_what_it_lacks_may_lack_rules_and_points() -> None:
    lacks = [{"where": "criteria", "vi": "Thiếu", "en": "Lacking"}]
    rubric = read_rubric(changed(("missing", lacks), ("criteria/0/v/soe/rule", None), ("criteria/4/v/soe/max", None)))
    line = rubric.criterion("A1").line("soe")
    assert line is not None
    assert line.rule == Unstated()
    assert rubric.criterion("B2").line("soe") is None
    assert len(rubric.missing) == 4


def test_an_incomplete_rubric_may_not_be_wrong() -> None:
    lacks = [{"where": "criteria", "vi": "Thiếu", "en": "Lacking"}]
    assert problems(changed(("missing", lacks), ("groups/0/max", 7)))


def test_the_same_rubric_comes_from_a_file_and_from_its_text(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    assert load_rubric(file) == load_rubric(SMALL)


@pytest.mark.parametrize("source", ["[" * 100_000, "a: " + "{b: " * 100 + "1" + "}" * 100])
def test_what_nests_deeper_than_any_rubric_is_refused(source: str) -> None:
    with pytest.raises(RubricError, match="nested too deep"):
        read_yaml(source)
