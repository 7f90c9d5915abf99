"""Whole files as offices send them: read, recognised, checked."""

import datetime as dt

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from coso.lib.tables import BadCell, Sheet, read_tables
from coso.members.roster import Field, guess_columns, read_roster, write_problems

TODAY = dt.date(2026, 11, 22)


def people_of(path, *, sheet=0, **options):
    page = read_tables(path, **options).sheets[sheet]
    return read_roster(page, guess_columns(page), today=TODAY)


@pytest.fixture
def workbook(tmp_path):
    """An xlsxwriter workbook whose first sheet is ready; `read` closes and reads it."""
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    made.page = made.add_worksheet("Chuyền 1")
    made.day = made.add_format({"num_format": "dd/mm/yyyy"})

    def read(**options):
        made.close()
        return people_of(tmp_path / "a.xlsx", **options)

    made.read = read
    return made


def test_form_5b_with_merged_headings(workbook):
    page = workbook.page
    page.merge_range("A1:G1", "ĐƠN GIA NHẬP CÔNG ĐOÀN VIỆT NAM (tập thể)")
    page.merge_range("A3:A4", "TT")
    page.merge_range("B3:B4", "Họ và tên")
    page.merge_range("C3:D3", "Năm sinh")
    page.write_row("C4", ["Nam", "Nữ"])
    for column, heading in zip("EFGH", ("Quê quán", "Số CCCD", "SĐT", "Ký"), strict=True):
        page.merge_range(f"{column}3:{column}4", heading)
    page.write_row("A5", [1, "NGUYỄN THỊ LAN", "", 1990, "Vinh", "040190012345", "0912345678"])
    page.write_row("A6", [2, "Hồ Văn An", 1985, "", "Đô Lương", "040085000001", "0987654321"])
    page.write("B8", "Đại diện Ban vận động")
    page.write("B9", "Trần Văn Bình")
    found = workbook.read()
    assert [(person.row, person.name, person.female, person.born.year) for person in found.rows] == [
        (5, "Nguyễn Thị Lan", True, 1990),
        (6, "Hồ Văn An", False, 1985),
    ]
    assert found.problems == []
    assert [skipped.row for skipped in found.skipped] == [8, 9]


def test_a_list_that_does_not_begin_in_the_corner(workbook):
    workbook.page.write_row("D8", ["STT", "Họ và tên", "Số CCCD"])
    workbook.page.write_row("D9", [1, "Lê Lan", "040190012345"])
    workbook.page.write_row("D11", [2, "Hồ An", "0400"])
    found = workbook.read()
    assert [person.row for person in found.rows] == [9, 11]
    assert [(problem.row, problem.column) for problem in found.problems] == [(11, 5)]


def test_a_payroll_file_with_formulas_for_numbers_and_names(workbook):
    page = workbook.page
    page.write_row("A6", ["STT", "Họ đệm", "Tên", "Họ và tên", "Ngày sinh", "Lương", "Đoàn phí"])
    page.write_formula("A7", "=ROW()-6", None, 1)
    page.write_row("B7", ["Nguyễn Thị", "Lan"])
    page.write_formula("D7", '=B7&" "&C7', None, "Nguyễn Thị Lan")
    page.write_datetime("E7", dt.datetime(1990, 5, 12), workbook.day)
    page.write("F7", 8_000_000)
    page.write_formula("G7", "=F7*1%", None, 80_000)
    (lan,) = workbook.read().rows
    assert (lan.name, lan.born, lan.dues) == ("Nguyễn Thị Lan", dt.date(1990, 5, 12), 80_000)


def test_formulas_never_computed_are_told_in_words(workbook):
    page = workbook.page
    page.write_row("A1", ["STT", "Họ và tên", "Đoàn phí"])
    page.write_row("A2", [1, "Lê Lan"])
    page.write_formula("C2", "=B2*1%", None, "")
    found = workbook.read()
    assert [(problem.code, problem.value) for problem in found.problems] == [
        ("uncomputed", BadCell("=B2*1%", computed=False))
    ]
    assert "Đoàn phí" in found.problems[0].reason_vi


def test_one_sheet_per_line_and_one_hidden(workbook, tmp_path):
    for page, name in ((workbook.page, "Lan"), (workbook.add_worksheet("Chuyền 2"), "Hoa")):
        page.write_row("A1", ["STT", "Họ và tên", "Ngày sinh"])
        page.write_row("A2", [1, f"Lê Thị {name}", "12/05/1990"])
    hidden = workbook.add_worksheet("Lương")
    hidden.write("A1", "bí mật")
    hidden.hide()
    workbook.close()
    book = read_tables(tmp_path / "a.xlsx")
    layouts = [guess_columns(page) for page in book.sheets]
    assert [page.hidden for page in book.sheets] == [False, False, True]
    assert layouts[0].signature == layouts[1].signature
    assert layouts[2].missing_name
    assert people_of(tmp_path / "a.xlsx", sheet=1).rows[0].name == "Lê Thị Hoa"


