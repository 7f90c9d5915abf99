"""The functions of law take the words of officers and amounts as they are written on slips."""

import datetime as dt
from fractions import Fraction

import pytest

from coso.law.arguments import number
from coso.law.functions import function

NOW = dt.date(2026, 12, 1)


def asked(name, **given):
    """The values of an answer."""
    return tuple(function(name).ask(given, NOW).values.values())


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("ngày thường", 15000),
        ("ngày làm việc bình thường", 15000),
        ("nghỉ tuần", 20000),
        ("ngày nghỉ tuần", 20000),
        ("nghỉ hằng tuần", 20000),
        ("nghỉ hàng tuần", 20000),
        ("Weekly rest day", 20000),
        ("lễ, tết", 30000),
        ("nghỉ lễ", 30000),
        ("ngày nghỉ lễ, tết", 30000),
    ],
)
def test_kinds_of_day_in_the_words_of_article_98(day, amount):
    assert asked("pay.overtime", rate="10000", day=day) == (amount,)


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("nặng nhọc, độc hại", 14),
        ("Nặng nhọc, độc hại, nguy hiểm", 14),
        ("người chưa thành niên", 14),
        ("người lao động là người khuyết tật", 14),
        ("đặc biệt nặng nhọc, độc hại", 16),
        ("điều kiện bình thường", 12),
    ],
)
def test_kinds_of_work_in_the_words_of_article_113(kind, days):
    assert asked("leave.annual", kind=kind) == (days,)


@pytest.mark.parametrize("kind", ["doanh nghiệp tư nhân", "private-enterprise", "Private company", "ngoài nhà nước"])
def test_a_private_enterprise_by_any_of_its_names_counts_by_its_own_regulation(kind):
    assert asked("conference.quorum", present="60", total="90", kind=kind) == (None,)


@pytest.mark.parametrize("form", ["plenary", "delegates", "hội nghị đại biểu", "hội nghị toàn thể"])
def test_both_functions_of_a_conference_take_its_form(form):
    assert asked("conference.quorum", present="60", total="90", form=form) == (True,)
    assert asked("conference.passed", yes="50", present="100", form=form) == (False,)
    assert asked("conference.passed", yes="51", present="100", form=form) == (True,)


@pytest.mark.parametrize("region", ["khu vực 2", "Vùng II", "area 2", "khu_vuc_ii"])
def test_a_region_by_any_of_its_names(region):
    assert asked("wage.minimum", region=region) == (4730000, 22700)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("37.500,5", Fraction("37500.5")),
        ("37,500.50", Fraction("37500.5")),
        ("1.000.000,25", Fraction("1000000.25")),
        ("37500VND", 37500),
        ("37.500 vnđ", 37500),
        ("37 500 đồng", 37500),
        ("37.500", 37500),
        ("37500.5", Fraction("37500.5")),
    ],
)
def test_amounts_as_slips_write_them(text, amount):
    assert number(text) == amount


@pytest.mark.parametrize("text", ["37.500.5", "37,50.000", "1.000,000,5", "-5", "5e3", "", "đ", "37.500,"])
def test_an_amount_that_reads_two_ways_or_none_is_not_guessed(text):
    assert number(text) is None
