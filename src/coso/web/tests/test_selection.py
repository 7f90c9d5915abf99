"""Which tests a run takes."""

from types import SimpleNamespace

import pytest

from coso.testing import selection
from coso.testing.selection import choose


class Case:
    """What the choice looks at of a test."""

    def __init__(self, nodeid, fixture="db", *, only_on=False):
        self.nodeid, self.fixturenames = nodeid, ("db", fixture)
        self.marks = {"only_on": SimpleNamespace(args=("sqlite",))} if only_on else {}
        if "[" in nodeid:
            self.callspec = None

    def get_closest_marker(self, name):
        return self.marks.get(name)


def names(items):
    return [item.nodeid for item in items]


@pytest.fixture(autouse=True)
def _second_database(monkeypatch):
    monkeypatch.setattr(selection, "_of_database", lambda item: True)
    monkeypatch.setenv(selection.DATABASE, "only")
    monkeypatch.delenv(selection.SHARE, raising=False)


@pytest.mark.parametrize(("cases", "played"), [(1, 1), (4, 4), (5, 2), (6, 2), (7, 3), (90, 30)])
def test_of_many_cases_a_third_is_played_on_a_second_database_of_few_each(cases, played):
    taken, left = choose([Case(f"a.py::test_a[{n}]") for n in range(cases)])
    assert (len(taken), len(left)) == (played, cases - played)


def test_the_same_cases_are_played_in_whatever_order_they_come():
    every = [Case(f"a.py::test_a[{n}]") for n in range(9)]
    assert set(names(choose(every)[0])) == set(names(choose(every[::-1])[0]))


def test_each_claim_is_played_and_one_without_cases_always():
    every = [Case(f"a.py::test_{name}[{n}]") for name in "bcd" for n in range(9)]
    plain = [Case(f"a.py::test_{n}") for n in range(9)]
    taken = choose([*every, *plain])[0]
    assert {name.partition("[")[0] for name in names(taken)} == {
        name.partition("[")[0] for name in names(every + plain)
    }


@pytest.mark.parametrize("fixture", ["transactional_db", "live_server"])
def test_what_has_transactions_of_its_own_is_played_wholly(fixture):
    assert len(choose([Case(f"a.py::test_a[{n}]", fixture) for n in range(9)])[0]) == 9


def test_what_is_claimed_of_one_database_is_played_wholly():
    assert len(choose([Case(f"a.py::test_a[{n}]", only_on=True) for n in range(9)])[0]) == 9


def test_on_the_first_database_every_case_is_played(monkeypatch):
    monkeypatch.delenv(selection.DATABASE)
    assert len(choose([Case(f"a.py::test_a[{n}]") for n in range(9)])[0]) == 9
