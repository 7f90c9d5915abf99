"""Two people on one page: nothing typed is lost, both values are shown, and who wrote."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.register.forms import ChangeForm
from coso.register.models import Appointment, Portfolio, Unit, UnitVersion
from coso.register.services.people import correct_person
from coso.register.services.seats import appoint, assign_portfolio
from coso.register.services.units import change_unit

D = dt.date


def opened(client, url):
    """What the page carries when it is opened."""
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def rename(tree, actors, name="CĐCS May Lam"):
    change_unit(unit=tree.garment, day=D(2026, 1, 1), facts={"name": name}, reason="đổi tên", by=actors.chuyen)


def now(tree):
    return UnitVersion.objects.on(D(2026, 11, 1)).get(unit=tree.garment)


@pytest.fixture
def stale(client, tree, actors):
    """Hanh opened the page; Chuyen renamed the union; Hanh sends another name."""
    client.force_login(actors.hanh)
    url = reverse("unit_change", args=[tree.garment.code])
    data = {**opened(client, url), "day": "2026-02-01", "name": "CĐCS May Trà", "reason": "QĐ 9"}
    rename(tree, actors)
    return url, data, client.post(url, data)


def test_both_values_are_shown_and_who_wrote(stale, tree, actors):
    _url, _data, answer = stale
    text = answer.content.decode()
    assert answer.status_code == 422
    assert actors.chuyen.name in text
    assert [(c.theirs, c.mine) for c in answer.context["form"].conflicts] == [("CĐCS May Lam", "CĐCS May Trà")]
    assert "QĐ 9" in text
    assert now(tree).name == "CĐCS May Lam"


def test_sending_it_once_more_is_a_decision(stale, client, tree):
    url, data, answer = stale
    data["seen"] = answer.context["form"]["seen"].value()
    assert client.post(url, data).status_code == 302
    assert now(tree).name == "CĐCS May Trà"


def test_a_choice_is_shown_in_words(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("unit_change", args=[tree.garment.code])
    data = {**opened(client, url), "day": "2026-02-01", "state": "dormant", "reason": "QĐ 9"}
    rename(tree, actors, "CĐCS May Lam Trà 2")
    told = {c.theirs for c in client.post(url, data).context["form"].conflicts}
    assert told == {"CĐCS May Lam Trà 2", str(dict(ChangeForm.base_fields["state"].choices)["active"])}


def test_ending_a_unit_that_changed_meanwhile_is_asked_again(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("unit_end", args=[tree.garment.code])
    data = {**opened(client, url), "day": "2026-02-01", "reason": "QĐ 9"}
    rename(tree, actors)
    assert client.post(url, data).status_code == 422
    assert not Unit.objects.get(pk=tree.garment.pk).heir_id


def test_a_seat_filled_meanwhile_names_who_sits_there(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("appoint", args=[tree.school.code])
    data = {**opened(client, url), "person": actors.people["uy"].code, "post": "vice_chair", "day": "2026-02-01"}
    appoint(person=actors.people["to"], unit=tree.school, post="vice_chair", day=D(2026, 1, 1), by=None)
    answer = client.post(url, {**data, "manner": "elected"})
    assert answer.status_code == 422
    assert actors.people["to"].name in {c.theirs for c in answer.context["form"].conflicts}
    assert Appointment.objects.filter(seat__unit=tree.school, seat__post="vice_chair").count() == 1


def test_leaving_a_seat_that_somebody_wrote_is_asked_again(client, tree, actors):
    held = Appointment.objects.get(person=actors.people["nhung"])
    client.force_login(actors.hanh)
    url = reverse("appointment_end", args=[tree.garment.code, held.pk])
    data = {**opened(client, url), "day": "2026-02-01", "reason": "nghỉ việc"}
    assert client.post(url, {**data, "seen": "01900000-0000-7000-8000-000000000000"}).status_code == 422
    assert client.post(url, data).status_code == 302


def test_a_portfolio_handed_over_meanwhile_keeps_the_ticks(client, tree, actors):
    seat = Appointment.objects.get(person=actors.people["hanh"]).seat
    client.force_login(actors.hanh)
    url = reverse("portfolios", args=[tree.ward.code])
    seen = opened(client, url)["seen"]
    assign_portfolio(units=[tree.school], seat=seat, day=D(2026, 1, 1), by=actors.chuyen)
    data = {"seat": seat.pk, "day": "2026-02-01", "union": [tree.garment.pk], "seen": seen}
    answer = client.post(url, data)
    assert f'value="{tree.garment.pk}" checked' in answer.content.decode()
    assert not Portfolio.objects.filter(unit=tree.garment).exists()


def test_a_person_corrected_meanwhile_shows_both_values(client, tree, actors):
    row = actors.people["uy"]
    client.force_login(actors.nhung)
    url = reverse("person_correct", args=[row.code])
    data = {**opened(client, url), "phone": "0912345678", "female": "nu"}
    correct_person(person=row, values={"phone": "0987654321"}, by=actors.pho)
    answer = client.post(url, data)
    assert [(c.theirs, c.mine) for c in answer.context["form"].conflicts] == [("0987654321", "0912345678")]
    assert actors.pho.name in answer.content.decode()
