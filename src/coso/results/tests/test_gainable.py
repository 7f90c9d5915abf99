"""Where points are still open: what the next step of each rule asks for, worked out by hand, the least effort first."""

from fractions import Fraction

import pytest
from django.urls import reverse

from coso.access.journal import act
from coso.grading.models import SheetLine
from coso.results.gainable import HAND, JUDGED, RECORDS, TAKEN, GainablePoint, Near, gainable_points, next_step
from coso.rubrics.grammar.model import Deduct, IfTrue, Levels, Linear, PerOccurrence, Steps
from coso.rubrics.specs import grammar_of

SHARES = Steps(((Fraction(1, 2), 2000), (Fraction(7, 10), 3000), (Fraction(95, 100), 5000)))


@pytest.mark.parametrize(
    ("rule", "most", "points", "wanted", "value", "expected"),
    [
        (SHARES, 5000, 2000, 500, Fraction(6, 10), (Fraction(7, 10), 1000)),
        (SHARES, 5000, 3000, 500, Fraction(7, 10), (Fraction(95, 100), 2000)),
        (SHARES, 5000, 5000, 500, Fraction(1), None),
        (Linear(Fraction(1, 2), Fraction(1), 500), 4000, 1000, 1000, Fraction(65, 100), (Fraction(3, 4), 1000)),
        (Linear(Fraction(1, 2), Fraction(1), 500), 4000, 3500, 2000, Fraction(95, 100), (Fraction(1), 500)),
        (PerOccurrence(500, 2000), 2000, 1000, 500, Fraction(2), (Fraction(3), 500)),
        (Deduct(1000, 0), 3000, 2000, 500, Fraction(1), (Fraction(0), 1000)),
        (Deduct(1000, 0), 3000, 2000, 500, Fraction(0), None),
        (IfTrue(2000), 2000, 0, 500, Fraction(0), (Fraction(1), 2000)),
        (IfTrue(2000), 2000, 0, 500, Fraction(1), None),
        (Levels((("no", 0), ("yes", 2000))), 2000, 0, 500, Fraction(0), None),
    ],
)
def test_the_next_step_of_each_rule(rule, most, points, wanted, value, expected):
    assert next_step(rule, most, points, wanted, value) == expected


def set_line(sheet, code, **facts):
    with act(by=None, verb="test") as a:
        a.write(SheetLine, {SheetLine.objects.get(sheet=sheet, code=code).pk: facts})


def found(sheet, short=0):
    lines = list(sheet.lines.order_by("n"))
    return {each.code: each for each in gainable_points(lines, grammar_of(sheet.round.rubric), sheet.variant, short)}


def test_a_line_that_records_count_says_how_many_are_lacking(sheet):
    set_line(sheet, "T01", numerator=62, denominator=100, proposed=1000, own=1000)
    grammar = grammar_of(sheet.round.rubric)
    rule = grammar.criterion("T01").line(sheet.variant).rule
    opening = found(sheet)["T01"]
    value, gain = next_step(rule, 4000, 1000, grammar.step, Fraction(62, 100))
    assert (opening.rank, opening.gain, opening.whole) == (RECORDS, gain, 100)
    assert Fraction(62 + opening.need, 100) >= value > Fraction(62 + opening.need - 1, 100)
    assert opening.text == f"thêm {opening.need} trên tổng 100 trong số liệu"


def test_points_that_the_records_give_already_come_first(sheet):
    set_line(sheet, "T01", own=1000)
    assert (found(sheet)["T01"].rank, found(sheet)["T01"].gain) == (TAKEN, 2000)
    assert next(iter(found(sheet))) == "T01"


def test_typed_and_judged_lines_come_after_with_their_words(sheet):
    set_line(sheet, "D07", own=0)
    set_line(sheet, "U05", own=0)
    said = found(sheet)
    assert said["D07"].rank == HAND
    assert (said["U05"].rank, said["U05"].gain) == (JUDGED, 1000)
    assert "mức tiếp theo" in said["U05"].text
    assert list(said).index("D07") < list(said).index("U05")


def test_lines_at_their_maximum_open_ones_and_those_out_of_the_sheet_are_not_listed(sheet):
    set_line(sheet, "D07", own=grammar_of(sheet.round.rubric).criterion("D07").line(sheet.variant).max)
    set_line(sheet, "D11", own=0, status="not_applicable")
    assert not {"D07", "D11", "D01"} & set(found(sheet))


def test_what_the_appraiser_found_counts_before_what_the_union_said(sheet):
    set_line(sheet, "D07", own=0, appraised=1000)
    assert found(sheet)["D07"].points == 1000


def one(gain, rank=HAND):
    return GainablePoint("D01", "x", 0, 5000, gain, rank)


def test_the_cheapest_are_as_many_as_would_do_at_most_three():
    assert len(Near(None, 69000, 1000, [one(1000), one(2000)]).cheapest) == 1
    near = Near(None, 65000, 5000, [one(1000)] * 5)
    assert (len(near.cheapest), near.enough) == (3, False)


def test_the_sheet_says_where_points_can_be_gained(client, sheet, actors):
    set_line(sheet, "D07", own=0)
    client.force_login(actors.nhung)
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "Còn lấy được điểm ở đâu" in text
    assert 'href="#l-D07"' in text
