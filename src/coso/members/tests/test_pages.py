"""The list of members and a person's page: who finds whom, who sees what, on which day."""

import datetime as dt

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from coso.access.models import Action
from coso.lib.dates import DAY
from coso.members.columns import COLUMNS
from coso.register.models import Membership, Person
from coso.register.services.people import add_member, leave, move
from coso.register.services.seats import appoint, end_appointment
from coso.register.testing.tree import START

IDENTITY = "040190001234"


def add(tree, name, place="garment", day=START, **values):
    return add_member(unit=getattr(tree, place), day=day, values={"name": name, **values}, by=None)


def many(tree, count, place="garment"):
    return [add(tree, f"Trần Văn {chr(65 + n % 26)}{chr(97 + n // 26)}", place) for n in range(count)]


@pytest.fixture
def chair(client, actors):
    client.force_login(actors.nhung)
    return client


def names(response):
    return [row.person.name for row in response.context["rows"]]


def cells(response):
    """{key of a column: what the only row of the list shows there}."""
    asked = response.context["list"]
    (row,) = asked.rows
    return {column.key: asked.reading(column)(row) for column in asked.shown}


def found(client, **asked):
    return names(client.get(reverse("members"), asked))


def count_queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# ── the list ──


def test_a_search_needs_no_marks_and_finds_words_in_any_order(chair, tree):
    add(tree, "Nguyễn Văn Ân")
    add(tree, "Nguyễn Văn Hoàng")
    assert found(chair, q="nguyen van an") == ["Nguyễn Văn Ân"]
    assert found(chair, q="ÂN nguyễn") == ["Nguyễn Văn Ân"]
    assert found(chair, q="nguyen van oanh") == []


def test_names_stand_by_given_middle_and_family_name(chair, tree):
    for name in ("Đỗ Văn Ấn", "Lê Anh An", "Bùi Văn An", "An Thị Bé"):
        add(tree, name, "line5")
    assert found(chair, to=tree.line5.code)[:4] == ["Lê Anh An", "Bùi Văn An", "Đỗ Văn Ấn", "An Thị Bé"]


def test_a_card_a_phone_and_a_code_are_found_whole(chair, tree):
    person = add(tree, "Lê Hoa", phone="0912345117", card="NA-0512 6604")
    for text in ("NA-0512 6604", "0912 345 117", person.code.lower()):
        assert found(chair, q=text) == ["Lê Hoa"]
    assert found(chair, q="0912345") == []


@pytest.mark.parametrize(("who", "right"), [("nhung", ["Lê Hoa"]), ("hanh", []), ("uy", []), ("lanh", ["Lê Hoa"])])
def test_a_national_id_finds_only_for_those_who_may_see_it(client, tree, actors, who, right):
    add(tree, "Lê Hoa", national_id=IDENTITY)
    client.force_login(getattr(actors, who))
    assert found(client, q=IDENTITY) == []
    answer = client.post(reverse("member_by_number"), {"number": IDENTITY})
    person = Person.objects.get(name="Lê Hoa")
    assert (answer.status_code == 302 and person.code in answer.url) == bool(right)


def test_a_phone_finds_nobody_for_those_who_may_not_see_it(client, tree, actors):
    add(tree, "Lê Hoa", phone="0912345117")
    client.force_login(actors.kiem)
    assert found(client, q="0912345117") == []


def test_women_men_and_groups_are_filtered(chair, tree):
    add(tree, "Lê Hoa", "line5", female=True)
    add(tree, "Lê Hùng", "line5", female=False)
    add(tree, "Lê Lan", "cutting", female=True)
    assert found(chair, to=tree.line5.code, gt="nam") == ["Lê Hùng"]
    assert "Lê Hoa" not in found(chair, to=tree.cutting.code)
    assert {"Lê Hoa", "Lê Lan"} <= set(found(chair, gt="nu"))


FULL = {"female": True, "born": dt.date(1990, 5, 2), "national_id": "040190001234", "phone": "0912345117", "card": "A1"}


