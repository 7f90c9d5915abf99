"""Lists of people as offices send them: headings over several columns, parts of dates, other people's columns."""

import datetime as dt

import pytest

from coso.lib.tables import About, BadCell, Sheet
from coso.members.roster import Field, guess_columns, read_day, read_roster
from coso.members.roster.fields import field_of, field_under

TODAY = dt.date(2026, 11, 30)


def sheet(*rows, merged=(), **about):
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] if row else [] for row in rows]
    return Sheet("DS", False, padded, merged, About(**about))


def read(*rows, merged=(), **about):
    made = sheet(*rows, merged=merged, **about)
    return read_roster(made, guess_columns(made), today=TODAY)


def names(*rows, merged=()):
    return [row.name for row in read(*rows, merged=merged).rows]


def births(*cells, heading="Ngày sinh", **about):
    rows = [[f"Lê Văn {chr(65 + n)}", cell] for n, cell in enumerate(cells)]
    return [row.born and (row.born, row.born_exact) for row in read(["Họ và tên", heading], *rows, **about).rows]


# ── names in several columns ──

FAMILIES = [[1.0, "Nguyễn Văn", "An", "1/2/1990"], [2.0, "Trần Thị", "Bình", "1/2/1991"]]


@pytest.mark.parametrize("merged", [(), (((0, 1), (0, 2)),)])
def test_one_heading_over_two_columns_is_one_name(merged):
    rows = [["STT", "Họ và tên", "", "Ngày sinh"], *FAMILIES]
    assert names(*rows, merged=merged) == ["Nguyễn Văn An", "Trần Thị Bình"]


def test_one_heading_over_three_columns_is_one_name():
    rows = [["Họ tên", "", "", "Ngày sinh"], ["Nguyễn", "Văn", "An", "1990"], ["Trần", "", "Bình", "1991"]]
    assert names(*rows, merged=(((0, 0), (0, 2)),)) == ["Nguyễn Văn An", "Trần Bình"]


@pytest.mark.parametrize("middle", ["Tên đệm", "Đệm", "Tên lót"])
def test_three_headings_of_a_name_are_joined(middle):
    assert names(["Họ", middle, "Tên", "SĐT"], ["Lê", "Văn", "An", "0912345678"]) == ["Lê Văn An"]
    assert names(["Họ và tên", "", ""], ["Họ", middle, "Tên"], ["Lê", "Văn", "An"], merged=(((0, 0), (0, 2)),)) == [
        "Lê Văn An"
    ]


def test_a_column_without_heading_that_holds_no_given_names_is_not_joined():
    rows = [["Họ và tên", "", "Ngày sinh"], ["Lê Văn An", "Nam", "1990"], ["Lê Thị Bình", "Nữ", "1991"]]
    assert names(*rows) == ["Lê Văn An", "Lê Thị Bình"]
    rows = [["Họ và tên", "", "Ngày sinh"], ["Lê Văn An", "", "1990"], ["Lê Thị Bình", "nghỉ", "1991"]]
    assert names(*rows) == ["Lê Văn An", "Lê Thị Bình"]


def test_columns_chosen_by_a_person_end_the_joining():
    made = sheet(["Họ và tên", "", "Ngày sinh"], ["Lê Văn", "An", "1990"], ["Lê Thị", "Mai", "1991"])
    layout = guess_columns(made)
    assert layout.with_columns(layout.columns).joins == {0: (0, 1)}
    assert layout.with_columns({0: Field.NAME, 1: Field.GROUP}).joins == {}


# ── dates in several columns ──


def test_day_month_and_year_under_a_heading_are_one_date():
    rows = [
        ["Họ và tên", "Ngày, tháng, năm sinh", "", ""],
        ["", "Ngày", "Tháng", "Năm"],
        ["Lê Thị Mơ", 15.0, 3.0, 1985.0],
    ]
    (row,) = read(*rows, merged=(((0, 1), (0, 3)),)).rows
    assert (row.born, row.born_exact, row.female) == (dt.date(1985, 3, 15), True, None)


