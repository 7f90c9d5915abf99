"""Points, days, paths, keys and secrets."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.lib.crypto import Keys, KeysMissingError, NotReadableError, load_keys, make_keys
from coso.lib.dates import Period, months_before, read_day, read_iso, show_day, years_before
from coso.lib.keys import new_key, new_keys
from coso.lib.numbers import read_whole
from coso.lib.paths import branch_end, label, labels, outermost, within
from coso.lib.points import read_points, round_down, show_points

D = dt.date


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("4,5", 4500),
        ("4.5", 4500),
        (" 10 ", 10000),
        ("0", 0),
        ("0,375", 375),
        ("0,0005", None),
        ("bốn", None),
        ("", None),
        ("1e99", None),
    ],
)
def test_points_are_read_exactly_or_not_at_all(typed, points):
    assert read_points(typed) == points


@pytest.mark.parametrize("typed", ["²", "٣", "１", "-1", "", "1_000", "1e3", "9" * 10, "9" * 5000, "\0"])
def test_what_is_no_count_is_read_as_none(typed):
    assert read_whole(typed) is None
    assert read_iso(f"1/1/{typed}") is None


@given(st.integers(0, 999_999_999))
def test_a_count_is_read_as_it_is_written(count):
    assert read_whole(str(count)) == count


@given(st.integers(0, 100_000))
def test_points_shown_are_points_read(points):
    assert read_points(show_points(points)) == points
    assert read_points(show_points(points, comma=False)) == points


@given(st.fractions(0, 100_000), st.sampled_from([250, 500, 1000]))
def test_rounding_goes_down_to_the_step(points, step):
    down = round_down(points, step)
    assert down % step == 0
    assert 0 <= points - down < step


def test_tenths_and_halves_on_a_border_stay_there():
    assert round_down(Fraction(29, 2) * 1000, 500) == 14_500


def test_a_period_counts_its_last_day():
    year = Period.closed(D(2025, 12, 1), D(2026, 11, 30))
    assert (year.end, year.last, year.days) == (D(2026, 12, 1), D(2026, 11, 30), 365)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [(D(2026, 11, 30), 12, D(2025, 11, 30)), (D(2026, 8, 31), 6, D(2026, 2, 28)), (D(2026, 1, 15), 1, D(2025, 12, 15))],
)
def test_months_before_keep_the_day_where_there_is_one(day, months, before):
    assert months_before(day, months) == before


def test_years_before_a_leap_day():
    assert years_before(D(2024, 2, 29), 1) == D(2023, 2, 28)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("22/11/2026", D(2026, 11, 22)), ("2026-11-22", D(2026, 11, 22)), ("31/02/2026", None), ("x/y/z", None)],
)
def test_days_are_read_in_both_orders(typed, day):
    assert read_iso(typed) == day
    assert day is None or show_day(day) == "22/11/2026"


def test_labels_are_five_characters_in_the_order_of_their_numbers():
    made = [label(n) for n in (0, 1, 35, 36, 36**5 - 1)]
    assert made == sorted(made)
    assert {len(each) for each in made} == {5}
    with pytest.raises(ValueError):
        label(36**5)


def test_a_branch_is_what_begins_with_its_path():
    top = label(1)
    inner = top + label(2)
    assert labels(inner) == [label(1), label(2)]
    assert top <= inner < branch_end(top)
    assert within(inner, top)
    assert not within(label(2), top)


def test_branches_within_branches_are_dropped():
    assert outermost([label(2), label(1) + label(3), label(1)]) == [label(1), label(2)]


def test_keys_rise_even_when_many_are_made_at_once():
    many = list(new_keys(5000))
    assert many == sorted(many)
    assert len(set(many)) == 5000
    assert new_key() > many[-1]
    assert {key.version for key in many} == {7}


def test_a_secret_opens_with_its_own_keys_only(tmp_path):
    ours = make_keys(tmp_path / "a" / "coso.keys")
    other = make_keys(tmp_path / "b" / "coso.keys")
    secret = ours.encrypt("040190001234")
    assert b"040190001234" not in secret
    assert load_keys(tmp_path / "a" / "coso.keys").decrypt(secret) == "040190001234"
    assert ours.encrypt("040190001234") != secret
    with pytest.raises(NotReadableError):
        other.decrypt(secret)
    assert ours.look_up("1") == ours.look_up("1") != other.look_up("1")


def test_key_files_are_private_and_never_replaced(tmp_path):
    path = tmp_path / "coso.keys"
    make_keys(path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        make_keys(path)


@pytest.mark.parametrize("text", ["", "zz zz zz", "00 00 00"])
def test_a_damaged_key_file_is_told(tmp_path, text):
    (tmp_path / "coso.keys").write_text(text)
    with pytest.raises(KeysMissingError):
        load_keys(tmp_path / "coso.keys")


def test_keys_are_three():
    assert isinstance(Keys(b"1" * 32, b"2" * 32, "x").encrypt("a"), bytes)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("22/11/2026", dt.date(2026, 11, 22)),
        (" 2/1/26 ", dt.date(2026, 1, 2)),
        ("2.1.1985", dt.date(1985, 1, 2)),
        ("02-01-85", dt.date(1985, 1, 2)),
        ("02012026", dt.date(2026, 1, 2)),
        ("020126", dt.date(2026, 1, 2)),
        ("2026-01-02", dt.date(2026, 1, 2)),
        ("31/02/2026", None),
        ("11/22/2026", None),
        ("1/2/126", None),
        ("mai", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, read):
    assert read_day(typed) == read