@pytest.mark.parametrize(
    ("lack", "without"),
    [("phone", "phone"), ("born", "born"), ("sex", "female"), ("id", "national_id"), ("card", "card")],
)
def test_who_lacks_a_detail_is_found_by_it_alone(chair, tree, lack, without):
    add(tree, "Lê Đủ", "line5", **FULL)
    rest = {name: value for name, value in FULL.items() if name != without and name != "national_id"}
    add(tree, "Lê Thiếu", "line5", **rest, **({} if lack == "id" else {"national_id": "040190009876"}))
    asked = {"to": tree.line5.code, "thieu": lack}
    assert "Lê Đủ" not in found(chair, **asked)
    assert "Lê Thiếu" in found(chair, **asked)


def test_who_holds_a_post_is_found_by_it_while_it_lasts(chair, tree, today):
    person = add(tree, "Lê Hoa", "line5")
    held = appoint(person=person, unit=tree.garment, post="committee_member", day=today - 30 * DAY, by=None)
    assert found(chair, to=tree.line5.code, cv="committee_member") == ["Lê Hoa"]
    assert found(chair, to=tree.line5.code, cv="chair") == []
    assert "Lê Hoa" in found(chair, cv="co")
    end_appointment(appointment=held, day=today, reason="nghỉ", by=None)
    assert found(chair, to=tree.line5.code, cv="committee_member") == []
    assert found(chair, to=tree.line5.code, cv="committee_member", ngay=(today - DAY).isoformat()) == ["Lê Hoa"]


def test_a_filter_that_does_not_exist_narrows_nothing(chair, tree):
    assert found(chair, thieu="x", cv="y") == found(chair)


def test_clearing_the_filter_drops_every_one_of_them(chair, tree):
    page = chair.get(reverse("members"), {"thieu": "phone", "cv": "co", "dv": tree.garment.code})
    assert page.context["list"].narrowed
    assert f'href="?dv={tree.garment.code}">' in page.content.decode()


def test_everybody_sees_the_members_of_the_own_branch_only(client, tree, actors):
    add(tree, "Lê Mình", "line5")
    add(tree, "Lê Người", "stranger")
    for who, right in {"to": ["Lê Mình"], "nhung": ["Lê Mình"], "giay": ["Lê Người"], "thay": []}.items():
        client.force_login(getattr(actors, who))
        assert found(client, q="le") == right
    client.force_login(actors.lanh)
    assert found(client, q="le") == ["Lê Mình", "Lê Người"]


def test_a_strange_unit_is_not_found_and_the_machinist_sees_nobody(client, tree, actors):
    client.force_login(actors.nhung)
    for name in ("members", "members_total", "members_excel"):
        assert client.get(reverse(name), {"dv": tree.stranger.code}).status_code == 404
    client.force_login(actors.quan)
    assert client.get(reverse("members")).status_code == 404


def test_a_past_day_shows_who_was_a_member_then_and_where(chair, tree, today):
    early = add(tree, "Lê Đi", "line5")
    leave(membership=early.memberships.get(), day=dt.date(2025, 3, 1), closed="left_job", by=None)
    moved = add(tree, "Lê Chuyển", "line5")
    move(membership=moved.memberships.get(), unit=tree.cutting, day=dt.date(2025, 3, 1), by=None)
    add(tree, "Lê Mới", "line5", dt.date(2025, 3, 1))
    assert found(chair, q="le", ngay="2025-02-28") == ["Lê Chuyển", "Lê Đi"]
    assert found(chair, q="le", ngay="2025-03-01") == ["Lê Chuyển", "Lê Mới"]
    assert found(chair, q="le", to=tree.line5.code, ngay="2025-02-28") == ["Lê Chuyển", "Lê Đi"]
    page = chair.get(reverse("members"), {"ngay": "2025-02-28"})
    assert reverse("member_add") not in page.content.decode()


