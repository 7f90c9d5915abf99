"""Each column is declared once: who may have it, and how it goes into Excel."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.access.permissions import permissions
from coso.lists.listing import choose
from coso.members.columns import COLUMNS, mask_email, mask_phone, offered
from coso.register.services.people import add_member
from coso.register.testing.tree import START

IDENTITY = "040190001234"


@pytest.fixture
def hoa(tree):
    values = {"name": "Lê Hoa", "born": dt.date(1990, 5, 12), "phone": "0912345117", "national_id": IDENTITY}
    return add_member(unit=tree.line5, day=START, values=values, by=None)


def keys(columns):
    return [column.key for column in columns]


def sheet(response):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.rows]


def test_columns_are_declared_well():
    assert len(set(keys(COLUMNS))) == len(COLUMNS)
    assert {column.permission for column in COLUMNS} <= set(permissions())
    assert all(column.sensitive for column in COLUMNS if column.permission != "people.see")


@pytest.mark.parametrize(("who", "contact"), [("nhung", True), ("to", True), ("hanh", True), ("kiem", False)])
def test_contact_columns_are_offered_by_permission(actors, who, contact):
    assert ({"phone", "email"} <= set(keys(offered(getattr(actors, who))))) is contact


@pytest.mark.parametrize("who", ["lanh", "nhung", "kiem"])
def test_the_national_id_is_never_a_column_of_the_list(client, actors, hoa, who):
    client.force_login(getattr(actors, who))
    page = client.get(reverse("members"), {"cot": ["national_id"]})
    assert "national_id" not in keys(page.context["columns"]) + keys(page.context["shown"])
    assert IDENTITY not in page.content.decode()


def test_columns_stand_in_the_order_asked_with_the_name_first(actors):
    columns = offered(actors.nhung)
    assert keys(choose(["phone", "born", "nonsense", "phone"], columns)) == ["name", "phone", "born"]
    assert keys(choose([], columns)) == [column.key for column in COLUMNS if column.shown]


def test_a_column_not_permitted_is_not_shown_however_asked(client, actors, hoa):
    client.force_login(actors.kiem)
    page = client.get(reverse("members"), {"cot": ["phone", "sex"]})
    assert keys(page.context["shown"]) == ["name", "sex"]


def test_masks_keep_the_ends():
    assert mask_phone("0912345117") == "0912 ••• 117"
    assert mask_email("hoa@example.vn") == "•••@example.vn"


def test_excel_has_the_columns_of_the_page_in_their_order(client, actors, hoa):
    client.force_login(actors.nhung)
    asked = {"q": "le hoa", "cot": ["phone", "group", "born"]}
    shown = client.get(reverse("members"), asked).context["shown"]
    head, row = sheet(client.get(reverse("members_excel"), asked))
    assert head == [str(column.label) for column in shown]
    assert row == ["Lê Hoa", "0912345117", "Tổ Chuyền 5", dt.datetime(1990, 5, 12)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)"])
def test_nothing_in_a_file_is_a_formula(client, tree, actors, text):
    add_member(unit=tree.line5, day=START, values={"name": "Lê Hoa", "position": text}, by=None)
    client.force_login(actors.nhung)
    answer = client.get(reverse("members_excel"), {"q": "le hoa", "cot": ["position"]})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cell = book.active["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_file_with_national_ids_is_asked_for_and_journaled(client, actors, hoa):
    client.force_login(actors.nhung)
    url = reverse("members_excel") + "?q=le+hoa&cot=sex"
    assert IDENTITY not in str(sheet(client.get(url + "&cot=national_id")))
    assert not Action.objects.filter(verb="members.export_id").exists()
    assert sheet(client.post(url))[1] == ["Lê Hoa", None, IDENTITY, None]
    taken = Action.objects.get(verb="members.export_id")
    assert (taken.actor, taken.unit) == (actors.nhung.id, hoa.home.path and actors.people["nhung"].home_id)


@pytest.mark.parametrize("who", ["hanh", "uy", "to", "kiem"])
def test_a_file_with_national_ids_is_not_for_others(client, actors, hoa, who):
    client.force_login(getattr(actors, who))
    assert client.post(reverse("members_excel")).status_code == 404
    assert not Action.objects.filter(verb="members.export_id").exists()


def test_a_file_is_of_the_day_asked_for(client, tree, actors):
    add_member(unit=tree.line5, day=dt.date(2025, 3, 1), values={"name": "Lê Mới"}, by=None)
    client.force_login(actors.nhung)
    rows = sheet(client.get(reverse("members_excel"), {"q": "le", "ngay": "2025-02-28"}))
    assert len(rows) == 1
