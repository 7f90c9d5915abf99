"""Which tests of the suite a run takes: a share by name, or only those that a database can make differ.

A second kind of database has to be asked by every claim that reads or writes it, but not in every case of a claim: the
cases of one table of permissions, say, send the same statements. Of a claim of many cases a third is played there.
Claims with transactions of their own and those of one kind of database alone are played in all their cases.
"""

import os
import zlib
from collections import defaultdict
from collections.abc import Iterable

import pytest
from django.db import connection

SHARE = "COSO_TEST_SHARE"  # "1/4": the first quarter of the tests that hold on any day
DATABASE = "COSO_TEST_DATABASE"  # "only": the tests that read or write the database
USES = {"db", "transactional_db", "django_db_setup", "live_server"}
FEW = 4  # cases of a claim that are always played
EVERY = 3  # of more cases one in so many


def choose(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run and those left out, as the environment asks."""
    taken = [item for item in items if _in_share(item) and _asked_by_database(item) and _of_database(item)]
    if os.environ.get(DATABASE) == "only":
        spared = set(_spared(taken))
        taken = [item for item in taken if item not in spared]
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


def _spared(items: Iterable[pytest.Item]) -> Iterable[pytest.Item]:
    """Of each claim of many cases those that another database need not play, told by their names alone."""
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if hasattr(item, "callspec") and not _of_its_own_transactions(item):
            cases[item.nodeid.partition("[")[0]].append(item)
    for each in cases.values():
        if len(each) > FEW:
            each.sort(key=lambda item: zlib.crc32(item.nodeid.encode()))
            yield from each[-(-len(each) // EVERY) :]


def _of_its_own_transactions(item: pytest.Item) -> bool:
    asked = getattr(item, "fixturenames", ())
    return "transactional_db" in asked or "live_server" in asked or item.get_closest_marker("only_on") is not None
