"""Which sheet is the list: named, proposed, several together; cells under one heading put together."""

import pytest

from coso.lib.tables import About, Book, Sheet, TableError
from coso.lib.tables.choosing import choose, join_under, together


def sheet(name, rows, *, opened=False):
    return Sheet(name, False, [[str(n)] for n in range(rows)], (), About(opened=opened))


def chosen(*sheets, name="", lists=None):
    found = choose(Book("x", list(sheets)), name, lambda each: len(each.rows) if each.name in (lists or "ABC") else 0)
    return found.sheet.name


def test_the_fullest_list_is_proposed():
    assert chosen(sheet("A", 2), sheet("B", 5), sheet("C", 4)) == "B"


def test_the_open_sheet_is_proposed_if_it_is_nearly_as_full():
    assert chosen(sheet("A", 6), sheet("B", 5, opened=True)) == "B"
    assert chosen(sheet("A", 60), sheet("B", 5, opened=True)) == "A"


def test_a_cover_is_no_list():
    assert chosen(sheet("A", 9, opened=True), sheet("B", 5), lists="B") == "B"


def test_every_sheet_with_rows_is_named():
    found = choose(Book("x", [sheet("A", 2), sheet("B", 0), sheet("C", 3)]), "", lambda each: len(each.rows))
    assert found.sheets == (("A", 2), ("C", 3))


def test_a_sheet_may_be_asked_for():
    assert chosen(sheet("A", 2), sheet("B", 5), name="A") == "A"
    with pytest.raises(TableError, match="no sheet"):
        chosen(sheet("A", 2), name="B")


def test_where_nothing_is_a_list_the_first_with_rows_is_read():
    assert chosen(sheet("X", 0), sheet("Y", 1), sheet("Z", 3)) == "Y"


def test_a_book_without_rows_is_told_in_words():
    with pytest.raises(TableError, match="no sheet with rows"):
        choose(Book("x", [sheet("A", 0)]), "", lambda _sheet: 0)


def test_lists_together_keep_the_names_of_their_sheets():
    one = Sheet("Tổ 1", False, [["Danh sách"], ["Họ tên"], ["An"], []])
    two = Sheet("Tổ 2", False, [["Họ tên"], ["Bình"]])
    rows = together([(one, 3), (two, 2)], "Tổ").rows
    assert rows == [["Danh sách", ""], ["Họ tên", "Tổ"], ["An", "Tổ 1"], [], ["Bình", "Tổ 2"]]


def test_what_stands_under_one_heading_is_put_together():
    rows = [["Mã", "Xếp loại", "", "Ghi chú"], ["A", "", "Tốt", ""], ["B", "Xuất", "sắc", "x"]]
    made = Sheet("DS", False, rows, (((0, 1), (0, 2)),))
    assert [row[:2] for row in join_under(made, 1)[1:]] == [["A", "Tốt"], ["B", "Xuất sắc"]]


def test_columns_with_headings_of_their_own_stay_apart():
    rows = [["Mã", "Kết quả", ""], ["", "Điểm", "Xếp loại"], ["A", "85", "Tốt"]]
    made = Sheet("DS", False, rows, (((0, 1), (0, 2)),))
    assert join_under(made, 1)[2] == ["A", "85", "Tốt"]
