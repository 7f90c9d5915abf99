"""Every service of the register, done and taken back: not one byte of one table is left otherwise than before."""

import datetime as dt

import pytest

from coso.access.journal import BlockedError, undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.indicators.models import Coverage
from coso.register.checks import findings
from coso.register.models import Appointment, Membership, UnitWorkplace
from coso.register.services.authority import authorise, cover_area, end_authorisation, leave_area
from coso.register.services.people import add_member, correct_person, join, leave, move
from coso.register.services.seats import appoint, assign_portfolio, end_appointment
from coso.register.services.units import change_unit, end_unit, found_unit
from coso.register.services.workplaces import add_workplace, count_workers, leave_workplace
from coso.register.testing.standing import differing, newest_action, standing

D = dt.date
JAN, MAY, DAY, LATER = D(2025, 1, 1), D(2025, 5, 1), D(2025, 7, 1), D(2025, 9, 1)


class World:
    """The small tree with one of everything that can be ended, left or corrected."""

    def __init__(self, tree, actors):
        self.tree, self.actors = tree, actors
        self.hoa = add_member(unit=tree.line5, day=JAN, values={"name": "Lê Thị Hoa", "female": True}, by=None)
        self.lan = add_member(unit=tree.garment, day=JAN, values={"name": "Hồ Lan"}, by=None)
        self.gone = add_member(unit=tree.school, day=JAN, values={"name": "Vũ Nam"}, by=None)
        leave(membership=self.gone.memberships.get(), day=MAY, closed="left_job", by=None)
        self.area = cover_area(unit=tree.ward, area="Phường Hồng", day=JAN, by=None)
        self.letter = authorise(unit=tree.ward, number="12/UQ", acts=["appraise"], day=JAN, by=None)
        self.site = add_workplace(unit=tree.garment, name="May Lam", tax_code="2900123456", day=JAN, by=None)
        count_workers(link=self.site, on=JAN, total=100, women=60, by=None)
        self.seat = Appointment.objects.get(person=actors.people["hanh"]).seat
        assign_portfolio(units=[tree.garment], seat=self.seat, day=JAN, by=None)

    def at(self, person):
        return Membership.objects.get(person=person, end__gt=DAY)

    def held(self, name):
        return Appointment.objects.select_related("seat__unit").get(person=self.actors.people[name])

    def site_now(self):
        return UnitWorkplace.objects.get(pk=self.site.pk)

    def change(self, unit="garment", **facts):
        return change_unit(unit=getattr(self.tree, unit), day=DAY, facts=facts, reason="QĐ 7", by=None)

    def end(self, unit, heir=None):
        heir = heir and getattr(self.tree, heir)
        return end_unit(unit=getattr(self.tree, unit), heir=heir, day=DAY, reason="QĐ 7", by=None)


DEEDS = {
    "found": lambda w: found_unit(name="Tổ Là", kind="group", parent=w.tree.garment, day=DAY, by=None),
    "rename": lambda w: w.change(name="CĐCS May Mới"),
    "move a union": lambda w: w.change(parent=w.tree.other_ward),
    "another sector": lambda w: w.change(sector="soe"),
    "fall asleep": lambda w: w.change(state="dormant"),
    "end a union": lambda w: w.end("garment"),
    "end a group": lambda w: w.end("line5"),
    "end a ward": lambda w: w.end("ward"),
    "merge unions": lambda w: w.end("garment", "stranger"),
    "merge groups": lambda w: w.end("line5", "cutting"),
    "merge wards": lambda w: w.end("ward", "other_ward"),
    "admit": lambda w: add_member(unit=w.tree.cutting, day=DAY, values={"name": "Đỗ Mai", "phone": "0901"}, by=None),
    "admit again": lambda w: join(person=w.gone, unit=w.tree.line5, day=DAY, opened="rejoined", by=None),
    "leave": lambda w: leave(membership=w.at(w.hoa), day=DAY, closed="retired", by=None),
    "transfer": lambda w: move(membership=w.at(w.hoa), unit=w.tree.school, day=DAY, by=None),
    "correct": lambda w: correct_person(
        person=w.lan, values={"name": "Hồ Lành", "national_id": "040190000011"}, by=None
    ),
    "appoint": lambda w: appoint(person=w.lan, unit=w.tree.cutting, post="group_leader", day=DAY, by=None),
    "appoint in another seat": lambda w: appoint(
        person=w.lan, unit=w.tree.garment, post="committee_member", day=DAY, by=None
    ),
    "leave a chair": lambda w: end_appointment(appointment=w.held("nhung"), day=DAY, reason="nghỉ", by=None),
    "hand over": lambda w: assign_portfolio(
        units=[w.tree.garment, w.tree.school], seat=w.held("chuyen").seat, day=DAY, by=None
    ),
    "cover a commune": lambda w: cover_area(unit=w.tree.ward, area="Xã Lam", day=DAY, by=None),
    "leave a commune": lambda w: leave_area(row=w.area, day=DAY, reason="QĐ 7", by=None),
    "authorise": lambda w: authorise(unit=w.tree.other_ward, number="13/UQ", acts=["submit"], day=DAY, by=None),
    "end a letter": lambda w: end_authorisation(row=w.letter, day=DAY, reason="QĐ 7", by=None),
    "add a workplace": lambda w: add_workplace(unit=w.tree.school, name="Trường", day=DAY, by=None),
    "share a workplace": lambda w: add_workplace(
        unit=w.tree.school, name="May Lam", tax_code="2900123456", day=DAY, by=None
    ),
    "leave a workplace": lambda w: leave_workplace(link=w.site_now(), day=DAY, reason="x", by=None),
    "count workers": lambda w: count_workers(link=w.site_now(), on=DAY, total=90, women=None, by=None),
    "correct a count": lambda w: count_workers(link=w.site_now(), on=JAN, total=90, women=50, by=None),
}


