"""The council: pools ranked by points, places and ties, levels that differ with a sentence, votes, one decision."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.grading.council import pools, proposals
from coso.grading.models import Decision, Sheet
from coso.grading.services.council import hear_sheets, propose_levels
from coso.grading.services.decisions import Votes, decide_sheets, leave_ungraded, reopen_sheet
from coso.grading.testing.rounds import FULL, MODEL, dues, employ, stand_at, start_round
from coso.grading.testing.year import again, to_decision
from coso.register.services.people import join
from coso.rubrics.services.rubrics import take_in_rubric
from coso.testing.forms import press_again, send

SENTENCE = "Đủ điểm mức hoàn thành xuất sắc nhiệm vụ; quyết định mức hoàn thành tốt nhiệm vụ vì hết số lượng"
HALF = MODEL.replace(
    "enabled: false\n  level: excellent\n  max_share: 0.20", "enabled: true\n  level: excellent\n  max_share: 0.50"
)


@pytest.fixture
def four(tree, actors):
    """Four graded unions in one ward, a quota of half, at the council: 97, 95, 95 and 80 points."""
    unions = [
        tree.garment,
        *(tree.found(f"CĐCS May {n}", "grassroots", tree.ward, "non_state_enterprise") for n in "ABC"),
    ]
    for union in unions:
        employ(union, 20)
    opened = start_round(tree, take_in_rubric(source=HALF, by=None), chains={"": dues(FULL)})
    marks = [(97_000, "excellent"), (95_000, "excellent"), (95_000, "excellent"), (80_000, "good")]
    rows = [Sheet.objects.get(round=opened, unit=union) for union in unions]
    return opened, [stand_at(row, "council", *mark) for row, mark in zip(rows, marks, strict=True)]


def pool_of(round_, sheet):
    return next(pool for pool in pools(round_) if any(row.sheet.pk == sheet.pk for row in pool.rows))


def test_a_pool_is_a_stratum_under_a_managing_union_ranked_by_points(four, tree):
    opened, rows = four
    stand_at(Sheet.objects.get(round=opened, unit=tree.stranger), "council", 99_000)
    stand_at(Sheet.objects.get(round=opened, unit=tree.school), "council", 60_000, "done")
    assert len(pools(opened)) == 3
    pool = pool_of(opened, rows[0])
    assert pool.name == "Công đoàn phường Hồng · Khu vực ngoài nhà nước"
    assert [row.sheet.appraised_points for row in pool.rows] == [97_000, 95_000, 95_000, 80_000]


def test_the_quota_says_how_many_places_and_who_falls_out_in_one_sentence(four):
    opened, rows = four
    pool = pool_of(opened, rows[0])
    # Four are good or better, half of four is two places; three reach the level by points.
    assert (pool.base, pool.places, len(pool.out)) == (4, 2, 1)
    assert (pool.out[0].level, pool.out[0].why) == ("good", f"{SENTENCE} của {pool.name}.")


def test_a_tie_at_the_last_place_is_broken_by_the_points_of_the_first_group(four):
    opened, (_best, second, third, _last) = four
    give(third, "D01", 4000)
    assert pool_of(opened, second).out[0].sheet.pk == second.pk
    give(second, "D01", 4000)
    give(second, "D03", 3000)
    assert pool_of(opened, second).out[0].sheet.pk == third.pk


def give(sheet, code, points):
    from coso.access.journal import act
    from coso.grading.models import SheetLine

    with act(by=None, verb="test") as a:
        a.write(SheetLine, {SheetLine.objects.get(sheet=sheet, code=code).id: {"appraised": points}})


def test_a_tie_that_nothing_breaks_is_told(four):
    opened, rows = four
    assert sum(row.tied for row in pool_of(opened, rows[0]).rows) == 2


def test_without_a_quota_nobody_falls_out(a_round, sheet):
    stand_at(sheet, "decide")
    pool = pools(a_round)[0]
    assert (pool.places, pool.out) == (None, [])


def test_the_council_closes_its_list_in_one_action(four, actors):
    opened, rows = four
    hear_sheets(round_=opened, sheets=rows, by=actors.chuyen)
    assert {again(row).step for row in rows} == {"decide"}
    assert Duty.objects.filter(kind="grading.decide", subject__in=[row.id for row in rows]).count() == 4
    with pytest.raises(RefusedError):
        hear_sheets(round_=opened, sheets=[again(rows[0])], by=actors.chuyen)


def test_a_proposed_level_needs_a_sentence_and_goes_before_the_quota(four, actors):
    opened, rows = four
    last = rows[0]
    with pytest.raises(RefusedError):
        propose_levels(round_=opened, sheets=[last], levels={last.id: ("good", " ")}, by=actors.chuyen)
    propose_levels(round_=opened, sheets=[last], levels={last.id: ("good", "còn đơn thư")}, by=actors.chuyen)
    assert proposals(opened)[last.id] == ("good", "còn đơn thư")


@pytest.mark.parametrize("who", ["hanh", "nhung", "kiem", "quan"])
def test_only_the_province_sits_at_the_table(four, actors, who):
    opened, rows = four
    with pytest.raises(ForbiddenError):
        propose_levels(round_=opened, sheets=rows[:1], levels={rows[0].id: ("good", "x")}, by=getattr(actors, who))
    with pytest.raises(ForbiddenError):
        hear_sheets(round_=opened, sheets=rows, by=getattr(actors, who))


def test_a_decision_takes_the_levels_of_the_table_and_keeps_the_votes(four, actors):
    opened, rows = four
    hear_sheets(round_=opened, sheets=rows, by=actors.chuyen)
    rows = [again(row) for row in rows]
    decide_sheets(round_=opened, sheets=rows, document="QĐ 12", votes=Votes(9, 1), by=actors.chuyen)
    ended = [again(row) for row in rows]
    assert sorted(row.grade for row in ended) == ["excellent", "excellent", "good", "good"]
    assert sum(SENTENCE in row.grade_why for row in ended) == 1
    kept = Decision.objects.get()
    assert (kept.votes_for, kept.votes_against, kept.document) == (9, 1, "QĐ 12")
    assert {row.decision_id for row in ended} == {kept.pk}


def test_places_already_taken_by_a_decision_are_taken(four, actors):
    opened, rows = four
    stand_at(rows[3], "publish", 80_000, "good", grade="excellent")
    assert len(pool_of(opened, rows[0]).out) == 2


def test_the_whole_round_is_decided_from_the_page(client, four, actors):
    opened, rows = four
    client.force_login(actors.chuyen)
    url = reverse("council", args=[opened.pk])
    press_again(client, send(client, url, what="hear"))
    press_again(client, send(client, url, what="decide", document="QĐ 12", given="9", against="0"))
    assert {again(row).step for row in rows} == {"publish"}
    assert Action.objects.filter(verb="round.decide").count() == 1


def test_a_level_is_changed_in_the_table_and_a_missing_sentence_keeps_what_was_typed(client, four, actors):
    opened, rows = four
    client.force_login(actors.chuyen)
    url = reverse("council", args=[opened.pk]) + f"?khoi={pool_of(opened, rows[0]).key}"
    row = rows[0]
    wrong = client.post(url, {"what": "save", f"level-{row.pk}": "done", f"why-{row.pk}": ""})
    assert 'role="alert"' in wrong.content.decode()
    assert [each["level"] for each in wrong.context["rows"] if each["sheet"].pk == row.pk] == ["done"]
    send(client, url, **{"what": "save", f"level-{row.pk}": "done", f"why-{row.pk}": "còn đơn thư"})
    assert (again(row).heard_grade, again(row).heard_why) == ("done", "còn đơn thư")


def test_votes_that_are_no_numbers_are_refused(client, four, actors):
    opened, _rows = four
    client.force_login(actors.chuyen)
    url = reverse("council", args=[opened.pk])
    client.post(url, {"what": "hear", "sure": "1"})
    answer = client.post(url, {"what": "decide", "given": "chín"}, follow=True)
    assert "số nguyên" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_table_takes_as_many_queries_for_many_as_for_few(four, tree, django_assert_max_num_queries):
    opened, _rows = four
    with django_assert_max_num_queries(7):
        pools(opened)
    stand_at(Sheet.objects.get(round=opened, unit=tree.stranger), "council", 99_000)
    with django_assert_max_num_queries(7):
        pools(opened)


def test_deciding_many_takes_as_many_queries_as_deciding_one(four, actors, django_assert_max_num_queries):
    opened, rows = four
    ready = [stand_at(row, "decide", row.appraised_points, row.by_points) for row in rows]
    for chosen in (ready[:1], ready[1:]):
        with django_assert_max_num_queries(40):
            decide_sheets(round_=opened, sheets=chosen, document="", by=actors.chuyen)


def test_all_that_the_filter_shows_is_decided_not_only_the_page(client, a_round, actors):
    rows = [stand_at(row, "decide") for row in Sheet.objects.filter(round=a_round, why_not="")]
    client.force_login(actors.chuyen)
    url = reverse("decide", args=[2026])
    client.post(url, {"all": "1", "stratum": "state", "what": "decide", "document": "QĐ 12", "sure": "1"})
    assert sum(again(row).step == "publish" for row in rows) == 1
    client.post(url, {"all": "1", "step": "decide", "what": "decide", "sure": "1"})
    assert all(again(row).step == "publish" for row in rows)
    answer = client.post(url, {"all": "1", "what": "decide"}, follow=True)
    assert "chưa đến bước này" in answer.content.decode()


def test_the_own_union_is_left_to_a_colleague_and_the_rest_is_decided(client, a_round, tree, actors):
    rows = {row.unit_id: stand_at(row, "decide") for row in Sheet.objects.filter(round=a_round, why_not="")}
    join(person=actors.people["chuyen"], unit=tree.school, day=dt.date(2026, 11, 1), by=None)
    with pytest.raises(ForbiddenError):
        decide_sheets(round_=a_round, sheets=list(rows.values()), document="", by=actors.chuyen)
    client.force_login(actors.chuyen)
    answer = client.post(reverse("decide", args=[2026]), {"all": "1", "what": "decide", "sure": "1"}, follow=True)
    assert "để đồng chí khác" in answer.content.decode()
    assert [again(rows[unit.id]).step for unit in (tree.school, tree.garment)] == ["decide", "publish"]


def test_a_result_reopened_can_be_decided_and_published_again(a_round, sheet, actors):
    from coso.grading.services.appraisal import finish_appraisal
    from coso.grading.services.decisions import publish_sheets

    to_decision(sheet, actors.nhung, actors.hanh)
    for n in (1, 2):
        decide_sheets(round_=a_round, sheets=[again(sheet)], document=f"QĐ {n}", by=actors.chuyen)
        publish_sheets(round_=a_round, sheets=[again(sheet)], by=actors.chuyen)
        assert not list(differences())
        if n == 1:
            reopen_sheet(sheet=again(sheet), why="kiến nghị", due=dt.date(2026, 12, 30), by=actors.lanh)
            finish_appraisal(sheet=again(sheet), by=actors.hanh)


def test_who_sent_no_file_is_left_from_the_list_after_a_preview(client, a_round, sheet, tree, actors):
    client.force_login(actors.chuyen)
    url = reverse("leave_ungraded", args=[2026])
    shown = client.post(url, {"sheet": sheet.pk})
    assert shown.context["names"] == ["CĐCS May Lam Trà"]
    assert again(sheet).why_not == ""
    assert client.post(url, {"sheet": sheet.pk, "do": "1", "why": " "}).status_code == 422
    client.post(url, {"sheet": sheet.pk, "do": "1", "why": "không nộp dù đã gia hạn"})
    assert again(sheet).why_not == "not_submitted"
    assert "đều đã nộp" in client.post(url, {"sheet": sheet.pk}).content.decode()


def test_leaving_nobody_is_refused(a_round, actors):
    with pytest.raises(RefusedError):
        leave_ungraded(sheets=[], why="x", by=actors.chuyen)
