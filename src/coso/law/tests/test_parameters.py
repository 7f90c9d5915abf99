"""Numbers of law hold from their day, and a target is strict where its words say so."""

import datetime as dt
from fractions import Fraction

import pytest

from coso.law import parameter

YEAR = dt.date(2025, 12, 31)


@pytest.mark.parametrize(("good", "all_", "met"), [(172, 203, False), (173, 203, True), (17, 20, False)])
def test_the_state_target_asks_for_more_than_85_percent(good, all_, met):
    assert parameter("targets.state").reached(Fraction(good, all_), YEAR) is met


@pytest.mark.parametrize(("good", "all_", "met"), [(3, 5, True), (599, 1000, False)])
def test_the_non_state_target_is_met_at_60_percent(good, all_, met):
    assert parameter("targets.non_state").reached(Fraction(good, all_), YEAR) is met


def test_a_number_does_not_hold_before_its_day():
    with pytest.raises(LookupError):
        parameter("targets.state").at(dt.date(2020, 12, 31))


def test_every_parameter_says_where_it_stands():
    for key in ("targets.state", "grading.new_union_months", "boards.women_min_women", "poll.min_answers"):
        assert parameter(key).references
        assert parameter(key).at(YEAR).status in "PSMIO"
