"""Commitments: written down, said to be done, confirmed by those concerned, back on the next agenda."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.journal import StaleError
from coso.access.refusals import RefusedError
from coso.dialogue.models import CONFIRMED, DROPPED, NOT_DONE, PROMISED, SAID_DONE, Item, Promise, PromiseTally
from coso.dialogue.services import promises
from coso.dialogue.services.agenda import add_item, items_of
from coso.dialogue.services.minutes import record
from coso.dialogue.testing import a_held_session, a_promise, a_session
from coso.lib import clock
from coso.register.services.people import add_member
from coso.register.testing.tree import START
from coso.testing.days import on
from coso.testing.forms import send


@pytest.fixture
def point(tree, actors) -> Item:
    return items_of(a_held_session(tree.garment, actors.nhung))[0]


@pytest.fixture
def made(point, actors) -> Promise:
    return a_promise(point, actors.nhung)


def now(made):
    return Promise.objects.get(pk=made.pk)


def answered(made, **numbers):
    for said, n in numbers.items():
        for _ in range(n):
            promises.answer(promise=made, said=said)


@pytest.fixture(autouse=True)
def _many(tree):
    """Members enough for everybody who answers here."""
    for n in range(20):
        add_member(unit=tree.cutting, day=START, values={"name": f"Lê Văn {chr(65 + n)}", "female": False}, by=None)


def later(days=60):
    with on(clock.today() + dt.timedelta(days=days)):
        promises.judge_due()


def test_minutes_and_a_commitment_are_written_on_a_phone(client, point, tree, actors):
    client.force_login(actors.nhung)
    page = reverse("dialogue", args=[point.session_id])
    to = reverse("dialogue_record", args=[point.session_id, point.pk])
    assert send(client, page, to, **{"i1-said": "Công ty nhận sửa", "i1-outcome": "agreed"}).status_code == 302
    to = reverse("dialogue_promise", args=[point.session_id, point.pk])
    said = {"p1-what": "Lắp 4 quạt hút", "p1-who": "Quản đốc", "p1-due": "01/01/2020"}
    assert send(client, page, to, **said).status_code == 422
    due = clock.today() + dt.timedelta(days=30)
    said |= {"p1-due": f"{due:%d/%m/%Y}", "p1-groups": [tree.line5.code]}
    assert send(client, page, to, **said).status_code == 302
    made = Promise.objects.get()
    assert (made.what, made.groups, made.due) == ("Lắp 4 quạt hút", [str(tree.line5.pk)], due)
    assert Item.objects.get(pk=point.pk).outcome == "agreed"


def test_minutes_are_not_overwritten_unseen(point, actors):
    record(item=point, said="Một", outcome="", by=actors.pho)
    with pytest.raises(StaleError):
        record(item=point, said="Hai", outcome="", by=actors.nhung)


def test_a_group_of_another_union_cannot_be_named(point, tree, actors):
    with pytest.raises(RefusedError):
        a_promise(point, actors.nhung, groups=[tree.stranger.code])


def test_those_concerned_answer_without_a_cookie_and_only_numbers_are_kept(client, made):
    page = reverse("confirm", args=[made.mark])
    assert "Lắp 4 quạt" in client.get(page).content.decode()
    done = send(client, page, said="partly")
    assert done.status_code == 200
    assert not client.cookies
    tally = PromiseTally.objects.get()
    assert (tally.done, tally.partly, tally.not_done, tally.unsure) == (0, 1, 0, 0)
    assert client.post(page, {"said": "x"}).status_code == 422


def test_few_answers_are_shown_to_nobody(client, made, actors):
    client.force_login(actors.nhung)
    page = reverse("commitment", args=[made.pk])
    answered(made, not_done=4)
    assert "Mới làm một phần" not in client.get(page).content.decode()
    assert promises.judged(PromiseTally.objects.get(), clock.today()) == ""
    answered(made, done=1)
    assert promises.judged(PromiseTally.objects.get(), clock.today()) == NOT_DONE


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"done": 5}, CONFIRMED),
        ({"done": 3, "not_done": 2}, CONFIRMED),
        ({"done": 3, "not_done": 3}, NOT_DONE),
        ({"done": 3, "not_done": 2, "unsure": 9}, CONFIRMED),
        ({"done": 4}, NOT_DONE),
    ],
)
def test_two_weeks_after_its_day_the_answers_decide(made, answers, state):
    answered(made, **answers)
    later(30 + 14)
    assert now(made).state == PROMISED
    later(30 + 15)
    assert now(made).state == state
    assert now(made).closed


def test_what_is_said_to_be_done_and_answered_by_few_waits_for_an_officer(made, actors):
    promises.say_done(promise=made, evidence="Ảnh", by=actors.nhung)
    later()
    assert now(made).state == SAID_DONE
    promises.conclude(promise=now(made), kept=True, why="Đã xem tận nơi", by=actors.nhung)
    assert now(made).state == CONFIRMED
    with pytest.raises(RefusedError):
        promises.answer(promise=now(made), said="done")


def test_what_was_not_done_is_on_the_next_agenda_once(made, tree, actors):
    later()
    first = a_session(tree.garment, by=actors.nhung)
    assert [(item.back, item.text) for item in items_of(first)] == [(made.pk, made.what)]
    assert items_of(a_session(tree.garment, by=actors.nhung)) == []


def test_an_officer_concludes_with_a_reason(client, made, actors):
    client.force_login(actors.nhung)
    page = reverse("commitment", args=[made.pk])
    assert send(client, page, kept=DROPPED, why="").status_code == 422
    assert send(client, page, kept=DROPPED, why="Hai bên thống nhất bỏ").status_code == 302
    assert now(made).state == DROPPED


def test_a_stale_conclusion_is_told(made, actors):
    promises.say_done(promise=made, evidence="", by=actors.pho)
    with pytest.raises(StaleError):
        promises.conclude(promise=made, kept=True, why="x", by=actors.nhung)


def test_a_stranger_sees_no_commitment(client, made, actors):
    client.force_login(actors.giay)
    assert client.get(reverse("commitment", args=[made.pk])).status_code == 404


def test_nothing_is_promised_before_it_is_held(tree, actors):
    session = a_session(tree.garment, by=actors.nhung)
    item = add_item(session=session, text="Bữa ca", by=actors.nhung)
    with pytest.raises(RefusedError):
        a_promise(item, actors.nhung)


def test_no_more_answers_count_than_people_are_concerned(client, point, tree, actors):
    made = a_promise(point, actors.nhung, groups=[tree.line5.code])
    assert promises.people_concerned(made) == 1
    promises.answer(promise=made, said="done")
    page = reverse("confirm", args=[made.mark])
    refused = client.post(page, {"said": "not_done"})
    assert refused.status_code == 422
    assert PromiseTally.objects.get(promise=made).answers == 1