def test_whoever_went_to_a_strange_union_is_listed_then_without_the_own_page(chair, tree):
    gone = add(tree, "Lê Xa", "line5", phone="0912345117")
    move(membership=gone.memberships.get(), unit=tree.stranger, day=dt.date(2025, 3, 1), by=None)
    page = chair.get(reverse("members"), {"q": "le xa", "ngay": "2025-02-01", "cot": ["phone"]})
    assert cells(page)["phone"] == ""
    assert f'href="{reverse("person", args=[gone.code])}' not in page.content.decode()


@pytest.fixture
def gone(chair, tree):
    facts = {"phone": "0912345117", "born": dt.date(1990, 5, 17), "female": True, "card": "7788", "position": "Thợ may"}
    person = add(tree, "Lê Xa", "line5", **facts)
    move(membership=person.memberships.get(), unit=tree.stranger, day=dt.date(2025, 3, 1), by=None)
    return person


EVERY = [column.key for column in COLUMNS if column.listed]
THEN = {"name", "union", "group", "start", "opened"}


def test_of_whoever_left_sight_a_past_day_tells_the_name_and_the_membership(chair, gone):
    page = chair.get(reverse("members"), {"q": "le xa", "ngay": "2025-02-01", "cot": EVERY})
    assert {key for key, said in cells(page).items() if said} == THEN
    assert "alert-circle" not in page.content.decode()
    assert "đang sinh hoạt ở nơi khác" in page.content.decode()


def test_the_file_of_a_past_day_tells_no_more(chair, gone, tmp_path):
    answer = chair.get(reverse("members_excel"), {"ngay": "2025-02-01", "cot": EVERY})
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    head, *rows = openpyxl.load_workbook(path).active.values
    (row,) = (dict(zip(head, row, strict=True)) for row in rows if row[0] == "Lê Xa")
    assert {str(column.label) for column in COLUMNS if column.key in THEN} == {key for key, said in row.items() if said}


@pytest.mark.parametrize("asked", [{"gt": "nu"}, {"thieu": "id"}])
def test_no_filter_by_a_detail_finds_whoever_left_sight(chair, gone, asked):
    assert found(chair, q="le xa", ngay="2025-02-01") == ["Lê Xa"]
    assert found(chair, q="le xa", ngay="2025-02-01", **asked) == []


def test_whoever_still_sees_them_sees_their_details_on_a_past_day(client, actors, gone):
    client.force_login(actors.chuyen)
    page = client.get(reverse("members"), {"q": "le xa", "ngay": "2025-02-01", "cot": ["phone"]})
    assert cells(page)["phone"] == "0912345117"
    assert "đang sinh hoạt ở nơi khác" not in page.content.decode()


def test_pages_have_no_gaps_and_no_doubles(chair, tree):
    many(tree, 110)
    url, seen, back = reverse("members"), [], []
    page = chair.get(url)
    first = names(page)
    while True:
        seen += names(page)
        if not page.context["page"].after:
            break
        page = chair.get(url, {"sau": page.context["page"].after})
    assert seen == list(
        Person.objects.filter(home__path__startswith=tree.garment.path)
        .order_by("sort_key", "id")
        .values_list("name", flat=True)
    )
    while page.context["page"].before:
        page = chair.get(url, {"truoc": page.context["page"].before})
        back = names(page)
    assert back == first


def test_an_unreadable_key_shows_the_first_page(chair, tree):
    assert found(chair, sau="nonsense") == found(chair, truoc="x.y") == found(chair)


def test_a_longer_list_takes_no_more_queries(chair, tree):
    url = reverse("members")
    many(tree, 20)
    chair.get(url)
    few = count_queries(chair, url)
    many(tree, 180)
    assert count_queries(chair, url) == few <= 20


def test_the_number_comes_after_the_list(chair, tree):
    page = chair.get(reverse("members"), {"q": "x", "gt": "nu"}).content.decode()
    assert escape(reverse("members_total") + "?q=x&gt=nu") in page
    assert chair.get(reverse("members_total")).context["total"] == {"n": 4, "women": 4}
    assert chair.get(reverse("members_total"), {"gt": "nam"}).context["total"] == {"n": 0, "women": 0}


