"""Joining, leaving, moving, correcting: who may, what is refused and where, the day itself and the day before."""

import datetime as dt

import pytest

from coso.access.journal import act, undo
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib.dates import DAY, FOREVER
from coso.register.kinds import movements
from coso.register.models import Membership, Person
from coso.register.services.people import add_member, correct_person, join, leave, move, new_person
from coso.register.services.seats import appoint
from coso.register.services.units import end_unit
from coso.register.testing.claims import COMMITTEE, OFFICERS, PROVINCE, fields, last, who_may
from coso.register.testing.tree import START

D = dt.date
LATER = D(2025, 3, 1)


def add(unit, day=START, by=None, **said):
    return add_member(unit=unit, day=day, values={"name": "Lê Hoa", **said.pop("values", {})}, by=by, **said)


@pytest.fixture
def hoa(tree):
    return add(tree.garment)


@pytest.fixture
def standing(hoa):
    return Membership.objects.get(person=hoa)


def stands_in(person, day):
    return list(Membership.objects.on(day).filter(person=person).values_list("unit__code", flat=True))


# ── who may ──


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        ("garment", COMMITTEE),
        ("line5", COMMITTEE),
        ("school", OFFICERS | {"thay"}),
        ("stranger", PROVINCE | {"khach", "giay"}),
    ],
)
def test_members_are_added_by_the_committee_of_the_branch_and_the_officers_above(tree, actors, place, allowed):
    assert who_may(actors, lambda by: add(getattr(tree, place), by=by)) == allowed


def test_members_are_taken_off_the_list_by_the_same(tree, actors, standing):
    assert who_may(actors, lambda by: leave(membership=standing, day=LATER, closed="retired", by=by)) == COMMITTEE


def test_whoever_left_is_taken_in_again_by_the_union_that_takes_in(tree, actors, hoa, standing):
    leave(membership=standing, day=LATER, closed="resigned", by=None)
    again = who_may(actors, lambda by: join(person=hoa, unit=tree.school, day=LATER, by=by))
    assert again == OFFICERS | {"thay"}


def test_moving_between_unions_needs_both_of_them(tree, actors, standing):
    assert who_may(actors, lambda by: move(membership=standing, unit=tree.school, day=LATER, by=by)) == OFFICERS
    assert who_may(actors, lambda by: move(membership=standing, unit=tree.stranger, day=LATER, by=by)) == PROVINCE
    assert who_may(actors, lambda by: move(membership=standing, unit=tree.line5, day=LATER, by=by)) == COMMITTEE


def test_details_are_corrected_by_those_of_the_home(actors, hoa):
    assert who_may(actors, lambda by: correct_person(person=hoa, values={"card": "A1"}, by=by)) == COMMITTEE


# ── refused ──


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_nobody_joins_without_a_name(tree, name):
    assert fields(lambda: add(tree.garment, values={"name": name})) == ["name"]


@pytest.mark.parametrize("opened", ["retired", "left_job", "moved_out", "", "x"])
def test_nobody_joins_by_a_movement_that_leads_out(tree, opened):
    assert fields(lambda: add(tree.garment, opened=opened)) == ["kind"]


@pytest.mark.parametrize("closed", ["joined", "moved_in", "founding", "", "x"])
def test_nobody_leaves_by_a_movement_that_leads_in(standing, closed):
    assert fields(lambda: leave(membership=standing, day=LATER, closed=closed, by=None)) == ["kind"]


WAYS = {way: sorted(kind.key for kind in movements().values() if kind.way in (way, "both")) for way in ("in", "out")}


@pytest.mark.parametrize("opened", WAYS["in"])
def test_every_movement_that_leads_in_is_taken(tree, opened):
    assert Membership.objects.get(person=add(tree.garment, opened=opened)).opened == opened


@pytest.mark.parametrize("closed", WAYS["out"])
def test_every_movement_that_leads_out_is_taken(standing, closed):
    leave(membership=standing, day=LATER, closed=closed, by=None)
    assert Membership.objects.get(pk=standing.pk).closed == closed


def test_joining_is_entered_up_to_today_and_no_later(tree, today):
    assert stands_in(add(tree.garment, day=today), today) == [tree.garment.code]
    assert fields(lambda: add(tree.garment, day=today + DAY)) == ["day"]


