"""A dialogue that is being prepared at a union."""

import datetime as dt

import pytest

from coso.dialogue.models import PERIODIC, Promise, Session
from coso.dialogue.services.agenda import add_item
from coso.dialogue.services.promises import promise
from coso.dialogue.services.sessions import hold, prepare
from coso.lib import clock


def a_session(unit, kind=PERIODIC, by=None, days=14, **facts) -> Session:
    """A dialogue in some days, being prepared."""
    return prepare(unit=unit, kind=kind, day=clock.today() + dt.timedelta(days=days), by=by, **facts)


@pytest.fixture
def session(tree, actors) -> Session:
    return a_session(tree.garment, by=actors.nhung, hour="14:00", place="Hội trường")


def a_held_session(unit, by=None) -> Session:
    """A dialogue of today with one point, held."""
    session = a_session(unit, by=by, days=0)
    add_item(session=session, text="Xưởng 2 nóng", by=by)
    return hold(session=session, held_on=clock.today(), present=9, seats=11, boss=True, by=by)


def a_promise(item, by=None, days=30, **more) -> Promise:
    """A commitment on a point, due in some days."""
    said = {"who": "Quản đốc", "what": "Lắp 4 quạt hút", "due": clock.today() + dt.timedelta(days=days)}
    return promise(item=item, by=by, **{**said, **more})
