"""The problem rows sent back as a workbook."""

import datetime as dt
import zipfile

from openpyxl import load_workbook

from coso.lib.tables import BadCell, Sheet, read_tables
from coso.members.roster import guess_columns, read_roster, write_problems

TODAY = dt.date(2026, 11, 22)
HEADING = ["STT", "Họ và tên", "Ngày sinh", "Nữ", "Số CCCD", "Điện thoại", "Ghi chú"]
GOOD = [1.0, "Hồ Thị An", dt.date(1985, 2, 1), "x", "040185000001", "0987654321", ""]
BAD = [2.0, "Lê Lan", dt.date(1990, 5, 12), "x", 40190012345.0, 12345.0, "=HYPERLINK(1)"]
NAMELESS = [3.0, "", dt.date(1991, 5, 12), "", "", "0912000111", "@cmd"]


def sheet(*rows, merged=()):
    width = max(map(len, rows))
    return Sheet("DS [1]", False, [[*row, *[""] * (width - len(row))] if row else [] for row in rows], merged)


def returned(tmp_path, page):
    """The path of the problem file of a sheet, and how many rows were written."""
    layout = guess_columns(page)
    found = read_roster(page, layout, today=TODAY)
    return tmp_path / "b.xlsx", write_problems(page, layout, found.problems, tmp_path / "b.xlsx")


PAGE = sheet(["CÔNG TY"], [], HEADING, ["Tổ 1"], GOOD, ["Tổ 2"], BAD, NAMELESS)


def test_heading_rows_first_then_the_rows_under_their_group(tmp_path):
    path, count = returned(tmp_path, PAGE)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert count == 2
    assert rows[0] == (*HEADING, "Lý do")
    assert [row[1] or row[0] for row in rows[1:]] == ["Tổ 2", "Lê Lan", 3]
    assert len(rows) == 4


def test_reasons_stand_last_in_vietnamese(tmp_path):
    path, _ = returned(tmp_path, PAGE)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[2][-1] == "Điện thoại: thiếu hoặc thừa chữ số"
    assert rows[3][-1] == "Thiếu họ tên"
    assert rows[1][-1] is None


def test_several_reasons_share_the_cell(tmp_path):
    path, _ = returned(tmp_path, sheet(HEADING, [1.0, "Lê Lan", "hôm qua", "?", "", "1", ""]))
    assert load_workbook(path).active["H2"].value.count(";") == 2


def test_numbers_stay_numbers_and_papers_become_text(tmp_path):
    path, _ = returned(tmp_path, PAGE)
    page = load_workbook(path).active
    assert (page["A3"].value, page["E3"].value, page["F3"].value) == (2, "40190012345", "12345")
    assert page["C3"].value == dt.datetime(1990, 5, 12)
    assert page["C3"].number_format == "dd/mm/yyyy"


def test_nothing_in_the_file_is_a_formula(tmp_path):
    path, _ = returned(tmp_path, PAGE)
    page = load_workbook(path).active
    assert [page["G3"].data_type, page["G4"].data_type] == ["s", "s"]
    assert (page["G3"].value, page["G3"].quotePrefix, page["G4"].quotePrefix) == ("=HYPERLINK(1)", True, True)
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_ordinary_texts_carry_no_apostrophe(tmp_path):
    path, _ = returned(tmp_path, PAGE)
    assert not load_workbook(path).active["B3"].quotePrefix


def test_bad_cells_are_shown_as_text(tmp_path):
    path, _ = returned(tmp_path, sheet(HEADING, [1.0, "Lê Lan", BadCell("=1+1", computed=False), "", "", "", ""]))
    cell = load_workbook(path).active["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_the_mended_file_is_recognised_as_the_first_one(tmp_path):
    path, _ = returned(tmp_path, PAGE)
    (back,) = read_tables(path).sheets
    again = guess_columns(back)
    assert again.columns == guess_columns(PAGE).columns
    assert [person.group for person in read_roster(back, again, today=TODAY).rows] == ["Tổ 2"]


def test_a_choice_remembered_for_the_first_file_serves_the_mended_one(tmp_path):
    path, _ = returned(tmp_path, PAGE)
    assert guess_columns(read_tables(path).sheets[0]).signature == guess_columns(PAGE).signature


def test_reasons_of_an_earlier_reading_are_replaced(tmp_path):
    path, _ = returned(tmp_path, PAGE)
    (back,) = read_tables(path).sheets
    returned(tmp_path, back)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0] == (*HEADING, "Lý do")
    assert rows[2][-1] == "Điện thoại: thiếu hoặc thừa chữ số"


def test_a_bad_cell_is_named_by_its_heading(tmp_path):
    path, _ = returned(tmp_path, sheet(HEADING, [1.0, "Lê Lan", BadCell("#REF!"), "", "", "", ""]))
    assert load_workbook(path).active["H2"].value == "Ô “Ngày sinh” báo lỗi #REF!"


def test_a_double_heading_comes_back_double(tmp_path):
    page = sheet(
        ["TT", "Họ và tên", "Năm sinh", "", "CCCD"], ["", "", "Nam", "Nữ", ""], [1.0, "", "", 1990.0, "040190012345"]
    )
    path, _ = returned(tmp_path, page)
    again = guess_columns(read_tables(path).sheets[0])
    assert (again.header_row, again.first_row) == (1, 3)
    assert again.columns == guess_columns(page).columns


def test_a_list_without_a_heading_gets_one_for_the_reasons(tmp_path):
    people = [[f"Lê Thị {name}", f"04019001234{n}"] for n, name in enumerate(("Lan", "Hoa", "Mai", "Cúc"))]
    path, count = returned(tmp_path, sheet(*people, ["Lê Thị Sen", "040190012340"]))
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert count == 1
    assert (
        rows == [(None, None, "Lý do"), ("Lê Thị Sen", "040190012340", "Giấy tờ trùng")] or rows[1][0] == "Lê Thị Sen"
    )


def test_no_problems_give_the_heading_alone(tmp_path):
    path, count = returned(tmp_path, sheet(HEADING, GOOD))
    assert count == 0
    assert load_workbook(path).active.max_row == 1
