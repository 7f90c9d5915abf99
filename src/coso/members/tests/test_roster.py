"""People out of lists: who is read, who is not, and why."""

import datetime as dt

import pytest
from openpyxl import Workbook

from coso.lib.tables import BadCell, Sheet, read_tables
from coso.members.roster import Field, Layout, guess_columns, read_roster

TODAY = dt.date(2026, 11, 22)
HEADING = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại"]
LAN = [1.0, "Nguyễn Thị Lan", "12/05/1990", "Nữ", "040190012345", "0912345678"]
AN = [2.0, "Hồ Văn An", "01/02/1985", "Nam", "040085000001", "0987654321"]


def sheet(*rows, merged=()):
    """A sheet of rows, padded to one width."""
    width = max(map(len, rows))
    return Sheet("DS", False, [[*row, *[""] * (width - len(row))] if row else [] for row in rows], merged)


def roster(*rows, **options):
    """The roster of a sheet whose columns are guessed."""
    page = sheet(*rows)
    return read_roster(page, guess_columns(page), today=TODAY, **options)


def changed(person, **cells):
    """A person with other cells, by heading."""
    names = ("stt", "name", "born", "sex", "id", "phone")
    return [cells.get(name, cell) for name, cell in zip(names, person, strict=True)]


def only_problem(*rows, **options):
    (problem,) = roster(HEADING, *rows, **options).problems
    return problem


def codes(*rows):
    return [(problem.row, problem.code) for problem in roster(HEADING, *rows).problems]


def kinds(found):
    return [(skipped.row, skipped.kind) for skipped in found.skipped]


def test_a_clean_row():
    found = roster(HEADING, LAN)
    (lan,) = found.rows
    assert (lan.row, lan.name, lan.female, lan.born, lan.born_exact) == (
        *(2, "Nguyễn Thị Lan", True),
        *(dt.date(1990, 5, 12), True),
    )
    assert (lan.national_id, lan.old_id, lan.passport, lan.phone) == ("040190012345", None, None, "0912345678")
    assert (lan.joined, lan.email, lan.card, lan.group, lan.dues) == (None, None, "", "", None)
    assert found.problems == found.skipped == []


def test_every_column_of_a_full_list():
    heading = [
        *("STT", "Mã NV", "Họ và tên", "Năm sinh", "Nữ", "CMND", "Email", "Ngày vào công đoàn"),
        *("Số thẻ", "Chức vụ", "Tổ", "Đoàn phí", "Ghi chú"),
    ]
    values = [
        *(1.0, "NV7", "Lê Lan", 1990.0, "x", "182345678", "Lan@CTY.vn", dt.date(2015, 3, 1)),
        *(401.0, "Thợ may", "Chuyền 5", "45.000", "nghỉ thai sản"),
    ]
    (lan,) = roster(heading, values).rows
    assert (lan.staff_no, lan.born, lan.born_exact, lan.female) == ("NV7", dt.date(1990, 1, 1), False, True)
    assert (lan.old_id, lan.email, lan.joined) == ("182345678", "lan@cty.vn", dt.date(2015, 3, 1))
    assert (lan.card, lan.position, lan.group, lan.dues) == ("401", "Thợ may", "Chuyền 5", 45_000)
    assert lan.note == "nghỉ thai sản"


def test_rows_cannot_be_changed():
    with pytest.raises(AttributeError):
        roster(HEADING, LAN).rows[0].name = "Khác"


PAYROLL = [
    ["CÔNG TY TNHH MAY VINH"],
    ["DANH SÁCH NGƯỜI LAO ĐỘNG THÁNG 10"],
    [],
    ["Đơn vị tính: người"],
    [],
    HEADING,
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
    ["CHUYỀN 5"],
    LAN,
    ["", "Tổ Cắt"],
    AN,
    HEADING,
    ["II. PHÒNG KẾ TOÁN (1 người)"],
    [3.0, "VI THỊ HOA", 33005.0, "Nữ", 40190000009.0, 912000111.0],
    ["", "Tổng cộng: 3 người"],
    [],
    ["", "", "", "Vinh, ngày 5 tháng 11 năm 2026"],
    ["", "Người lập biểu", "", "TM. BAN CHẤP HÀNH"],
    ["", "(Ký, ghi rõ họ tên)"],
    [],
    ["", "Nguyễn Thị Mai", "", "Trần Văn Bình"],
]


