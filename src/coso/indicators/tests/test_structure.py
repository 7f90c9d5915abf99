"""Posts and structure in figures: what is found, what is not applicable, what nobody keeps."""

import datetime as dt

import pytest

from coso.access.journal import undo
from coso.access.models import Action
from coso.indicators.models import Coverage, Recorded
from coso.indicators.registry import NONE, NOT_APPLICABLE, Scope, figures, indicators
from coso.indicators.services import record_figures, set_coverage
from coso.lib.dates import DAY, Period
from coso.register.models import UnitPlace
from coso.register.services.people import add_member, join, leave, move
from coso.register.services.seats import appoint, end_appointment

D = dt.date
YEAR = Period.closed(D(2024, 12, 1), D(2025, 11, 30))


def scope(unit, period=YEAR):
    place = UnitPlace.objects.get(unit=unit, start__lte=period.last, end__gt=period.last)
    return Scope(place.path, period)


def of(key, unit, period=YEAR, base=None):
    return figures([key], scope(unit, period))[key].get((base or unit).id)


def share(key, unit, period=YEAR):
    figure = of(key, unit, period)
    return figure and (figure.absent or (figure.numerator, figure.denominator))


def people(unit, n, **values):
    return [add_member(unit=unit, day=D(2024, 6, 1), values={"name": f"Lê {i}", **values}, by=None) for i in range(n)]


@pytest.fixture
def posted(tree):
    """A chair and two committee members, one of whom leads line 5; cutting has no leader; 33 members, 12 women."""
    here = people(tree.line5, 12, female=True) + people(tree.line5, 21, female=False)
    for person, post in zip(here, ("chair", "committee_member", "committee_member"), strict=False):
        appoint(person=person, unit=tree.garment, post=post, day=D(2024, 7, 1), by=None)
    appoint(person=here[0], unit=tree.line5, post="group_leader", day=D(2024, 7, 1), by=None)
    tree.people = here
    return tree


def test_a_group_without_a_leader_is_a_finding(posted):
    assert share("units.structure_findings", posted.garment) == (1, 1)
    appoint(person=posted.people[4], unit=posted.cutting, post="group_leader", day=D(2025, 11, 1), by=None)
    assert share("units.structure_findings", posted.garment) == (0, 1)


def test_a_group_that_lost_its_leader_lately_is_none_yet(posted):
    held = appoint(person=posted.people[4], unit=posted.cutting, post="group_leader", day=D(2025, 1, 1), by=None)
    end_appointment(appointment=held, day=D(2025, 11, 1), reason="nghỉ", by=None)
    assert share("units.structure_findings", posted.garment) == (0, 1)
    later = Period.closed(D(2024, 12, 1), D(2026, 1, 15))
    assert share("units.structure_findings", posted.garment, later) == (1, 1)


def test_a_large_union_without_groups_and_a_committee_too_large_are_findings(tree):
    here = people(tree.school, 50)
    for n, person in enumerate(here[:6]):
        post = "chair" if n == 0 else "committee_member"
        appoint(person=person, unit=tree.school, post=post, day=D(2024, 7, 1), by=None)
    assert share("units.structure_findings", tree.school) == (2, 1)
    assert share("officers.committee_complete_share", tree.school) == (5, 5)


def test_where_no_post_is_kept_nothing_is_claimed(posted):
    for key in ("units.structure_findings", "officers.chair_filled", "officers.committee_complete_share"):
        assert of(key, posted.school) is None


def test_a_chair_who_left_leaves_the_seat_empty_in_figures_too(posted):
    assert share("officers.chair_filled", posted.garment) == (1, 1)
    held = posted.people[0].appointments.get(seat__post="chair")
    end_appointment(appointment=held, day=D(2025, 10, 1), reason="nghỉ", by=None)
    assert share("officers.chair_filled", posted.garment) == (0, 1)


def test_a_committee_of_three_is_complete_under_fifty_members(posted):
    assert share("officers.committee_complete_share", posted.garment) == (3, 3)


def test_boards_are_due_by_size_and_unknown_until_they_are_kept(posted):
    assert of("boards.in_post_share", posted.garment) is None
    assert of("boards.active_share", posted.garment) is None
    appoint(person=posted.people[5], unit=posted.garment, post="women_head", day=D(2025, 1, 1), by=None)
    assert share("boards.in_post_share", posted.garment) == (1, 2)
    assert share("units.structure_findings", posted.garment) == (2, 1)


def test_a_small_union_owes_no_boards_and_the_rule_is_told(tree):
    people(tree.school, 18, female=False)
    assert share("boards.in_post_share", tree.school) == NOT_APPLICABLE
    assert share("boards.active_share", tree.school) == NOT_APPLICABLE
    assert "30" in indicators()["boards.active_share"].rule


# ── coverage ──


def test_the_first_seat_starts_the_record_and_undoing_it_ends_it(tree):
    person = people(tree.garment, 1)[0]
    appoint(person=person, unit=tree.garment, post="chair", day=D(2025, 1, 1), by=None)
    assert Coverage.objects.get(unit=tree.garment.id, what="seats").since == D(2025, 1, 1)
    assert not Coverage.objects.filter(what="boards").exists()


