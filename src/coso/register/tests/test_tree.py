"""The dated tree: what stands where, on any day."""

import datetime as dt

import pytest

from coso.access.journal import undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.lib.dates import FOREVER, Period
from coso.register.balance import balance
from coso.register.models import Membership, Unit, UnitPlace, UnitVersion
from coso.register.services.people import add_member, leave, move
from coso.register.services.units import change_unit, end_unit
from coso.register.tree import TreeError, Version, change, places

D = dt.date


def path_on(unit, day):
    return UnitPlace.objects.get(unit=unit, start__lte=day, end__gt=day).path


def test_a_group_stands_under_its_union_and_its_ward(tree):
    path = path_on(tree.line5, D(2025, 1, 1))
    assert path == tree.province.label + tree.ward.label + tree.garment.label + tree.line5.label
    assert UnitPlace.objects.get(unit=tree.line5).base == tree.garment.id


def test_moving_a_union_takes_its_groups_along_from_that_day_only(tree):
    change_unit(unit=tree.garment, day=D(2025, 3, 1), facts={"parent": tree.other_ward}, reason="QĐ 7", by=None)
    assert tree.ward.label in path_on(tree.line5, D(2025, 2, 28))
    assert tree.other_ward.label in path_on(tree.line5, D(2025, 3, 1))
    assert Unit.objects.get(pk=tree.line5.pk).path == path_on(tree.line5, D(2025, 3, 1))


def test_a_name_set_late_does_not_undo_the_move_that_came_after(tree):
    change_unit(unit=tree.garment, day=D(2025, 3, 1), facts={"parent": tree.other_ward}, reason="QĐ 7", by=None)
    change_unit(unit=tree.garment, day=D(2025, 1, 1), facts={"name": "CĐCS May Lam"}, reason="đổi tên", by=None)
    now = UnitVersion.objects.on(D(2025, 4, 1)).get(unit=tree.garment)
    assert (now.name, now.parent_id) == ("CĐCS May Lam", tree.other_ward.id)
    assert UnitVersion.objects.on(D(2024, 6, 1)).get(unit=tree.garment).name == "CĐCS May Lam Trà"


def test_undoing_a_move_puts_every_place_back(tree):
    before = sorted(UnitPlace.objects.values_list("unit", "path", "start", "end", "base"), key=str)
    change_unit(unit=tree.garment, day=D(2025, 3, 1), facts={"parent": tree.other_ward}, reason="nhầm", by=None)
    undo(action=Action.objects.get(verb="unit.move"), reason="nhập nhầm", by=None)
    assert sorted(UnitPlace.objects.values_list("unit", "path", "start", "end", "base"), key=str) == before


def test_undoing_a_founding_leaves_nothing_of_it(tree):
    counts = [model.objects.count() for model in (Unit, UnitVersion, UnitPlace)]
    tree.found("Tổ Là", "group", tree.garment, day=D(2025, 1, 1))
    undo(action=Action.objects.order_by("-at", "-id").first(), reason="nhầm", by=None)
    assert [model.objects.count() for model in (Unit, UnitVersion, UnitPlace)] == counts


def test_a_label_is_never_given_twice(tree):
    first = tree.found("Tổ Là", "group", tree.garment)
    undo(action=Action.objects.order_by("-at", "-id").first(), reason="nhầm", by=None)
    assert tree.found("Tổ Là", "group", tree.garment).label > first.label


def test_a_group_may_not_stand_under_a_province(tree):
    with pytest.raises(RefusedError):
        tree.found("Tổ Lạc", "group", tree.province)


def test_a_commune_union_is_not_founded_before_july_2025(tree):
    with pytest.raises(RefusedError):
        tree.found("Công đoàn xã Lam", "commune_union", tree.province, day=D(2025, 6, 30))
    assert tree.found("Công đoàn xã Lam", "commune_union", tree.province, day=D(2025, 7, 11))


def test_nothing_is_founded_in_the_future(tree, today):
    with pytest.raises(RefusedError):
        tree.found("Tổ Mai", "group", tree.garment, day=today + dt.timedelta(days=1))


def test_a_unit_may_not_stand_under_itself(tree):
    section = tree.found("CĐ bộ phận", "member_union", tree.garment)
    inner = tree.found("Bộ phận trong", "section", section)
    with pytest.raises(RefusedError):
        change_unit(unit=section, day=D(2025, 1, 1), facts={"parent": inner}, reason="x", by=None)


