"""Which differences of name and birth still speak of one human being, and which do not."""

import datetime as dt

import pytest

from coso.lib.likeness import Spoken, one_person
from coso.lib.text import fold

DAY = dt.date(1990, 5, 12)
YEAR = dt.date(1990, 1, 1)


def spoken(name, born=DAY, exact=True):
    return Spoken(fold(name), born, exact)


@pytest.mark.parametrize(
    "name", ["NGUYỄN THỊ HOÀ", "Nguyễn Thị Hòa", "nguyen thi hoa", "Nguyễn Thi Hoan", "Nguyễn Hoa"]
)
def test_marks_capitals_one_letter_and_a_middle_name_do_not_matter_with_the_same_day(name):
    assert one_person(spoken("Nguyễn Thị Hoa"), spoken(name))
    assert one_person(spoken(name), spoken("Nguyễn Thị Hoa"))


@pytest.mark.parametrize("name", ["Trần Thị Hoa", "Nguyễn Thị Lan", "Nguyễn Thị Hoa Mai", "Hoa", "Nguyễn Hoa Thị"])
def test_another_name_is_another_person(name):
    assert not one_person(spoken("Nguyễn Thị Hoa"), spoken(name))


def test_another_day_is_another_person_even_of_the_same_name():
    assert not one_person(spoken("Lê Hoa"), spoken("Lê Hoa", dt.date(1990, 5, 13)))
    assert not one_person(spoken("Lê Hoa"), spoken("Lê Hoa", dt.date(1991, 1, 1), exact=False))


def test_a_year_alone_and_an_unknown_birth_differ_from_none():
    assert one_person(spoken("Lê Hoa"), spoken("Lê Hoa", YEAR, exact=False))
    assert one_person(spoken("Lê Hoa"), spoken("Lê Hoa", None))


def test_without_a_whole_day_on_both_sides_the_names_are_equal():
    assert not one_person(spoken("Nguyễn Thị Hoa"), spoken("Nguyễn Hoa", YEAR, exact=False))
    assert not one_person(spoken("Lê Hoa"), spoken("Lê Hoan", None))
