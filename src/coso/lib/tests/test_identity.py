"""Phone numbers and identity papers, as typed and as spoiled by spreadsheets."""

import pytest

from coso.lib.identity import WARNINGS, Identity, Kind, born_year, id_conflicts, is_female, read_id, read_phone


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "+84912345678",
        "84912345678",
        "+84 (0) 912 345 678",
        "0084 912 345 678",
        "0912.345.678",
        "0912-345-678",
        " 0912 345 678 ",
        "'0912345678",
        "912345678",
        912345678.0,
        912345678,
        "912345678.0",
        "９１２３４５６７８",
    ],
)
def test_one_phone_many_spellings(typed):
    found = read_phone(typed)
    assert (found.kind, found.value) == (Kind.PHONE, "0912345678")


@pytest.mark.parametrize(
    ("old", "new"),
    [("01669123456", "0369123456"), ("01201234567", "0701234567"), ("0199 123 4567", "0591234567")],
)
def test_eleven_digit_prefixes_became_ten(old, new):
    assert read_phone(old) == Identity(Kind.PHONE, new, ("old_prefix",))


def test_old_prefix_with_its_zero_eaten():
    assert read_phone(1669123456.0) == Identity(Kind.PHONE, "0369123456", ("zero_restored", "old_prefix"))


def test_landlines_are_phones_with_a_remark():
    assert read_phone("0238.3844.123") == Identity(Kind.PHONE, "02383844123", ("landline",))


def test_of_several_numbers_the_first_is_taken():
    assert read_phone("0912345678 / 0987654321") == Identity(Kind.PHONE, "0912345678", ("several",))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "blank"),
        (None, "blank"),
        ("không có", "letters"),
        ("091234567", "length"),
        ("09123456789", "length"),
        ("0412345678", "prefix"),
        ("9.12E+08", "rounded"),
        ("9,12E+08", "rounded"),
    ],
)
def test_what_is_no_phone_says_why(typed, why):
    assert read_phone(typed) == Identity(Kind.NONE, None, (why,))


def test_national_id_agrees_with_birth_and_sex():
    assert read_id("040190012345", year=1990, female=True) == Identity(Kind.NATIONAL, "040190012345")
    assert read_id("040 304 012 345", year=2004, female=True).warnings == ()


def test_national_id_that_contradicts_keeps_its_value():
    assert read_id("040190012345", year=1990, female=False).warnings == ("sex",)
    assert read_id("040190012345", year=1991, female=True).warnings == ("year",)
    assert read_id("040190012345", year=1991, female=False) == Identity(Kind.NATIONAL, "040190012345", ("sex", "year"))


def test_national_id_with_an_unknown_province_or_century():
    assert read_id("003190012345").warnings == ("province",)
    assert read_id("040990012345").warnings == ("century",)
    assert read_id("232190012345").warnings == ()


@pytest.mark.parametrize("eaten", ["40190012345", 40190012345.0, 40190012345])
def test_an_eaten_zero_comes_back(eaten):
    assert read_id(eaten, year=1990, female=True) == Identity(Kind.NATIONAL, "040190012345", ("zero_restored",))


def test_an_eaten_zero_stays_away_where_the_result_contradicts():
    assert read_id("40190012345", year=1985).value is None
    assert read_id("40990012345").value is None


def test_two_eaten_zeros_need_the_year_of_birth():
    assert read_id("1190012345", year=1990).value == "001190012345"
    assert read_id("1190012345") == Identity(Kind.NONE, None, ("length",))


def test_old_ids_have_nine_digits():
    assert read_id("182345678") == Identity(Kind.OLD, "182345678")
    assert read_id(12345678.0) == Identity(Kind.OLD, "012345678", ("zero_restored",))


@pytest.mark.parametrize("passport", ["B1234567", "p00123456", "EA 1234567", "C-1234567"])
def test_passports(passport):
    assert read_id(passport).kind is Kind.PASSPORT
    assert read_id(passport).value.isupper()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "blank"),
        ("12345", "length"),
        ("0401900123456", "length"),
        ("4.0190012345E+10", "rounded"),
        ("chưa có", "letters"),
        ("ABCDEFG", "letters"),
    ],
)
def test_what_is_no_paper_says_why(typed, why):
    assert read_id(typed) == Identity(Kind.NONE, None, (why,))


def test_digits_tell_sex_and_year():
    assert [(is_female(d), born_year(d)) for d in ("040090000000", "040190000000", "040205000000", "040305000000")] == [
        (False, 1990),
        (True, 1990),
        (False, 2005),
        (True, 2005),
    ]


def test_every_warning_has_a_sentence_in_both_languages():
    seen = {*id_conflicts("003190012345", 1991, False), *id_conflicts("040990012345", None, None)}
    assert seen <= WARNINGS.keys()
    assert all(vi and en for vi, en in WARNINGS.values())
