"""Founding, changing, ending units: who may, what is refused and where, the day itself and the day before."""

import datetime as dt

import pytest

from coso.access.journal import undo
from coso.lib.dates import DAY, FOREVER
from coso.register.kinds import kinds
from coso.register.models import Appointment, Membership, Portfolio, Seat, Unit, UnitVersion
from coso.register.reads import history, leaders, level, officers, portfolio_rows, trail
from coso.register.services.people import add_member
from coso.register.services.seats import assign_portfolio
from coso.register.services.units import change_unit, end_unit, found_unit
from coso.register.testing.claims import OFFICERS, PROVINCE, fields, last, who_may
from coso.register.testing.tree import START

D = dt.date
LATER = D(2025, 3, 1)


def found(parent, kind="group", day=LATER, name="Tổ Là", by=None, **said):
    return found_unit(name=name, kind=kind, parent=parent, day=day, by=by, **said)


def alter(unit, day=LATER, reason="QĐ 7", by=None, **facts):
    return change_unit(unit=unit, day=day, facts=facts, reason=reason, by=by)


def end(unit, day=LATER, reason="QĐ 9", by=None, **said):
    return end_unit(unit=unit, day=day, reason=reason, by=by, **said)


def on(unit, day):
    return UnitVersion.objects.on(day).filter(unit=unit).first()


# ── who may ──


@pytest.mark.parametrize(
    ("place", "kind", "allowed"),
    [
        ("garment", "group", OFFICERS),
        ("ward", "grassroots", OFFICERS),
        ("other_ward", "grassroots", PROVINCE | {"khach"}),
        ("province", "zone_union", PROVINCE),
    ],
)
def test_units_are_founded_by_officers_of_what_stands_above(tree, actors, place, kind, allowed):
    assert who_may(actors, lambda by: found(getattr(tree, place), kind, by=by)) == allowed


def test_a_union_is_renamed_by_the_officers_above_it(tree, actors):
    assert who_may(actors, lambda by: alter(tree.garment, name="CĐCS May", by=by)) == OFFICERS
    assert who_may(actors, lambda by: alter(tree.stranger, name="CĐCS Giày", by=by)) == PROVINCE | {"khach"}


def test_moving_to_another_ward_needs_both_wards(tree, actors):
    assert who_may(actors, lambda by: alter(tree.garment, parent=tree.other_ward, by=by)) == PROVINCE


def test_a_union_is_ended_by_the_officers_above_and_merged_by_those_above_both(tree, actors):
    assert who_may(actors, lambda by: end(tree.garment, by=by)) == OFFICERS
    assert who_may(actors, lambda by: end(tree.garment, heir=tree.school, by=by)) == OFFICERS
    assert who_may(actors, lambda by: end(tree.garment, heir=tree.stranger, by=by)) == PROVINCE


# ── founding ──


@pytest.mark.parametrize(
    ("place", "said", "field"),
    [
        ("garment", {"name": "  "}, "name"),
        ("garment", {"kind": "x"}, "kind"),
        ("garment", {"sector": "x"}, "sector"),
        ("garment", {"kind": "grassroots"}, "parent"),
        ("garment", {"kind": "province"}, "parent"),
        ("line5", {"kind": "group"}, "parent"),
        ("ward", {"kind": "group"}, "parent"),
        ("ward", {"kind": "zone_union"}, "parent"),
        ("garment", {"day": START - DAY}, "parent"),
    ],
)
def test_a_founding_that_cannot_be_names_its_field(tree, place, said, field):
    assert fields(lambda: found(getattr(tree, place), **said)) == [field]


def test_only_a_root_stands_under_nothing(tree):
    assert fields(lambda: found(None, "grassroots")) == ["parent"]


@pytest.mark.parametrize("kind", [kind for kind in kinds().values() if kind.until < FOREVER])
def test_a_kind_that_the_law_ended_is_founded_until_the_day_before(tree, kind):
    assert fields(lambda: found(tree.province, kind.key, day=kind.until)) == ["kind"]
    assert found(tree.province, kind.key, day=kind.until - DAY).code


