"""A poster at a factory, and what is said by it."""

import datetime as dt
import secrets

import pytest

from coso.lib import clock
from coso.testing.days import on
from coso.voice.models import Concern
from coso.voice.night import climb_late, leave_ended, settle_day
from coso.voice.receipts import made_of
from coso.voice.services.desk import as_seen
from coso.voice.services.intake import Said, by_poster, take_in
from coso.voice.services.posters import put_up

TEXT = "Cơm ca tối qua có mùi, mấy người đau bụng"


def once():
    return secrets.token_hex(16)


@pytest.fixture
def poster(tree, actors):
    return put_up(unit=tree.garment, places=["Cổng 2"], by=actors.nhung)[0]


def say(poster, text=TEXT, reader=None, sent="", **more):
    """The concern of what was said, and its receipt."""
    said = Said(once=sent or once(), text=text, reader=(reader or poster.unit).code, **more)
    made = take_in(source=by_poster(poster), said=said)
    return Concern.objects.get(pk=made.key), made_of(said.once).digits


@pytest.fixture
def concern(poster):
    return say(poster)[0]


def now(concern):
    """A concern as it stands."""
    return as_seen(Concern.objects.get(pk=concern.pk))


def fresh(concern):
    return Concern.objects.get(pk=concern.pk)


def night(days=1):
    """The ticks of some later day, at nine in the morning."""
    with on(clock.today() + dt.timedelta(days=days)):
        settle_day()
        leave_ended()
        climb_late()
