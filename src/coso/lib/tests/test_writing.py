"""What a cell holds is written as what it is, and is never a formula or a link."""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter

from coso.lib.tables.writing import INTERPRETED, SheetWriter


def written(*rows, head=(), widths=()):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        writer = SheetWriter(book, "Tờ 1", widths)
        if head:
            writer.head(head)
        for row in rows:
            writer.add(row)
    return openpyxl.load_workbook(file)["Tờ 1"]


def test_texts_days_and_numbers_come_back_as_what_they_are():
    sheet = written(("Lê Hoa", dt.date(1990, 5, 12), 7, 1.5, ""))
    assert next(sheet.values)[:4] == ("Lê Hoa", dt.datetime(1990, 5, 12), 7, 1.5)
    assert [sheet[at].number_format for at in ("A1", "B1")] == ["@", "dd/mm/yyyy"]


def test_an_empty_text_leaves_its_cell_empty():
    assert next(written(("", "x")).values) == (None, "x")


@pytest.mark.parametrize("sign", INTERPRETED)
def test_what_looks_like_a_formula_is_a_text_and_stays_one(sign):
    cell = written((f"{sign}1+1",))["A1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("text", ["https://a.vn", "0912345678", "mailto:a@b.vn"])
def test_addresses_and_long_numbers_stay_text(text):
    cell = written((text,))["A1"]
    assert (cell.value, cell.hyperlink, cell.data_type) == (text, None, "s")


def test_headings_are_bold_and_rows_follow_them():
    sheet = written(("a",), ("b",), head=("Họ tên",), widths=(30,))
    assert [row[0] for row in sheet.values] == ["Họ tên", "a", "b"]
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold) == (True, False)
    assert round(sheet.column_dimensions["A"].width) in (30, 31)
