"""Bounds in whole numbers, with no share in between, and answers that only ever grow with what is asked."""

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from coso.law.functions import function
from coso.law.workdays import workdays_after

NOW = dt.date(2026, 12, 1)
WHOLE = st.integers(1, 20_000)


@st.composite
def parts(draw):
    """A part and its whole, most often close to half, to 70 %, to two thirds or to 30 %."""
    whole = draw(WHOLE)
    near = draw(st.sampled_from([(1, 2), (7, 10), (2, 3), (3, 10), (0, 1), (1, 1)]))
    part = whole * near[0] // near[1] + draw(st.integers(-1, 1))
    return min(max(part, 0), whole), whole


def asked(name, **values):
    """The values of an answer."""
    answer = function(name).ask({key: str(value) for key, value in values.items()}, NOW)
    return tuple(answer.values.values())


@given(parts())
def test_shares_stand_exactly_where_the_articles_put_them(pair):
    part, whole = pair
    assert asked("dialogue.quorum", present=part, total=whole) == (10 * part > 7 * whole,)  # NĐ 145/2020, 39: trên 70 %
    assert asked("dialogue.request", asking=part, total=whole) == (10 * part >= 3 * whole,)  # NĐ 145/2020, 40: ít nhất
    assert asked("conference.quorum", present=part, total=whole) == (3 * part >= 2 * whole,)  # Luật 10/2022, 51, 69
    assert asked("conference.passed", yes=part, present=whole) == (2 * part > whole,)  # Luật 10/2022, 51, 69: trên 50 %
    assert asked("ballot.passed", yes=part, employees=whole) == (2 * part > whole,)  # BLLĐ, 76: trên 50 %


@given(WHOLE, WHOLE)
def test_seats_never_fall_with_the_headcount(one, other):
    fewer, more = sorted((one, other))
    assert asked("dialogue.seats", headcount=fewer)[0] <= asked("dialogue.seats", headcount=more)[0]


@given(st.integers(0, 10**9), st.booleans(), st.sampled_from(["weekday", "rest", "holiday"]))
def test_overtime_at_night_is_never_paid_less_than_by_day(rate, earlier, day):
    (by_day,) = asked("pay.overtime", rate=rate, day=day, earlier=earlier)
    (by_night,) = asked("pay.overtime", rate=rate, day=day, earlier=earlier, night=True)
    assert by_night >= by_day + Fraction(3, 10) * rate  # BLLĐ, 98.2


@given(st.integers(0, 10**12))
def test_the_fund_is_split_without_a_rest(payroll):
    total, unit, upper = asked("fund.split", payroll=payroll)
    assert unit + upper == total == Fraction(payroll, 50)


@given(st.integers(0, 2_000), st.integers(0, 100))
def test_a_working_day_more_is_a_later_day(offset, days):
    start = dt.date(2021, 1, 1) + dt.timedelta(days=min(offset, 1_700))
    assert workdays_after(start, days) < workdays_after(start, days + 1)


@given(st.dates(dt.date(2021, 1, 1), dt.date(2090, 12, 31)), st.integers(12, 35))
def test_a_longer_agreement_never_expires_earlier(signed, months):
    shorter, longer = (asked("agreement.clock", signed=signed, months=each) for each in (months, months + 1))
    assert shorter[0] == longer[0] == (signed + dt.timedelta(days=10))  # BLLĐ, 77
    assert shorter[1] < longer[1]
