"""Vietnamese text folds, sorts and is written as people expect."""

import random

import pytest

from coso.lib.text import fold, legible, proper_name, sort_key, text_key


def shuffled(names):
    return random.Random(7).sample(names, len(names))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Nguyễn Văn Ân", "nguyen van an"),
        ("ĐẬU THỊ HOÀI", "dau thi hoai"),
        ("  Vừ   Bá\tPó ", "vu ba po"),
        ("Cơ Sở", "co so"),
        ("Nguyễn", "nguyen"),
        ("Tổ 5", "to 5"),
        ("", ""),
    ],
)
def test_marks_capitals_and_blanks_do_not_count(written, folded):
    assert fold(written) == folded


def test_names_sort_by_given_name_letters_before_tones():
    right = ["Lê An", "Cao Anh", "Hồ Ánh", "Vi Ăn", "Đậu Ân", "Lô Ấn", "Phan Ba", "Trần Dũng", "Thái Đức", "Chu Ý"]
    assert sorted(shuffled(right), key=sort_key) == right


def test_the_middle_name_decides_before_the_family_name():
    right = ["Trần An Hoa", "Lê Thị Hoa", "Nguyễn Thị Hoa", "Cao Văn Hoa"]
    assert sorted(shuffled(right), key=sort_key) == right


def test_tones_go_level_falling_asking_tumbling_rising_heavy():
    right = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]
    assert sorted(shuffled(right), key=sort_key) == right


def test_one_word_is_a_given_name():
    assert sort_key("Hoa") < sort_key("Lê Hoa") < sort_key("Hương")


def test_units_sort_from_their_first_word():
    assert sorted(["Tổ Ủi", "Tổ Đóng gói", "Tổ Cắt"], key=text_key) == ["Tổ Cắt", "Tổ Đóng gói", "Tổ Ủi"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [("ĐẬU THỊ HOÀI", "Đậu Thị Hoài"), ("lê văn ân", "Lê Văn Ân"), ("Nguyễn Thị McA", "Nguyễn Thị McA")],
)
def test_names_in_capitals_become_proper_and_mixed_ones_stay(typed, written):
    assert proper_name(typed) == written


@pytest.mark.parametrize(
    ("text", "said"), [(" có lý do ", "có lý do"), ("   ", ""), ("\u202e\u200f", ""), ("\u200b\ufeff", "")]
)
def test_what_nobody_can_see_says_nothing(text, said):
    assert legible(text) == said
