"""Posts, codes and portfolios from the page: the work stays with the seat, whoever sits in it."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.codes import claim
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib.dates import FOREVER
from coso.register.models import Appointment, Portfolio, Seat
from coso.register.reads import portfolio_rows
from coso.register.services.seats import appoint, assign_portfolio
from coso.testing.forms import send

D = dt.date


def seat_of(actors, name):
    return Appointment.objects.get(person=actors.people[name]).seat


def test_somebody_known_is_appointed_from_the_page(client, tree, actors):
    client.force_login(actors.hanh)
    data = {"person": actors.people["uy"].code, "post": "vice_chair", "manner": "elected", "day": "2026-01-01"}
    assert send(client, reverse("appoint", args=[tree.garment.code]), **data).status_code == 302
    assert Appointment.objects.filter(person=actors.people["uy"], seat__post="vice_chair").exists()


@pytest.mark.parametrize("change", [{"person": "DV9999999"}, {"day": "hôm qua"}, {"post": "group_leader"}])
def test_a_wrong_appointment_keeps_what_was_typed(client, tree, actors, change):
    client.force_login(actors.hanh)
    data = {"person": actors.people["uy"].code, "post": "chair", "manner": "elected", "day": "2026-01-01"}
    answer = client.post(reverse("appoint", args=[tree.garment.code]), {**data, **change})
    assert answer.status_code == 422


def test_a_group_has_leaders_and_no_chair(client, tree, actors):
    client.force_login(actors.hanh)
    form = client.get(reverse("appoint", args=[tree.line5.code])).context["form"]
    assert [key for key, _text in form.fields["post"].choices] == ["group_leader"]


def test_who_leaves_leaves_an_empty_seat(client, tree, actors, today):
    held = Appointment.objects.get(person=actors.people["nhung"])
    client.force_login(actors.hanh)
    url = reverse("appointment_end", args=[tree.garment.code, held.pk])
    send(client, url, day=today.isoformat(), reason="nghỉ việc")
    assert Appointment.objects.get(pk=held.pk).end == today
    assert Seat.objects.get(pk=held.seat_id).end == FOREVER


def test_a_code_is_printed_on_a_slip_with_its_qr(client, tree, actors):
    held = Appointment.objects.get(person=actors.people["nhung"])
    client.force_login(actors.hanh)
    url = reverse("appointment_code", args=[tree.garment.code, held.pk])
    assert "In phiếu" in client.get(url).content.decode()
    slip = client.post(url).content.decode()
    assert "<svg" in slip
    code = slip.split('class="code">')[1].split("<")[0]
    assert claim(code=code, password="mot cau dai") == actors.nhung


def test_unions_are_handed_over_in_one_action_and_the_old_portfolio_ends(tree, actors):
    first, second = seat_of(actors, "chuyen"), seat_of(actors, "lanh")
    assign_portfolio(units=[tree.garment, tree.school], seat=first, day=D(2026, 1, 1), by=actors.chuyen)
    assign_portfolio(units=[tree.garment], seat=second, day=D(2026, 6, 1), by=actors.chuyen)
    held = Portfolio.objects.filter(unit=tree.garment).order_by("start").values_list("seat", "end")
    assert list(held) == [(first.id, D(2026, 6, 1)), (second.id, FOREVER)]
    assert Portfolio.objects.get(unit=tree.school).end == FOREVER


def test_a_portfolio_follows_the_seat_not_the_person(tree, actors):
    seat = seat_of(actors, "hanh")
    assign_portfolio(units=[tree.garment], seat=seat, day=D(2026, 1, 1), by=actors.hanh)
    rows = {row.version.unit_id: row.officer for row in portfolio_rows(tree.ward, D(2026, 2, 1))}
    assert (rows[tree.garment.id], rows[tree.school.id]) == ("Nguyễn Thị Hanh", "")


def test_a_portfolio_grants_no_sight(tree, actors):
    seat = seat_of(actors, "khach")
    assign_portfolio(units=[tree.garment], seat=seat, day=D(2026, 1, 1), by=None)
    from coso.register.models import Unit

    assert not Unit.objects.visible_to(actors.khach, "units.see").filter(pk=tree.garment.pk).exists()


def test_a_ward_hands_over_from_its_page_and_must_tick_something(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("portfolios", args=[tree.ward.code])
    data = {"seat": seat_of(actors, "hanh").pk, "day": "2026-01-01", "reason": "phân công"}
    assert client.post(url, data).status_code == 422
    client.post(url, {**data, "union": [tree.garment.pk, tree.stranger.pk]})
    assert list(Portfolio.objects.values_list("unit", flat=True)) == [tree.garment.pk]


def test_nobody_appoints_in_a_strangers_union(tree, actors):
    with pytest.raises(ForbiddenError):
        appoint(person=actors.people["uy"], unit=tree.garment, post="chair", day=D(2026, 1, 1), by=actors.khach)
    with pytest.raises(RefusedError):
        appoint(person=actors.people["uy"], unit=tree.line5, post="chair", day=D(2026, 1, 1), by=None)