@pytest.fixture
def world(tree, actors):
    return World(tree, actors)


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_is_done_and_taken_back_stands_as_before(world, deed):
    before, actions = standing(), Action.objects.count()
    DEEDS[deed](world)
    assert differing(before, standing())
    assert Action.objects.count() == actions + 1, "one deed is one action"
    undo(action=newest_action(), reason="nhập nhầm", by=None)
    assert differing(before, standing()) == []
    assert not list(findings())


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_taken_back_can_be_done_again(world, deed):
    DEEDS[deed](world)
    undo(action=newest_action(), reason="nhập nhầm", by=None)
    before = standing()
    DEEDS[deed](world)
    assert differing(before, standing())
    assert not list(findings())


ONCE = [
    "rename", "move a union", "another sector", "fall asleep", "end a union", "end a group", "end a ward",
    "merge unions", "admit again", "leave", "leave a chair", "cover a commune", "leave a commune", "end a letter",
    "share a workplace", "leave a workplace",
]  # fmt: skip


@pytest.mark.parametrize("deed", ONCE)
def test_what_is_done_already_is_refused_and_changes_nothing(world, deed):
    DEEDS[deed](world)
    before, actions = standing(), Action.objects.count()
    world.area.refresh_from_db()
    world.letter.refresh_from_db()
    try:
        DEEDS[deed](world)
    except (RefusedError, Membership.DoesNotExist):
        pass
    else:
        pytest.fail("done twice")
    assert differing(before, standing()) == []
    assert Action.objects.count() == actions


def test_an_older_deed_is_not_taken_back_over_a_newer_one_and_nothing_moves(world):
    world.change(name="CĐCS May Mới")
    first = newest_action()
    world.change(sector="soe")
    before = standing()
    with pytest.raises(BlockedError) as told:
        undo(action=first, reason="nhầm", by=None)
    assert differing(before, standing()) == []
    assert {each.since for each in told.value.blockers} == {newest_action().id}


def test_who_joined_a_founded_group_keeps_its_founding_from_being_taken_back(world):
    group = DEEDS["found"](world)
    founded = newest_action()
    add_member(unit=group, day=LATER, values={"name": "Đỗ Mai"}, by=None)
    with pytest.raises(BlockedError):
        undo(action=founded, reason="nhầm", by=None)
    undo(action=newest_action(), reason="nhầm", by=None)
    undo(action=founded, reason="nhầm", by=None)
    assert not list(findings())


def test_a_count_of_workers_begins_the_record_once_and_its_undo_ends_it(world):
    link = DEEDS["add a workplace"](world)
    count_workers(link=link, on=LATER, total=10, women=None, by=None)
    kept = Coverage.objects.filter(unit=world.tree.school.id, what="headcounts")
    assert [row.since for row in kept] == [LATER]
    undo(action=newest_action(), reason="nhầm", by=None)
    assert not kept.all().exists()
