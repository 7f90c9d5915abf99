"""The result of a year: both targets at their borders, three denominators, a past day, by managing union and year."""

import datetime as dt
import io
import json
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.journal import act
from coso.grading.models import Sheet
from coso.grading.testing.rounds import start_round
from coso.law import parameter
from coso.lib.keys import new_key
from coso.register.kinds import strata
from coso.results.by_unit import branches, by_gap, years
from coso.results.gainable import nearest
from coso.results.models import Reported
from coso.results.reads import Result, StratumResult, as_dict, empty, result, summed
from coso.results.treemap import tiles, tone_of
from coso.results.views.results import _gap_text
from coso.rubrics.specs import grammar_of

D = dt.date
STATE, FREE = "state", "non_state"


def counted(stratum, good, eligible):
    strata = empty()
    strata[stratum] = StratumResult(all=eligible, eligible=eligible, graded=eligible, good=good)
    return Result(2025, "eligible", D(2025, 12, 31), strata, D(2025, 11, 30))


@pytest.mark.parametrize(
    ("stratum", "good", "eligible", "met", "missing"),
    [
        (STATE, 17, 20, False, 1),
        (STATE, 18, 20, True, 0),
        (STATE, 172, 203, False, 1),
        (STATE, 173, 203, True, 0),
        (FREE, 12, 20, True, 0),
        (FREE, 11, 20, False, 1),
        (FREE, 0, 0, None, None),
    ],
)
def test_exactly_85_is_not_enough_and_exactly_60_is(stratum, good, eligible, met, missing):
    found = counted(stratum, good, eligible)
    assert (found.met(stratum), found.missing(stratum)) == (met, missing)


@pytest.mark.parametrize("whole", [1, 3, 20, 203, 449])
def test_the_least_count_is_the_first_that_reaches_the_target(whole):
    for key in ("targets.state", "targets.non_state"):
        target, day = parameter(key), D(2025, 12, 31)
        least = target.least(whole, day)
        assert target.reached(Fraction(least, whole), day)
        assert not target.reached(Fraction(least - 1, whole), day)


def test_a_forecast_is_rounded_down_and_compared_with_what_is_needed():
    found = counted(FREE, 0, 10)
    one = found.strata[FREE]
    one.graded, one.expected, one.expected_good = 0, 3, 2
    assert one.likely("eligible") == 2 + 4
    assert (found.needed(FREE), found.margin(FREE)) == (6, 0)
    assert counted(FREE, 0, 10).margin(FREE) is None


def set_sheet(sheet, **facts):
    with act(by=None, verb="test") as a:
        a.write(Sheet, {sheet.pk: facts})


def of(tree, name):
    return Sheet.objects.get(round__year=2026, unit=getattr(tree, name))


@pytest.fixture
def decided(a_round, tree):
    """The garment union is good since 5 December, the stranger only submitted, the school still scores."""
    set_sheet(
        of(tree, "garment"), step="publish", submitted=D(2026, 11, 10), appraised_on=D(2026, 11, 12),
        decided_on=D(2026, 11, 15), grade="good", expected="good", self_points=80000, appraised_points=78000,
    )  # fmt: skip
    set_sheet(of(tree, "stranger"), step="appraise", submitted=D(2026, 11, 14), expected="done", self_points=66500)
    return a_round


def test_counts_of_the_small_tree_by_hand(decided):
    one = result(2026).strata[FREE]
    assert (one.all, one.eligible, one.submitted, one.appraised, one.graded, one.good) == (2, 2, 2, 1, 1, 1)
    assert (one.expected, one.expected_good) == (2, 1)
    state = result(2026).strata[STATE]
    assert (state.eligible, state.submitted, state.graded, state.forecast) == (1, 0, 0, None)


def test_three_denominators_differ_and_one_counts(decided):
    said = as_dict(result(2026))
    assert said["denominator"] == "eligible"
    assert said["strata"][FREE]["shares"] == {"all": 0.5, "eligible": 0.5, "graded": 1.0}
    assert said["strata"][FREE]["missing"] == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2026, 11, 9), (0, 0, 0)),
        (D(2026, 11, 12), (1, 1, 0)),
        (D(2026, 11, 14), (2, 1, 0)),
        (D(2026, 11, 15), (2, 1, 1)),
    ],
)
def test_a_past_day_counts_what_was_reached_by_its_end_and_forecasts_nothing_undecided(decided, day, expected):
    one = result(2026, day=day).strata[FREE]
    assert (one.submitted, one.appraised, one.graded) == expected
    assert one.expected == one.graded


