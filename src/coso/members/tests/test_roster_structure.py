"""Rows of a list: people, names of groups, headings again, totals, signatures."""

import datetime as dt

import pytest

from coso.lib.tables import Sheet
from coso.members.roster import guess_columns
from coso.members.roster.fields import Field
from coso.members.roster.guess import guess_field, looks_like_name
from coso.members.roster.structure import group_name, read_body

HEADING = ["STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Số CCCD", "Đoàn phí"]
LAN = [1.0, "Nguyễn Thị Lan", dt.date(1990, 5, 12), "Thợ may", "040190012345", 45000.0]
AN = [2.0, "Hồ Văn An", dt.date(1985, 2, 1), "Thợ cắt", "040085000001", 45000.0]


def sheet(*rows):
    width = max(map(len, rows))
    return Sheet("DS", False, [[*row, *[""] * (width - len(row))] if row else [] for row in rows])


def body(*rows, heading=HEADING):
    page = sheet(heading, *rows)
    return read_body(page, guess_columns(page))


def kind(row, *, heading=HEADING, after=()):
    """What a row below one person is taken for: "person", or why it was skipped."""
    found = body(LAN, *after, row, heading=heading)
    number = 3 + len(after)
    return next((skipped.kind for skipped in found.skipped if skipped.row == number), "person")


@pytest.mark.parametrize(
    "row",
    [
        ["CHUYỀN 5"],
        ["Chuyền 5"],
        ["", "CHUYỀN 5"],
        ["", "Tổ Cắt"],
        ["", "TO CAT"],
        ["", "Phòng Kế toán - Tài chính"],
        ["", "Bộ phận: Hoàn thiện"],
        ["", "Văn phòng"],
        ["I", "PHÒNG KẾ TOÁN"],
        ["I. PHÒNG KẾ TOÁN"],
        ["", "II/ Xưởng 2"],
        ["A", "KHỐI GIÁN TIẾP"],
        ["", "Kỹ thuật"],
        ["", "Bảo vệ"],
        ["", "Nhà ăn"],
        [3.0, "Tổ Cắt"],
        ["", "CHUYỀN 5", "", "", "", 45.0],
        ["Công đoàn bộ phận Vinh"],
        ["Trường Mầm non Hoa Sen"],
    ],
)
def test_names_of_groups(row):
    assert kind(row) == "group"


@pytest.mark.parametrize(
    "row",
    [
        [3.0, "Lê Văn Tám"],
        ["", "Lê Văn Tám"],
        ["", "VI THỊ HOA"],
        ["", "LÝ VĂN XI"],
        [3.0, "Lê Văn Tám", "", "Tổ trưởng"],
        ["", "Lê Văn Tám", "", "Giám đốc"],
        ["", "Tổ Cắt", "", "", "040190012999"],
        [3.0, "Phan Xuân Tổ"],
        ["", "Tô Văn Ca", dt.date(1990, 1, 1)],
        ["", "", dt.date(1990, 1, 1)],
        ["", "", "", "", "040190012999"],
        [3.0, "", "", "Thợ may"],
        ["3", "Lê Văn Tám", "05/06/1990"],
    ],
)
def test_people(row):
    assert kind(row) == "person"


@pytest.mark.parametrize(
    "row",
    [
        ["Tổng cộng", "", "", "", "", 90000.0],
        ["", "Tổng cộng: 245 người"],
        ["", "TỔNG CỘNG"],
        ["", "TONG CONG", "", "", 245.0],
        ["", "Tổng số: 12"],
        ["", "Cộng", "", "", "", 1.0],
        ["", "Cộng chuyền 5", "", "", "", 1.0],
        ["Cộng trang 1"],
        ["", "Chuyển sang trang sau"],
        ["Ấn định danh sách có 245 người"],
        ["Danh sách này có 245 (hai trăm bốn mươi lăm) người./."],
        [245.0, "Tổng cộng"],
    ],
)
def test_totals(row):
    assert kind(row) == "total"


@pytest.mark.parametrize(
    "row",
    [
        ["", "TM. BAN CHẤP HÀNH"],
        ["", "", "", "TM. BAN CHẤP HÀNH"],
        ["", "T/M BCH CÔNG ĐOÀN"],
        ["", "Người lập biểu", "", "Giám đốc"],
        ["", "NGƯỜI LẬP", "", "", "THỦ TRƯỞNG ĐƠN VỊ"],
        ["", "(Ký, ghi rõ họ tên)"],
        ["", "(Ký tên, đóng dấu)", "", "(Ký, ghi rõ họ tên)"],
        ["", "", "", "Vinh, ngày 5 tháng 11 năm 2026"],
        ["", "", "", "", "Nghệ An, ngày ... tháng ... năm 2026"],
        ["Ghi chú: danh sách lập theo bảng lương tháng 10"],
        ["", "CHỦ TỊCH"],
        ["", "KT. GIÁM ĐỐC"],
        ["Xác nhận của đơn vị"],
        ["Nơi nhận: như trên"],
    ],
)
def test_signatures_and_notes(row):
    assert kind(row) == "signature"