@pytest.mark.parametrize("kind", [kind for kind in kinds().values() if kind.since > dt.date.min])
def test_a_kind_that_the_law_brought_is_founded_from_its_first_day(tree, kind):
    assert fields(lambda: found(tree.province, kind.key, day=kind.since - DAY)) == ["kind"]
    assert found(tree.province, kind.key, day=kind.since).code


def test_a_unit_is_founded_up_to_today(tree, today):
    assert on(found(tree.garment, day=today), today).name == "Tổ Là"
    assert fields(lambda: found(tree.garment, day=today + DAY)) == ["day"]


def test_a_unit_is_there_from_its_first_day_and_not_the_day_before(tree):
    unit = found(tree.garment, name=" Tổ   Là ")
    assert on(unit, LATER - DAY) is None
    assert (on(unit, LATER).name, on(unit, LATER).state) == ("Tổ Là", "active")


def test_a_unit_gets_the_code_it_brings_or_the_next_of_the_system(tree):
    assert found(tree.garment, code="TO-LA").code == "TO-LA"
    assert found(tree.garment).code.startswith("CD")


# ── changing ──


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_nothing_is_changed_or_ended_without_a_reason(tree, reason):
    assert fields(lambda: alter(tree.garment, reason=reason, name="x")) == ["reason"]
    assert fields(lambda: end(tree.garment, reason=reason)) == ["reason"]


def test_a_change_is_entered_up_to_today(tree, today):
    assert fields(lambda: alter(tree.garment, day=today + DAY, name="x")) == ["day"]
    alter(tree.garment, day=today, name="CĐCS May")
    assert (on(tree.garment, today - DAY).name, on(tree.garment, today).name) == ("CĐCS May Lam Trà", "CĐCS May")


def test_nothing_is_changed_before_the_first_day_of_a_unit(tree):
    assert fields(lambda: alter(tree.garment, day=START - DAY, name="x")) == ["day"]


def test_nothing_is_changed_from_the_day_on_which_a_unit_ends(tree):
    end(tree.cutting)
    assert fields(lambda: alter(tree.cutting, day=LATER, name="x")) == ["day"]


def test_the_same_change_twice_is_refused_the_second_time(tree):
    alter(tree.garment, name="CĐCS May")
    assert fields(lambda: alter(tree.garment, name="CĐCS May")) == [""]
    assert tree.garment.versions.count() == 2


def test_a_name_is_not_changed_to_blanks(tree):
    assert fields(lambda: alter(tree.garment, name="   ")) == ["name"]


@pytest.mark.parametrize("place", ["line5", "stranger", "garment"])
def test_a_union_is_not_moved_to_where_its_kind_does_not_stand(tree, place):
    assert fields(lambda: alter(tree.garment, parent=getattr(tree, place))) == ["parent"]
    assert on(tree.garment, LATER).parent_id == tree.ward.id


def test_a_union_is_not_moved_under_a_ward_that_has_ended_by_then(tree):
    end(tree.other_ward, heir=tree.ward)
    assert fields(lambda: alter(tree.garment, parent=tree.other_ward)) == ["parent"]


@pytest.mark.parametrize(
    ("facts", "verb"),
    [
        ({"name": "CĐCS May"}, "unit.rename"),
        ({"sector": "soe"}, "unit.change"),
        ({"state": "dormant"}, "unit.change"),
        ({"name": "CĐCS May", "sector": "soe"}, "unit.change"),
    ],
)
def test_the_journal_calls_a_change_by_its_name(tree, facts, verb):
    action = alter(tree.garment, **facts).action
    assert (action.verb, action.unit, action.subject, action.reason) == (
        verb,
        tree.garment.id,
        tree.garment.id,
        "QĐ 7",
    )


def test_undoing_a_change_leaves_one_version_for_good(tree):
    undo(action=alter(tree.garment, name="CĐCS May", state="dormant").action, reason="x", by=None)
    row = UnitVersion.objects.get(unit=tree.garment)
    assert (row.name, row.state, row.end) == ("CĐCS May Lam Trà", "active", FOREVER)


