"""What the tests of papers start from."""

import pytest

from coso.evaluation.tests.deciding import decide, fresh
from coso.evaluation.tests.test_year import to_decision


@pytest.fixture
def decided(a_round, sheet, actors):
    to_decision(sheet, actors.nhung, actors.hanh)
    decide(a_round, [sheet], actors.chuyen, publish=True)
    return fresh(sheet)