def test_managing_unions_add_up_to_the_whole(decided, tree):
    found = result(2026)
    rows = branches(found, None)
    assert {row.name for row in rows} == {"Công đoàn phường Hồng", "Công đoàn phường Trà"}
    assert vars(summed(row.result.strata for row in rows)[FREE]) == vars(found.strata[FREE])
    assert [row.name for row in by_gap(rows, FREE)] == ["Công đoàn phường Trà", "Công đoàn phường Hồng"]


def test_a_branch_shows_its_own_unions_only(decided, tree):
    assert result(2026, tree.ward).strata[FREE].eligible == 1
    assert result(2026, tree.province, direct=True).strata[FREE].eligible == 0
    assert result(2026, tree.garment).strata[FREE].good == 1


def test_a_union_without_authorisation_manages_nothing(tree, model_rubric, actors):
    commune = tree.found("Công đoàn xã Lam", "commune_union", tree.province, day=D(2025, 7, 11))
    tree.found("CĐCS HTX", "grassroots", commune, "non_state_enterprise", day=D(2025, 7, 12))
    start_round(tree, model_rubric)
    rows = {row.name: row for row in branches(result(2026), None)}
    assert "Công đoàn xã Lam" not in rows
    assert rows["LĐLĐ tỉnh Lam"].result.strata[FREE].all == 1
    assert rows["LĐLĐ tỉnh Lam"].direct


def test_years_on_paper_stand_beside_and_are_marked(decided, tree):
    with act(by=None, verb="test") as a:
        rows = [(new_key(), tree.garment.pk, 2025, "good", "QĐ 12"), (new_key(), tree.stranger.pk, 2025, "done", "")]
        a.create(Reported, ["id", "unit_id", "year", "level", "document"], rows)
    found = years(None)
    assert [(each.year, each.on_paper) for each in found] == [(2026, False), (2025, True)]
    paper = found[1].result.strata[FREE]
    assert (paper.graded, paper.good) == (2, 1)
    assert years(tree.ward)[1].result.strata[FREE].graded == 1
    assert result(2026).strata[FREE].graded == 1


def test_years_agree_with_the_result_of_each_year(decided, tree):
    for unit in (None, tree.ward, tree.stranger):
        ours, theirs = years(unit)[0].result.strata, result(2026, unit).strata
        for stratum in (STATE, FREE):
            assert {**vars(ours[stratum]), "late": 0} == {**vars(theirs[stratum]), "late": 0}


def test_a_map_fills_its_place_and_says_by_sign_what_it_says_by_colour(decided):
    found = result(2026)
    drawn = tiles(branches(found, None), FREE)
    area = sum(float(tile.width[:-1]) * float(tile.height[:-1]) for tile in drawn)
    assert area == pytest.approx(100 * 100, rel=0.01)
    assert {(tile.tone, tile.sign) for tile in drawn} == {("to-over", "↑"), ("to-least", "⇊")}
    assert tone_of(None) == ("to-unknown", "–")


def test_the_union_nearest_to_the_line_is_listed_with_what_it_lacks(decided, tree):
    (near,) = nearest(Sheet.objects.filter(round=decided), grammar_of(decided.rubric))
    assert (near.sheet.unit_id, near.points, near.short) == (tree.stranger.pk, 66500, 3500)


def get(client, user, address):
    client.force_login(user)
    return client.get(address)


def test_page_and_json_say_the_same(client, decided, actors, tree):
    page = get(client, actors.lanh, reverse("grading_year", args=[2026])).context
    out = io.StringIO()
    call_command("results", year=2026, json=True, by_managing=True, nearest=True, stdout=out)
    said = json.loads(out.getvalue())
    for card in page["strata"]:
        told = said["strata"][card["key"]]
        assert (card["one"].good, card["missing"], card["margin"]) == (
            told["good_or_better"], told["missing"], told["forecast_margin"],
        )  # fmt: skip
    told = {row["name"]: row["strata"][FREE]["good_or_better"] for row in said["by_managing"]}
    assert {row["row"].name: row["one"].good for row in page["branches"]} == told
    assert [near.short / 1000 for near, _name in page["near"].rows] == [row["short"] for row in said["nearest"]]