def test_day_month_and_year_beside_each_other_are_the_birth():
    rows = [["Họ và tên", "Ngày", "Tháng", "Năm"], ["Lê Thị Mơ", "15", "03", "1985"], ["Lê Thị Na", "", "", 1986.0]]
    assert [(row.born, row.born_exact) for row in read(*rows).rows] == [
        (dt.date(1985, 3, 15), True),
        (dt.date(1986, 1, 1), False),
    ]


def test_parts_of_another_date_are_no_birth():
    rows = [
        ["Họ và tên", "Năm sinh", "Ngày vào công đoàn", "", ""],
        ["", "", "Ngày", "Tháng", "Năm"],
        ["Lê Thị Mơ", 1985.0, 1.0, 5.0, 2010.0],
    ]
    (row,) = read(*rows, merged=(((0, 2), (0, 4)),)).rows
    assert (row.born, row.joined) == (dt.date(1985, 1, 1), dt.date(2010, 5, 1))


def test_a_year_is_not_a_man():
    assert field_under("Ngày sinh", "Năm") is Field.BORN
    assert field_under("Năm sinh", "Nam") is Field.BORN_MAN


def test_years_under_women_far_down_count():
    men = [[f"Lê Văn {n}", 1970.0, ""] for n in range(230)]
    rows = read(["Họ và tên", "Nam", "Nữ"], *men, ["Lê Thị Hoa", "", 1980.0]).rows
    assert (rows[-1].female, rows[-1].born, rows[0].female) == (True, dt.date(1980, 1, 1), False)


# ── other headings ──


@pytest.mark.parametrize(
    "heading",
    [
        *("Điện thoại người thân", "Họ tên vợ/chồng", "SĐT người liên hệ khẩn cấp", "Năm sinh con", "Họ và tên cha"),
        *("Số điện thoại báo tin", "Họ tên người giới thiệu", "CCCD của chồng"),
    ],
)
def test_what_is_somebody_elses_is_not_the_members(heading):
    assert field_of(heading) is Field.OTHER


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(("Số điện thoại liên hệ", Field.PHONE), ("Tổ CĐ", Field.GROUP), ("Tổ công đoàn", Field.GROUP)),
        *(("Bộ phận", Field.GROUP), ("Công việc", Field.POSITION), ("Họ và tên đoàn viên", Field.NAME)),
    ],
)
def test_what_is_the_members_stays_so(heading, field):
    assert field_of(heading) is field


def test_a_number_beside_another_persons_name_is_theirs():
    rows = [["Họ và tên", "Người thân", "Điện thoại", "Năm sinh"], ["Lê Văn An", "Lê Cha", "0911111111", 1990.0]]
    assert read(*rows).rows[0].phone is None
    rows = [["Người thân", "Điện thoại", "Họ và tên", "SĐT"], ["Lê Cha", "0911111111", "Lê Văn An", "0922222222"]]
    assert read(*rows).rows[0].phone == "0922222222"


@pytest.mark.parametrize("row", [["A", "B", "C", "D"], ["(1)", "(2)", "(3)", "(4)"], ["a", "b", "c", "d"]])
def test_a_row_that_counts_columns_is_no_person(row):
    heading = ["STT", "Họ và tên", "Ngày sinh", "SĐT"]
    assert names(heading, row, [1.0, "Lê Văn An", "1990", ""]) == ["Lê Văn An"]


# ── names ──


@pytest.mark.parametrize("typed", ["Lê\tQuang Cường", "Lê\nQuang Cường", "Lê Quang\r\nCường", "Lê\u00a0Quang Cường"])
def test_breaks_and_tabs_in_a_name_are_one_blank(typed):
    assert names(["Họ và tên", "Năm sinh"], [typed, "1990"]) == ["Lê Quang Cường"]


@pytest.mark.parametrize("typed", ["=Lê Lan", "+Lê Lan", "-Lê Lan", "@Lê Lan"])
def test_a_name_that_a_program_would_run_is_a_problem(typed):
    found = read(["Họ và tên", "Năm sinh"], [typed, "1990"])
    assert (found.rows, [problem.code for problem in found.problems]) == ([], ["name_formula"])


