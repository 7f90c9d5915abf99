"""The day itself is in time; what stands at the council's table, in which order it is believed."""

import datetime as dt
from uuid import UUID

import pytest

from coso.duties.overdue import Late, Rate, _count
from coso.grading.chain import DONE, KINDS, ORDER, status_of
from coso.grading.council import Standing
from coso.grading.models import Sheet

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


@pytest.mark.parametrize(
    ("grade", "heard", "said"),
    [
        ("", "", ("good", "bảng")),
        ("", "weak", ("weak", "hội đồng")),
        ("excellent", "weak", ("excellent", "quyết định")),
    ],
)
def test_the_decision_is_believed_before_the_council_and_the_council_before_the_table(grade, heard, said):
    sheet = Sheet(grade=grade, grade_why="quyết định", heard_grade=heard, heard_why="hội đồng")
    assert Standing(sheet, "good", "bảng").said == said


@pytest.mark.parametrize("step", [step for step in ORDER if step not in ("self", "appraise")])
def test_lines_appraised_or_suggested_change_the_word_at_the_appraisal_only(step):
    assert status_of(Sheet(step=step), appraised=3, suggested=3) == KINDS[step].status


def test_the_words_of_a_status_give_way_in_order():
    sheet = Sheet(step="appraise")
    words = [status_of(sheet, asked=1, appraised=1, suggested=1), status_of(sheet, appraised=1, suggested=1)]
    words += [status_of(sheet, suggested=1), status_of(sheet)]
    assert len({str(word) for word in words}) == 4
    with_reason = Sheet(step=DONE, why_not="dormant", returned_why="x")
    assert status_of(with_reason) != status_of(Sheet(step=DONE))
    assert status_of(Sheet(step="self", returned_why="x"), asked=1) != status_of(Sheet(step="self"), asked=1)
