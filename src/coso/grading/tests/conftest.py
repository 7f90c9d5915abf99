"""What the tests of papers, polls and drafts start from."""

from pathlib import Path

import pytest

from coso.grading.testing.deciding import decide, fresh
from coso.grading.testing.year import to_decision
from coso.polls.testing import big, poll

__all__ = ["big", "poll"]

ROOMS = [Path(__file__).parents[2] / room for room in ("grading", "rubrics", "results")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rounds of these tests have their days in 2026: on another day of the machine they prove nothing more."""
    for item in items:
        if any(room in item.path.parents for room in ROOMS):
            item.add_marker("one_year")


@pytest.fixture
def decided(a_round, sheet, actors):
    to_decision(sheet, actors.nhung, actors.hanh)
    decide(a_round, [sheet], actors.chuyen, publish=True)
    return fresh(sheet)
