"""What the tests of papers, polls and drafts start from."""

from pathlib import Path

import pytest

from coso.evaluation.poll.services.running import open_poll
from coso.evaluation.services.rubrics import copy_rubric
from coso.evaluation.tests.deciding import decide, fresh
from coso.evaluation.tests.test_poll import SOON, fill_union
from coso.evaluation.tests.test_year import to_decision

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rounds of these tests have their days in 2026: on another day of the machine they prove nothing more."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("one_year")


@pytest.fixture
def decided(a_round, sheet, actors):
    to_decision(sheet, actors.nhung, actors.hanh)
    decide(a_round, [sheet], actors.chuyen, publish=True)
    return fresh(sheet)


@pytest.fixture
def big(sheet, tree):
    """The sheet of a union of fourteen members: the four with posts and ten more."""
    fill_union(tree.garment, 10)
    return sheet


@pytest.fixture
def poll(big, actors, today):
    return open_poll(sheet=big, last=today + SOON, by=actors.nhung)


@pytest.fixture
def draft(model_rubric):
    return copy_rubric(rubric=model_rubric, code="lam-2027", number="12/HD", title="Bộ tiêu chí 2027", by=None)


@pytest.fixture
def province(client, actors):
    """A browser in which the specialist of the province is signed in."""
    client.force_login(actors.chuyen)
    return client
