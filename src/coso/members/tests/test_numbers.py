"""Numbers of identity papers: found by a post only, one person each, told to nobody who may not know."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from coso.access.journal.snapshots import open_page
from coso.access.models import Action, Change
from coso.access.refusals import ForbiddenError, RefusedError
from coso.members.finding import find_holders
from coso.register.models import Person
from coso.register.services.matches import left_to_others
from coso.register.services.people import add_member, correct_person
from coso.register.testing.tree import START

IDENTITY, PASSPORT = "040190001234", "C1234567"


def add(tree, place="garment", by=None, **values):
    return add_member(unit=getattr(tree, place), day=START, values={"name": "Lê Hoa", **values}, by=by)


def test_a_passport_is_encrypted_and_found_like_an_id(tree, actors):
    person = add(tree, passport=PASSPORT)
    assert settings.KEYS.decrypt(bytes(person.passport_cipher)) == PASSPORT
    assert find_holders(number=PASSPORT, by=actors.nhung) == [person]
    correct_person(person=person, values={"phone": "0912345678"}, by=None)
    snapshots = [open_page(change).snapshots for change in Change.objects.filter(table="register.person")]
    assert PASSPORT not in repr(snapshots)


def test_looking_is_kept_and_the_number_is_not(tree, actors):
    add(tree, national_id=IDENTITY)
    find_holders(number=IDENTITY, by=actors.nhung)
    looked = Action.objects.get(verb="person.find_id")
    assert looked.actor == actors.nhung.id
    assert IDENTITY not in repr(vars(looked))


def test_who_may_not_see_numbers_may_not_look_for_them(tree, actors):
    with pytest.raises(ForbiddenError):
        find_holders(number=IDENTITY, by=actors.kiem)


def test_nobody_of_a_strange_union_is_found(tree, actors):
    add(tree, "stranger", national_id=IDENTITY)
    assert find_holders(number=IDENTITY, by=actors.nhung) == []


@pytest.mark.parametrize("field", ["national_id", "passport"])
def test_a_number_belongs_to_one_person(tree, field):
    number = IDENTITY if field == "national_id" else PASSPORT
    add(tree, **{field: number})
    with pytest.raises(RefusedError) as told:
        add(tree, "school", **{field: number})
    assert told.value.reasons[0].field == field
    assert Person.objects.with_number(number).count() == 1


def test_somebody_in_sight_is_named(tree, actors):
    person = add(tree, national_id=IDENTITY)
    with pytest.raises(RefusedError) as told:
        add(tree, by=actors.nhung, national_id=IDENTITY)
    assert person.code in str(told.value)


def test_of_somebody_out_of_sight_nothing_is_told_but_that_it_is_settled_above(tree, actors):
    person = add(tree, "school", national_id=IDENTITY)
    with pytest.raises(RefusedError) as told:
        add(tree, by=actors.nhung, national_id=IDENTITY)
    text = str(told.value)
    assert text == left_to_others()
    assert not any(secret in text for secret in (person.code, "Hoa", "Tiểu học", "Hồng", IDENTITY))


def test_correcting_to_ones_own_number_is_no_second_person(tree):
    person = add(tree, national_id=IDENTITY)
    correct_person(person=person, values={"national_id": IDENTITY}, by=None)
    with pytest.raises(RefusedError):
        correct_person(person=add(tree, "school"), values={"national_id": IDENTITY}, by=None)


def test_the_page_adds_a_foreigner_by_passport(client, tree, actors):
    client.force_login(actors.nhung)
    data = {"unit": tree.garment.code, "kind": "joined", "day": "2026-01-01", "name": "John Smith"}
    answer = client.post(reverse("member_add"), {**data, "passport": "c 1234567"})
    assert answer.status_code == 302
    person = Person.objects.get(name_key="john smith")
    shown = client.post(reverse("person_id", args=[person.code])).content.decode()
    assert PASSPORT in shown


@pytest.mark.parametrize(("number", "status"), [("", 422), ("123", 422), (IDENTITY, 200)])
def test_the_page_refuses_what_is_no_number_and_says_when_nobody_is_found(client, actors, number, status):
    client.force_login(actors.nhung)
    answer = client.post(reverse("member_by_number"), {"number": number})
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_list_leads_to_it_only_those_who_may(client, tree, actors):
    url = reverse("member_by_number")
    for who, right in {"nhung": True, "kiem": False}.items():
        client.force_login(getattr(actors, who))
        assert (url in client.get(reverse("members")).content.decode()) == right


def test_a_day_of_today_is_needed_for_nothing_here(client, tree, actors):
    client.force_login(actors.nhung)
    past = dt.date(2025, 1, 1).isoformat()
    assert client.post(reverse("member_by_number") + f"?ngay={past}", {"number": IDENTITY}).status_code == 403
