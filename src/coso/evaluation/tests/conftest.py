"""What the tests of papers start from."""

import pytest

from coso.evaluation.services.rubrics import copy_rubric
from coso.evaluation.tests.deciding import decide, fresh
from coso.evaluation.tests.test_year import to_decision


@pytest.fixture
def decided(a_round, sheet, actors):
    to_decision(sheet, actors.nhung, actors.hanh)
    decide(a_round, [sheet], actors.chuyen, publish=True)
    return fresh(sheet)


@pytest.fixture
def draft(model_rubric):
    return copy_rubric(rubric=model_rubric, code="lam-2027", number="12/HD", title="Bộ tiêu chí 2027", by=None)


@pytest.fixture
def province(client, actors):
    """A browser in which the specialist of the province is signed in."""
    client.force_login(actors.chuyen)
    return client
