"""One person a number: refused where it arises, in a lost race too; a second record is asked about."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coso.access.journal import act
from coso.access.journal.snapshots import open_page
from coso.access.models import Action, Change
from coso.access.refusals import RefusedError
from coso.law import parameter
from coso.lib.keys import new_key
from coso.register.models import Membership, NumberMatch, Person
from coso.register.services import numbers
from coso.register.services.erasure import erase_person
from coso.register.services.matches import left_to_others
from coso.register.services.people import add_member, correct_person, details, leave, person_code
from coso.register.testing.claims import fields
from coso.register.testing.tree import START

PAPERS = {"national_id": "040190001234", "old_id": "183456789", "passport": "C1234567"}
BORN = dt.date(1990, 5, 12)


def add(unit, name="Lê Hoa", by=None, **values):
    another = values.pop("another", False)
    return add_member(unit=unit, day=START, values={"name": name, **values}, another=another, by=by)


def written(n, clash=False, **values):
    """A person written past the services, as a take-over from an older system does."""
    with act(by=None, verb="demo.seed") as a:
        a.write(Person, {new_key(): {**details({"name": "X", **values}), "code": person_code(n), "id_clash": clash}})


@pytest.mark.parametrize("paper", PAPERS)
def test_the_database_refuses_a_second_person_of_a_number(tree, paper):
    add(tree.garment, **{paper: PAPERS[paper]})
    with pytest.raises(IntegrityError), transaction.atomic():
        written(900001, **{paper: PAPERS[paper]})
    written(900002, clash=True, **{paper: PAPERS[paper]})


@pytest.fixture
def late(monkeypatch):
    """The other session writes after this one looked."""
    looked = []
    right = numbers.require_own_number

    def look(*args, **options):
        looked.append(1)
        if len(looked) > 1:
            right(*args, **options)

    monkeypatch.setattr(numbers, "require_own_number", look)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_lost_race_is_refused_in_the_same_words(tree, actors, late, paper):
    add(tree.stranger, **{paper: PAPERS[paper]})
    with pytest.raises(RefusedError) as told:
        add(tree.garment, "Trần Lan", actors.nhung, **{paper: PAPERS[paper]})
    assert str(told.value) == left_to_others()
    assert Person.objects.with_number(PAPERS[paper]).count() == 1


def test_so_is_a_lost_race_of_a_correction(tree, late):
    number = PAPERS["national_id"]
    other, person = add(tree.stranger, national_id=number), add(tree.garment, "Trần Lan")
    with pytest.raises(RefusedError) as told:
        correct_person(person=person, values={"national_id": number}, by=None)
    assert other.code in str(told.value)


# ── what is told ──


@pytest.mark.parametrize("place", ["garment", "school", "stranger"])
def test_without_the_right_the_words_are_the_same_wherever_the_other_is(tree, actors, place):
    add(getattr(tree, place), national_id=PAPERS["national_id"])
    with pytest.raises(RefusedError) as told:
        add(tree.garment, "Trần Lan", actors.uy, national_id=PAPERS["national_id"])
    assert [reason.text for reason in told.value.reasons] == [left_to_others()]


def test_what_was_typed_is_kept_for_the_union_above_and_in_the_journal(tree, actors, today):
    hoa = add(tree.stranger, national_id=PAPERS["national_id"])
    with pytest.raises(RefusedError):
        add(tree.line5, "Trần Lan", actors.uy, born=BORN, national_id=PAPERS["national_id"])
    match = NumberMatch.objects.get()
    assert (match.person, match.unit, match.name, match.born) == (hoa, tree.line5, "Trần Lan", BORN)
    assert (match.on, match.asked, match.limited) == (today, True, True)
    assert Action.objects.filter(verb="person.match", actor=actors.uy.id).count() == 1


def test_typing_is_limited_by_person_and_day(tree, actors, today):
    limit = int(parameter("people.matches_per_day").at(today).number)
    numbers = [f"0401900{n:05d}" for n in range(limit + 1)]
    for number in numbers:
        add(tree.stranger, f"Lê {number}", national_id=number)
    told = []
    for number in numbers:
        with pytest.raises(RefusedError) as wrong:
            add(tree.garment, "Ai Đó", actors.uy, national_id=number)
        told.append(str(wrong.value))
    assert set(told[:limit]) == {left_to_others()}
    assert str(limit) in told[-1]
    assert NumberMatch.objects.count() == limit


def test_erasing_the_person_erases_what_was_typed_with_the_number(tree, actors):
    hoa = add(tree.stranger, national_id=PAPERS["national_id"])
    with pytest.raises(RefusedError):
        add(tree.garment, "Trần Lan", actors.uy, national_id=PAPERS["national_id"])
    leave(membership=Membership.objects.get(person=hoa), day=dt.date(2026, 1, 1), closed="resigned", by=None)
    erase_person(person=hoa, reason="đề nghị của người đó", by=actors.lanh)
    assert not NumberMatch.objects.exists()
    snapshots = [open_page(change).snapshots for change in Change.objects.filter(table="register.numbermatch")]
    assert "Trần Lan" not in repr(snapshots)


# ── a second record ──


def test_a_second_record_of_one_name_and_birth_is_asked_about(tree, actors):
    hoa = add(tree.line5, born=BORN)
    assert fields(lambda: add(tree.cutting, "LÊ HÒA", born=BORN)) == ["another"]
    assert fields(lambda: add(tree.garment, born=dt.date(1990, 1, 1), born_exact=False)) == ["another"]
    add(tree.stranger, born=BORN)
    assert add(tree.garment, born=BORN, another=True) != hoa


def test_a_number_that_was_refused_and_left_out_is_asked_about(tree, actors):
    add(tree.stranger, national_id=PAPERS["national_id"])
    with pytest.raises(RefusedError):
        add(tree.garment, "Trần Lan", actors.nhung, national_id=PAPERS["national_id"])
    assert fields(lambda: add(tree.line5, "TRẦN LÀN", actors.nhung)) == ["another"]
    assert add(tree.garment, "Trần Lan", actors.nhung, another=True)


def test_the_page_asks_and_takes_the_answer(client, tree, actors):
    add(tree.line5, born=BORN)
    client.force_login(actors.nhung)
    url = reverse("member_add")
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"unit": tree.garment.code, "name": "Lê Hoa", "born": "12/05/1990"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert 'type="checkbox" name="another"' in answer.content.decode()
    assert client.post(url, {**data, "another": "on"}).status_code == 302
