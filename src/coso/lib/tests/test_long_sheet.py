"""A long sheet opens in any reader, and nothing in it is a formula."""

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from coso.lib.tables import long_sheet
from coso.lib.tables.long_sheet import write_long_sheet

DAY = dt.date(1990, 5, 12)


def written(rows, headings=("Họ tên", "Ngày")):
    file = io.BytesIO()
    count = write_long_sheet(file, "Đoàn viên", headings, rows)
    return count, openpyxl.load_workbook(file).active, file


def test_texts_and_days_come_back_under_their_headings():
    count, sheet, _file = written([("Lê Hoa", DAY), ("Võ Nga", "1988"), ("", DAY)])
    assert count == 3
    values = [row[:2] for row in sheet.values]
    day = dt.datetime(1990, 5, 12)
    assert values == [("Họ tên", "Ngày"), ("Lê Hoa", day), ("Võ Nga", "1988"), (None, day)]
    assert (sheet["B2"].number_format, sheet["A2"].number_format) == ("dd/mm/yyyy", "@")


def test_the_sheet_is_named_frozen_and_can_be_filtered():
    _count, sheet, _file = written([("Lê Hoa", DAY)] * 3)
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Đoàn viên", "B2", "A1:B4")
    assert sheet["A1"].font.b
    assert sheet.column_dimensions["A"].width == 20


def test_another_reader_finds_the_same():
    _count, _sheet, file = written([("Lê Hoa", DAY)])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert rows == [["Họ tên", "Ngày"], ["Lê Hoa", DAY]]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@A1", "\t=1", "\r=1"])
def test_nothing_is_a_formula(text):
    _count, sheet, _file = written([(text, DAY)])
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("s", True)


@pytest.mark.parametrize("text", ["A & B <c>", " hai đầu ", "a\x07b", "_x0041_", "dòng\nmới", "\uffff"])
def test_any_sign_can_stand_in_a_cell(text):
    _count, sheet, file = written([(text, DAY)])
    assert openpyxl.utils.escape.unescape(sheet["A2"].value) == text
    assert CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()[1][1] == DAY


def test_every_part_is_whole_xml():
    with zipfile.ZipFile(written([("Lê Hoa", DAY)])[2]) as archive:
        parts = [ET.fromstring(archive.read(name)).tag for name in archive.namelist()]
    assert len(parts) == 6


def test_an_empty_list_has_its_heading():
    count, sheet, _file = written([])
    assert (count, list(sheet.values)) == (0, [("Họ tên", "Ngày")])


def test_more_rows_than_excel_has_room_for_are_refused(monkeypatch):
    monkeypatch.setattr(long_sheet, "MOST", 2)
    with pytest.raises(ValueError, match="3"):
        written([("Lê Hoa", DAY)] * 3)


def test_texts_made_before_are_let_go(monkeypatch):
    monkeypatch.setattr(long_sheet, "_KEPT", 3)
    _count, sheet, _file = written([(f"Người {n}", DAY) for n in range(10)])
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [f"Người {n}" for n in range(10)]


def test_a_cell_holds_no_more_than_excel_reads():
    _count, sheet, _file = written([("a" * 40_000, DAY)])
    assert len(sheet["A2"].value) == long_sheet.LONGEST


def test_figures_stay_figures_and_nought_is_one():
    _count, sheet, _file = written([("Lê Hoa", 0), ("Võ Nga", 4.5)])
    assert [(cell.value, cell.data_type) for cell in sheet["B"][1:]] == [(0, "n"), (4.5, "n")]