def test_the_command_prints_words_too(decided, tree, capsys):
    call_command("results", year=2026, unit=tree.ward.code, by_managing=True, nearest=True)
    assert "Công đoàn phường Hồng" in capsys.readouterr().out


def test_the_page_names_the_denominator_and_what_is_lacking(client, decided, actors):
    text = get(client, actors.lanh, reverse("grading_year", args=[2026])).content.decode()
    assert "Đã đánh giá <b>1/3 CĐCS</b>" in text
    assert "vừa đúng 85 % là chưa đạt" in text
    assert "được tính" in text
    assert "Điểm dễ lấy nhất còn lại" in text


def test_rows_open_the_same_page_for_a_branch_down_to_the_list(client, decided, actors, tree):
    text = get(client, actors.lanh, reverse("grading_year", args=[2026]) + f"?dv={tree.ward.code}").content.decode()
    assert "CĐCS May Lam Trà" in text
    assert "CĐCS Giày Khê" not in text
    rows = get(client, actors.lanh, reverse("sheets", args=[2026]) + f"?dv={tree.ward.code}&level=good_up")
    assert [row.sheet.unit_id for row in rows.context["rows"]] == [tree.garment.pk]
    rows = get(client, actors.lanh, reverse("sheets", args=[2026]) + "?level=none")
    assert [row.sheet.unit_id for row in rows.context["rows"]] == [tree.school.pk]


def test_a_stranger_does_not_find_another_branch(client, decided, actors, tree):
    assert get(client, actors.khach, reverse("grading_year", args=[2026]) + f"?dv={tree.ward.code}").status_code == 404
    assert get(client, actors.khach, reverse("sheets", args=[2026]) + f"?dv={tree.ward.code}").status_code == 404


def test_a_past_day_is_shown_as_such(client, decided, actors):
    text = get(client, actors.lanh, reverse("grading_year", args=[2026]) + "?ngay=2026-11-12").content.decode()
    assert "Dự báo của ngày đó không được lưu" in text


def test_english_is_complete(client, decided, actors):
    client.cookies["django_language"] = "en"
    text = get(client, actors.lanh, reverse("grading_year", args=[2026])).content.decode()
    assert "The same result over three denominators" in text


def test_queries_do_not_grow_with_the_province(client, decided, actors, tree):
    client.force_login(actors.lanh)
    address = reverse("grading_year", args=[2026])
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for n in range(3):
        ward = tree.found(f"Công đoàn phường {n}", "zone_union", tree.province)
        young = tree.found(f"CĐCS {n}", "grassroots", ward, "non_state_enterprise")
        with act(by=None, verb="test") as a:
            facts = {"round_id": decided.pk, "unit_id": young.pk, "variant": "non_state_enterprise", "stratum": FREE}
            a.write(Sheet, {new_key(): {**facts, "step": "appraise", "expected": "done", "self_points": 60000}})
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before)


def test_the_forecast_of_a_year_is_one_figure_on_the_dial_and_in_the_table_of_years(client, decided, actors, tree):
    set_sheet(of(tree, "garment"), step="appraise", decided_on=None, grade="")
    page = get(client, actors.lanh, reverse("grading_year", args=[2026])).context
    dials = {card["title"]: card["forecast"] for card in page["strata"]}
    cells = {cell["title"]: cell["forecast"] for cell in page["years_of"][0]["cells"]}
    assert dials[str(strata()[FREE])] == cells[str(strata()[FREE])] == Fraction(1, 2)


@pytest.mark.parametrize(("good", "whole", "gap"), [(1699, 2000, "−0"), (1717, 2000, "+0,9"), (1600, 2000, "−5")])
def test_a_gap_is_the_difference_of_the_shares_shown(good, whole, gap):
    assert _gap_text(Fraction(good, whole) - Fraction(85, 100)).removesuffix(",0") == gap
