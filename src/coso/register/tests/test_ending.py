"""Ending a unit: into an heir, into its parent, or for good; nobody vanishes, an undo restores everything."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.journal import act, undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.lib.dates import FOREVER, Period
from coso.lib.keys import new_key
from coso.register.balance import balance
from coso.register.checks import findings
from coso.register.models import (
    Appointment,
    Membership,
    MembershipState,
    Person,
    Portfolio,
    Seat,
    Unit,
    UnitArea,
    UnitPlace,
    UnitVersion,
    UnitWorkplace,
    Workplace,
)
from coso.register.services.ending import foresee_end, plan_end
from coso.register.services.people import add_member, move
from coso.register.services.seats import appoint, assign_portfolio
from coso.register.services.units import change_unit, end_unit
from coso.register.testing.histories import digest

D = dt.date
DAY, MAY, YEARS_AGO = D(2025, 7, 1), D(2024, 5, 1), D(2024, 1, 1)
YEAR = Period(D(2025, 1, 1), D(2026, 1, 1))


def member(unit, name="Lê Thị Hoa", day=MAY):
    return add_member(unit=unit, day=day, values={"name": name, "female": True}, by=None)


def merge(tree, unit=None, heir=None, **options):
    said = {"unit": unit or tree.garment, "heir": heir or tree.stranger, "day": DAY, "reason": "QĐ 7", "by": None}
    return end_unit(**{**said, **options})


def parent_on(unit, day=DAY):
    return UnitVersion.objects.on(day).get(unit=unit).parent_id


def employ(unit, start=YEARS_AGO):
    place = new_key()
    with act(by=None, verb="test") as a:
        a.write(Workplace, {place: {"name": "May Lam"}})
        a.write(UnitWorkplace, {new_key(): {"unit_id": unit.id, "workplace_id": place, "start": start}})
    return place


def test_the_groups_of_a_merged_union_go_to_the_heir_as_they_are(tree):
    inside = member(tree.line5)
    merge(tree)
    assert parent_on(tree.line5) == tree.stranger.id
    assert not UnitVersion.objects.on(DAY).filter(unit=tree.garment).exists()
    stay = Membership.objects.get(person=inside)
    assert (stay.unit_id, stay.end) == (tree.line5.id, FOREVER)
    assert Unit.objects.get(pk=tree.garment.pk).heir_id == tree.stranger.id


def test_who_stands_directly_in_it_gets_a_chained_membership_in_the_heir(tree):
    person = member(tree.garment)
    merge(tree)
    old, new = Membership.objects.filter(person=person).order_by("start")
    assert (old.end, old.closed) == (DAY, "with_union")
    assert (new.unit_id, new.start, new.opened, new.previous_id) == (tree.stranger.id, DAY, "with_union", old.id)
    assert Person.objects.get(pk=person.pk).home_id == tree.stranger.id


def test_a_merger_balances_for_both_unions_and_for_the_branch_above(tree):
    member(tree.garment)
    member(tree.line5, "Vi Mỷ")
    member(tree.stranger, "Lô Én")
    merge(tree)
    gone, came = balance(tree.garment, YEAR), balance(tree.stranger, YEAR)
    assert (gone.opening.total, gone.decreases["with_union"].total, gone.closing.total) == (2, 2, 0)
    assert (came.opening.women, came.increases["with_union"].women, came.closing.women) == (1, 2, 3)
    assert balance(tree.province, YEAR).increase.total == 0
    assert balance(tree.ward, YEAR).decreases["with_union"].total == 2


def test_undoing_a_merger_restores_everything(tree):
    member(tree.garment)
    member(tree.line5, "Vi Mỷ")
    employ(tree.garment)
    appoint(person=member(tree.garment, "Lô Én"), unit=tree.garment, post="chair", day=D(2024, 6, 1), by=None)
    before = digest()
    merge(tree)
    assert not list(findings())
    undo(action=Action.objects.get(verb="unit.merge"), reason="nhầm", by=None)
    assert digest() == before


def test_its_seats_end_and_those_of_its_groups_stay(tree):
    chair = appoint(person=member(tree.garment), unit=tree.garment, post="chair", day=D(2024, 6, 1), by=None)
    leader = appoint(person=member(tree.line5), unit=tree.line5, post="group_leader", day=D(2024, 6, 1), by=None)
    merge(tree)
    assert Seat.objects.get(pk=chair.seat_id).end == Appointment.objects.get(pk=chair.pk).end == DAY
    assert Appointment.objects.get(pk=leader.pk).end == FOREVER


@pytest.mark.parametrize(("asked", "unions"), [(True, {"garment", "stranger"}), (False, {"garment"})])
def test_workplaces_go_to_the_heir_if_asked(tree, asked, unions):
    place = employ(tree.garment)
    merge(tree, workplaces=asked)
    rows = UnitWorkplace.objects.filter(workplace=place)
    assert set(rows.values_list("unit", flat=True)) == {getattr(tree, name).id for name in unions}
    assert rows.get(unit=tree.garment).end == DAY


def test_a_merger_typed_late_keeps_what_came_after_it(tree):
    """She moved on in September; the merger of July is typed only now: her chain goes through the heir."""
    person = member(tree.garment)
    move(membership=person.memberships.get(), unit=tree.school, day=D(2025, 9, 1), by=None)
    merge(tree)
    first, second, third = Membership.objects.filter(person=person).order_by("start")
    assert (second.unit_id, second.end, second.closed) == (tree.stranger.id, D(2025, 9, 1), "moved_out")
    assert third.previous_id == second.id
    assert second.previous_id == first.id
    assert balance(tree.province, YEAR).increase.total == 0
    assert not list(findings())


def test_a_state_of_a_membership_goes_along(tree):
    person = member(tree.garment)
    with act(by=None, verb="test") as a:
        facts = {"membership_id": person.memberships.get().id, "state": "maternity", "start": D(2025, 5, 1)}
        a.write(MembershipState, {new_key(): facts})
    merge(tree)
    rows = MembershipState.objects.order_by("start").values_list("membership__unit", "start", "end")
    assert list(rows) == [(tree.garment.id, D(2025, 5, 1), DAY), (tree.stranger.id, DAY, FOREVER)]


def test_people_of_an_ended_group_go_to_its_union(tree):
    person = member(tree.line5)
    end_unit(unit=tree.line5, day=DAY, reason="giải thể tổ", by=None)
    now = Membership.objects.get(person=person, end=FOREVER)
    assert (now.unit_id, now.opened) == (tree.garment.id, "moved_in")
    assert (balance(tree.garment, YEAR).increase.total, balance(tree.garment, YEAR).decrease.total) == (0, 0)


def test_people_of_an_ended_group_go_to_the_group_that_takes_it_in(tree):
    person = member(tree.line5)
    merge(tree, tree.line5, tree.cutting)
    assert Membership.objects.get(person=person, end=FOREVER).unit_id == tree.cutting.id


def test_an_ended_section_leaves_its_groups_to_its_union(tree):
    section = tree.found("Bộ phận 1", "section", tree.garment)
    group = tree.found("Tổ Ủi", "group", section)
    end_unit(unit=section, day=DAY, reason="bỏ cấp trung gian", by=None)
    assert parent_on(group) == tree.garment.id


def test_an_ended_upper_union_leaves_unions_and_communes_to_the_heir(tree):
    with act(by=None, verb="test") as a:
        facts = {"unit_id": tree.ward.id, "area": "Hưng Nam", "area_key": "hung nam", "start": D(2024, 1, 1)}
        a.write(UnitArea, {new_key(): facts})
    merge(tree, tree.ward, tree.other_ward)
    assert parent_on(tree.garment) == tree.other_ward.id
    assert UnitArea.objects.on(DAY).get().unit_id == tree.other_ward.id


def test_nobody_of_the_old_ward_looks_after_a_union_that_moved_away(tree):
    seat = appoint(person=member(tree.school), unit=tree.ward, post="managing_officer", day=D(2024, 6, 1), by=None).seat
    assign_portfolio(units=[tree.garment], seat=seat, day=D(2025, 1, 1), by=None)
    change_unit(unit=tree.garment, day=DAY, facts={"parent": tree.other_ward}, reason="QĐ 7", by=None)
    assert Portfolio.objects.get().end == DAY


@pytest.mark.parametrize(
    ("unit", "heir"),
    [
        ("garment", "garment"),
        ("garment", "line5"),
        ("garment", "ward"),
        ("ward", "garment"),
        ("line5", "school"),
    ],
)
def test_an_heir_that_cannot_be_one_is_refused_and_nothing_changes(tree, unit, heir):
    before = digest()
    with pytest.raises(RefusedError) as told:
        merge(tree, getattr(tree, unit), getattr(tree, heir))
    assert told.value.reasons[0].field == "heir"
    assert digest() == before


def test_an_heir_that_has_ended_is_refused(tree):
    end_unit(unit=tree.stranger, day=D(2025, 6, 1), reason="x", by=None)
    with pytest.raises(RefusedError):
        merge(tree)


def test_a_merger_is_refused_while_somebody_joins_directly_later(tree):
    member(tree.garment, day=D(2025, 8, 1))
    with pytest.raises(RefusedError):
        merge(tree)


def test_the_preview_counts_what_then_happens(tree):
    for unit in (tree.garment, tree.line5, tree.cutting, tree.stranger):
        member(unit)
    appoint(person=member(tree.garment), unit=tree.garment, post="chair", day=D(2024, 6, 1), by=None)
    employ(tree.garment)
    seen = foresee_end(plan_end(tree.garment, DAY, tree.stranger))
    assert (seen.groups, seen.members, seen.along, seen.before, seen.after) == (2, 2, 2, 1, 5)
    assert (seen.posts, seen.workplaces, seen.portfolios) == (1, 1, 0)
    merge(tree, shown=seen.fingerprint)
    branch = UnitPlace.objects.filter(base=tree.stranger.id, end=FOREVER).values("unit")
    assert Membership.objects.filter(unit__in=branch, end=FOREVER).count() == seen.after


def test_what_is_no_longer_as_it_was_shown_is_refused(tree):
    seen = foresee_end(plan_end(tree.garment, DAY, tree.stranger))
    member(tree.garment)
    with pytest.raises(RefusedError):
        merge(tree, shown=seen.fingerprint)


def asked(tree, **more):
    return {"day": "2025-07-01", "reason": "QĐ 7", "heir": tree.school.code, "workplaces": "on", **more}


def test_the_page_first_shows_what_follows_and_then_does_it(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("unit_end", args=[tree.garment.code])
    shown = client.post(url, asked(tree))
    assert shown.status_code == 200
    assert "CĐCS Trường Tiểu học Hồng 1" in shown.content.decode()
    assert not Action.objects.filter(verb="unit.merge").exists()
    done = client.post(url, asked(tree, shown=shown.context["seen"].fingerprint))
    assert done.status_code == 302
    assert Unit.objects.get(pk=tree.garment.pk).heir_id == tree.school.id


def test_the_page_refuses_an_heir_out_of_sight_and_keeps_what_was_typed(client, tree, actors):
    client.force_login(actors.hanh)
    answer = client.post(reverse("unit_end", args=[tree.garment.code]), {**asked(tree), "heir": tree.stranger.code})
    assert answer.status_code == 422
    assert "QĐ 7" in answer.content.decode()


def test_the_page_asks_again_when_something_changed_since_the_preview(client, tree, actors):
    client.force_login(actors.hanh)
    answer = client.post(reverse("unit_end", args=[tree.garment.code]), asked(tree, shown="0" * 16))
    assert answer.status_code == 422
    assert not Action.objects.filter(verb="unit.merge").exists()


def test_a_group_ends_without_an_heir_by_the_same_two_steps(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("unit_end", args=[tree.line5.code])
    shown = client.post(url, {"day": "2025-07-01", "reason": "giải thể tổ"})
    client.post(url, {"day": "2025-07-01", "reason": "giải thể tổ", "shown": shown.context["seen"].fingerprint})
    assert not UnitVersion.objects.on(DAY).filter(unit=tree.line5).exists()
