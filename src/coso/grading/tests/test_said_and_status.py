"""What stands at the council's table, and the word of a sheet's status: in which order each is believed."""

import pytest

from coso.grading.chain import DONE, KINDS, ORDER, status_of
from coso.grading.council import Standing
from coso.grading.models import Sheet


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
