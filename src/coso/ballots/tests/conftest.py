"""A ballot of fourteen voters, of whom nobody needs to be known to the register."""

import uuid

import pytest

from coso.ballots.models import Ballot
from coso.ballots.services.opening import open_ballot
from coso.ballots.testing import CHOICES, acting
from coso.lib import clock
from coso.lib.dates import DAY
from coso.lib.keys import new_key


@pytest.fixture
def opened(tree):
    """Opens a ballot under a rule."""

    def make(rule="poll", voters=14):
        people = [uuid.uuid4() for _each in range(voters)]
        facts = {"unit": tree.garment.id, "subject": new_key(), "rule": rule, "choices": CHOICES}
        with acting() as action:
            return open_ballot(action, **facts, voters=people, last=clock.today() + 7 * DAY)

    return make


@pytest.fixture
def ballot(opened):
    return Ballot.objects.get(pk=opened().ballot)
