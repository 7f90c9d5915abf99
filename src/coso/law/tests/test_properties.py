"""What holds for every count: bounds are crossed once, parts make up the whole, days of work are days of work."""

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from coso.law import parameters
from coso.law.arguments import number
from coso.law.functions import FUNCTIONS, function
from coso.law.workdays import is_workday, workdays_after

NOW = dt.date(2026, 12, 1)


def asked(name, **typed):
    return function(name).ask({key: str(value) for key, value in typed.items()}, NOW).values


@given(some.integers(1, 5000), some.data())
def test_more_present_never_undoes_a_quorum(total, data):
    present = data.draw(some.integers(0, total - 1))
    assert (
        asked("dialogue.quorum", present=present, total=total)["met"]
        <= asked("dialogue.quorum", present=present + 1, total=total)["met"]
    )


@given(some.integers(1, 10**6))
def test_half_of_the_employees_is_never_enough_and_one_more_always(employees):
    half = employees // 2
    assert not asked("ballot.passed", yes=half, employees=employees)["passed"]
    assert asked("ballot.passed", yes=half + 1, employees=employees)["passed"]


@given(some.integers(1, 5000))
def test_seats_never_fall_with_the_headcount(headcount):
    assert (
        asked("dialogue.seats", headcount=headcount)["min"] <= asked("dialogue.seats", headcount=headcount + 1)["min"]
    )


@given(some.integers(0, 10**12))
def test_the_parts_of_the_fund_make_up_the_whole(payroll):
    said = asked("fund.split", payroll=payroll)
    assert said["unit"] + said["upper"] == said["total"] == Fraction(payroll, 50)


@given(some.dates(dt.date(2021, 1, 1), dt.date(2025, 12, 1)), some.integers(1, 20), some.integers(1, 20))
def test_working_days_add_up_and_end_on_one(start, first, more):
    then = workdays_after(start, first)
    assert is_workday(then)
    assert workdays_after(then, more) == workdays_after(start, first + more)


@given(some.integers(0, 10**12))
def test_an_amount_reads_back_however_it_is_grouped(amount):
    for text in (str(amount), f"{amount:,}", f"{amount:,}".replace(",", "."), f"{amount} đ"):
        assert number(text) == amount


@given(
    some.sampled_from(sorted(parameters().keys() - FUNCTIONS.keys())),
    some.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
)
def test_a_parameter_answers_or_says_why_on_every_day(key, day):
    answer = function(key).ask({"on": day.isoformat()}, NOW)
    assert (answer.values["value"] is None) == (answer.reason is not None)
