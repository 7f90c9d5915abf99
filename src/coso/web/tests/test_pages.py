"""Home, tree, unit, search, forms and journal, as each actor meets them."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from coso.access.models import Account, Action
from coso.grading.testing.rounds import MODEL, stand_at, start_round
from coso.register.models import UnitVersion
from coso.register.services.people import add_member
from coso.register.services.units import change_unit, end_unit
from coso.rubrics.services.rubrics import take_in_rubric

D = dt.date


def text(client, name, *args, query=""):
    return client.get(reverse(name, args=args) + query).content.decode()


def test_home_shows_what_i_owe_and_a_way_to_do_it(client, tree, actors):
    start_round(tree, take_in_rubric(source=MODEL, by=None))
    client.force_login(actors.nhung)
    home = text(client, "home")
    assert "Chấm điểm và gửi bảng chấm" in home
    assert "CĐCS May Lam Trà" in home
    client.force_login(actors.thay)
    assert "CĐCS May Lam Trà" not in text(client, "home")


def test_home_of_somebody_without_a_post_says_whom_to_ask(client, actors):
    client.force_login(Account.objects.create(username="moi", name="Mới"))
    answer = client.get(reverse("home"))
    assert answer.status_code == 403
    assert "công đoàn quản lý" in answer.content.decode()


def test_home_without_duties_says_so(client, actors):
    client.force_login(actors.nhung)
    assert "Không còn việc nợ" in text(client, "home")


@pytest.mark.parametrize(("who", "sees"), [("hanh", True), ("nhung", True), ("to", False)])
def test_whoever_may_see_the_journal_finds_it_in_the_menu_of_the_account(client, actors, who, sees):
    client.force_login(getattr(actors, who))
    assert (f'href="{reverse("journal")}"' in text(client, "home")) == sees


def test_the_menu_shows_only_what_the_post_can_use(client, actors):
    client.force_login(actors.quan)
    assert "Đánh giá, xếp loại" not in text(client, "home")
    client.force_login(actors.to)
    assert "Đánh giá, xếp loại" in text(client, "home")


def test_totals_of_the_tree_follow_the_structure_of_the_day(client, tree, actors):
    for name in ("Lê Hoa", "Cao Đức"):
        add_member(unit=tree.line5, day=D(2024, 6, 1), values={"name": name}, by=None)
    change_unit(unit=tree.garment, day=D(2025, 3, 1), facts={"parent": tree.other_ward}, reason="QĐ", by=None)
    client.force_login(actors.chuyen)

    def members(day):
        rows = client.get(reverse("tree", args=[tree.province.code]) + f"?ngay={day}").context["level"].rows
        return {row.code: row.members for row in rows}

    before, after = members("2025-02-28"), members("2025-03-02")
    assert (
        before[tree.ward.code] - after[tree.ward.code]
        == after[tree.other_ward.code] - before[tree.other_ward.code]
        == 6
    )


def test_a_level_takes_as_many_queries_for_many_units_as_for_few(client, tree, actors, django_assert_num_queries):
    from coso.register.reads import level

    with django_assert_num_queries(3) as few:
        level(tree.province, D(2026, 1, 1))
    for n in range(20):
        tree.found(f"Tổ {n}", "group", tree.school)
    with django_assert_num_queries(len(few)):
        level(tree.province, D(2026, 1, 1))


def test_a_chair_starts_at_her_own_union(client, tree, actors):
    client.force_login(actors.nhung)
    assert client.get(reverse("units")).url == reverse("unit", args=[tree.garment.code])


def test_an_old_name_finds_what_the_unit_is_now(client, tree, actors):
    change_unit(unit=tree.garment, day=D(2025, 3, 1), facts={"name": "CĐCS Dệt Hồng"}, reason="đổi tên", by=None)
    client.force_login(actors.chuyen)
    found = text(client, "search", query="?q=may lam")
    assert "CĐCS Dệt Hồng" in found
    assert "tên cũ: CĐCS May Lam Trà" in found


def test_an_ended_unit_is_found_and_said_to_be_ended(client, tree, actors):
    end_unit(unit=tree.school, day=D(2025, 6, 19), reason="kết thúc", by=None)
    client.force_login(actors.chuyen)
    assert "Kết thúc ngày 19/06/2025" in text(client, "search", query="?q=tieu hoc")
    assert client.get(reverse("unit", args=[tree.school.code])).status_code == 200


def test_search_finds_nothing_of_others(client, tree, actors):
    client.force_login(actors.nhung)
    assert "Không tìm thấy" in text(client, "search", query="?q=giay")


def test_a_unit_page_tells_the_day_it_shows(client, tree, actors):
    client.force_login(actors.chuyen)
    page = text(client, "unit", tree.garment.code, query="?ngay=2025-01-01")
    assert "đang xem số liệu của ngày" in page.lower()
    assert reverse("unit_change", args=[tree.garment.code]) not in page


def test_before_its_founding_a_unit_did_not_exist(client, tree, actors):
    client.force_login(actors.chuyen)
    assert "Ngày đó chưa có" in text(client, "tree", tree.garment.code, query="?ngay=2020-01-01")


def end(client, unit, **said):
    """First what follows is shown, then it is done."""
    url = reverse("unit_end", args=[unit.code])
    shown = client.post(url, said).context["seen"].fingerprint
    return client.post(url, {**said, "shown": shown})


def test_a_unit_is_founded_changed_and_ended_from_the_page(client, tree, actors):
    client.force_login(actors.hanh)
    client.post(
        reverse("unit_found", args=[tree.school.code]), {"name": "Tổ Khối 1", "kind": "group", "day": "2026-01-05"}
    )
    made = UnitVersion.objects.get(name="Tổ Khối 1")
    url = reverse("unit_change", args=[made.unit.code])
    said = {"name": "Tổ Khối 1-2", "parent": tree.school.code, "sector": "", "state": "active", "reason": "gộp"}
    client.post(url, {**said, "day": "2026-02-01"})
    assert UnitVersion.objects.on(D(2026, 2, 1)).get(unit=made.unit).name == "Tổ Khối 1-2"
    end(client, made.unit, day="2026-03-01", reason="hết")
    assert not UnitVersion.objects.on(D(2026, 3, 1)).filter(unit=made.unit).exists()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"day": "2099-01-01", "reason": "x"}, "tương lai"),
        ({"day": "2020-01-01", "reason": "x"}, "không tồn tại"),
        ({"day": "hôm qua", "reason": "x"}, "id_day"),
        ({"day": "2026-01-01", "reason": ""}, "id_reason"),
    ],
)
def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(client, tree, actors, data, word):
    client.force_login(actors.chuyen)
    answer = client.post(reverse("unit_end", args=[tree.garment.code]), data)
    assert answer.status_code == 422
    assert word in answer.content.decode()


def test_the_journal_names_who_and_why_and_takes_an_entry_back(client, tree, actors):
    client.force_login(actors.hanh)
    end(client, tree.school, day="2026-03-01", reason="nhầm trường")
    listed = text(client, "journal")
    assert "nhầm trường" in listed
    assert "Hanh" in listed
    ended = Action.objects.get(verb="unit.end")
    assert "Hoàn tác nhập liệu" in text(client, "action", ended.pk)
    client.post(reverse("take_back", args=[ended.pk]), {"reason": "nhầm"})
    assert UnitVersion.objects.on(D(2026, 3, 1)).filter(unit=tree.school).exists()
    assert "đã hoàn tác" in text(client, "journal")


def test_an_entry_built_upon_says_what_stands_in_the_way(client, tree, actors):
    client.force_login(actors.chuyen)
    page = text(client, "action", tree.garment.act)
    assert "Không hoàn tác được nữa" in page


def test_who_sees_me_lists_officers_above_and_no_stranger(client, tree, actors):
    client.force_login(actors.to)
    page = text(client, "who_sees_me")
    assert "Nguyễn Thị Hanh" in page
    assert "Nguyễn Thị Giay" not in page
    client.force_login(actors.quan)
    assert "không gắn với người nào" in text(client, "who_sees_me")


def test_the_switch_of_language_keeps_the_page(client, actors):
    client.force_login(actors.chuyen)
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("units")})
    assert answer.url == reverse("units")
    assert "Organisation" in client.get(reverse("units"), follow=True).content.decode()


def test_a_missing_page_is_told_in_words(client, actors):
    client.force_login(actors.chuyen)
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không" in answer.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_year_is_written_without_a_separator(client, a_round, actors, language):
    client.force_login(actors.chuyen)
    client.cookies["django_language"] = language
    page = client.get(reverse("grading_year", args=[2026])).content.decode()
    assert "2026" in page
    assert not re.search(r"\b2[.,]0\d\d\b", page)


def test_a_group_leader_is_told_the_published_level_of_her_union_and_no_more(client, sheet, actors):
    client.force_login(actors.to)
    page = client.get(reverse("grading"))
    assert page.context["name"] == "CĐCS May Lam Trà"
    assert [row["level"] for row in page.context["rows"]] == [""]
    stand_at(sheet, "done", grade="good")
    assert [row["level"] for row in client.get(reverse("grading")).context["rows"]] == ["Hoàn thành tốt nhiệm vụ"]
    assert client.get(reverse("sheet", args=[sheet.pk])).status_code == 404


def test_a_group_leader_of_a_union_never_graded_is_told_so(client, model_rubric, tree, actors):
    start_round(tree, model_rubric, sectors=["public_service"])
    client.force_login(actors.to)
    assert "Chưa xếp loại năm nào." in text(client, "grading")


def test_who_runs_the_machine_is_not_sent_for_a_post(client, actors):
    client.force_login(actors.quan)
    home = text(client, "home")
    for name in ("machine", "machine_access", "machine_health"):
        assert f'href="{reverse(name)}"' in home


@pytest.mark.parametrize("name", ["unit", "tree"])
def test_the_menu_says_where_a_page_below_an_entry_belongs(client, tree, actors, name):
    client.force_login(actors.chuyen)
    assert client.get(reverse(name, args=[tree.garment.code])).context["section"] == "units"


def test_a_page_of_no_entry_lights_none_and_home_only_itself(client, actors):
    client.force_login(actors.chuyen)
    assert client.get(reverse("home")).context["section"] == "home"
    assert client.get(reverse("journal")).context["section"] == ""


def test_who_owes_nothing_is_shown_the_way_to_the_grading_if_she_may_see_it(client, actors):
    client.force_login(actors.kiem)
    assert f'href="{reverse("grading")}">Đến đánh giá' in text(client, "home")
    client.force_login(actors.quan)
    assert "Đến đánh giá" not in text(client, "home")


def test_the_journal_tells_units_by_name(client, tree, actors):
    change_unit(unit=tree.garment, day=D(2025, 3, 1), facts={"name": "CĐCS May Mới"}, reason="QĐ", by=None)
    client.force_login(actors.lanh)
    assert '<div class="sub">CĐCS May Mới</div>' in text(client, "journal")
    assert "CĐCS May Mới · " in text(client, "journal", query=f"?dv={tree.garment.code}")


def test_a_past_day_of_a_unit_shows_no_duty_of_today_and_no_level_decided_later(client, tree, actors, sheet):
    client.force_login(actors.lanh)
    now = client.get(reverse("unit", args=[sheet.unit.code])).context
    assert now["owed"]
    assert [row.pk for row, _level in now["sheets"]] == [sheet.pk]
    then = client.get(reverse("unit", args=[sheet.unit.code]) + "?ngay=2025-06-30").context
    assert not then["owed"]
    assert not then["sheets"]


def test_the_chair_stands_before_her_deputy_and_both_before_the_committee(client, tree, actors):
    client.force_login(actors.lanh)
    found = client.get(reverse("unit", args=[tree.garment.code])).context["officers"]
    assert [held.seat.post for _post, held in found] == ["chair", "vice_chair", "committee_member"]
