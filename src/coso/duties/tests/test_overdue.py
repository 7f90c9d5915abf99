"""The day itself is in time; rates add up, and the worst stays the worst."""

import datetime as dt
from uuid import UUID

import pytest

from coso.duties.overdue import Late, Rate, _count

DUE = dt.date(2026, 12, 10)


def days(n):
    return DUE + dt.timedelta(days=n)


@pytest.mark.parametrize(
    ("done", "looked", "rate", "over", "worst"),
    [
        (None, -1, None, 0, 0),
        (None, 0, None, 0, 0),
        (None, 1, Rate(1, 0), 1, 1),
        (None, 9, Rate(1, 0), 1, 9),
        (-1, 9, Rate(1, 1), 0, 0),
        (0, 0, Rate(1, 1), 0, 0),
        (1, 1, Rate(1, 0), 0, 0),
        (-3, -2, Rate(1, 1), 0, 0),
    ],
)
def test_a_duty_is_late_from_the_day_after(done, looked, rate, over, worst):
    row = Late(UUID(int=1))
    _count(row, "k", DUE, None if done is None else days(done), days(looked))
    assert (row.rates.get("k"), row.total, row.worst) == (rate, over, worst)


def test_the_worst_stays_the_worst_and_rates_add_up_over_the_steps():
    row = Late(UUID(int=1))
    for kind, due in (("a", -9), ("a", -2), ("b", -4)):
        _count(row, kind, days(due), None, DUE)
    _count(row, "b", days(-1), days(-1), DUE)
    assert (row.worst, row.total, row.over["a"], row.whole) == (9, 3, 2, Rate(4, 1))