def test_a_renamed_union_is_known_by_its_key_too(tree):
    alter(tree.garment, name="CĐCS  Đồng Tâm")
    assert on(tree.garment, LATER).name_key == "cdcs dong tam"


def test_whoever_looks_after_a_union_that_moves_away_does_so_until_the_day_before(tree, actors):
    seat = Seat.objects.get(unit=tree.ward, post="managing_officer")
    assign_portfolio(units=[tree.garment, tree.school], seat=seat, day=START, by=None)
    alter(tree.garment, parent=tree.other_ward)
    ends = dict(Portfolio.objects.values_list("unit", "end"))
    assert ends == {tree.garment.id: LATER, tree.school.id: FOREVER}


# ── ending ──


def test_a_unit_is_gone_on_the_day_itself_and_there_the_day_before(tree):
    end(tree.cutting)
    assert (on(tree.cutting, LATER), bool(on(tree.cutting, LATER - DAY))) == (None, True)
    assert fields(lambda: end(tree.cutting)) == ["day"]


def test_a_unit_does_not_end_on_its_first_day_nor_tomorrow(tree, today):
    unit = found(tree.garment)
    assert fields(lambda: end(unit, day=LATER)) == ["day"]
    assert fields(lambda: end(unit, day=today + DAY)) == ["day"]
    end(unit, day=LATER + DAY)
    assert on(unit, LATER)


def test_a_unit_that_changes_on_the_day_does_not_end_on_it(tree):
    alter(tree.cutting, name="Tổ Cắt 2")
    assert fields(lambda: end(tree.cutting)) == ["day"]
    end(tree.cutting, day=LATER + DAY)
    assert on(tree.cutting, LATER).name == "Tổ Cắt 2"


def test_nobody_may_have_joined_on_the_day_a_union_ends(tree):
    add_member(unit=tree.garment, day=LATER, values={"name": "Lê Hoa"}, by=None)
    assert fields(lambda: end(tree.garment)) == ["day"]
    end(tree.garment, day=LATER + DAY)
    assert Membership.objects.get().end == LATER + DAY


def test_a_ward_that_somebody_comes_under_later_ends_for_them_on_that_day(tree):
    late = found(tree.ward, "grassroots", name="CĐCS Mới", day=D(2025, 9, 1))
    end(tree.ward, heir=tree.other_ward)
    assert list(late.versions.values_list("parent", "start")) == [(tree.other_ward.id, D(2025, 9, 1))]


def test_nothing_may_come_under_a_union_after_it_ended_without_an_heir(tree):
    found(tree.garment, day=LATER + DAY)
    assert fields(lambda: end(tree.garment)) == ["day"]


def test_posts_of_an_ended_union_end_with_it_and_come_back_by_undo(tree, actors):
    action = end(tree.garment).action
    held = Appointment.objects.filter(seat__unit__in=[tree.garment, tree.line5])
    assert set(held.values_list("end", flat=True)) == {LATER}
    undo(action=action, reason="x", by=None)
    assert set(held.values_list("end", flat=True)) == {FOREVER}
    assert set(Seat.objects.filter(unit=tree.garment).values_list("end", flat=True)) == {FOREVER}


def test_a_merger_writes_who_took_the_union_in_and_undo_forgets_it(tree):
    action = end(tree.garment, heir=tree.school).action
    assert (action.verb, Unit.objects.get(pk=tree.garment.pk).heir_id) == ("unit.merge", tree.school.id)
    undo(action=action, reason="x", by=None)
    assert Unit.objects.get(pk=tree.garment.pk).heir_id is None


# ── what a day shows ──


def test_a_level_shows_what_stood_there_at_the_end_of_the_day(tree):
    end(tree.cutting)
    groups = {day: [row.name for row in level(tree.garment, day).rows] for day in (LATER - DAY, LATER)}
    assert groups == {LATER - DAY: ["Tổ Cắt", "Tổ Chuyền 5"], LATER: ["Tổ Chuyền 5"]}


