"""What the register refuses: two people in one chair, two officers for one union, what is over already."""

import datetime as dt

import openpyxl
import pytest
from django.db import connection

from coso.access.journal import act, undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.lib.dates import FOREVER
from coso.register.checks import findings
from coso.register.imports.officers import import_officers
from coso.register.models import Appointment, Authorisation, Membership, Person, Portfolio, UnitArea, UnitWorkplace
from coso.register.services.authority import authorise, cover_area, end_authorisation, leave_area
from coso.register.services.people import add_member, join, move, new_person
from coso.register.services.seats import appoint, assign_portfolio, end_appointment
from coso.register.services.units import found_unit
from coso.register.services.workplaces import add_workplace, count_workers, leave_workplace

D = dt.date
FEB, MARCH, JUNE = D(2026, 2, 1), D(2026, 3, 1), D(2026, 6, 1)


def refused(field, deed, **said):
    with pytest.raises(RefusedError) as told:
        deed(**said, by=None)
    (reason,) = told.value.reasons
    assert reason.field == field
    return str(reason.text)


def seat_of(actors, name):
    return Appointment.objects.get(person=actors.people[name]).seat


# ── one chair ──


def test_a_second_chair_waits_until_the_first_has_left(tree, actors):
    second = {"person": actors.people["pho"], "unit": tree.garment, "post": "chair", "day": JUNE}
    assert "Nguyễn Thị Nhung đang giữ chức danh này từ 01/01/2024" in refused("post", appoint, **second)
    held = Appointment.objects.get(person=actors.people["nhung"])
    end_appointment(appointment=held, day=JUNE, reason="chuyển công tác", by=None)
    refused("post", appoint, **second | {"day": JUNE - dt.timedelta(days=1)})
    assert appoint(**second, by=None).seat == held.seat


def test_a_chair_chosen_for_later_bars_only_the_days_after(tree, actors):
    held = Appointment.objects.get(person=actors.people["nhung"])
    end_appointment(appointment=held, day=FEB, reason="x", by=None)
    facts = {"unit": tree.garment, "post": "chair"}
    appoint(person=actors.people["pho"], day=JUNE, **facts, by=None)
    refused("post", appoint, person=actors.people["uy"], day=MARCH, **facts)
    between = {"person": actors.people["uy"], "day": MARCH, "until": JUNE, "manner": "provisional"}
    assert appoint(**between, **facts, by=None).end == JUNE


@pytest.mark.parametrize(("post", "fits"), [("vice_chair", True), ("committee_member", False)])
def test_several_people_share_a_post_but_nobody_holds_one_twice(tree, actors, post, fits):
    """Ủy is a committee member, Phó the vice-chair."""
    said = {"person": actors.people["uy"], "unit": tree.garment, "post": post, "day": MARCH}
    if fits:
        assert appoint(**said, by=None).seat.n == 2
    else:
        assert "Đồng chí này đang giữ chức danh này" in refused("post", appoint, **said)


def test_nobody_is_appointed_before_the_unit_stood(tree, actors):
    young = found_unit(name="Tổ Là", kind="group", parent=tree.garment, day=MARCH, by=None)
    said = {"person": actors.people["uy"], "unit": young, "post": "group_leader"}
    refused("day", appoint, **said, day=FEB)
    assert appoint(**said, day=MARCH, by=None).start == MARCH


@pytest.fixture
def officers(tmp_path):
    def read(*rows):
        book = openpyxl.Workbook()
        for row in (["Họ và tên", "Mã đơn vị", "Chức danh"], *rows):
            book.active.append(row)
        book.save(tmp_path / "officers.xlsx")
        return import_officers(path=tmp_path / "officers.xlsx", by=None)[0]

    return read


def test_a_list_of_officers_does_not_seat_a_second_chair(tree, actors, officers):
    told = officers(["Lô Văn Mới", tree.garment.code, "Chủ tịch"], ["Lô Văn Hai", tree.cutting.code, "Tổ trưởng"])
    (problem,) = told.problems
    assert (problem.row, "Nguyễn Thị Nhung đang giữ" in problem.reason) == (2, True)
    assert told.imported == 0


def test_a_list_of_officers_names_a_chair_once(tree, actors, officers):
    row = [tree.cutting.code, "Tổ trưởng"]
    (problem,) = officers(["Lô Văn Một", *row], ["Lô Văn Hai", *row]).problems
    assert (problem.row, "Hàng trên đã có người" in problem.reason) == (3, True)


def test_a_list_of_officers_may_name_who_sits_there_already(tree, actors, officers):
    told = officers([actors.people["nhung"].name, tree.garment.code, "Chủ tịch"])
    assert not told.problems
    assert Appointment.objects.filter(seat__unit=tree.garment, seat__post="chair").count() == 1


def test_somebody_with_a_post_and_no_membership_is_seen_through_the_post(tree, actors):
    """Hạnh is an officer of the ward and a member of no union in the tree."""
    hanh = actors.people["hanh"]
    assert Person.objects.get(pk=hanh.pk).home == tree.ward
    assert Person.objects.visible_to(actors.hanh, "people.see").filter(pk=hanh.pk).exists()
    assert not Person.objects.visible_to(actors.khach, "people.see").filter(pk=hanh.pk).exists()