def test_ending_a_ward_moves_its_unions_to_the_province(tree):
    end_unit(unit=tree.ward, day=D(2025, 7, 1), reason="kết thúc", by=None)
    assert path_on(tree.garment, D(2025, 7, 1)) == tree.province.label + tree.garment.label
    assert not UnitPlace.objects.filter(unit=tree.ward, end=FOREVER).exists()
    assert Unit.objects.get(pk=tree.ward.pk).path == tree.province.label + tree.ward.label


def test_ending_a_union_ends_its_groups_and_memberships_and_undo_brings_all_back(tree):
    person = add_member(unit=tree.line5, day=D(2024, 5, 1), values={"name": "Lê Thị Hoa"}, by=None)
    end_unit(unit=tree.garment, day=D(2025, 7, 1), reason="giải thể", by=None)
    membership = Membership.objects.get(person=person)
    assert (membership.end, membership.closed) == (D(2025, 7, 1), "union_ended")
    undo(action=Action.objects.get(verb="unit.end"), reason="nhầm", by=None)
    assert Membership.objects.get(person=person).end == FOREVER
    assert path_on(tree.line5, D(2025, 8, 1)).endswith(tree.line5.label)


def test_a_union_where_somebody_joins_later_cannot_end_before(tree):
    add_member(unit=tree.line5, day=D(2025, 8, 1), values={"name": "Lê Thị Hoa"}, by=None)
    with pytest.raises(RefusedError):
        end_unit(unit=tree.garment, day=D(2025, 7, 1), reason="giải thể", by=None)


def test_a_move_inside_a_branch_is_no_movement_of_it_but_of_its_parts(tree):
    period = Period(D(2025, 1, 1), D(2026, 1, 1))
    person = add_member(unit=tree.line5, day=D(2024, 5, 1), values={"name": "Lê Thị Hoa", "female": True}, by=None)
    move(membership=person.memberships.get(), unit=tree.cutting, day=D(2025, 6, 1), by=None)
    assert (balance(tree.garment, period).increase.total, balance(tree.garment, period).decrease.total) == (0, 0)
    assert balance(tree.cutting, period).increases["moved_in"].women == 1
    assert balance(tree.line5, period).decreases["moved_out"].total == 1


def test_members_come_with_their_union_to_the_ward_that_takes_it(tree):
    period = Period(D(2025, 1, 1), D(2026, 1, 1))
    add_member(unit=tree.line5, day=D(2024, 5, 1), values={"name": "Lê Thị Hoa", "female": True}, by=None)
    change_unit(unit=tree.garment, day=D(2025, 3, 1), facts={"parent": tree.other_ward}, reason="QĐ 7", by=None)
    assert balance(tree.other_ward, period).increases["with_union"].total == 1
    assert balance(tree.ward, period).decreases["with_union"].total == 1
    assert balance(tree.province, period).increase.total == 0


def test_who_leaves_is_counted_until_the_day_before(tree):
    person = add_member(unit=tree.school, day=D(2024, 5, 1), values={"name": "Lê Thị Hoa"}, by=None)
    leave(membership=person.memberships.get(), day=D(2025, 6, 1), closed="retired", by=None)
    assert balance(tree.school, Period(D(2025, 5, 1), D(2025, 6, 1))).closing.total == 1
    june = balance(tree.school, Period(D(2025, 6, 1), D(2025, 7, 1)))
    assert (june.opening.total, june.decreases["retired"].total, june.closing.total) == (1, 1, 0)


def a_version(unit, parent, start, end=FOREVER, kind="group"):
    import uuid

    return Version(uuid.uuid4(), unit, parent, "x", kind, "", "active", start, end)


def test_a_unit_that_outlives_its_parent_is_a_hole():
    import uuid

    top, low = uuid.uuid4(), uuid.uuid4()
    rows = [a_version(top, None, D(2024, 1, 1), D(2025, 1, 1)), a_version(low, top, D(2024, 1, 1))]
    with pytest.raises(TreeError, match="left_over"):
        places(rows, {top: "00001", low: "00002"})


def test_a_change_on_the_first_day_replaces_the_first_version():
    import uuid

    row = a_version(uuid.uuid4(), None, D(2024, 1, 1))
    assert [v.name for v in change([row], D(2024, 1, 1), {"name": "y"})] == ["y"]