def test_a_payroll_file_gives_its_people_with_their_lines():
    people = [(person.row, person.name, person.group) for person in roster(*PAYROLL).rows]
    assert people == [
        (9, "Nguyễn Thị Lan", "CHUYỀN 5"),
        (11, "Hồ Văn An", "Tổ Cắt"),
        (14, "Vi Thị Hoa", "PHÒNG KẾ TOÁN"),
    ]


def test_a_payroll_file_tells_every_row_it_skipped():
    found = roster(*PAYROLL)
    assert found.problems == []
    assert kinds(found) == [
        *((7, "numbers"), (8, "group"), (10, "group"), (12, "heading"), (13, "group"), (15, "total")),
        *((17, "signature"), (18, "signature"), (19, "signature"), (21, "signature")),
    ]
    assert all(skipped.why_vi and skipped.why_en and skipped.text for skipped in found.skipped)


def test_the_same_through_a_real_workbook(tmp_path):
    made = Workbook()
    for row in PAYROLL:
        made.active.append([None if cell == "" else cell for cell in row])
    made.active.merge_cells("A8:F8")
    made.save(tmp_path / "a.xlsx")
    (page,) = read_tables(tmp_path / "a.xlsx").sheets
    found = read_roster(page, guess_columns(page), today=TODAY)
    assert [person.row for person in found.rows] == [9, 11, 14]
    assert len(found.skipped) == 10


def test_what_excel_ate_comes_back():
    hoa = roster(*PAYROLL).rows[2]
    assert (hoa.born, hoa.national_id, hoa.phone) == (dt.date(1990, 5, 12), "040190000009", "0912000111")


def test_totals_between_groups_do_not_end_the_list():
    rows = [HEADING, ["Tổ 1"], LAN, ["", "Cộng tổ 1", 1.0], ["Tổ 2"], AN, ["Cộng", "", "", "", "", 2.0]]
    found = roster(*rows)
    assert [person.group for person in found.rows] == ["Tổ 1", "Tổ 2"]
    assert kinds(found) == [(2, "group"), (4, "total"), (5, "group"), (7, "total")]


def test_people_after_a_signature_are_read():
    found = roster(HEADING, LAN, ["", "Người lập biểu"], ["", "Lê Văn Tám"], HEADING, AN)
    assert [person.row for person in found.rows] == [2, 6]


def test_numbered_rows_left_empty_are_no_people():
    assert kinds(roster(HEADING, LAN, [2.0], [3.0])) == [(3, "unused"), (4, "unused")]


@pytest.mark.parametrize("name", ["Tô Văn Tổ", "Tống Thị Cộng", "Phan Xuân Đội", "Ban Thị Ca", "Trương Công Đoàn"])
def test_people_whose_names_look_like_groups_or_totals(name):
    (person,) = roster(HEADING, changed(LAN, name=name)).rows
    assert person.name == name


def test_a_numbered_name_alone_is_a_person():
    assert [person.name for person in roster(HEADING, LAN, [2.0, "Lê Văn Tám"]).rows][1] == "Lê Văn Tám"


def test_a_list_of_names_alone():
    assert [person.name for person in roster(["Họ và tên"], ["LÊ LAN"], ["Vi Hoa"]).rows] == ["Lê Lan", "Vi Hoa"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("NGUYỄN THỊ LAN", "Nguyễn Thị Lan"),
        ("nguyễn thị lan", "Nguyễn Thị Lan"),
        ("  Nguyễn   Thị Lan ", "Nguyễn Thị Lan"),
        ("Nguye\u0302\u0303n Thi\u0323 Lan", "Nguyễn Thị Lan"),
        ("H'Hen Niê", "H'Hen Niê"),
    ],
)
def test_names_come_out_proper(typed, name):
    assert roster(HEADING, changed(LAN, name=typed)).rows[0].name == name


def test_split_names_are_joined():
    (person,) = roster(["STT", "Họ đệm", "Tên", "CCCD"], [1.0, "NGUYỄN THỊ", "LAN", "040190012345"]).rows
    assert person.name == "Nguyễn Thị Lan"


def test_form_5b_tells_sex_by_the_column_of_the_year():
    found = roster(
        ["TT", "Họ và tên", "Năm sinh", "", "Quê quán", "Số CCCD", "SĐT", "Ký"],
        ["", "", "Nam", "Nữ"],
        [1.0, "Lê Lan", "", 1990.0, "Vinh", "040190012345", "0912345678", ""],
        [2.0, "Hồ An", 1985.0, "", "Vinh", "040085000001", "0987654321", ""],
    )
    assert [(person.female, person.born.year, person.born_exact) for person in found.rows] == [
        (True, 1990, False),
        (False, 1985, False),
    ]
    assert found.problems == []