def test_an_error_in_a_part_of_a_name_keeps_the_row_out():
    found = read(["Họ", "Tên đệm", "Tên"], ["Lê", BadCell("#N/A"), "An"])
    assert (found.rows, [problem.code for problem in found.problems]) == ([], ["cell_error"])


# ── days ──


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        *(("00/00/1960", (1960, 1)), ("../../1962", (1962, 1)), ("__/__/1963", (1963, 1)), ("năm 1969", (1969, 1))),
        *(("X/X/1970", (1970, 1)), ("--/05/1966", (1966, 5)), ("00/05/1968", (1968, 5)), ("6/1964", (1964, 6))),
        *(("?/?/1971", (1971, 1)), ("15/00/1972", (1972, 1)), ("sinh năm 1973", (1973, 1)), ("1974/00/00", (1974, 1))),
        *(("khoảng 1975", (1975, 1)), ("…/…/1976", (1976, 1))),
    ],
)
def test_a_year_whose_day_is_not_known_is_kept(typed, born):
    assert read_day(typed) == (dt.date(*born, 1), False)


@pytest.mark.parametrize("typed", ["31/02/1990", "Xã 1990", "15/13/1990", "12 1990 người"])
def test_what_is_no_day_is_none(typed):
    assert read_day(typed) is None


def test_a_column_that_proves_the_month_first_is_read_so():
    said = births("1/2/1980", "11/15/1982", "4/22/1983")
    assert said == [(dt.date(*day), True) for day in ((1980, 1, 2), (1982, 11, 15), (1983, 4, 22))]


def test_the_order_of_months_is_remarked():
    found = read(["Họ và tên", "Ngày sinh"], ["Lê Văn An", "11/15/1982"])
    assert "tháng/ngày/năm" in found.remarks[0][0]


def test_a_slip_does_not_turn_a_column():
    said = births("15/1/1980", "16/2/1981", "1/2/1982", "3/15/1983")
    assert said == [(dt.date(1980, 1, 15), True), (dt.date(1981, 2, 16), True), (dt.date(1982, 2, 1), True), None]


def test_serial_numbers_count_from_1904_where_the_book_does():
    assert births(29659.0, from_1904=True) == [(dt.date(1985, 3, 15), True)]
    assert births(31121.0) == [(dt.date(1985, 3, 15), True)]


def test_a_place_without_a_heading_is_no_given_name():
    rows = [["Họ và tên", "", "Ngày sinh"], ["Lê Văn An", "Vinh", "1990"], ["Lê Thị Mai", "Huế", "1991"]]
    assert names(*rows) == ["Lê Văn An", "Lê Thị Mai"]


def test_the_member_among_a_family_is_the_one_of_the_list():
    rows = [["Họ tên con", "Ngày sinh", "Họ tên bố/mẹ (đoàn viên)", "SĐT"], ["Lê Con", "1/2/2015", "Lê Văn An", ""]]
    (row,) = read(*rows).rows
    assert (row.name, row.born) == ("Lê Văn An", None)


def test_day_and_month_may_share_a_column():
    rows = [["Họ và tên", "Ngày sinh", ""], ["", "Ngày, tháng", "Năm"], ["Lê Thị Mơ", "15/3", 1985.0]]
    assert read(*rows, merged=(((0, 1), (0, 2)),)).rows[0].born == dt.date(1985, 3, 15)


@pytest.mark.parametrize("phone", ["0912 345\t678", "\uff10912345678", "0912\u200b345678"])
@pytest.mark.parametrize("paper", ["0400 9000\t1234", "\uff1040090001234", "040090\n001234"])
def test_blanks_and_wide_digits_in_numbers_are_read(phone, paper):
    (row,) = read(["Họ và tên", "SĐT", "CCCD"], ["Lê Văn An", phone, paper]).rows
    assert (row.phone, row.national_id) == ("0912345678", "040090001234")
