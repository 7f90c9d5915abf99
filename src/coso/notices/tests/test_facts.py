"""Rumours are noted without a name, kept from managers, and answered by a card that anybody can open."""

import datetime as dt

import pytest

from coso.access.journal import StaleError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.lib import clock
from coso.notices.duties import RUMOURED
from coso.notices.models import FactCard, Rumour
from coso.notices.permissions import HEAR
from coso.notices.services.facts import Facts, answer_with, end_card, hear, publish, settle
from coso.notices.testing import FACTS, heard
from coso.register.models import Appointment
from coso.register.services.managers import mark_manager
from coso.register.testing.claims import fields, who_may


def fresh(rumour):
    return Rumour.objects.get(pk=rumour.pk)


def published(rumour, tree, actors, **more):
    return publish(unit=tree.ward, facts=FACTS, rumour=rumour, by=actors.hanh, **more)


def test_the_union_that_manages_the_workplace_owes_the_answer(rumour, tree):
    (duty,) = Duty.objects.still_open().filter(kind=RUMOURED)
    assert (duty.subject, duty.unit_id) == (rumour.pk, tree.ward.pk)
    assert duty.due == clock.today() + dt.timedelta(days=3)
    assert list(differences()) == []


def test_what_an_upper_union_hears_it_answers_itself(tree, actors):
    assert heard(tree.ward, actors.hanh).desk == tree.ward


def test_who_may_note_a_rumour(tree, actors):
    assert who_may(actors, lambda by: heard(tree.line5, by)) == {"lanh", "chuyen", "hanh", "nhung", "pho", "uy", "to"}


def test_a_rumour_needs_words_and_a_day_that_has_come(tree, actors):
    told = {"unit": tree.line5, "text": "x", "day": clock.today(), "by": actors.to}
    assert fields(lambda: hear(**{**told, "text": " "})) == ["text"]
    assert fields(lambda: hear(**{**told, "day": clock.today() + dt.timedelta(days=1)})) == ["day"]


def test_a_card_answers_the_rumour_and_the_duty(rumour, tree, actors):
    card = published(rumour, tree, actors, seen=str(rumour.act))
    assert (fresh(rumour).card, fresh(rumour).answered) == (card, clock.today())
    assert not Duty.objects.still_open().filter(kind=RUMOURED).exists()
    assert list(differences()) == []


@pytest.mark.parametrize("name", ["claim", "truth", "source"])
def test_a_card_says_what_is_claimed_what_is_true_and_where_it_stands(tree, actors, name):
    told = {"claim": "a", "truth": "b", "source": "c", name: " "}
    assert fields(lambda: publish(unit=tree.ward, facts=Facts(**told), by=actors.hanh)) == [name]


def test_a_second_card_for_the_same_rumour_is_refused(rumour, tree, actors):
    published(rumour, tree, actors)
    assert fields(lambda: published(rumour, tree, actors)) == [""]
    with pytest.raises(StaleError):
        published(rumour, tree, actors, seen=str(rumour.act))
    assert FactCard.objects.count() == 1


def test_one_card_answers_many_rumours(rumour, tree, actors):
    card = published(rumour, tree, actors)
    other = heard(tree.cutting)
    answer_with(rumour=other, card=card, by=actors.nhung)
    assert card.rumours.count() == 2
    end_card(card=card, why="Luật đổi", by=actors.hanh)
    third = heard(tree.cutting)
    assert fields(lambda: answer_with(rumour=third, card=card, by=actors.nhung)) == [""]


def test_a_rumour_may_need_no_card_but_a_reason(rumour, actors):
    assert fields(lambda: settle(rumour=rumour, why="", by=actors.hanh)) == ["why"]
    settle(rumour=rumour, why="Đã nói ở giao ca", by=actors.hanh)
    assert fresh(rumour).why == "Đã nói ở giao ca"


def test_who_may_answer(rumour, tree, actors):
    may = {"lanh", "chuyen", "hanh", "nhung", "pho", "uy"}
    assert who_may(actors, lambda by: settle(rumour=rumour, why="x", by=by)) == may
    card = publish(unit=tree.garment, facts=FACTS, by=None)
    assert who_may(actors, lambda by: end_card(card=card, why="x", by=by)) == may


def test_a_card_is_taken_back_once_and_with_a_reason(tree, actors):
    card = publish(unit=tree.ward, facts=FACTS, by=actors.hanh)
    assert fields(lambda: end_card(card=card, why="", by=actors.hanh)) == ["why"]
    end_card(card=card, why="Luật đổi", seen=str(card.act), by=actors.hanh)
    with pytest.raises(StaleError):
        end_card(card=card, why="Luật đổi", seen=str(card.act), by=actors.hanh)
    assert fields(lambda: end_card(card=card, why="x", by=actors.hanh)) == [""]


@pytest.fixture
def manager(tree, actors):
    held = Appointment.objects.get(person=actors.people["nhung"])
    mark_manager(appointment=held, day=clock.today(), by=actors.hanh)
    actors.nhung.managed_today = None
    return actors.nhung


def test_a_manager_of_the_workplace_sees_no_rumour_there(rumour, tree, manager, actors):
    assert not Rumour.objects.visible_to(manager, HEAR).exists()
    assert Rumour.objects.visible_to(actors.uy, HEAR).exists()
    assert not owed_by(manager, clock.today()).filter(kind=RUMOURED).exists()
    assert "nhung" not in who_may(actors, lambda by: settle(rumour=rumour, why="x", by=by))