def test_form_5b_with_a_year_in_both_columns():
    found = roster(
        ["TT", "Họ và tên", "Năm sinh", "", "Quê quán"],
        ["", "", "Nam", "Nữ", ""],
        [1.0, "Lê Lan", 1990.0, 1990.0, "Vinh"],
    )
    (problem,) = found.problems
    assert (problem.code, problem.row, problem.column, problem.fatal) == ("born_twice", 3, 3, False)
    assert (found.rows[0].born, found.rows[0].female) == (None, None)


@pytest.mark.parametrize("tick", ["x", "X", "✓", 1.0, "1", "Nữ", "F", "nữ"])
def test_women_ticked_in_their_column(tick):
    found = roster(["TT", "Họ và tên", "Nữ", "Ghi chú"], [1.0, "Lê Lan", tick, "a"], [2.0, "Hồ An", "", "b"])
    assert [person.female for person in found.rows] == [True, False]


def test_women_ticked_in_a_column_of_sex():
    found = roster(["TT", "Họ và tên", "Giới tính", "Ghi chú"], [1.0, "Lê Lan", "x", "a"], [2.0, "Hồ An", "", "b"])
    assert [person.female for person in found.rows] == [True, False]


def test_a_column_of_women_without_a_tick_tells_nothing():
    assert roster(["TT", "Họ và tên", "Nữ", "Ghi chú"], [1.0, "Lê Lan", "", "a"]).rows[0].female is None


def test_ticked_as_both():
    found = roster(["TT", "Họ và tên", "Nam", "Nữ"], [1.0, "Lê Lan", "x", "x"], [2.0, "Hồ An", "x", ""])
    assert [(problem.row, problem.code) for problem in found.problems] == [(2, "sex_twice")]
    assert [person.female for person in found.rows] == [None, False]


def test_sex_that_cannot_be_read_is_blanked():
    assert codes(changed(LAN, sex="khác", id="")) == [(2, "sex_unread")]


def test_sex_and_year_come_from_the_id_where_the_list_is_silent():
    (lan,) = roster(["TT", "Họ và tên", "CCCD"], [1.0, "Lê Lan", "040190012345"]).rows
    assert (lan.female, lan.born, lan.born_exact) == (True, dt.date(1990, 1, 1), False)


def test_id_against_sex_puts_the_sex_in_doubt():
    problem = only_problem(changed(LAN, sex="Nam"))
    assert (problem.code, problem.column, problem.value, problem.fatal) == ("id_sex", 3, "Nam", False)
    (lan,) = roster(HEADING, changed(LAN, sex="Nam")).rows
    assert (lan.female, lan.national_id) == (None, "040190012345")


def test_id_against_year_puts_the_id_in_doubt():
    found = roster(HEADING, changed(LAN, born="12/05/1991"))
    assert [(problem.code, problem.column) for problem in found.problems] == [("id_year", 4)]
    assert (found.rows[0].national_id, found.rows[0].female, found.rows[0].born.year) == (None, True, 1991)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"born": "hôm qua"}, "born_unread"),
        ({"born": "32/13/1990"}, "born_unread"),
        ({"born": "01/01/2027"}, "born_future"),
        ({"born": "01/01/2015"}, "born_young"),
        ({"born": "01/01/1920"}, "born_old"),
        ({"phone": "09123"}, "phone_length"),
        ({"phone": "0412345678"}, "phone_prefix"),
        ({"phone": "0912345678/0987654321"}, "phone_several"),
        ({"id": "04019001"}, None),
        ({"id": "0401900123"}, "id_length"),
        ({"id": "003190012345"}, "id_province"),
        ({"id": "4.0190012E+10"}, "id_rounded"),
        ({"name": "Lê Lan 2"}, "name_digits"),
        ({"sex": BadCell("#N/A"), "id": ""}, "cell_error"),
        ({"phone": BadCell("=A1", computed=False)}, "uncomputed"),
    ],
)
def test_warnings_let_the_row_pass(cells, code):
    found = roster(HEADING, changed(LAN, **cells))
    assert [problem.code for problem in found.problems] == ([code] if code else [])
    assert len(found.rows) == 1
    assert not any(problem.fatal for problem in found.problems)


@pytest.mark.parametrize("born", ["", "-", " "])
def test_an_empty_birth_is_no_problem(born):
    assert codes(changed(LAN, born=born)) == []


def test_the_ages_looked_for_can_be_told():
    young = changed(LAN, born="01/01/2015", id="")
    assert roster(HEADING, young, ages=range(5, 101)).problems == []
    assert "Chưa đủ 18 tuổi" in only_problem(young, ages=range(18, 101)).reason_vi


