"""A unit's journal shows what was done about it, also under another unit; of that, nothing about others."""

import datetime as dt

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.urls import reverse

from coso.access.journal import act
from coso.access.models import Action, Journaled
from coso.grading.models import Sheet
from coso.grading.services.deadlines import extend_deadlines
from coso.grading.testing.deciding import decide
from coso.grading.testing.rounds import stand_at
from coso.lib.keys import new_key
from coso.register.models import Seat, Unit
from coso.register.services.seats import assign_portfolio
from coso.web.journal_units import about_units

D = dt.date
# Rows that come along with a deed told otherwise (duties, seats), or that are of people, files and ballots.
ALONG = {
    "register.person",
    "register.membership",
    "register.numbermatch",
    "register.seat",
    "register.accessrequest",
    "duties.duty",
    "papers.series",
    "papers.attachment",
    "ballots.ballot",
    "polls.poll",
    "polls.meeting",
    "grading.round",
    "grading.cluster",
}


def listed(client, unit):
    page = client.get(reverse("journal"), {"dv": unit.code})
    return {row["action"].verb: row for row in page.context["rows"]}


@pytest.fixture
def decided(a_round, tree, actors):
    rows = Sheet.objects.filter(round=a_round, unit__in=[tree.garment, tree.school])
    sheets = [stand_at(each, "decide") for each in rows]
    decide(a_round, sheets, actors.lanh, publish=True)
    return Sheet.objects.get(round=a_round, unit=tree.garment)


def test_decision_and_result_stand_in_the_journal_of_the_union(client, decided, tree, actors):
    client.force_login(actors.nhung)
    found = listed(client, tree.garment)
    assert {"round.decide", "round.publish", "round.open"} <= set(found)
    assert found["round.publish"]["unit"] == "LĐLĐ tỉnh Lam"


def test_an_officer_assigned_and_more_time_stand_in_it(client, a_round, sheet, tree, actors, today):
    seat = Seat.objects.get(unit=tree.ward, post="managing_officer")
    assign_portfolio(units=[tree.garment], seat=seat, day=today, by=actors.hanh)
    extend_deadlines(round_=a_round, sheets=[sheet], step="self", due=D(2026, 12, 5), why="Mưa lũ", by=actors.lanh)
    client.force_login(actors.nhung)
    assert {"portfolio.assign", "duty.extend"} <= set(listed(client, tree.garment))
    client.force_login(actors.thay)
    assert "portfolio.assign" not in listed(client, tree.school)


def test_an_entry_under_another_unit_tells_only_the_rows_about_ones_own(client, decided, actors):
    client.force_login(actors.nhung)
    address = reverse("action", args=[Action.objects.get(verb="round.publish").pk])
    page = client.get(address)
    assert page.context["counts"] == {"Bảng chấm điểm": 1}
    assert [row.name for row in page.context["changes"]] == ["CĐCS May Lam Trà"]
    assert "take_back" not in page.content.decode()
    assert client.get(reverse("take_back", args=[Action.objects.get(verb="round.publish").pk])).status_code == 404


def test_an_entry_that_touched_nothing_of_ones_own_is_not_there(client, decided, actors):
    address = reverse("action", args=[Action.objects.get(verb="round.publish").pk])
    for actor, status in ((actors.nhung, 200), (actors.giay, 404), (actors.uy, 404)):
        client.force_login(actor)
        assert client.get(address).status_code == status


def test_who_wrote_elsewhere_in_the_tree_is_not_told(client, tree, actors):
    with act(by=actors.giay, verb="proof.add", unit=tree.stranger.id) as a:
        columns = {"unit_id": tree.garment.id, "subject": new_key(), "subject_kind": "x", "kind": "seen"}
        a.write(apps.get_model("papers.proof"), {new_key(): columns})
    client.force_login(actors.nhung)
    row = listed(client, tree.garment)["proof.add"]
    assert (row["who"], row["unit"]) == ("", "")
    client.force_login(actors.chuyen)
    assert listed(client, tree.garment)["proof.add"]["who"] == "Giay"


def test_every_table_that_names_a_unit_is_about_it_or_comes_along():
    models = [model for model in apps.get_models() if issubclass(model, Journaled)]
    naming = {
        model._meta.label_lower
        for model in models
        for each in model._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.related_model is Unit
    }
    assert naming - set(about_units()) == ALONG
