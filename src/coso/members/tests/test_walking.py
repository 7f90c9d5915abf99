"""A file of a list says of everybody what the pages of the list say."""

import datetime as dt

import pytest
from django.db.models import Q, QuerySet

from coso.members.columns import COLUMNS, Eyes
from coso.members.reads import members_on, rows_of
from coso.members.row_stream import walk
from coso.register.models import Membership, Person
from coso.register.services.people import add_member, leave, move
from coso.register.testing.tree import START

ID = "040190001234"
D = dt.date


@pytest.fixture
def people(tree, actors, today):
    """Somebody with everything, somebody who moved, somebody who left, and those with posts."""
    whole = {"name": "Lê Hoa", "born": D(1990, 5, 12), "phone": "0912345117", "national_id": ID, "female": True}
    add_member(unit=tree.line5, day=START, values=whole, by=None)
    moved = add_member(unit=tree.garment, day=START, values={"name": "Võ Nga", "card": "NA1"}, by=None)
    move(membership=Membership.objects.get(person=moved), unit=tree.line5, day=D(2025, 2, 1), by=None)
    left = add_member(unit=tree.school, day=START, values={"name": "Cao Sơn"}, by=None)
    leave(membership=Membership.objects.get(person=left), day=D(2025, 2, 1), closed="left_job", by=None)
    return today


def by_name(people):
    return people.select_related("home").order_by("sort_key", "id")


def cells(members, eyes):
    return [[eyes.value(column, member) for column in COLUMNS] for member in members]


@pytest.mark.parametrize("day", [START, D(2025, 1, 31), D(2025, 2, 1), None])
def test_walking_says_what_a_page_says(people, actors, day):
    day, eyes = day or people, Eyes(actors.nhung)
    everybody = members_on(day, None)
    assert cells(walk(everybody, day), eyes) == cells(rows_of(by_name(everybody), day), eyes)


def test_in_a_narrow_branch_too(people, actors, tree):
    eyes, here = Eyes(actors.lanh), members_on(people, Q(pk=tree.line5.pk))
    found = cells(walk(here, people), eyes)
    assert found == cells(rows_of(by_name(here), people), eyes)
    assert {"Lê Hoa", "Võ Nga"} <= {row[0] for row in found}


def test_somebody_with_two_memberships_on_a_day_stands_once(people, tree):
    moved = Person.objects.get(name="Võ Nga")
    stay = Membership.objects.filter(person=moved).order_by("start").first()
    QuerySet(Membership).filter(pk=stay.pk).update(end=D(2025, 3, 1))
    assert [member.person.name for member in walk(members_on(D(2025, 2, 10), None), D(2025, 2, 10))].count(
        "Võ Nga"
    ) == 1


def test_numbers_are_asked_of_those_who_may_see_them(people, actors):
    keys = [column.key for column in COLUMNS]
    for who, seen in ((actors.nhung, ID), (actors.kiem, "")):
        eyes = Eyes(who)
        row = next(member for member in walk(members_on(people, None), people) if member.person.name == "Lê Hoa")
        assert eyes.value(COLUMNS[keys.index("national_id")], row) == seen


def test_the_number_of_queries_does_not_grow_with_the_list(people, django_assert_num_queries):
    with django_assert_num_queries(6):
        assert len(list(walk(members_on(people, None), people))) > 5


def test_units_met_later_are_learned_too(people, monkeypatch):
    monkeypatch.setattr("coso.members.row_stream.PART", 1)
    found = {member.person.name: member.group for member in walk(members_on(people, None), people)}
    assert found["Lê Hoa"] == "Tổ Chuyền 5"