def test_before_a_record_is_kept_there_are_no_figures(posted):
    set_coverage(unit=posted.garment, what="members", since=D(2025, 12, 1), reason="nhập lần đầu", by=None)
    assert share("members.count", posted.garment) == "missing"
    assert share("members.count", posted.garment, Period.closed(D(2025, 12, 1), D(2025, 12, 31))) == (33, 1)


def test_nobody_is_nought_where_the_list_is_kept_and_unknown_where_it_is_not(tree):
    assert of("members.count", tree.school) is None
    set_coverage(unit=tree.school, what="members", since=D(2025, 1, 1), reason="rà soát", by=None)
    assert share("members.count", tree.school) == (0, 1)


# ── movements ──


@pytest.fixture
def booked(tree, today):
    """Movements are kept since half a year ago; today all is booked."""
    set_coverage(unit=tree.garment, what="movements", since=today - 180 * DAY, reason="bắt đầu", by=None)
    tree.window = Period(today - 180 * DAY, today + DAY)
    return tree


def on_time(tree, unit=None):
    return share("members.movements_on_time_share", unit or tree.garment, tree.window)


def test_movements_are_on_time_within_thirty_days(booked, today):
    add_member(unit=booked.line5, day=today - 30 * DAY, values={"name": "Lê Hoa"}, by=None)
    add_member(unit=booked.line5, day=today - 31 * DAY, values={"name": "Vi Mỷ"}, by=None)
    assert on_time(booked) == (1, 2)


def test_leaving_is_booked_when_it_is_typed(booked, today):
    person = add_member(unit=booked.line5, day=today - 300 * DAY, values={"name": "Lê Hoa"}, by=None)
    assert on_time(booked) == NONE
    leave(membership=person.memberships.get(), day=today - 40 * DAY, closed="left_job", by=None)
    assert on_time(booked) == (0, 1)


def test_a_move_inside_the_union_is_no_movement_of_it(booked, today):
    person = add_member(unit=booked.line5, day=today - 300 * DAY, values={"name": "Lê Hoa"}, by=None)
    move(membership=person.memberships.get(), unit=booked.cutting, day=today - DAY, by=None)
    assert on_time(booked) == NONE


def test_who_comes_from_another_union_is_one(booked, today):
    person = add_member(unit=booked.school, day=today - 300 * DAY, values={"name": "Lê Hoa"}, by=None)
    move(membership=person.memberships.get(), unit=booked.cutting, day=today - DAY, by=None)
    assert on_time(booked) == (1, 1)


def test_what_moved_before_it_was_kept_is_not_judged(booked, today):
    person = add_member(unit=booked.line5, day=today - 300 * DAY, values={"name": "Lê Hoa"}, by=None)
    leave(membership=person.memberships.get(), day=today - 200 * DAY, closed="left_job", by=None)
    join(person=person, unit=booked.line5, day=today - 190 * DAY, opened="rejoined", by=None)
    booked.window = Period(today - 365 * DAY, today + DAY)
    assert on_time(booked) == NONE


def test_of_a_union_that_booked_no_movement_nothing_is_said(tree, today):
    tree.window = Period(today - 30 * DAY, today + DAY)
    assert on_time(tree, tree.school) is None


def test_the_first_movement_booked_starts_the_record_and_what_lies_before_is_not_judged(tree, today):
    tree.window = Period(today - 365 * DAY, today + DAY)
    add_member(unit=tree.school, day=today - 200 * DAY, values={"name": "Lê Hoa"}, by=None)
    assert on_time(tree, tree.school) == NONE
    add_member(unit=tree.school, day=today, values={"name": "Vi Mỷ"}, by=None)
    assert on_time(tree, tree.school) == (1, 1)
    assert Coverage.objects.get(what="movements").since == today


def test_a_movement_in_a_group_starts_the_record_of_its_union_alone(tree, today):
    add_member(unit=tree.line5, day=today, values={"name": "Lê Hoa"}, by=None)
    assert [row.unit for row in Coverage.objects.filter(what="movements")] == [tree.garment.id]


def test_undoing_the_first_booking_takes_the_record_back(tree, today):
    add_member(unit=tree.school, day=today, values={"name": "Lê Hoa"}, by=None)
    undo(action=Action.objects.get(verb="member.join"), reason="nhầm", by=None)
    assert not Coverage.objects.filter(what="movements").exists()


# ── recorded monthly ──

KEY = "members.completeness_share"


def test_completeness_is_kept_once_a_month(posted, today):
    assert record_figures() == 1
    assert record_figures() == 0
    row = Recorded.objects.get()
    assert (row.indicator, row.start, row.numerator, row.denominator) == (KEY, today, 33, 165)


def test_the_past_reads_what_was_recorded_with_its_day(posted, today):
    record_figures(day=today - 90 * DAY)
    for person in posted.people:
        assert person
    then = of(KEY, posted.garment, Period(today - 400 * DAY, today - 60 * DAY))
    assert (then.numerator, then.on) == (33, today - 90 * DAY)


def test_a_day_before_anything_was_recorded_has_no_figures(posted, today):
    record_figures(day=today - 90 * DAY)
    assert of(KEY, posted.garment, Period(today - 400 * DAY, today - 100 * DAY)) is None


def test_yesterday_is_counted_today_and_says_so(posted, today):
    record_figures(day=today - 20 * DAY)
    assert of(KEY, posted.garment, Period(today - 30 * DAY, today)).on == today
