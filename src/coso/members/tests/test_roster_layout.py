"""Finding the list in a sheet: headings on any row, one or two deep, or none."""

import datetime as dt

import pytest

from coso.lib.tables import Sheet
from coso.members.roster import Field, guess_columns
from coso.members.roster.fields import field_of, field_under


def sheet(*rows, merged=()):
    """A sheet of rows, padded to one width."""
    width = max(map(len, rows))
    return Sheet("DS", False, [[*row, *[""] * (width - len(row))] if row else [] for row in rows], merged)


PERSON = [1.0, "Nguyễn Thị Lan", "12/05/1990", "Nữ", "040190012345", "0912345678"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("STT", Field.ORDER),
        ("TT", Field.ORDER),
        ("HỌ VÀ TÊN", Field.NAME),
        ("Họ tên người lao động", Field.NAME),
        ("Họ đệm", Field.FAMILY),
        ("Tên", Field.GIVEN),
        ("Ngày, tháng, năm sinh", Field.BORN),
        ("Ngày sinh\n(dd/mm/yyyy)", Field.BORN),
        ("Giới tính", Field.SEX),
        ("Nam/Nữ", Field.SEX),
        ("Nữ", Field.WOMAN),
        ("Nam", Field.MAN),
        ("Số CCCD/CMND", Field.ID),
        ("Số căn cước công dân", Field.ID),
        ("CMND", Field.OLD_ID),
        ("Hộ chiếu", Field.PASSPORT),
        ("SĐT", Field.PHONE),
        ("Số điện thoại liên hệ", Field.PHONE),
        ("E-mail", Field.EMAIL),
        ("Ngày vào Công đoàn", Field.JOINED),
        ("Ngày gia nhập CĐ", Field.JOINED),
        ("Số thẻ đoàn viên", Field.CARD),
        ("Mã NV", Field.STAFF_NO),
        ("Chức vụ/công việc", Field.POSITION),
        ("Tổ/bộ phận", Field.GROUP),
        ("Phòng ban", Field.GROUP),
        ("Dân tộc", Field.ETHNICITY),
        ("Địa chỉ thường trú", Field.ADDRESS),
        ("Quê quán", Field.ADDRESS),
        ("Đoàn phí (đồng)", Field.DUES),
        ("Ghi chú", Field.NOTE),
        ("Ngày cấp CCCD", Field.OTHER),
        ("Ngày vào Đảng", Field.OTHER),
        ("Ngày vào làm", Field.OTHER),
        ("Ký tên", Field.OTHER),
        ("Năm", None),
        ("Cột lạ", None),
        ("", None),
    ],
)
def test_headings(heading, field):
    assert field_of(heading) is field


@pytest.mark.parametrize(
    ("parent", "own", "field"),
    [
        ("Năm sinh", "Nam", Field.BORN_MAN),
        ("Ngày tháng năm sinh", "Nữ", Field.BORN_WOMAN),
        ("Giới tính", "Nữ", Field.WOMAN),
        ("Căn cước", "Số", Field.ID),
        ("CCCD", "Ngày cấp", Field.OTHER),
        ("Họ và tên", "Tên", Field.GIVEN),
        ("Họ và tên", "Họ đệm", Field.FAMILY),
        ("Ngày vào", "Công đoàn", Field.JOINED),
        ("Ngày vào", "Đảng", Field.OTHER),
        ("STT", "", Field.ORDER),
    ],
)
def test_headings_under_others(parent, own, field):
    assert field_under(parent, own) is field


def test_heading_on_the_sixth_row():
    found = guess_columns(
        sheet(
            ["CÔNG TY TNHH MAY VINH"],
            ["DANH SÁCH NGƯỜI LAO ĐỘNG"],
            ["Tháng 10 năm 2026"],
            [],
            [],
            ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại"],
            PERSON,
        )
    )
    assert (found.header_row, found.first_row) == (6, 7)
    assert [*found.columns.values()] == [
        *(Field.ORDER, Field.NAME, Field.BORN, Field.SEX, Field.ID, Field.PHONE),
    ]


FORM_5B = (
    ["TT", "Họ và tên", "Năm sinh", "", "Quê quán", "Số CCCD", "Ký"],
    ["", "", "Nam", "Nữ", "", "", ""],
)
FORM_5B_FIELDS = {
    0: Field.ORDER,
    1: Field.NAME,
    2: Field.BORN_MAN,
    3: Field.BORN_WOMAN,
    4: Field.ADDRESS,
    5: Field.ID,
    6: Field.OTHER,
}


