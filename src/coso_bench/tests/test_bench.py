"""The bench measures every main page and writes nothing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from coso.access.models import Action
from coso.grading.testing.rounds import MODEL, start_round
from coso.lib import clock
from coso.members.importing import Asked, import_members
from coso.register.models import Membership
from coso.rubrics.services.rubrics import take_in_rubric
from coso_bench import importing
from coso_bench.beside import BARE, LIST, ROWS, client_beside
from coso_bench.member_file import write_members
from coso_bench.pages import addresses
from coso_bench.parts import Measured


def test_it_measures_the_pages_beside_a_bare_view_and_the_admin(tree, actors):
    start_round(tree, take_in_rubric(source=MODEL, by=None))
    before = Action.objects.count()
    out = io.StringIO()
    call_command("bench", "--here", "--parts", "pages", "--times", "2", "--json", stdout=out)
    rows = {row["what"]: row for row in json.loads(out.getvalue())}
    pages = ("to-do", "members", "unit", "tree, root", "tree, below the root", "sheets", "sheet", "result")
    assert {f"{page} ÷ bare view" for page in (*pages, "result, one managing union")} <= set(rows)
    assert rows["bare view ÷ bare view"]["value"] == 1
    assert "search members ÷ admin's search" in rows
    assert all(row["value"] > 0 for row in rows.values())
    assert Action.objects.count() == before


def test_the_bare_view_and_the_admin_show_the_members_of_today(tree, actors):
    client = client_beside(actors.chuyen)
    n = Membership.objects.on(clock.today()).count()
    bare, admin = (client.get(address).content.decode() for address in (BARE, LIST))
    assert bare.count("<tr>") - 1 == min(n, ROWS)
    assert f"{n} persons" in admin or f"{n} person" in admin


def test_what_it_measures_as_filtered_is_filtered(tree, actors, a_round, client):
    client.force_login(actors.chuyen)
    asked = {name: address for name, _target, address in addresses(a_round)}
    for name in ("search members", "members without a phone", "members of a union"):
        assert client.get(asked[name]).context["list"].narrowed or "dv=" in asked[name], name


def test_it_measures_what_is_taken_away_in_each_form(tree, actors, a_round):
    out = io.StringIO()
    call_command("bench", "--here", "--parts", "exports", "--json", stdout=out)
    found = [row["what"] for row in json.loads(out.getvalue())]
    assert found[0] == f"all {Membership.objects.count()} members as Excel"
    assert found[1:] == [f"summary of the province as {form}" for form in ("Word", "PDF", "Excel")]


@pytest.mark.django_db
def test_an_empty_installation_has_nothing_to_measure():
    with pytest.raises(CommandError):
        call_command("bench", "--here", "--parts", "pages")


@pytest.mark.parametrize("part", ["import", "grading", "typing"])
def test_what_writes_is_not_measured_on_the_data_at_hand(part):
    with pytest.raises(CommandError, match="scratch"):
        call_command("bench", "--here", "--parts", part)


@pytest.mark.parametrize(
    ("unit", "value", "reached"),
    [("s", 5, True), ("s", 5.1, False), ("pages/s", 5, True), ("×", 4, False), ("÷", 5.1, False)],
)
def test_a_target_is_a_ceiling_for_times_and_a_floor_for_rates(unit, value, reached):
    assert Measured("import", "x", value, unit, 5).reached is reached


def test_the_member_file_is_read_as_it_is_meant(tree, tmp_path):
    file = tmp_path / "members.xlsx"
    write_members(file, 40, [tree.garment.code, tree.school.code])
    report = import_members(asked=Asked(file, tree.province), by=None)
    assert (report.rows, report.imported, report.problems) == (40, 40, [])


def test_the_floor_inserts_the_same_cells(tree, tmp_path, settings):
    settings.DATA = tmp_path
    rows = {row.what: row for row in importing.measure(30)}
    assert rows["floor: unzip and bare insert"].value > 0
    assert rows["faster than django-import-export"].value > 0