def test_a_level_before_the_unit_was_there_is_empty_and_goes_by_its_code(tree):
    early = level(tree.garment, START - DAY)
    assert (early.name, early.rows, early.branch) == (tree.garment.code, [], None)
    assert level(tree.garment, START).name == "CĐCS May Lam Trà"


def test_a_level_sums_its_branch_and_counts_unions_and_groups_apart(tree):
    for unit in (tree.garment, tree.line5, tree.line5, tree.school):
        add_member(unit=unit, day=LATER, values={"name": "Lê Hoa"}, by=None)
    shown = level(tree.ward, LATER)
    assert (shown.branch.members, shown.branch.unions, shown.branch.groups) == (4, 2, 2)
    assert {row.name: (row.members, row.unions, row.groups) for row in shown.rows} == {
        "CĐCS May Lam Trà": (3, 1, 2),
        "CĐCS Trường Tiểu học Hồng 1": (1, 1, 0),
    }
    assert level(tree.ward, LATER - DAY).branch.members == 0


def test_a_trail_goes_from_the_root_down_and_leaves_the_unit_out(tree):
    assert [version.name for version in trail(tree.line5, LATER)] == [
        "LĐLĐ tỉnh Lam",
        "Công đoàn phường Hồng",
        "CĐCS May Lam Trà",
    ]
    assert trail(tree.province, LATER) == []


def test_the_trail_of_an_ended_unit_is_that_of_its_last_day(tree, today):
    end(tree.cutting)
    alter(tree.garment, day=LATER + DAY, name="CĐCS May", parent=tree.other_ward)
    assert [version.name for version in trail(tree.cutting, today)][1:] == ["Công đoàn phường Hồng", "CĐCS May Lam Trà"]


def test_the_chair_comes_before_the_committee_and_strangers_stay_out(tree, actors):
    posts = [held.seat.post for held in officers(tree.garment, LATER)]
    assert posts == ["chair", "vice_chair", "committee_member"]
    assert not officers(tree.garment, START - DAY)


def test_leaders_are_told_by_their_group_on_the_day(tree, actors):
    assert leaders(tree.garment, START) == {tree.line5.id: "Nguyễn Thị To"}
    assert leaders(tree.garment, START - DAY) == leaders(tree.ward, START) == {}


def test_unions_without_an_officer_come_first_in_the_list_of_portfolios(tree, actors):
    seat = Seat.objects.get(unit=tree.ward, post="managing_officer")
    assign_portfolio(units=[tree.garment], seat=seat, day=LATER, by=None)
    rows = [(row.version.unit_id, row.officer, row.since) for row in portfolio_rows(tree.ward, LATER)]
    assert rows == [(tree.school.id, "", None), (tree.garment.id, "Nguyễn Thị Hanh", LATER)]
    assert {row.officer for row in portfolio_rows(tree.ward, LATER - DAY)} == {""}


def test_the_life_of_a_unit_is_told_in_its_order(tree):
    alter(tree.garment, name="CĐCS May", sector="soe")
    alter(tree.garment, day=D(2025, 4, 1), parent=tree.other_ward)
    end(tree.garment, day=D(2025, 5, 1))
    told = [(event.day, event.what, event.before, event.after) for event in history(tree.garment)]
    assert told == [
        (START, "founded", "", "CĐCS May Lam Trà"),
        (LATER, "name", "CĐCS May Lam Trà", "CĐCS May"),
        (LATER, "sector", "non_state_enterprise", "soe"),
        (D(2025, 4, 1), "parent", "Công đoàn phường Hồng", "Công đoàn phường Trà"),
        (D(2025, 5, 1), "ended", "", ""),
    ]


def test_the_journal_of_a_founding_belongs_to_the_unit_above(tree, actors):
    found(tree.garment, by=actors.hanh, reason="NQ 3")
    action = last("unit.found")
    assert (action.actor, action.unit, action.reason) == (actors.hanh.id, tree.garment.id, "NQ 3")
