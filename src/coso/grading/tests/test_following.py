"""Duties follow when a union moves, ends, or an authorisation ends; what came after the closing day is told."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.journal import act, undo
from coso.access.models import Action
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.grading.consequences import follow
from coso.grading.late_entries import late_memberships
from coso.grading.models import Sheet, SheetLine
from coso.grading.services.appraisal import ask_supplement
from coso.grading.services.guards import managing_unit, managing_units
from coso.grading.services.rounds import close_figures
from coso.grading.services.scoring import submit_sheet
from coso.grading.services.supplements import answer_request
from coso.grading.testing.rounds import employ, start_round
from coso.grading.testing.year import again, fill_in
from coso.grading.ticks import keep_addresses
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.models import Authorisation, Unit
from coso.register.services.people import add_member
from coso.register.services.units import change_unit, end_unit
from coso.testing.days import on

D = dt.date
TODAY = D(2026, 11, 20)


@pytest.fixture
def submitted(a_round, sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    return again(sheet)


@pytest.fixture
def commune(tree, actors, model_rubric):
    """A commune union that manages by authorisation, and a submitted sheet of one union under it."""
    above = tree.found("Công đoàn xã Vạn", "commune_union", tree.province, day=D(2025, 7, 11))
    union = tree.found("CĐCS Chè Vạn", "grassroots", above, "non_state_enterprise", D(2025, 7, 11))
    with act(by=None, verb="test") as a:
        facts = {"holder_id": above.id, "giver_id": tree.province.id, "acts": ["appraise"], "number": "12/UQ"}
        a.write(Authorisation, {new_key(): {**facts, "start": D(2025, 7, 11)}})
    employ(union, 5)
    opened = start_round(tree, model_rubric)
    sheet = Sheet.objects.get(round=opened, unit=union)
    fill_in(sheet, None)
    submit_sheet(sheet=again(sheet), by=None)
    return above, union


def owing():
    return Duty.objects.still_open().get(kind="grading.appraise").unit_id


def follows(*units):
    with act(by=None, verb="test.follow") as a:
        return follow(a, [unit.id for unit in units])


def test_a_union_that_moves_takes_its_open_duty_along(submitted, tree):
    change_unit(unit=tree.garment, day=TODAY, facts={"parent": tree.other_ward}, reason="QĐ", by=None)
    assert list(differences()) or owing() == tree.other_ward.id
    follows(tree.garment)
    assert owing() == tree.other_ward.id
    assert not list(differences())


def test_following_can_be_taken_back_and_done_twice_without_harm(submitted, tree):
    change_unit(unit=tree.garment, day=TODAY, facts={"parent": tree.other_ward}, reason="QĐ", by=None)
    if follows(tree.garment):
        assert follows(tree.garment) == 0
        undo(action=Action.objects.filter(verb="test.follow").first(), reason="nhầm", by=None)
        assert owing() == tree.ward.id


def test_the_end_of_an_authorisation_gives_the_open_sheets_to_the_province_with_a_notice(client, commune, tree, actors):
    above, _union = commune
    assert owing() == above.id
    row = Authorisation.objects.get()
    with act(by=None, verb="authorisation.end") as a:
        a.write(Authorisation, {row.id: {"end": clock.today()}})
        assert follow(a, [above.id]) == 1
    assert owing() == tree.province.id
    assert not list(differences())
    client.force_login(actors.chuyen)
    assert "Công đoàn xã Vạn chuyển sang" in client.get(reverse("home")).content.decode()


def test_an_authorisation_that_ends_by_its_own_date_is_followed_by_the_tick(commune, tree):
    above, _union = commune
    with act(by=None, verb="test") as a:
        a.write(Authorisation, {Authorisation.objects.get().id: {"end": clock.today()}})
    keep_addresses()
    keep_addresses()
    assert owing() == tree.province.id
    assert Action.objects.filter(verb="duty.follow").count() == 1
    assert managing_unit(Unit.objects.get(pk=above.id), clock.today()) == tree.province


def test_the_tick_writes_nothing_where_nothing_strayed(submitted):
    before = Action.objects.count()
    keep_addresses()
    assert Action.objects.count() == before


def test_a_union_that_ends_before_the_closing_day_without_a_sheet_is_ended(a_round, sheet, tree):
    with on(TODAY):
        end_unit(unit=tree.garment, day=D(2026, 11, 1), reason="giải thể", by=None)
        follows(tree.garment)
    assert (again(sheet).why_not, again(sheet).step) == ("ended", "")
    assert not Duty.objects.still_open().filter(subject=sheet.id).exists()
    assert not list(differences())


def test_managing_units_are_found_for_many_in_a_fixed_number_of_queries(tree, django_assert_num_queries):
    with django_assert_num_queries(2):
        managing_units([tree.garment.id], TODAY)
    with django_assert_num_queries(2):
        found = managing_units([tree.garment.id, tree.school.id, tree.stranger.id], TODAY)
    assert found == {tree.garment.id: tree.ward.id, tree.school.id: tree.ward.id, tree.stranger.id: tree.other_ward.id}


NOVEMBER = D(2026, 11, 1)


def late(tree, unit, name, day=NOVEMBER):
    return add_member(unit=unit, day=day, values={"name": name}, by=None)


def test_what_is_entered_after_the_closing_is_told_by_union_and_not_counted(client, a_round, sheet, tree, actors):
    late(tree, tree.line5, "Lê Sớm")
    close_figures(round_=a_round, by=None)
    closed = again(a_round)
    assert late_memberships(a_round) is None
    assert late_memberships(closed) == {}
    for name in ("Lê Muộn", "Cao Muộn"):
        late(tree, tree.line5, name)
    late(tree, tree.stranger, "Vi Muộn")
    late(tree, tree.line5, "Lô Cũ", D(2025, 1, 1))
    assert late_memberships(closed) == {tree.garment.id: 2, tree.stranger.id: 1}
    client.force_login(actors.nhung)
    assert "có biến động sau ngày khoá: +2" in client.get(reverse("sheet", args=[sheet.pk])).content.decode()


def test_the_page_of_a_round_says_since_when_figures_are_closed_and_what_came_later(client, a_round, tree, actors):
    url = reverse("round", args=[a_round.pk])
    client.force_login(actors.hanh)
    assert "cập nhật theo hồ sơ hằng ngày" in client.get(url).content.decode()
    close_figures(round_=a_round, by=None)
    assert "không có biến động" in client.get(url).content.decode()
    late(tree, tree.line5, "Lê Muộn")
    late(tree, tree.stranger, "Vi Muộn")
    shown = client.get(url)
    assert (shown.context["late"], shown.context["late_total"]) == ([("CĐCS May Lam Trà", 1)], 1)


def test_a_supplement_that_is_owed_waits_on_the_desk_of_whoever_took_the_union_in(submitted, tree, actors, today):
    line = submitted.lines.first()
    ask_supplement(line=line, text="Thiếu biên bản", due=today + dt.timedelta(days=3), by=actors.hanh)
    end_unit(unit=tree.garment, day=today, heir=tree.school, reason="Sáp nhập", by=actors.lanh)
    assert "grading.supplement" in {duty.kind for duty in owed_by(actors.thay, today)}
    assert "grading.supplement" not in {duty.kind for duty in owed_by(actors.giay, today)}
    answer_request(line=SheetLine.objects.get(pk=line.pk), answer="Đã gửi", by=actors.thay)
    assert not Duty.objects.still_open().filter(kind="grading.supplement").exists()
    assert not list(differences())