def test_an_empty_list_teaches_and_an_empty_search_helps(client, tree, actors):
    client.force_login(actors.thay)
    assert _("Nobody found") in client.get(reverse("members"), {"q": "zz"}).content.decode()
    then = client.get(reverse("members"), {"ngay": "2000-01-01"}).content.decode()
    assert _("No members on that day") in then
    assert not client.get(reverse("members"), {"ngay": "2000-01-01"}).context["asked"].then
    leave(membership=Membership.objects.get(unit=tree.school), day=dt.date(2025, 3, 1), closed="retired", by=None)
    assert reverse("members_import") in client.get(reverse("members")).content.decode()


# ── a person ──


def person_page(client, person, **asked):
    return client.get(reverse("person", args=[person.code]), asked).content.decode()


def test_a_phone_is_masked_for_those_who_may_not_see_it(client, tree, actors):
    person = add(tree, "Lê Hoa", phone="0912345117")
    client.force_login(actors.kiem)
    assert "0912 ••• 117" in person_page(client, person)
    client.force_login(actors.nhung)
    assert "0912345117" in person_page(client, person)


def test_the_national_id_is_shown_by_a_click_that_the_journal_keeps(chair, tree, actors):
    person = add(tree, "Lê Hoa", national_id=IDENTITY)
    assert IDENTITY not in person_page(chair, person)
    shown = chair.post(reverse("person_id", args=[person.code]))
    assert IDENTITY in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    looked = Action.objects.get(verb="person.see_id")
    assert (looked.actor, looked.subject, looked.unit) == (actors.nhung.id, person.id, tree.garment.id)


@pytest.mark.parametrize("who", ["uy", "hanh", "to", "kiem", "giay", "khach", "quan"])
def test_nobody_else_gets_a_national_id(client, tree, actors, who):
    person = add(tree, "Lê Hoa", "line5", national_id=IDENTITY)
    client.force_login(getattr(actors, who))
    assert client.post(reverse("person_id", args=[person.code])).status_code == 404
    assert not Action.objects.filter(verb="person.see_id").exists()


def test_memberships_and_posts_stand_with_their_dates(chair, tree, actors):
    person = actors.people["to"]
    move(membership=Membership.objects.get(person=person), unit=tree.cutting, day=dt.date(2025, 3, 1), by=None)
    page = chair.get(reverse("person", args=[person.code]))
    units = [(stay.unit, stay.membership.start, str(stay.opened)) for stay in page.context["stays"]]
    assert units == [("Tổ Cắt", dt.date(2025, 3, 1), "Chuyển đến"), ("Tổ Chuyền 5", START, "Kết nạp mới")]
    assert [(held.post.key, held.unit, held.appointment.start) for held in page.context["posts"]] == [
        ("group_leader", "Tổ Chuyền 5", START)
    ]


def test_memberships_in_strange_unions_are_not_told(client, tree, actors):
    person = add(tree, "Lê Hoa", "stranger")
    move(membership=person.memberships.get(), unit=tree.line5, day=dt.date(2025, 3, 1), by=None)
    client.force_login(actors.nhung)
    page = client.get(reverse("person", args=[person.code]))
    assert ([stay.unit for stay in page.context["stays"]], page.context["elsewhere"]) == (["Tổ Chuyền 5"], 1)


def test_a_past_day_is_read_only_and_says_that_details_are_of_today(chair, tree):
    person = add(tree, "Lê Hoa")
    page = person_page(chair, person, ngay="2025-01-01")
    assert reverse("person_correct", args=[person.code]) not in page
    assert reverse("person_correct", args=[person.code]) in person_page(chair, person)
    assert chair.post(reverse("person_leave", args=[person.code]) + "?ngay=2025-01-01").status_code == 403


def test_who_may_see_a_person_is_told_by_name(chair, tree, actors):
    page = chair.get(reverse("person_seen", args=[actors.people["to"].code]))
    told = {held.person.name for held, _post, _sees in page.context["rows"]}
    assert {"Nguyễn Thị Nhung", "Nguyễn Thị Hanh"} <= told
    assert "Nguyễn Thị Giay" not in told