def test_a_membership_counts_before_a_post_and_the_undo_gives_the_post_back(tree, actors):
    hanh = actors.people["hanh"]
    join(person=hanh, unit=tree.line5, day=MARCH, by=None)
    assert Person.objects.get(pk=hanh.pk).home == tree.line5
    undo(action=Action.objects.get(verb="member.join", subject=hanh.pk), reason="x", by=None)
    assert Person.objects.get(pk=hanh.pk).home == tree.ward


def test_an_appointment_taken_back_leaves_no_home_behind(tree, actors):
    with act(by=None, verb="demo.seed") as a:
        key = new_person(a, {"name": "Hồ An"})
    appoint(person=Person.objects.get(pk=key), unit=tree.ward, post="inspector", day=MARCH, by=None)
    assert Person.objects.get(pk=key).home == tree.ward
    undo(action=Action.objects.get(verb="seat.appoint", subject=key), reason="x", by=None)
    assert Person.objects.get(pk=key).home is None


def test_doctor_names_somebody_with_a_post_whom_no_unit_shows(tree, actors):
    assert not list(findings())
    with connection.cursor() as cursor:
        key = Person._meta.pk.get_db_prep_value(actors.people["hanh"].pk, connection)
        cursor.execute("UPDATE register_person SET home_id = NULL WHERE id = %s", [key])
    (found,) = findings()
    assert str(actors.people["hanh"].pk) in found


# ── portfolios ──


def spans(unit):
    return list(Portfolio.objects.filter(unit=unit).order_by("start").values_list("seat", "start", "end"))


def test_a_union_has_one_officer_a_day_even_when_it_is_given_from_an_earlier_day(tree, actors):
    one, two = seat_of(actors, "hanh"), seat_of(actors, "chuyen")
    assign_portfolio(units=[tree.garment], seat=one, day=FEB, by=None)
    assign_portfolio(units=[tree.garment], seat=two, day=JUNE, by=None)
    third = appoint(person=actors.people["khach"], unit=tree.ward, post="managing_officer", day=FEB, by=None).seat
    assign_portfolio(units=[tree.garment], seat=third, day=MARCH, by=None)
    assert spans(tree.garment) == [(one.pk, FEB, MARCH), (third.pk, MARCH, FOREVER)]


def test_an_officer_who_has_a_union_gets_it_from_an_earlier_day(tree, actors):
    seat = seat_of(actors, "hanh")
    assign_portfolio(units=[tree.garment], seat=seat, day=JUNE, by=None)
    assign_portfolio(units=[tree.garment], seat=seat, day=MARCH, by=None)
    assert spans(tree.garment) == [(seat.pk, MARCH, FOREVER)]


def test_an_officer_who_has_a_union_keeps_it_as_it_is(tree, actors):
    seat = seat_of(actors, "hanh")
    assign_portfolio(units=[tree.garment], seat=seat, day=MARCH, by=None)
    assign_portfolio(units=[tree.garment, tree.school], seat=seat, day=JUNE, by=None)
    assert spans(tree.garment) == [(seat.pk, MARCH, FOREVER)]
    assert spans(tree.school) == [(seat.pk, JUNE, FOREVER)]


# ── members and workers ──


@pytest.mark.parametrize("place", ["province", "ward"])
def test_nobody_is_a_member_of_a_managing_union_itself(tree, place):
    refused("unit", add_member, unit=getattr(tree, place), day=MARCH, values={"name": "Hồ An"})
    assert not Membership.objects.exists()


@pytest.mark.parametrize("place", ["garment", "line5"])
def test_a_member_is_moved_to_another_unit_not_to_the_same(tree, place):
    person = add_member(unit=getattr(tree, place), day=FEB, values={"name": "Hồ An"}, by=None)
    here = person.memberships.get()
    refused("unit", move, membership=here, unit=here.unit, day=MARCH)
    here.refresh_from_db()
    assert here.end == FOREVER


@pytest.mark.parametrize(("total", "women", "field"), [(-1, None, "total"), (5, -1, "women"), (5, 6, "women")])
def test_workers_are_counted_from_nought_and_women_among_them(tree, total, women, field):
    site = add_workplace(unit=tree.garment, name="Xưởng 1", day=FEB, by=None)
    refused(field, count_workers, link=site, on=MARCH, total=total, women=women)


# ── what is over already ──


def covered(tree, actors):
    return cover_area(unit=tree.ward, area="Xã Vân", day=FEB, by=None)


def organised(tree, actors):
    return add_workplace(unit=tree.garment, name="Xưởng 1", day=FEB, by=None)


def allowed(tree, actors):
    return authorise(unit=tree.ward, number="12/UQ", acts=["submit"], day=FEB, by=None)


def seated(tree, actors):
    return Appointment.objects.get(person=actors.people["nhung"])


ENDINGS = {
    "area": (covered, leave_area, "row", UnitArea),
    "workplace": (organised, leave_workplace, "link", UnitWorkplace),
    "authorisation": (allowed, end_authorisation, "row", Authorisation),
    "post": (seated, end_appointment, "appointment", Appointment),
}


@pytest.mark.parametrize("what", ENDINGS)
def test_what_somebody_ended_meanwhile_is_not_ended_on_a_later_day(tree, actors, what):
    make, end, name, model = ENDINGS[what]
    seen = make(tree, actors)
    end(**{name: model.objects.get(pk=seen.pk)}, day=MARCH, reason="x", by=None)
    refused("day", end, **{name: seen}, day=JUNE, reason="x")
    assert model.objects.get(pk=seen.pk).end == MARCH
