"""A list that is declared once has a page, filters, chosen columns, pages by key and an Excel file."""

import io
import re
from itertools import chain

import openpyxl
import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import path

from coso.lists.listing import NUMBER, Bulk, BulkAction, Column, Empty, Filter, Listing, Search
from coso.lists.pages import back_to, kept, picked, show
from coso.lists.paging import page_of
from coso.register.models import UnitVersion
from coso.register.testing.tree import START, Tree
from coso.register.visibility import may
from coso.web.urls import urlpatterns as ours

CODE = Column("code", "Mã", lambda row: row.unit.code)
COLUMNS = (
    Column("name", "Tên", lambda row: row.name, link=lambda row: f"/to-chuc/{row.unit.code}/", under=CODE),
    Column("kind", "Loại", lambda row: row.kind, brief=True),
    Column("letters", "Số chữ", lambda row: len(row.name), kind=NUMBER),
    Column("start", "Từ ngày", lambda row: row.start, kind="day", shown=False),
    Column("phone", "Điện thoại", lambda _row: "0912345117", permission="people.see_contact", sensitive=True),
)
KINDS = [("", "Mọi loại"), ("group", "Tổ"), ("grassroots", "Cơ sở")]


def toys(request, **changes):
    facts = {
        "title": "Đồ chơi",
        "rows": UnitVersion.objects.visible_to(request.user, "units.see").select_related("unit"),
        "order": ("name_key", "id"),
        "columns": COLUMNS,
        "filters": (Filter("loai", "Loại", KINDS, lambda rows, kind: rows.filter(kind=kind)),),
        "search": Search("Tên", lambda rows, words: rows.filter(name_key__contains=words)),
        "may": lambda permission: may(request.user, permission),
        "excel": "do-choi",
        "size": 5,
        "nothing_yet": Empty("Chưa có gì"),
        "bulk": Bulk("toy", lambda row: str(row.pk), "Với đồ chơi đã chọn", [BulkAction("Cất", "/cat/", "put")]),
    }
    return Listing(**(facts | changes))


def no_toys(request):
    return toys(request, rows=UnitVersion.objects.none())


def at_hand(request):
    rows = list(UnitVersion.objects.order_by("name_key"))
    return toys(request, rows=rows, filters=(), search=None, bulk=None)


class Urls:
    """Our addresses, and those of the toys."""

    urlpatterns = [
        path("do-choi/", lambda request: show(request, toys(request)), name="toys"),
        path("het/", lambda request: show(request, no_toys(request)), name="no_toys"),
        path("san/", lambda request: show(request, at_hand(request)), name="at_hand"),
        *ours,
    ]


@pytest.fixture
def leader(client, actors, settings):
    settings.ROOT_URLCONF = Urls
    client.force_login(actors.lanh)
    return client


def names(answer):
    return [row.name for row in answer.context["rows"]]


def keys(columns):
    return [column.key for column in columns]