def test_leaving_is_entered_up_to_today_and_no_later(standing, today):
    assert fields(lambda: leave(membership=standing, day=today + DAY, closed="resigned", by=None)) == ["day"]
    leave(membership=standing, day=today, closed="resigned", by=None)
    assert Membership.objects.get(pk=standing.pk).end == today


def test_nobody_joins_a_unit_before_its_first_day(tree):
    assert fields(lambda: add(tree.garment, day=START - DAY)) == ["day"]


def test_nobody_joins_a_unit_that_ended_even_for_the_time_before(tree):
    end_unit(unit=tree.cutting, day=LATER, reason="giải thể", by=None)
    for day in (LATER - DAY, LATER):
        assert fields(lambda day=day: add(tree.cutting, day=day)) == ["day"]


def test_a_membership_lasts_at_least_a_day(hoa, standing):
    assert fields(lambda: leave(membership=standing, day=START, closed="resigned", by=None)) == ["day"]
    leave(membership=standing, day=START + DAY, closed="resigned", by=None)
    assert stands_in(hoa, START)
    assert not stands_in(hoa, START + DAY)


def test_whoever_is_a_member_on_that_day_cannot_join_a_second_time(tree, hoa):
    assert fields(lambda: join(person=hoa, unit=tree.school, day=LATER, by=None)) == [""]


def test_coming_back_is_possible_on_the_very_day_of_leaving_and_not_before(tree, hoa, standing):
    leave(membership=standing, day=LATER, closed="resigned", by=None)
    assert fields(lambda: join(person=hoa, unit=tree.school, day=LATER - DAY, by=None)) == [""]
    join(person=hoa, unit=tree.school, day=LATER, by=None)
    assert stands_in(hoa, LATER - DAY) == [tree.garment.code]
    assert stands_in(hoa, LATER) == [tree.school.code]


def test_who_left_cannot_leave_or_move_again(tree, standing):
    leave(membership=standing, day=LATER, closed="resigned", by=None)
    gone = Membership.objects.get(pk=standing.pk)
    assert fields(lambda: leave(membership=gone, day=LATER + DAY, closed="resigned", by=None)) == ["day"]
    assert fields(lambda: move(membership=gone, unit=tree.school, day=LATER - DAY, by=None)) == ["day"]


@pytest.mark.parametrize("day", [START - DAY, START])
def test_nobody_moves_before_having_stood_a_day(tree, standing, day):
    assert fields(lambda: move(membership=standing, unit=tree.school, day=day, by=None)) == ["day"]
    assert Membership.objects.get(pk=standing.pk).end == FOREVER


def test_a_move_that_fails_at_its_second_half_leaves_the_first_undone(tree, standing):
    end_unit(unit=tree.cutting, day=START + DAY, reason="x", by=None)
    assert fields(lambda: move(membership=standing, unit=tree.cutting, day=LATER, by=None)) == ["day"]
    assert Membership.objects.get(pk=standing.pk).closed == ""


# ── what it does ──


def test_a_move_is_one_row_out_and_one_in_chained(tree, hoa, standing):
    move(membership=standing, unit=tree.school, day=LATER, by=None)
    old, new = Membership.objects.filter(person=hoa).order_by("start")
    assert (old.end, old.closed, new.start, new.opened) == (LATER, "moved_out", LATER, "moved_in")
    assert (new.previous_id, new.end, new.closed) == (old.id, FOREVER, "")
    assert Person.objects.get(pk=hoa.pk).home_id == tree.school.id


def test_undoing_a_move_puts_the_person_home_again(tree, hoa, standing):
    undo(action=move(membership=standing, unit=tree.school, day=LATER, by=None).action, reason="x", by=None)
    assert Person.objects.get(pk=hoa.pk).home_id == tree.garment.id
    row = Membership.objects.get(person=hoa)
    assert (row.id, row.end, row.closed) == (standing.id, FOREVER, "")