@pytest.mark.parametrize("merged", [(), (((0, 2), (0, 3)), ((0, 0), (1, 0)), ((0, 1), (1, 1)))])
def test_form_5b_merged_or_not(merged):
    found = guess_columns(sheet(*FORM_5B, [1.0, "Lê Lan", "", 1990.0], merged=merged))
    assert (found.header_row, found.first_row) == (1, 3)
    assert found.columns == FORM_5B_FIELDS


def test_the_names_may_stand_in_the_lower_heading_row():
    found = guess_columns(
        sheet(["", "", "Năm sinh", ""], ["TT", "Họ và tên", "Nam", "Nữ"], [1.0, "Lê Lan", "", 1990.0])
    )
    assert (found.header_row, found.first_row) == (1, 3)
    assert found.columns[3] is Field.BORN_WOMAN


def test_years_under_plain_columns_of_men_and_women():
    found = guess_columns(sheet(["TT", "Họ tên", "Nam", "Nữ"], [1.0, "Lê Lan", "", 1990.0], [2.0, "Lê An", 1980.0, ""]))
    assert [found.columns[2], found.columns[3]] == [Field.BORN_MAN, Field.BORN_WOMAN]


def test_ticks_under_plain_columns_stay_ticks():
    found = guess_columns(sheet(["TT", "Họ tên", "Nữ", "Ngày sinh"], [1.0, "Lê Lan", "x", "1/1/1990"]))
    assert found.columns[2] is Field.WOMAN


def test_the_first_row_of_people_is_no_second_heading():
    found = guess_columns(sheet(["Họ và tên", "Chức vụ"], ["Nguyễn Văn A", "Công nhân"], ["Lê Thị B", "Thợ may"]))
    assert found.first_row == 2


@pytest.mark.parametrize("group", ["CHUYỀN 5", "Chuyền may 2", "Phòng ban", "Tổ"])
def test_the_first_group_is_no_second_heading(group):
    found = guess_columns(sheet(["Mã NV", "Họ và tên", "CCCD"], [group], ["NV1", "Lê Lan", "040190012345"]))
    assert found.first_row == 2


def test_a_list_of_names_alone():
    found = guess_columns(sheet(["Họ và tên"], ["Nguyễn Văn A"], ["Lê Thị B"]))
    assert (found.header_row, found.columns) == (1, {0: Field.NAME})


def test_a_heading_said_twice_is_read_once():
    found = guess_columns(sheet(["Họ và tên", "Địa chỉ", "Quê quán"], ["Lê Lan", "Vinh", "Đô Lương"]))
    assert found.columns == {0: Field.NAME, 1: Field.ADDRESS}


def test_without_headings_contents_speak():
    people = [[float(n), f"Nguyễn Thị {name}", f"04019001234{n}", f"091234567{n}", dt.date(1990, 1, n)] for n, name in
              enumerate(("Lan", "Hoa", "Mai", "Cúc"), start=1)]  # fmt: skip
    found = guess_columns(sheet(*people))
    assert (found.header_row, found.first_row) == (None, 1)
    assert found.columns == {1: Field.NAME, 2: Field.ID, 3: Field.PHONE, 4: Field.BORN}


def test_a_column_without_its_heading_is_told_by_contents():
    rows = [[float(n), f"Lê Thị {name}", f"091234567{n}"] for n, name in enumerate(("Lan", "Hoa", "Mai"), start=1)]
    found = guess_columns(sheet(["STT", "Họ và tên", ""], *rows))
    assert found.columns[2] is Field.PHONE


def test_no_list_at_all():
    assert guess_columns(sheet(["Kế hoạch"], ["Số 5", "a"])).missing_name
    assert guess_columns(Sheet("Trống", False, [])).missing_name


def test_signature_follows_the_headings_only():
    heading = ["STT", "Họ và tên", "Ngày sinh"]
    here = guess_columns(sheet(heading, [1.0, "Lê Lan", "1/1/1990"]))
    there = guess_columns(sheet([], ["DANH SÁCH"], ["stt", "HỌ VÀ TÊN", "Ngày  sinh"], [1.0, "Hồ An", "2/2/1992"]))
    other = guess_columns(sheet([*heading, "CCCD"], [1.0, "Lê Lan", "1/1/1990", ""]))
    assert here.signature == there.signature != other.signature


def test_a_remembered_choice_wins():
    rows = sheet(["STT", "Họ và tên", "Mã"], [1.0, "Lê Lan", "400123"])
    first = guess_columns(rows)
    chosen = {**first.columns, 2: Field.CARD}
    assert guess_columns(rows, remembered={first.signature: chosen}).columns[2] is Field.CARD
    assert guess_columns(rows, remembered={"khác": chosen}).columns[2] is Field.STAFF_NO
