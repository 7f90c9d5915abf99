"""The days of the law around a dialogue, and what is owed until each is done."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.dialogue.clocks import exchange_by, is_good, post_by
from coso.dialogue.duties import EXCHANGE, POST
from coso.dialogue.models import CONFERENCE, PERIODIC, Session
from coso.dialogue.services import sessions
from coso.dialogue.testing import a_held_session, a_session
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.lib import clock


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("held", "by"),
    [
        ("2026-11-30", "2026-12-03"),  # Monday: Thursday (NĐ 145/2020 art. 39.5, three working days)
        ("2026-12-04", "2026-12-09"),  # Friday: Wednesday
        ("2026-04-29", "2026-05-06"),  # 30/4 and 1/5 are holidays, then a weekend
        ("2031-03-14", "2031-03-21"),  # holidays of the year are not fixed: a week
    ],
)
def test_the_main_contents_are_posted_within_three_working_days(held, by):
    assert post_by(day(held)) == day(by)


@pytest.mark.parametrize(("on", "by"), [("2026-12-14", "2026-12-07"), ("2026-12-08", "2026-12-01")])
def test_contents_are_sent_five_working_days_before(on, by):
    assert exchange_by(day(on)) == day(by)


@pytest.mark.parametrize(
    ("kind", "present", "seats", "boss", "good"),
    [
        (PERIODIC, 17, 24, True, True),  # more than 70 %
        (PERIODIC, 16, 24, True, False),
        (PERIODIC, 7, 10, True, False),  # exactly 70 % is not more
        (PERIODIC, 24, 24, False, False),  # the legal representative was not there
        (CONFERENCE, 80, 120, None, True),  # two thirds
        (CONFERENCE, 79, 120, None, False),
    ],
)
def test_whether_enough_came(kind, present, seats, boss, good):
    row = Session(kind=kind, held=day("2026-11-30"), present=present, seats=seats, boss=boss)
    assert is_good(row) is good


def open_kinds(session):
    return set(Duty.objects.still_open().filter(subject=session.pk).values_list("kind", flat=True))


def test_each_duty_is_open_until_it_is_done(tree, actors):
    session = a_session(tree.garment, by=actors.nhung, days=0)
    assert open_kinds(session) == {EXCHANGE}
    session = sessions.call(session=session, called=clock.today(), by=actors.nhung)
    assert open_kinds(session) == set()
    session = sessions.hold(session=session, held_on=clock.today(), present=9, seats=11, boss=True, by=actors.nhung)
    assert open_kinds(session) == {POST}
    assert list(differences()) == []
    session = sessions.sign(session=session, signed=clock.today(), signers=["A"], by=actors.nhung)
    session = sessions.publish(session=session, published=clock.today(), by=actors.nhung)
    assert open_kinds(session) == set()
    assert list(differences()) == []


def test_what_failed_owes_nothing(session, actors):
    sessions.fail(session=session, why="Giám đốc vắng", by=actors.nhung)
    assert open_kinds(session) == set()
    assert list(differences()) == []


def test_home_and_the_page_tell_the_day(client, tree, actors):
    session = a_held_session(tree.garment, actors.nhung)
    client.force_login(actors.nhung)
    assert "Công khai nội dung đối thoại" in client.get(reverse("owed")).content.decode()
    assert "Đủ điều kiện" in client.get(reverse("dialogue", args=[session.pk])).content.decode()
