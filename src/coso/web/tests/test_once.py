"""A form sent twice is acted on once; what was not saved is shown with what was typed."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, OperationalError
from django.urls import reverse

from coso.access.jobs import queue
from coso.access.journal import StaleError, act
from coso.access.models import Account, Action, Job, SentForm
from coso.access.once import OnceKey, RepeatedFormError, carrying, forget_old
from coso.grading.testing.rounds import stand_at
from coso.requests.models import Request
from coso.requests.services import ask
from coso.testing.days import on


@pytest.fixture
def decided(sheet):
    return stand_at(sheet, "publish", grade="excellent", decided_points=95_000)


def inputs(page, name="once"):
    return [part.split('"')[0] for part in page.content.decode().split(f'name="{name}" value="')[1:]]


@pytest.fixture
def asking(client, actors, decided):
    """The form of a petition as the page gives it, and the address it goes to."""
    client.force_login(actors.nhung)
    address = reverse("petition_new", args=[decided.pk])
    return address, {"text": "Xin xem lại điểm D01", "once": inputs(client.get(address))[-1]}


def test_every_form_carries_a_key_of_its_own(client, actors, sheet):
    client.force_login(actors.nhung)
    page = client.get(reverse("sheet", args=[sheet.pk]))
    keys = inputs(page)
    assert len(keys) == len(set(keys)) == len(inputs(page, "csrfmiddlewaretoken")) > 2


def test_a_second_click_leads_where_the_first_one_led(client, asking):
    address, data = asking
    first, actions = client.post(address, data), Action.objects.count()
    second = client.post(address, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == first.url
    assert (Request.objects.count(), Action.objects.count()) == (1, actions)


def test_somebody_elses_key_does_nothing(client, asking, actors):
    address, data = asking
    client.post(address, data)
    client.force_login(actors.pho)
    before = Action.objects.count()
    assert client.post(address, data).status_code == 409
    assert Action.objects.count() == before


def test_other_words_under_a_spent_key_are_shown_and_can_be_sent(client, asking):
    address, data = asking
    client.post(address, data)
    page = client.post(address, {**data, "text": "Câu thứ hai"})
    assert page.status_code == 409
    assert "Câu thứ hai" in page.content.decode()
    assert inputs(page)[-1] != data["once"]


def test_a_refused_form_may_be_sent_again(client, asking):
    address, data = asking
    assert client.post(address, {**data, "text": " "}).status_code == 422
    assert not SentForm.objects.exists()
    assert client.post(address, data).status_code == 302


def test_cells_that_save_by_themselves_carry_no_key(client, actors, sheet):
    client.force_login(actors.nhung)
    line = sheet.lines.get(code="D01")
    key = str(uuid.uuid4())
    for points in ("3", "4"):
        data = {"points": points, "once": key}
        answer = client.post(reverse("line_score", args=[line.pk]), data, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    assert sheet.lines.get(code="D01").own == 4000


@pytest.fixture
def once(db):
    return OnceKey(uuid.uuid4(), uuid.uuid4(), "x")


def test_the_first_action_spends_the_key_and_the_next_does_not(once):
    with carrying(once):
        with act(by=None, verb="test"):
            pass
        with act(by=None, verb="test"):
            pass
    assert SentForm.objects.get().pk == once.key


def test_an_action_that_fails_leaves_the_key(once):
    with carrying(once), pytest.raises(LookupError), act(by=None, verb="test"):
        raise LookupError
    assert not once.spent
    assert not SentForm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_is_not_started_twice():
    actor = Account.objects.create(username="an")
    key = uuid.uuid4()
    with carrying(OnceKey(key, actor.pk, "x")):
        queue("members.check", {}, actor)
    with carrying(OnceKey(key, actor.pk, "x")), pytest.raises(RepeatedFormError):
        queue("members.check", {}, actor)
    assert Job.objects.count() == 1


def test_old_keys_are_forgotten(once, today):
    SentForm.objects.create(id=once.key, actor=once.actor, digest="x")
    assert forget_old() == 0
    with on(today + dt.timedelta(days=8)):
        assert forget_old() == 1


FAULTS = {
    "unique": (IntegrityError("UNIQUE constraint failed: a.b"), 409),
    "stale": (StaleError(None), 409),
    "locked": (OperationalError("database is locked"), 503),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_typed_is_shown_when_it_could_not_be_saved(client, asking, monkeypatch, caplog, name):
    address, data = asking
    wrong, status = FAULTS[name]

    def fail(**_said):
        raise wrong

    monkeypatch.setattr("coso.requests.views.ask", fail)
    page = client.post(address, data)
    caplog.clear()  # the operator's log has 503 as an error, rightly
    assert page.status_code == status
    assert data["text"] in page.content.decode()
    assert (page.headers.get("Retry-After") == "5") == (status == 503)


def test_an_empty_column_is_our_fault_and_not_told_as_a_race(client, asking, monkeypatch, caplog):
    address, data = asking

    def fail(**_said):
        raise IntegrityError("NOT NULL constraint failed: a.b")

    monkeypatch.setattr("coso.requests.views.ask", fail)
    with pytest.raises(IntegrityError):
        client.post(address, data)
    caplog.clear()


class DeadlockError(Exception):
    sqlstate = "40P01"


def test_a_deadlock_is_tried_once_more(client, asking, monkeypatch):
    address, data = asking
    tries = []

    def once_blocked(**said):
        tries.append(said)
        if len(tries) == 1:
            raise OperationalError("deadlock detected") from DeadlockError()
        return ask(**said)

    monkeypatch.setattr("coso.requests.views.ask", once_blocked)
    assert client.post(address, data).status_code == 302
    assert (len(tries), Request.objects.count()) == (2, 1)
