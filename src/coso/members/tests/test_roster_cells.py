"""Single cells: days, ticks, sexes, money, texts."""

import datetime as dt

import pytest

from coso.lib.tables import BadCell
from coso.members.roster.cells import is_mark, read_day, read_money, read_sex, read_text

MAY_12 = dt.date(1990, 5, 12)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(1990, 5, 12),
        dt.datetime(1990, 5, 12, 7, 30),
        "12/05/1990",
        "12/5/1990",
        "12-05-1990",
        "12.05.1990",
        " 12 / 05 / 1990 ",
        "'12/05/1990",
        "12/05/90",
        "1990-05-12",
        "1990-05-12T00:00:00",
        "12/05/1990 00:00:00",
        "ngày 12 tháng 5 năm 1990",
        "12051990",
        "19900512",
        12051990.0,
        33005.0,
        "33005",
    ],
)
def test_one_day_many_spellings(cell):
    assert read_day(cell) == (MAY_12, True)


@pytest.mark.parametrize("cell", [1990, 1990.0, "1990", " 1990 "])
def test_a_year_alone_is_not_exact(cell):
    assert read_day(cell) == (dt.date(1990, 1, 1), False)


def test_a_month_alone_is_not_exact():
    assert read_day("05/1990") == (dt.date(1990, 5, 1), False)


def test_short_years_turn_at_thirty():
    assert read_day("1/2/29") == (dt.date(2029, 2, 1), True)
    assert read_day("1/2/30") == (dt.date(1930, 2, 1), True)


@pytest.mark.parametrize(
    "cell",
    ["", "x", "05/13/1990", "31/02/1990", "1/1/0090", "hôm qua", 12.0, -5.0, True, BadCell("#N/A"), "12/1990/5/6"],
)
def test_what_is_no_day(cell):
    assert read_day(cell) is None


@pytest.mark.parametrize(("word", "female"), [("Nữ", True), ("NỮ", True), ("nu", True), ("F", True), ("Nam", False)])
def test_words_of_sex(word, female):
    assert read_sex(word) is female


@pytest.mark.parametrize("word", ["", "1", 1.0, 0.0, "khác", "x"])
def test_codes_of_sex_are_not_guessed(word):
    assert read_sex(word) is None


@pytest.mark.parametrize("cell", ["x", "X", "✓", "1", 1.0, "Nữ", "nữ", "F", True])
def test_ticks(cell):
    assert is_mark(cell) is True


@pytest.mark.parametrize("cell", ["", "0", 0.0, "-", False])
def test_no_ticks(cell):
    assert is_mark(cell) is False


@pytest.mark.parametrize("cell", ["???", 7.0, BadCell("#N/A")])
def test_what_is_neither_ticked_nor_not(cell):
    assert is_mark(cell) is None


@pytest.mark.parametrize("cell", [45000.0, 45000, "45.000", "45,000 đ", "45 000đ", "45000 VND"])
def test_money(cell):
    assert read_money(cell) == 45_000


@pytest.mark.parametrize("cell", ["", "x", -5.0, True, "bốn lăm", dt.date(2020, 1, 1)])
def test_what_is_no_money(cell):
    assert read_money(cell) is None


def test_texts_are_shown_as_a_person_reads_them():
    assert read_text("  Tổ   cắt ") == "Tổ cắt"
    assert read_text("To\u0302\u0309 1") == "Tổ 1"
    assert read_text(401.0) == "401"
    assert read_text(dt.date(1990, 5, 12)) == "12/05/1990"
    assert read_text(BadCell("#REF!")) == ""


@pytest.mark.parametrize("read", [read_day, read_money, is_mark])
@pytest.mark.parametrize(
    "cell", ["²", "9" * 5000, "1/1/" + "9" * 5000, "9" * 5000 + "/1/1990", "1990/" + "9" * 22 + "/1", float("inf")]
)
def test_a_cell_that_nobody_means_is_none(cell, read):
    assert read(cell) is None