@pytest.mark.parametrize(("birthday", "problems"), [("22/11/2011", []), ("23/11/2011", [(2, "born_young")])])
def test_fifteen_to_the_day(birthday, problems):
    assert codes(changed(LAN, born=birthday, id="")) == problems


@pytest.mark.parametrize(
    ("joined", "code"), [("01/01/1980", "joined_early"), ("01/01/2027", "joined_future"), ("khi nào", "joined_unread")]
)
def test_days_of_joining_that_cannot_be(joined, code):
    found = roster([*HEADING, "Ngày vào công đoàn"], [*LAN, joined])
    assert [problem.code for problem in found.problems] == [code]
    assert found.rows[0].joined is None


def test_dues_and_addresses_that_cannot_be_read():
    found = roster([*HEADING, "Đoàn phí", "Email"], [*LAN, "nhiều", "lan(a)cty.vn"], [*AN, "x", "an@cty.vn"])
    assert [problem.code for problem in found.problems] == ["dues", "email"]
    assert [(person.dues, person.email) for person in found.rows] == [(None, None), (None, "an@cty.vn")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "name_missing"), (" ", "name_missing"), (123.0, "name_odd"), (BadCell("#REF!"), "cell_error")],
)
def test_without_a_name_the_row_stays_out(name, code):
    found = roster(HEADING, changed(LAN, name=name), AN)
    assert [(problem.row, problem.code, problem.fatal) for problem in found.problems] == [(2, code, True)]
    assert [person.row for person in found.rows] == [3]


def test_the_same_id_twice_names_the_other_row():
    problem = only_problem(LAN, AN, changed(LAN, stt=3.0, name="Lê Lan", born="12/05/1990"))
    assert (problem.row, problem.code, problem.column, problem.fatal) == (4, "same_id", 4, True)
    assert "dòng 2" in problem.reason_vi
    assert "row 2" in problem.reason_en


def test_the_same_name_and_birth_without_papers():
    found = roster(HEADING, changed(LAN, id=""), AN, changed(LAN, id="", name="NGUYỄN THỊ LAN"))
    assert [(problem.row, problem.code, problem.fatal) for problem in found.problems] == [(4, "same_person", True)]
    assert [person.row for person in found.rows] == [2, 3]


def test_namesakes_of_one_year_pass_with_a_warning():
    found = roster(HEADING, changed(LAN, id="", born=1990.0), changed(LAN, id="", born=1990.0))
    assert [(problem.row, problem.fatal) for problem in found.problems] == [(3, False)]
    assert len(found.rows) == 2


def test_namesakes_with_different_papers_are_two_people():
    assert codes(LAN, changed(LAN, id="040190099999"), changed(AN, id="")) == []


def test_a_row_that_is_out_makes_nobody_a_repeat():
    assert codes(changed(LAN, name=""), LAN) == [(2, "name_missing")]


def test_the_same_card_twice_blanks_the_later():
    found = roster([*HEADING, "Số thẻ"], [*LAN, "4001"], [*AN, "4001"])
    assert [(problem.row, problem.code) for problem in found.problems] == [(3, "same_card")]
    assert [person.card for person in found.rows] == ["4001", ""]


def test_problems_come_in_the_order_of_the_file():
    found = roster(HEADING, changed(LAN, phone="1", born="x"), changed(AN, name="", sex="?"))
    assert [(problem.row, problem.column) for problem in found.problems] == [(2, 2), (2, 5), (3, 1), (3, 3)]


def test_passports_and_old_ids_in_the_column_of_ids():
    found = roster(HEADING, changed(LAN, id="B1234567"), changed(AN, id="182345678"))
    assert [(p.national_id, p.old_id, p.passport) for p in found.rows] == [
        (None, None, "B1234567"),
        (None, "182345678", None),
    ]


def test_columns_chosen_by_a_person_are_obeyed():
    page = sheet(["a", "b"], ["LÊ LAN", "0912345678"])
    layout = Layout(1, 2, {0: Field.NAME, 1: Field.PHONE}, "tay", {})
    assert read_roster(page, layout, today=TODAY).rows[0].phone == "0912345678"


def test_without_a_column_of_names_nothing_is_read():
    with pytest.raises(ValueError, match="names"):
        read_roster(sheet(["a"]), Layout(1, 2, {}, "", {}), today=TODAY)


def test_a_heading_without_people():
    found = roster(HEADING)
    assert found.rows == found.problems == found.skipped == []
