"""The small demo, seeded once for the tests of a module and taken back after them."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from coso.demo.seeding import seed
from coso.demo.world import World


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed("small", lambda _line: None)
        transaction.set_rollback(True)
