"""An empty chair is a state with a duty of the managing union; the appointment closes it."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.journal import act, undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.duties.ticks import keep_seats
from coso.lib.dates import DAY
from coso.lib.keys import new_key
from coso.register.models import Appointment, Authorisation
from coso.register.services.seats import appoint, end_appointment, write_appointment
from coso.register.services.units import change_unit, end_unit

D = dt.date
NOVEMBER = D(2026, 11, 1)
EMPTY, PROVISIONAL = "register.empty_chair", "register.provisional_ends"


def held(actors, name):
    return Appointment.objects.get(person=actors.people[name])


def leave(actors, name="nhung", day=NOVEMBER, by=None):
    end_appointment(appointment=held(actors, name), day=day, reason="nghỉ việc", by=by)


def agrees():
    return not list(differences())


def test_who_leaves_the_chair_leaves_a_duty_to_the_managing_union(tree, actors):
    leave(actors)
    duty = Duty.objects.get(kind=EMPTY)
    assert (duty.unit_id, duty.subject, duty.due) == (tree.ward.id, tree.garment.id, D(2026, 12, 31))
    assert duty in owed_by(actors.hanh, D(2026, 11, 22))
    assert duty not in owed_by(actors.khach, D(2026, 11, 22))
    assert agrees()


def test_the_appointment_closes_it_and_names_who_did(tree, actors):
    leave(actors)
    appoint(person=actors.people["pho"], unit=tree.garment, post="chair", day=D(2026, 11, 20), by=actors.hanh)
    duty = Duty.objects.get(kind=EMPTY)
    assert (duty.done is not None, duty.done_by) == (True, actors.hanh.id)
    assert agrees()


def test_a_chair_left_twice_is_asked_twice(tree, actors):
    leave(actors)
    new = appoint(person=actors.people["pho"], unit=tree.garment, post="chair", day=D(2026, 11, 2), by=None)
    end_appointment(appointment=new, day=D(2026, 11, 10), reason="x", by=None)
    assert list(Duty.objects.filter(kind=EMPTY).order_by("n").values_list("n", flat=True)) == [1, 2]
    assert agrees()


def test_taking_the_leaving_back_takes_the_duty_back(tree, actors):
    leave(actors)
    undo(action=Action.objects.get(verb="seat.leave"), reason="nhầm", by=None)
    assert not Duty.objects.filter(kind=EMPTY).exists()
    assert agrees()


def test_the_duty_goes_with_the_union_to_another_ward_and_back(tree, actors):
    leave(actors)
    change_unit(unit=tree.garment, day=D(2026, 11, 5), facts={"parent": tree.other_ward}, reason="QĐ", by=None)
    assert Duty.objects.get(kind=EMPTY).unit_id == tree.other_ward.id
    undo(action=Action.objects.get(verb="unit.move"), reason="nhầm", by=None)
    assert Duty.objects.get(kind=EMPTY).unit_id == tree.ward.id


@pytest.mark.parametrize("how", ["end", "sleep"])
def test_nobody_owes_a_chair_to_a_union_that_no_longer_works(tree, actors, how):
    leave(actors)
    if how == "end":
        end_unit(unit=tree.garment, day=D(2026, 11, 10), reason="giải thể", by=None)
    else:
        change_unit(unit=tree.garment, day=D(2026, 11, 10), facts={"state": "dormant"}, reason="BB", by=None)
    assert Duty.objects.get(kind=EMPTY).dropped_why
    assert agrees()


def test_an_end_that_comes_by_itself_is_noticed_by_the_tick(tree, actors, today):
    with act(by=None, verb="test") as a:
        a.write(Appointment, {held(actors, "nhung").id: {"end": today}})
    assert [what for what, _key in differences()] == ["missing"]
    keep_seats()
    assert agrees()
    count = Action.objects.count()
    keep_seats()
    assert Action.objects.count() == count


def provisional(tree, actors, until):
    leave(actors)
    said = {"person": actors.people["pho"], "unit": tree.garment, "post": "chair", "day": D(2026, 11, 2)}
    return appoint(**said, manner="provisional", until=until, by=None)


def test_a_provisional_committee_runs_out_on_a_day(tree, actors):
    provisional(tree, actors, D(2027, 5, 1))
    duty = Duty.objects.get(kind=PROVISIONAL)
    assert (duty.unit_id, duty.due) == (tree.ward.id, D(2027, 4, 30))
    assert agrees()


def test_a_provisional_appointment_needs_an_end(tree, actors):
    with pytest.raises(RefusedError) as told:
        provisional(tree, actors, D(9999, 12, 31))
    assert told.value.reasons[0].field == "until"


def test_an_election_closes_what_was_provisional(tree, actors):
    first = provisional(tree, actors, D(2027, 5, 1))
    end_appointment(appointment=first, day=D(2026, 11, 15), reason="đại hội", by=None)
    appoint(person=actors.people["uy"], unit=tree.garment, post="chair", day=D(2026, 11, 15), by=None)
    assert not Duty.objects.still_open().filter(subject=tree.garment.id).exists()
    assert agrees()


def test_without_an_authorisation_the_province_owes(tree, actors, today):
    commune = tree.found("Công đoàn xã Vạn An", "commune_union", tree.province, day=D(2025, 7, 11))
    union = tree.found("CĐCS May Vạn An", "grassroots", commune, day=D(2025, 8, 1))
    chair = appoint(person=actors.people["uy"], unit=union, post="chair", day=D(2025, 9, 1), by=None)
    end_appointment(appointment=chair, day=D(2026, 3, 1), reason="x", by=None)
    assert Duty.objects.get(subject=union.id).unit_id == tree.province.id
    facts = {"holder_id": commune.id, "giver_id": tree.province.id, "acts": ["posts"], "number": "1/UQ"}
    with act(by=None, verb="test") as a:
        a.write(Authorisation, {new_key(): {**facts, "start": today - DAY}})
    keep_seats()
    assert Duty.objects.get(subject=union.id).unit_id == commune.id


def test_a_bulk_list_without_services_is_caught_up(tree, actors):
    with act(by=None, verb="test") as a:
        seat = held(actors, "thay").seat_id
        a.write(Appointment, {held(actors, "thay").id: {"end": D(2026, 10, 1)}})
        write_appointment(a, actors.people["uy"].id, seat, D(2026, 10, 1), D(2026, 11, 1), "elected", "")
    keep_seats()
    assert Duty.objects.get(kind=EMPTY).due == D(2026, 12, 31)


def test_the_duty_is_one_click_from_doing_it(client, tree, actors):
    leave(actors)
    client.force_login(actors.hanh)
    page = client.get(reverse("home")).content.decode()
    url = reverse("seat_of", args=[tree.garment.pk])
    assert url in page
    assert "CĐCS May Lam Trà" in page
    assert client.get(url).url == reverse("appoint", args=[tree.garment.code])
