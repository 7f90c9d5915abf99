"""The lists of the rooms are made of their declarations: each has its file, and its words lead where they should."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.lists.excel import XLSX
from coso.members.models import Transfer
from coso.register.models import Membership, Portfolio, Seat, UnitArea
from coso.register.services.authority import cover_area
from coso.register.services.people import add_member
from coso.register.services.seats import assign_portfolio
from coso.register.testing.tree import START
from coso.testing.forms import send

D = dt.date


def table(answer):
    assert answer.headers["Content-Type"] == XLSX
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.values]


def addresses(tree):
    """Every list but that of members, whose file is its own, with somebody who sees it."""
    ward, sheets = tree.ward.code, reverse("sheets", args=[2026])
    return {
        "sheets": ("lanh", sheets),
        "sheets of a branch": ("lanh", f"{sheets}?dv={ward}&level=none"),
        "journal": ("lanh", reverse("journal")),
        "search": ("lanh", reverse("search") + "?q=may"),
        "communes": ("lanh", reverse("communes", args=[ward])),
        "portfolios": ("lanh", reverse("portfolios", args=[ward])),
        "portfolio": ("hanh", reverse("portfolio")),
        "transfers": ("nhung", reverse("transfers")),
        "rubrics": ("lanh", reverse("rubrics")),
    }


@pytest.fixture
def filled(tree, actors, a_round, today):
    cover_area(unit=tree.ward, area="Xã Hưng Nguyên", day=START, by=None)
    seat = Seat.objects.get(unit=tree.ward, post="managing_officer")
    assign_portfolio(units=[tree.garment], seat=seat, day=today, by=None)
    person = add_member(unit=tree.line5, day=START, values={"name": "Lê Hoa"}, by=None)
    facts = {"person": person, "membership": Membership.objects.get(person=person), "releasing": tree.garment}
    for state, opened in ((Transfer.DONE, D(2026, 5, 2)), (Transfer.ASKED, D(2026, 5, 1))):
        row = Transfer(**facts, receiving=tree.school, state=state, pulled=True, day=opened, opened=opened)
        Transfer._base_manager.bulk_create([row])
    return tree


KINDS = [
    "sheets",
    "sheets of a branch",
    "journal",
    "search",
    "communes",
    "portfolios",
    "portfolio",
    "transfers",
    "rubrics",
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_has_a_file_of_its_rows_and_columns(client, filled, actors, kind):
    who, url = addresses(filled)[kind]
    client.force_login(getattr(actors, who))
    page = client.get(url)
    assert "<table" in page.content.decode()
    head, *rows = table(client.get(_excel(url)))
    labels = [str(column.label) for column in page.context["shown"] if not column.buttons]
    assert [label for label in head if label in labels] == labels
    assert len(rows) >= len(page.context["rows"]) > 0


def _excel(url):
    return f"{url}{'&' if '?' in url else '?'}dang=excel"


def test_the_file_of_sheets_says_which_level_is_not_decided(client, filled, actors):
    client.force_login(actors.lanh)
    head, *rows = table(client.get(reverse("sheets", args=[2026]), {"dang": "excel", "q": "may lam", "cot": "level"}))
    assert head == ["CĐCS", "Mã", "Mức xếp loại"]
    assert [row[:2] for row in rows] == [["CĐCS May Lam Trà", filled.garment.code]]


def test_what_is_pending_stands_before_what_is_over(client, filled, actors):
    client.force_login(actors.nhung)
    states = [line.row.state for line in client.get(reverse("transfers")).context["rows"]]
    assert states == [Transfer.ASKED, Transfer.DONE]
    over = client.get(reverse("transfers"), {"tt": "xong"}).context["rows"]
    assert [line.row.state for line in over] == [Transfer.DONE]


def test_all_that_the_filter_shows_is_handed_over(client, filled, actors, today):
    client.force_login(actors.lanh)
    url = reverse("portfolios", args=[filled.ward.code])
    seat = Seat.objects.get(unit=filled.ward, post="managing_officer")
    page = f"{url}?cb=khong"
    assert [row.version.unit_id for row in client.get(page).context["rows"]] == [filled.school.pk]
    assert send(client, page, seat=seat.pk, day=today, all="1").status_code == 302
    held = Portfolio.objects.on(today).filter(seat=seat)
    assert set(held.values_list("unit", flat=True)) == {filled.garment.pk, filled.school.pk}


def test_what_was_ticked_stays_ticked_after_a_mistake(client, filled, actors, today):
    client.force_login(actors.lanh)
    url = reverse("portfolios", args=[filled.ward.code])
    answer = client.post(url, {"union": [filled.school.pk], "day": today})
    assert f'value="{filled.school.pk}" checked aria-label="CĐCS Trường Tiểu học Hồng 1"' in answer.content.decode()


def test_the_journal_is_read_on_and_back(client, tree, actors):
    for n in range(60):
        add_member(unit=tree.line5, day=START, values={"name": f"Lê {n}"}, by=None)
    client.force_login(actors.lanh)
    first = client.get(reverse("journal"))
    second = client.get(reverse("journal"), {"sau": first.context["page"].after})
    keys = [row["action"].pk for answer in (first, second) for row in answer.context["rows"]]
    newest = Action.objects.order_by("-at", "-id").values_list("pk", flat=True)
    assert keys == list(newest[: len(keys)])
    assert len(keys) > 60
    back = client.get(reverse("journal"), {"truoc": second.context["page"].before})
    assert [row["action"].pk for row in back.context["rows"]] == keys[:50]


def test_an_end_of_a_commune_is_offered_only_to_whoever_changes_units(client, filled, actors):
    row = UnitArea.objects.get()
    for who, offered in (("lanh", True), ("kiem", False)):
        client.force_login(getattr(actors, who))
        text = client.get(reverse("communes", args=[filled.ward.code])).content.decode()
        assert (reverse("link_end", args=[filled.ward.code, "communes", row.pk]) in text) == offered
