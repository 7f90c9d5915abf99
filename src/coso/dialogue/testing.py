"""A dialogue that is being prepared at a union."""

import datetime as dt

import pytest

from coso.dialogue.models import PERIODIC, Session
from coso.dialogue.services.sessions import prepare
from coso.lib import clock


def a_session(unit, kind=PERIODIC, by=None, days=14, **facts) -> Session:
    """A dialogue in some days, being prepared."""
    return prepare(unit=unit, kind=kind, day=clock.today() + dt.timedelta(days=days), by=by, **facts)


@pytest.fixture
def session(tree, actors) -> Session:
    return a_session(tree.garment, by=actors.nhung, hour="14:00", place="Hội trường")
