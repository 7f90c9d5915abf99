"""A dialogue from its preparation to its publication."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.journal import StaleError
from coso.access.refusals import ForbiddenError, RefusedError
from coso.dialogue.models import CASE, EMPLOYER, FAILED, HELD, PUBLISHED, Session
from coso.dialogue.permissions import READ
from coso.dialogue.services import agenda, sessions
from coso.dialogue.testing import a_session
from coso.lib import clock
from coso.testing.forms import send


def at(session):
    return reverse("dialogue", args=[session.pk])


def fresh(session):
    return Session.objects.get(pk=session.pk)


def held(session, by):
    today = clock.today()
    return sessions.hold(session=fresh(session), held_on=today, present=9, seats=11, boss=True, by=by)


def test_a_chair_prepares_a_dialogue_and_puts_points_on_its_agenda(client, actors, tree):
    client.force_login(actors.nhung)
    done = send(client, reverse("dialogue_new"), kind="periodic", day="20/12/2099", hour="14:00")
    assert done.status_code == 422
    done = send(client, reverse("dialogue_new"), kind="periodic", day=f"{clock.today():%d/%m/%Y}", hour="14:00")
    session = Session.objects.get(unit=tree.garment)
    assert done.url == at(session)
    send(client, at(session), reverse("dialogue_item", args=[session.pk]), text="Bữa ca 28.000 đ", side="workers")
    send(client, at(session), reverse("dialogue_item", args=[session.pk]), text="Năng suất", side="employer")
    assert [(item.n, item.text) for item in agenda.items_of(session)] == [(1, "Bữa ca 28.000 đ"), (2, "Năng suất")]


def test_each_step_comes_after_the_one_before(client, session, actors):
    client.force_login(actors.nhung)
    steps = [
        ("call", {}),
        ("hold", {"present": "9", "seats": "11", "boss": "on"}),
        ("sign", {"signers": "Giám đốc\n\nChủ tịch công đoàn"}),
        ("publish", {}),
    ]
    for step, said in steps:
        page = at(session)
        assert send(client, page, reverse("dialogue_step", args=[session.pk, step]), **said).status_code == 302, step
    now = fresh(session)
    assert (now.state, now.present, now.seats, now.boss) == (PUBLISHED, 9, 11, True)
    assert now.signers == ["Giám đốc", "Chủ tịch công đoàn"]


def test_a_step_out_of_turn_is_refused(session, actors):
    with pytest.raises(RefusedError):
        sessions.sign(session=session, signed=clock.today(), signers=["A"], by=actors.nhung)
    with pytest.raises(RefusedError):
        sessions.publish(session=session, published=clock.today(), by=actors.nhung)


def test_nobody_comes_beyond_the_seats_and_nothing_is_held_tomorrow(session, actors):
    with pytest.raises(RefusedError):
        sessions.hold(session=session, held_on=clock.today(), present=12, seats=11, boss=True, by=actors.nhung)
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(RefusedError):
        sessions.hold(session=session, held_on=tomorrow, present=9, seats=11, boss=True, by=actors.nhung)


def test_a_stale_step_is_told_and_nothing_is_written(session, actors):
    sessions.call(session=session, called=clock.today(), by=actors.pho)
    with pytest.raises(StaleError):
        sessions.hold(session=session, held_on=clock.today(), present=9, seats=11, boss=True, by=actors.nhung)
    assert fresh(session).held is None


def test_a_dialogue_on_a_case_names_the_case(tree, actors):
    with pytest.raises(RefusedError):
        a_session(tree.garment, CASE, actors.nhung)
    assert a_session(tree.garment, CASE, actors.nhung, cause="bonus").cause == "bonus"


def test_the_agenda_is_closed_once_it_is_held(session, actors):
    item = agenda.add_item(session=session, text="Bữa ca", by=actors.nhung)
    held(session, actors.nhung)
    with pytest.raises(RefusedError):
        agenda.add_item(session=fresh(session), text="Nữa", side=EMPLOYER, by=actors.nhung)
    with pytest.raises(RefusedError):
        agenda.remove_item(item=item, by=actors.nhung)
    assert fresh(session).state == HELD


def test_a_point_can_be_taken_off(client, session, actors):
    client.force_login(actors.nhung)
    item = agenda.add_item(session=session, text="Bữa ca", by=actors.nhung)
    send(client, at(session), reverse("dialogue_item_remove", args=[session.pk, item.pk]))
    assert agenda.items_of(session) == []


def test_what_failed_says_why(session, actors):
    with pytest.raises(RefusedError):
        sessions.fail(session=session, why=" ", by=actors.nhung)
    assert sessions.fail(session=session, why="Giám đốc vắng", by=actors.nhung).state == FAILED


def test_it_is_seen_up_the_tree_and_by_no_stranger(session, actors):
    def seen(user):
        return set(Session.objects.visible_to(user, READ))

    for who in (actors.nhung, actors.uy, actors.hanh, actors.chuyen, actors.kiem):
        assert seen(who) == {session}
    for who in (actors.khach, actors.giay, actors.thay, actors.to, actors.quan):
        assert seen(who) == set()
    with pytest.raises(ForbiddenError):
        sessions.call(session=session, called=clock.today(), by=actors.giay)


def test_an_officer_chooses_the_union_by_name(client, actors, tree):
    client.force_login(actors.hanh)
    page = client.get(reverse("dialogue_new"), {"q": "May Lam"})
    assert tree.garment.code in page.content.decode()
    assert client.get(reverse("dialogue_new"), {"dv": tree.stranger.code}).status_code == 404


def test_the_list_takes_as_many_queries_for_two_as_for_one(client, actors, tree, django_assert_num_queries):
    client.force_login(actors.chuyen)
    a_session(tree.garment)
    client.get(reverse("dialogues"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("dialogues"))
    a_session(tree.stranger)
    with django_assert_num_queries(len(one)):
        client.get(reverse("dialogues"))
