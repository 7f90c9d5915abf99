"""The kept numbers of members follow every way in which a membership is written."""

import datetime as dt

import pytest

from coso.access.journal import undo
from coso.access.models import Action
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.members.importing import Asked, import_members
from coso.register import member_counts
from coso.register.checks import findings
from coso.register.member_counts import wrong_counts
from coso.register.models import MemberCount, Membership
from coso.register.reads import level
from coso.register.services.people import add_member, join, leave, move
from coso.web.doctor import mend
from coso_bench.member_file import write_members

DAY = dt.timedelta(days=1)


@pytest.fixture
def person(tree):
    return add_member(unit=tree.garment, day=clock.today() - 9 * DAY, values={"name": "Nguyễn Văn Đo"}, by=None)


def all_members():
    return sum(MemberCount.objects.values_list("n", flat=True))


def current(person):
    return Membership.objects.filter(person=person).latest("start")


def test_they_follow_who_comes_goes_and_comes_back(tree, person):
    today = clock.today()
    move(membership=current(person), unit=tree.school, day=today - 5 * DAY, by=None)
    assert not list(wrong_counts())
    leave(membership=current(person), day=today - 3 * DAY, closed="left_job", by=None)
    assert not list(wrong_counts())
    join(person=person, unit=tree.garment, day=today, by=None)
    assert not list(wrong_counts())


def test_they_follow_an_import_and_its_undo(tree, tmp_path):
    file = tmp_path / "members.xlsx"
    write_members(file, 40, [tree.garment.code, tree.school.code])
    before = all_members()
    report = import_members(asked=Asked(file, tree.province), by=None)
    assert not list(wrong_counts())
    assert all_members() == before + 40
    undo(action=Action.objects.get(pk=report.action), reason="x", by=None)
    assert not list(wrong_counts())
    assert all_members() == before


def test_they_follow_the_undo_of_a_leave(tree, person):
    leave(membership=current(person), day=clock.today(), closed="left_job", by=None)
    undo(action=Action.objects.latest("at"), reason="x", by=None)
    assert not list(wrong_counts())


def test_those_of_many_units_are_counted_when_the_action_is_over(
    tree, person, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(member_counts, "FEW", 1)
    with django_capture_on_commit_callbacks() as after:
        move(membership=current(person), unit=tree.school, day=clock.today(), by=None)
    assert level(tree.province, clock.today()).branch.members == Membership.objects.on(clock.today()).count()
    assert MemberCount.objects.get(pk=tree.school.id).last == FOREVER
    for each in after:
        each()
    assert MemberCount.objects.get(pk=tree.school.id).last == clock.today()
    assert not list(wrong_counts())


@pytest.mark.parametrize("days", [0, 4, 12, 400])
def test_a_level_of_the_tree_counts_every_day_as_the_memberships_do(tree, person, days):
    leave(membership=current(person), day=clock.today() - 2 * DAY, closed="left_job", by=None)
    day = clock.today() - days * DAY
    found = level(tree.province, day)
    assert found.branch is None or found.branch.members == Membership.objects.on(day).count()


def test_the_doctor_finds_a_wrong_number_and_mends_it(tree, person):
    MemberCount.objects.filter(pk=tree.garment.id).update(n=7_777)
    assert any(tree.garment.code in text for text in findings())
    mend()
    assert not list(wrong_counts())
