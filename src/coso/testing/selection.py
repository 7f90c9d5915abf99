"""Which tests of the suite a run takes: a share by name, or only those that a database can make differ."""

import os
import zlib

import pytest
from django.db import connection

SHARE = "COSO_TEST_SHARE"  # "1/4": the first quarter of the tests that hold on any day
DATABASE = "COSO_TEST_DATABASE"  # "only": the tests that read or write the database
USES = {"db", "transactional_db", "django_db_setup", "live_server"}


def choose(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run and those left out, as the environment asks."""
    taken = [item for item in items if _in_share(item) and _asked_by_database(item) and _of_database(item)]
    left = set(items) - set(taken)
    return taken, [item for item in items if item in left]


def _in_share(item: pytest.Item) -> bool:
    n, _slash, of = os.environ.get(SHARE, "").partition("/")
    if not of:
        return True
    return not _of_one_year(item) and zlib.crc32(item.nodeid.encode()) % int(of) == int(n) - 1


def _of_one_year(item: pytest.Item) -> bool:
    """Whether a test plays in a round: their days lie in 2026, whatever the day of the machine."""
    return item.get_closest_marker("one_year") is not None or "a_round" in getattr(item, "fixturenames", ())


def _asked_by_database(item: pytest.Item) -> bool:
    if os.environ.get(DATABASE) != "only":
        return True
    return item.get_closest_marker("django_db") is not None or bool(USES & set(getattr(item, "fixturenames", ())))


def _of_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("only_on")
    return marker is None or marker.args[0] == connection.vendor