def test_undoing_a_leaving_makes_the_member_stand_again(hoa, standing, today):
    undo(action=leave(membership=standing, day=LATER, closed="died", by=None).action, reason="x", by=None)
    row = Membership.objects.get(pk=standing.pk)
    assert (row.end, row.closed, len(stands_in(hoa, today))) == (FOREVER, "", 1)


def test_undoing_a_joining_leaves_nobody(tree):
    person = add(tree.garment)
    undo(action=last("member.join"), reason="x", by=None)
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not Membership.objects.filter(person=person.pk).exists()


def test_who_left_keeps_the_last_union_as_home(tree, hoa, standing):
    leave(membership=standing, day=LATER, closed="resigned", by=None)
    assert Person.objects.get(pk=hoa.pk).home_id == tree.garment.id


def test_the_journal_names_who_where_and_why(tree, actors, hoa, standing):
    leave(membership=standing, day=LATER, closed="resigned", reason="hết hợp đồng", by=actors.uy)
    action = last("member.leave")
    assert (action.actor, action.unit, action.reason) == (actors.uy.id, tree.garment.id, "hết hợp đồng")
    assert (action.subject_kind, action.subject) == ("register.membership", standing.id)


def test_a_corrected_name_is_found_and_sorted_by_its_new_self(hoa):
    correct_person(person=hoa, values={"name": "ĐỖ  THỊ ÁNH"}, by=None)
    row = Person.objects.get(pk=hoa.pk)
    assert (row.name, row.name_key) == ("Đỗ Thị Ánh", "do thi anh")
    assert row.sort_key != hoa.sort_key


def test_a_correction_leaves_alone_what_it_does_not_name(hoa):
    correct_person(person=hoa, values={"phone": "0912345678", "female": True}, by=None)
    correct_person(person=hoa, values={"female": None}, by=None)
    row = Person.objects.get(pk=hoa.pk)
    assert (row.phone, row.female, row.name) == ("0912345678", None, "Lê Hoa")


def test_a_correction_cannot_reach_the_code_or_the_home(tree, hoa):
    correct_person(person=hoa, values={"code": "DV0000000", "home_id": tree.school.id, "phone": "1"}, by=None)
    row = Person.objects.get(pk=hoa.pk)
    assert (row.code, row.home_id, row.phone) == (hoa.code, tree.garment.id, "1")


def test_undoing_a_correction_brings_the_name_and_its_keys_back(hoa):
    undo(action=correct_person(person=hoa, values={"name": "Vũ An"}, by=None).action, reason="x", by=None)
    row = Person.objects.get(pk=hoa.pk)
    assert (row.name, row.name_key, row.sort_key) == (hoa.name, hoa.name_key, hoa.sort_key)


def test_people_get_codes_that_rise_and_are_never_given_twice(tree):
    first = add(tree.garment)
    undo(action=last("member.join"), reason="x", by=None)
    second = add(tree.garment)
    assert first.code < second.code
    assert len(second.code) == len("DV0000001")


@pytest.fixture
def helper(tree):
    """Somebody with a post in the garment union who is no member anywhere."""
    with act(by=None, verb="test") as a:
        key = new_person(a, {"name": "Vi Mỷ"})
    person = Person.objects.get(pk=key)
    appoint(person=person, unit=tree.garment, post="committee_member", day=START, by=None)
    return person


@pytest.mark.parametrize("who", ["giay", "thay", "khach"])
def test_whoever_is_no_member_is_not_corrected_by_strangers_to_their_post(helper, actors, who):
    with pytest.raises(ForbiddenError):
        correct_person(person=helper, values={"phone": "0912345678"}, by=getattr(actors, who))


def test_whoever_is_no_member_is_corrected_where_their_post_is(helper, actors):
    correct_person(person=helper, values={"phone": "0912345678"}, by=actors.nhung)
    helper.refresh_from_db()
    assert helper.phone == "0912345678"


def test_somebody_who_left_meanwhile_does_not_leave_again(tree):
    first = add(tree.garment).memberships.get()
    stale = Membership.objects.get(pk=first.pk)
    leave(membership=first, day=START + 10 * DAY, closed="retired", by=None)
    with pytest.raises(RefusedError):
        leave(membership=stale, day=START + 90 * DAY, closed="died", by=None)
    assert Membership.objects.get(pk=first.pk).closed == "retired"