def test_a_windows_1258_list(tmp_path):
    text = "STT;Họ và tên;Ngày sinh;Nữ;Điện thoại\n1;Lê Lan;12/05/1990;x;0912345678\n2;Hồ An;1/2/1985;;0987654321\n"
    decomposed = {"ọ": "o\u0323", "ồ": "ô\u0300", "ữ": "ư\u0303", "ệ": "ê\u0323", "ạ": "a\u0323"}
    for letter, parts in decomposed.items():
        text = text.replace(letter, parts)
    (tmp_path / "a.csv").write_bytes(text.encode("cp1258"))
    found = people_of(tmp_path / "a.csv")
    assert [(person.name, person.female, person.phone) for person in found.rows] == [
        ("Lê Lan", True, "0912345678"),
        ("Hồ An", False, "0987654321"),
    ]
    assert found.problems == found.skipped == []


def test_a_utf_16_list_with_tabs(tmp_path):
    (tmp_path / "a.txt").write_text("STT\tHọ và tên\tCCCD\n1\tLÊ LAN\t040190012345\n", encoding="utf-16")
    assert people_of(tmp_path / "a.txt").rows[0].name == "Lê Lan"


def test_a_list_printed_page_by_page(workbook):
    heading = ["STT", "Họ và tên", "Ngày sinh", "Đoàn phí"]
    at = 0
    for number in range(1, 4):
        for cells in (heading, [number, f"Lê Thị {['Lan', 'Hoa', 'Mai'][number - 1]}", "12/05/1990", 45_000]):
            workbook.page.write_row(at, 0, cells)
            at += 1
        workbook.page.write_row(at, 1, [f"Cộng trang {number}", "", 45_000])
        at += 2
    found = workbook.read()
    assert len(found.rows) == 3
    assert [skipped.kind for skipped in found.skipped] == ["total", "heading", "total", "heading", "total"]


def test_mending_the_returned_rows_leaves_nothing_to_mend(workbook, tmp_path):
    page = workbook.page
    page.write_row("A6", ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Điện thoại"])
    page.write_row("A7", ["CHUYỀN 5"])
    page.write_row("A8", [1, "LÊ LAN", "31/02/1990", "040190012345", "0912345678"])
    page.write_row("A9", [2, "HỒ AN", "01/02/1985", "040085000001", "0987654321"])
    workbook.close()
    (sheet,) = read_tables(tmp_path / "a.xlsx").sheets
    layout = guess_columns(sheet)
    found = read_roster(sheet, layout, today=TODAY)
    assert write_problems(sheet, layout, found.problems, tmp_path / "b.xlsx") == 1
    (back,) = read_tables(tmp_path / "b.xlsx").sheets
    again = guess_columns(back, remembered={layout.signature: layout.columns})
    mended = Sheet(back.name, back.hidden, [[str(c).replace("31/02", "28/02") for c in row] for row in back.rows])
    result = read_roster(mended, again, today=TODAY)
    assert result.problems == []
    assert [(person.name, person.group) for person in result.rows] == [("Lê Lan", "CHUYỀN 5")]


CELLS = st.one_of(
    st.sampled_from(
        [
            *("", "", "x", "Lê Lan", "HỒ AN", "Tổ 1", "Tổng cộng", "Người lập biểu", "040190012345", "0912345678"),
            *(1.0, 2.0, 1990.0, 33005.0, 912345678.0, dt.date(1990, 5, 12), "12/05/1990", BadCell("#REF!"), True),
        ]
    ),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**12), 10**12),
    st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2100, 1, 1)),
    st.times(),
    st.timedeltas(),
)
HEADINGS = [
    ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Đoàn phí"],
    ["TT", "Họ đệm", "Tên", "Nữ", "CMND", "Email", "Số thẻ"],
    ["Họ và tên", "Nam", "Nữ", "Ngày vào công đoàn", "Hộ chiếu", "Tổ", "Ghi chú"],
]


@given(st.sampled_from(HEADINGS), st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=12))
@settings(max_examples=200, deadline=None, database=None)
def test_whatever_stands_in_it_every_row_is_accounted_for_once(heading, rows):
    page = Sheet("DS", False, [heading, *rows])
    layout = guess_columns(page)
    found = read_roster(page, layout, today=TODAY)
    taken = [person.row for person in found.rows]
    out = {problem.row for problem in found.problems if problem.fatal}
    skipped = [row.row for row in found.skipped]
    filled = {
        n
        for n, row in enumerate(page.rows[layout.first_row - 1 :], layout.first_row)
        if any(str(c).strip() for c in row)
    }
    assert {*taken, *out, *skipped} == filled
    assert len(taken) + len(out) + len(skipped) == len(filled)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8))
@settings(max_examples=100, deadline=None, database=None)
def test_whatever_stands_in_it_a_sheet_has_a_layout(rows):
    layout = guess_columns(Sheet("DS", False, rows))
    assert set(layout.columns.values()) <= set(Field)
    assert layout.first_row >= 1


@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None, database=None)
def test_whatever_stands_in_it_the_problems_can_be_written(tmp_path_factory, rows):
    page = Sheet("DS", False, [HEADINGS[0], *rows])
    layout = guess_columns(page)
    found = read_roster(page, layout, today=TODAY)
    path = tmp_path_factory.mktemp("out") / "a.xlsx"
    assert write_problems(page, layout, found.problems, path) == len({problem.row for problem in found.problems})
    assert read_tables(path).sheets[0].rows[0][-1] == "Lý do"