def sheet(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [[cell.value for cell in row] for row in book.active.rows]


def walk(client, address, way="after", **asked):
    """The names of all pages in one direction."""
    answer, seen = client.get(address, asked), []
    while True:
        seen.append(names(answer))
        key = getattr(answer.context["page"], way)
        if not key:
            return seen
        answer = client.get(address, {"sau" if way == "after" else "truoc": key})


def test_a_cell_has_its_label_and_the_first_column_its_link(leader, tree):
    text = leader.get("/do-choi/", {"q": "giay khe"}).content.decode()
    link = f'<a class="t" href="/to-chuc/{tree.stranger.code}/">CĐCS Giày Khê</a>'
    assert f'{link}<div class="sub">{tree.stranger.code}</div><span class="sub only-s">grassroots</span>' in text
    assert '<td data-label="Loại" class="hide-s">grassroots</td>' in text
    assert '<td data-label="Số chữ" class="num">13</td>' in text


def test_what_is_typed_is_no_markup(leader, tree):
    Tree.found("<b>Tổ</b>", "group", tree.garment)
    text = leader.get("/do-choi/", {"q": "<b>"}).content.decode()
    assert "&lt;b&gt;Tổ&lt;/b&gt;" in text
    assert "<b>Tổ" not in text


def test_filters_and_words_narrow_and_nonsense_does_not(leader):
    assert names(leader.get("/do-choi/", {"loai": "group"})) == ["Tổ Cắt", "Tổ Chuyền 5"]
    assert names(leader.get("/do-choi/", {"loai": "group", "q": "cat"})) == ["Tổ Cắt"]
    assert names(leader.get("/do-choi/", {"loai": "nonsense"})) == names(leader.get("/do-choi/"))


def test_a_filter_can_be_cleared_and_keeps_the_rest(leader):
    text = leader.get("/do-choi/", {"loai": "group", "dv": "7", "cot": "start", "sau": "x"}).content.decode()
    assert 'href="?dv=7&amp;cot=start"' in text
    assert '<input type="hidden" name="dv" value="7">' in text
    assert '<option value="group" selected>' in text


def test_columns_stand_in_the_order_asked_with_the_first_before_them(leader):
    shown = leader.get("/do-choi/", {"cot": ["start", "nonsense", "kind", "start", "name"]}).context["shown"]
    assert keys(shown) == ["name", "start", "kind"]
    assert keys(leader.get("/do-choi/").context["shown"]) == ["name", "kind", "letters", "phone"]


def test_a_column_not_permitted_is_neither_offered_nor_shown_nor_written(leader, actors):
    leader.force_login(actors.kiem)
    page = leader.get("/do-choi/", {"cot": ["phone", "kind"]})
    assert keys(page.context["shown"]) == ["name", "kind"]
    assert "phone" not in keys(page.context["columns"])
    assert "0912345117" not in str(sheet(leader.get("/do-choi/", {"cot": "phone", "dang": "excel"})))


def test_without_an_answer_who_may_a_permitted_column_is_left_out(rf, actors):
    request = rf.get("/")
    request.user = actors.lanh
    assert "phone" not in keys(toys(request, may=None).offered())


def test_pages_have_no_gaps_and_no_doubles(leader):
    whole = list(UnitVersion.objects.order_by("name_key", "id").values_list("name", flat=True))
    pages = walk(leader, "/do-choi/")
    assert list(chain(*pages)) == whole
    assert max(map(len, pages)) == 5
    last = leader.get("/do-choi/", {"sau": _last_but_one(leader)})
    assert names(leader.get("/do-choi/", {"truoc": last.context["page"].before})) == pages[-2]


def _last_but_one(client):
    answer, key = client.get("/do-choi/"), ""
    while answer.context["page"].after:
        key = answer.context["page"].after
        answer = client.get("/do-choi/", {"sau": key})
    return key


def test_a_list_turned_round_goes_the_other_way(tree):
    rows = UnitVersion.objects.all()
    order = ("-start", "name_key", "id")
    Tree.found("Ánh", "group", tree.garment, day=START.replace(year=2025))
    whole = list(rows.order_by(*order))
    assert whole[0].name == "Ánh"
    first = page_of(rows, order, size=2)
    second = page_of(rows, order, after=first.after, size=2)
    assert [*first.rows, *second.rows] == whole[:4]
    assert page_of(rows, order, before=second.before, size=2).rows == first.rows


def test_a_field_that_may_be_null_orders_no_list(actors):
    with pytest.raises(FieldError):
        page_of(UnitVersion.objects.all(), ("parent", "id"))


def test_what_stands_under_a_column_has_no_permission_of_its_own():
    with pytest.raises(ValueError, match="phone"):
        Column("name", "Tên", str, under=COLUMNS[-1])


@pytest.mark.parametrize("key", ["nonsense", "x.y", "a.b.c", ".", "9" * 400])
def test_an_unreadable_key_shows_the_first_page(leader, key):
    first = names(leader.get("/do-choi/"))
    assert names(leader.get("/do-choi/", {"sau": key})) == names(leader.get("/do-choi/", {"truoc": key})) == first


def test_a_list_at_hand_is_paged_by_places(leader):
    whole = list(UnitVersion.objects.order_by("name_key").values_list("name", flat=True))
    assert list(chain(*walk(leader, "/san/"))) == whole
    assert names(leader.get("/san/", {"truoc": "5"})) == names(leader.get("/san/", {"sau": "999"})) == whole[:5]


def test_excel_has_what_is_filtered_and_chosen_on_every_page(leader):
    asked = {"loai": "group", "cot": ["start", "letters"], "dang": "excel", "sau": "x"}
    head, *rows = sheet(leader.get("/do-choi/", asked))
    assert head == ["Tên", "Mã", "Từ ngày", "Số chữ"]
    assert [(row[0], row[2].date(), row[3]) for row in rows] == [("Tổ Cắt", START, 6), ("Tổ Chuyền 5", START, 11)]
    assert len(sheet(leader.get("/do-choi/", {"dang": "excel"}))) == UnitVersion.objects.count() + 1


def test_the_page_links_to_its_file(leader):
    text = leader.get("/do-choi/", {"loai": "group", "sau": "x"}).content.decode()
    assert 'href="?loai=group&amp;dang=excel"' in text
    assert "dang=excel" not in leader.get("/het/").content.decode()


def test_a_file_too_long_to_wait_for_is_not_begun(leader, monkeypatch):
    monkeypatch.setattr("coso.lists.pages.MOST", 3)
    answer = leader.get("/do-choi/", {"dang": "excel"}, follow=True)
    assert "hãy lọc trước" in answer.content.decode()
    assert len(sheet(leader.get("/do-choi/", {"dang": "excel", "loai": "group"}))) == 3


def test_an_empty_list_is_not_an_empty_search(leader):
    assert "Chưa có gì" in leader.get("/het/").content.decode()
    assert "Không có gì hợp bộ lọc này" in leader.get("/do-choi/", {"q": "khong co"}).content.decode()


def test_each_row_has_its_tick_and_the_form_carries_the_filter(leader, tree):
    text = leader.get("/do-choi/", {"loai": "group", "q": "cat"}).content.decode()
    row = UnitVersion.objects.get(unit=tree.cutting)
    assert f'name="toy" value="{row.pk}" aria-label="Tổ Cắt"' in text
    assert '<input type="hidden" name="loai" value="group">' in text
    assert 'formaction="/cat/" name="what" value="put"' in text


def test_ticked_or_all_that_the_filter_shows_never_more_than_is_seen(rf, actors, tree):
    mine, strange = (UnitVersion.objects.get(unit=unit) for unit in (tree.cutting, tree.stranger))

    def chosen(**sent):
        request = rf.post("/", sent)
        request.user = actors.nhung
        listing = toys(request)
        return [row.name for row in picked(request, listing)], kept(request, listing), back_to(request, listing, "/x/")

    ticks = [str(mine.pk), str(strange.pk), "nonsense"]
    assert chosen(toy=ticks) == (["Tổ Cắt"], [("toy", key) for key in ticks], "/x/")
    found, carried, back = chosen(all="1", loai="group", q="chuyen")
    assert (found, back) == (["Tổ Chuyền 5"], "/x/?q=chuyen&loai=group")
    assert carried == [("all", "1"), ("q", "chuyen"), ("loai", "group")]
    assert strange.name not in chosen(all="1")[0]


def test_a_longer_list_takes_no_more_queries(leader, tree):
    def queries():
        with CaptureQueriesContext(connection) as found:
            leader.get("/do-choi/")
        return len(found)

    leader.get("/do-choi/")
    few = queries()
    for n in range(6):
        Tree.found(f"An {n}", "group", tree.garment)
    assert queries() == few
    assert not re.search("OFFSET", str(connection.queries))
