""" "Hồ sơ tôi phụ trách": a specialist's first list; a portfolio sorts work and grants no sight."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.grading.models import Sheet
from coso.grading.portfolio import loads, portfolio_rows
from coso.grading.services.scoring import submit_sheet
from coso.grading.testing.rounds import employ, start_round
from coso.grading.testing.year import again, fill_in, line
from coso.register.models import Appointment
from coso.register.services.seats import assign_portfolio

START = dt.date(2024, 1, 1)


def give(actors, who, *units):
    seat = Appointment.objects.get(person__user=getattr(actors, who)).seat
    assign_portfolio(units=units, seat=seat, day=START, by=None)


@pytest.fixture
def mine(a_round, tree, actors):
    give(actors, "hanh", tree.school, tree.garment)


def test_a_portfolio_shows_where_each_sheet_stands_and_what_falls_due(mine, sheet, tree, actors, today):
    rows = portfolio_rows(actors.hanh, today)
    assert {(row.name, str(row.status), row.due) for row in rows} == {
        ("CĐCS May Lam Trà", "Đang chấm", dt.date(2026, 12, 1)),
        ("CĐCS Trường Tiểu học Hồng 1", "Đang chấm", dt.date(2026, 12, 1)),
    }


def test_the_gap_counts_the_lines_that_records_answer(mine, sheet, actors, today):
    from coso.grading.services.scoring import score_line

    fill_in(sheet, actors.nhung)
    assert line(sheet, "T01").proposed == 3000
    score_line(line=line(sheet, "T01"), points=5000, note="lao động thử việc", by=actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    by_name = {row.name: row.gap for row in portfolio_rows(actors.hanh, today)}
    assert by_name["CĐCS May Lam Trà"] == 2000


def test_a_portfolio_shows_the_round_under_way_when_the_next_year_is_opened_early(
    client, mine, a_round, tree, actors, today, model_rubric
):
    start_round(tree, model_rubric, year=2027)
    assert {row.sheet.round_id for row in portfolio_rows(actors.hanh, today)} == {a_round.pk}
    client.force_login(actors.hanh)
    assert client.get(reverse("portfolio")).context["year"] == 2026


def test_a_portfolio_grants_no_sight(a_round, tree, actors, today):
    give(actors, "khach", tree.garment)
    assert [row.sheet for row in portfolio_rows(actors.khach, today)] == [None]


def test_the_list_takes_as_many_queries_for_two_unions_as_for_one(
    a_round, tree, actors, today, django_assert_num_queries
):
    for units in ([tree.garment], [tree.school]):
        give(actors, "hanh", *units)
        actors.hanh.posts_today = None
        with django_assert_num_queries(6):
            portfolio_rows(actors.hanh, today)


def test_the_page_is_linked_from_home_and_from_the_list_and_filters_it(client, mine, tree, actors):
    client.force_login(actors.chuyen)
    assert reverse("portfolio") not in client.get(reverse("home")).content.decode()
    give(actors, "chuyen", tree.school)
    assert reverse("portfolio") in client.get(reverse("home")).content.decode()
    assert reverse("portfolio") in client.get(reverse("sheets", args=[2026])).content.decode()
    listed = client.get(reverse("sheets", args=[2026]) + "?ho-so=toi")
    assert [row.name for row in listed.context["rows"]] == ["CĐCS Trường Tiểu học Hồng 1"]
    assert "CĐCS Trường Tiểu học Hồng 1" in client.get(reverse("portfolio")).content.decode()


def test_an_empty_portfolio_says_where_they_are_handed_out(client, a_round, actors):
    client.force_login(actors.lanh)
    assert "chưa được giao phụ trách" in client.get(reverse("portfolio")).content.decode()


def test_home_puts_my_portfolio_first(client, a_round, sheet, tree, actors):
    other = Sheet.objects.get(round=a_round, unit=tree.school)
    for row in (sheet, other):
        fill_in(row, None)
        submit_sheet(sheet=again(row), by=None)
    for unit, name in ((tree.school, "CĐCS Trường Tiểu học Hồng 1"), (tree.garment, "CĐCS May Lam Trà")):
        give(actors, "hanh", unit)
        if unit is tree.garment:
            give(actors, "khach", tree.school)
        client.force_login(actors.hanh)
        rows = client.get(reverse("home")).context["rows"]
        assert (rows[0].about, rows[0].mine, rows[1].mine) == (name, True, False)


def test_home_takes_as_many_queries_for_two_duties_as_for_one(
    client, a_round, tree, actors, django_assert_max_num_queries
):
    employ(tree.stranger, 3)
    client.force_login(actors.hanh)
    for unit in (tree.garment, tree.school):
        row = Sheet.objects.get(round=a_round, unit=unit)
        fill_in(row, None)
        submit_sheet(sheet=again(row), by=None)
        with django_assert_max_num_queries(16):
            client.get(reverse("home"))


def test_the_result_shows_sheets_by_specialist(client, mine, a_round, sheet, tree, actors, today):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    found = loads([a_round], Sheet.objects.all(), today)
    assert [(load.officer, load.sheets, load.sent, load.decided) for load in found] == [
        ("Nguyễn Thị Hanh", 2, 1, 0),
        ("", 1, 0, 0),
    ]
    client.force_login(actors.chuyen)
    assert "Nguyễn Thị Hanh" in client.get(reverse("grading_year", args=[2026])).content.decode()