def test_a_name_under_a_signature_is_part_of_it():
    assert kind(["", "Trần Thị Mai"], after=[["", "Người lập biểu"]]) == "signature"


def test_a_numbered_person_after_a_signature_is_a_person():
    assert kind(AN, after=[["", "Người lập biểu"]]) == "person"
    assert kind([3.0, "Lê Văn Tám"], after=[["", "Người lập biểu"]]) == "person"


def test_a_total_does_not_swallow_what_follows():
    assert kind(["", "Tổ 2"], after=[["", "Cộng tổ 1"]]) == "group"


@pytest.mark.parametrize(
    "row",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        ["A", "B", 1.0, 2.0, 3.0, 4.0],
        ["A", "B", "(1)", "(2)", "(3)", "(4)"],
    ],
)
def test_numbers_of_the_columns(row):
    assert kind(row) == "numbers"


def test_a_heading_again_on_the_next_page():
    assert kind(HEADING) == "heading"
    assert kind(["", *HEADING[1:]]) == "heading"
    assert kind([text.upper() for text in HEADING]) == "heading"


def test_both_rows_of_a_double_heading_again():
    double = [["TT", "Họ và tên", "Năm sinh", "", "CCCD"], ["", "", "Nam", "Nữ", ""]]
    page = sheet(*double, [1.0, "Lê Lan", "", 1990.0, "040190012345"], *double, [2.0, "Hồ An", 1985.0, "", ""])
    found = read_body(page, guess_columns(page))
    assert [(skipped.row, skipped.kind) for skipped in found.skipped] == [(4, "heading"), (5, "heading")]
    assert found.numbers == [3, 6]


def test_rows_numbered_in_advance():
    assert kind([3.0]) == "unused"
    assert kind(["3"]) == "unused"


def test_blank_rows_are_not_worth_a_word():
    found = body(LAN, [], [" ", "  "], AN)
    assert found.numbers == [2, 5]
    assert found.skipped == []


def test_a_department_column_before_the_name_is_no_total():
    heading = ["Phòng", "Họ và tên", "Chức vụ"]
    assert kind(["Tổng hợp", "Lê Văn Tám", "Chuyên viên"], heading=heading) == "person"


def test_groups_hold_until_the_next_one():
    found = body(LAN, ["Tổ 1"], LAN, AN, ["Tổ 2"], [], AN)
    assert found.groups == ["", "Tổ 1", "Tổ 1", "Tổ 2"]
    assert found.numbers == [2, 4, 5, 8]


def test_the_last_of_two_groups_in_a_row_counts():
    assert body(["I. KHỐI SẢN XUẤT"], ["Chuyền 1"], LAN).groups == ["Chuyền 1"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CHUYỀN 5", "CHUYỀN 5"),
        ("I. PHÒNG KẾ TOÁN", "PHÒNG KẾ TOÁN"),
        ("IV/ Kho", "Kho"),
        ("2) Tổ Cắt", "Tổ Cắt"),
        ("A - Khối văn phòng", "Khối văn phòng"),
        ("Tổ Cắt (45 người)", "Tổ Cắt"),
        ("Tổ Cắt: 45 người", "Tổ Cắt"),
        ("Chuyền 12 (30)", "Chuyền 12"),
        ("XII PHÒNG Y TẾ", "PHÒNG Y TẾ"),
        ("I.", "I."),
    ],
)
def test_names_in_subheadings(text, name):
    assert group_name(text) == name


@pytest.mark.parametrize("name", ["Nguyễn Thị Lan", "HỒ AN", "Vi Văn Xuân", "Lầu Y Phổng", "đậu thị hồng hạnh"])
def test_texts_that_read_as_names(name):
    assert looks_like_name(name)


@pytest.mark.parametrize("text", ["Lan", "Kỹ thuật", "Chuyền 5", "Tổ 5", "Người lập biểu", "", "Nguyễn Văn A2"])
def test_texts_that_do_not(text):
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["Lê Lan", "Hồ An", "Vi Hoa"], Field.NAME),
        (["040190012345", "040085000001"], Field.ID),
        ([40190012345.0, 40085000001.0], Field.ID),
        ([40190012345, 40085000001], Field.ID),
        (["0912345678", "0987 654 321"], Field.PHONE),
        ([912345678.0, 987654321], Field.PHONE),
        (["a@b.vn", "c@d.vn"], Field.EMAIL),
        (["Nam", "Nữ", "nữ"], Field.SEX),
        ([dt.date(1990, 1, 1), dt.date(1991, 1, 1)], Field.BORN),
        (["1/1/1990", "2/3/1985"], Field.BORN),
        ([1.0, 2.0, 3.0], None),
        (["a", "b"], None),
        (["Lê Lan"], None),
        ([], None),
        (["999990012345", "888890012345"], None),
    ],
)
def test_what_contents_speak_for(cells, field):
    assert guess_field(cells) is field


def test_a_few_odd_cells_do_not_change_the_guess():
    assert guess_field(["Lê Lan", "Hồ An", "Vi Hoa", "Trần Mai", "?"]) is Field.NAME
    assert guess_field(["Lê Lan", "Hồ An", "?", "?"]) is None
