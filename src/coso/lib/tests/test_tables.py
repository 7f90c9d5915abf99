"""Workbooks: what stands where, in whatever state a file arrives."""

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook

from coso.lib.tables import BadCell, Limits, TableError, column_of, letters, read_tables
from coso.lib.tables.choosing import choose

SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def book(tmp_path):
    """An openpyxl workbook, and a call that saves and reads it."""
    made = Workbook()

    def read(**options):
        made.save(tmp_path / "a.xlsx")
        return read_tables(tmp_path / "a.xlsx", **options)

    made.read = read
    return made


def raw_xlsx(path, sheet_data, *, extra=None):
    """A workbook whose sheet is the given raw XML."""
    plain = io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name == SHEET:
                body = f'<?xml version="1.0"?><worksheet {NS}><sheetData>{sheet_data}</sheetData></worksheet>'
            target.writestr(name, body)
        for name, body in (extra or {}).items():
            target.writestr(name, body)
    return path


def code_of(path, **options):
    with pytest.raises(TableError) as caught:
        read_tables(path, **options)
    assert caught.value.text_vi
    assert caught.value.text_en
    return caught.value.code


def test_cells_keep_their_kind(book):
    book.active.append(["Lan", 3, 1.5, dt.date(1990, 5, 1), True])
    (sheet,) = book.read().sheets
    assert sheet.rows == [["Lan", 3.0, 1.5, dt.date(1990, 5, 1), True]]


def test_book_goes_by_the_name_it_was_sent_with(book):
    assert book.read(name="danh sách.xlsx").name == "danh sách.xlsx"
    assert book.read().name == "a.xlsx"


def test_rows_and_columns_are_numbered_as_in_the_file(book):
    book.active["C5"] = "x"
    rows = book.read().sheets[0].rows
    assert rows == [[], [], [], [], ["", "", "x"]]


def test_empty_rows_between_are_empty_lists(book):
    book.active["A1"], book.active["B3"] = "a", "b"
    assert book.read().sheets[0].rows == [["a", ""], [], ["", "b"]]


def test_trailing_blank_rows_are_dropped(book):
    book.active["A1"], book.active["A9"] = "a", "  "
    assert book.read().sheets[0].rows == [["a"]]


def test_a_row_of_zeros_is_not_empty(book):
    book.active.append([0, 0])
    assert book.read().sheets[0].rows == [[0.0, 0.0]]


def test_hidden_sheets_are_listed_and_left_unread(book):
    book.active["A1"] = "a"
    other = book.create_sheet("Lương")
    other["A1"], other.sheet_state = 1, "hidden"
    seen, unseen = book.read().sheets
    assert (seen.hidden, seen.rows) == (False, [["a"]])
    assert (unseen.name, unseen.hidden, unseen.rows) == ("Lương", True, [])


def test_hidden_sheets_are_read_when_asked(book):
    book.create_sheet("Lương")["A1"] = 1
    book["Lương"].sheet_state = "veryHidden"
    assert book.read(hidden=True).sheets[1].rows == [[1.0]]


def test_merged_headings_are_told(book):
    book.active["A1"] = "Năm sinh"
    book.active.merge_cells("A1:B1")
    assert book.read().sheets[0].merged == (((0, 0), (0, 1)),)


def test_charts_are_no_sheets(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        made.add_chartsheet("Biểu đồ")
        made.add_worksheet("Bảng").write(0, 0, 1)
    (sheet,) = read_tables(tmp_path / "a.xlsx").sheets
    assert sheet.name == "Bảng"


def test_formulas_give_their_saved_value(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        made.add_worksheet().write_formula("A1", "=1+1", None, 2)
        made.get_worksheet_by_name("Sheet1").write_formula("B1", "=UPPER(A1)", None, "LAN")
    assert read_tables(tmp_path / "a.xlsx").sheets[0].rows == [[2.0, "LAN"]]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path):
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A1=1,"","x")</f><v></v></c>'
    path = raw_xlsx(tmp_path / "a.xlsx", f'<row r="1">{cells}<c r="C1"><v>2</v></c></row>')
    assert read_tables(path).sheets[0].rows == [[1.0, "", 2.0]]


def test_a_formula_without_a_saved_value_is_bad(book):
    book.active["A1"], book.active["B1"], book.active["B2"] = "x", "=A1&1", "=A2"
    rows = book.read().sheets[0].rows
    assert rows == [["x", BadCell("=A1&1", computed=False)], ["", BadCell("=A2", computed=False)]]


def test_an_error_is_bad(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        made.add_worksheet().write_formula("B2", "=Z1", None, "#REF!")
    assert read_tables(tmp_path / "a.xlsx").sheets[0].rows == [[], ["", BadCell("#REF!")]]


def test_bad_cells_are_found_across_chunks(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as made:
        page = made.add_worksheet()
        for row in range(6000):
            page.write_row(row, 0, [f"dòng {row} " + "a" * 300, row])
            page.write_formula(row, 2, "=1/0", None, "#DIV/0!")
    rows = read_tables(tmp_path / "a.xlsx").sheets[0].rows
    assert len(rows) == 6000
    assert all(row[2] == BadCell("#DIV/0!") for row in rows)


def test_a_million_formatted_empty_rows_cost_nothing(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 300_000))
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>7</v></c></row>' + rows + '<row r="1048576"/>')
    assert read_tables(path, limits=Limits(area=30_000_000)).sheets[0].rows == [[7.0]]


@pytest.mark.parametrize(
    "cell",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row\nr = "1048576"><c\nr\n=\n"XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="AAA1"><v>1</v></c><c r="A1048576"><v>1</v></c></row>',
    ],
)
def test_two_cells_far_apart_are_refused_before_memory_is_reserved(tmp_path, cell):
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' + cell)
    assert code_of(path) == "area"


def test_the_refusal_names_the_far_cell(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(TableError, match="XFD1048576") as caught:
        read_tables(path)
    assert "XFD1048576" in caught.value.text_vi


def test_a_zip_bomb_is_refused_by_its_size(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", "", extra={"xl/media/a.bin": b"\0" * 50_000_000})
    assert code_of(path) == "bomb"
    assert code_of(path, limits=Limits(unpacked=1000)) == "bomb"


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", "", extra={"xl/sharedStrings.xml": b" " * 3_000_000})
    raw = path.read_bytes()
    path.write_bytes(raw.replace((3_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert code_of(path) == "bomb"


def test_an_honest_sheet_full_of_repeats_is_no_bomb(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as made:
        page = made.add_worksheet()
        for row in range(60_000):
            page.write_row(row, 0, [1] * 14)
    assert len(read_tables(tmp_path / "a.xlsx").sheets[0].rows) == 60_000


def test_a_file_past_the_limit_is_refused(book):
    with pytest.raises(TableError, match="size"):
        book.read(limits=Limits(size=100))


def test_an_encrypted_zip_asks_for_the_password_to_go(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", "")
    raw = bytearray(path.read_bytes())
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert code_of(path) == "encrypted"


@pytest.mark.parametrize("keep", [200, 2000])
def test_a_cut_off_workbook_is_corrupt(tmp_path, keep):
    path = raw_xlsx(tmp_path / "a.xlsx", "")
    path.write_bytes(path.read_bytes()[:keep])
    assert code_of(path) == "corrupt"


def test_a_damaged_part_is_corrupt(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' * 50)
    raw = bytearray(path.read_bytes())
    at = raw.find(SHEET.encode()) + len(SHEET)
    raw[at : at + 30] = b"\xff" * 30
    path.write_bytes(raw)
    assert code_of(path) == "corrupt"


def test_broken_xml_is_corrupt(tmp_path):
    assert code_of(raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></row>')) == "corrupt"


def test_an_old_workbook_that_is_none_is_corrupt(tmp_path):
    (tmp_path / "a.xls").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\1" * 5000)
    assert code_of(tmp_path / "a.xls") == "corrupt"


def test_noise_named_as_a_workbook_is_corrupt(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"this is no workbook\n" * 50)
    assert code_of(tmp_path / "a.xlsx") == "corrupt"


def test_a_web_page_named_as_a_workbook_is_told(tmp_path):
    (tmp_path / "a.xls").write_text("\ufeff<HTML><table><tr><td>1</td></tr></table>", encoding="utf-8")
    assert code_of(tmp_path / "a.xls") == "web_page"


def test_other_files_are_refused_by_kind(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 \n")
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert code_of(tmp_path / "a.pdf") == "format"
    assert code_of(tmp_path / "a.docx") == "format"


def test_empty_and_missing_files_are_told_apart(tmp_path):
    (tmp_path / "a.xlsx").touch()
    assert code_of(tmp_path / "a.xlsx") == "empty"
    assert code_of(tmp_path / "b.xlsx") == "missing"


def ods(path, rows, *, manifest="", more="", settings=""):
    """An .ods with one sheet of raw rows, and more sheets raw."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    head = " ".join(f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text"))
    table = f'<table:table table:name="S">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}{more}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{urn}:manifest:1.0">{manifest}</m:manifest>')
        if settings:
            archive.writestr("settings.xml", settings)
        archive.writestr("content.xml", f"<office:document-content {head}>{body}</office:document-content>")
    return path


TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
REST = (
    '<table:table-row table:number-rows-repeated="1048574">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def test_ods_is_read_without_its_padding(tmp_path):
    row = f"<table:table-row>{TEXT.format('Lan')}{TEXT.format('#REF!')}</table:table-row>"
    path = ods(tmp_path / "a.ods", row + REST)
    assert read_tables(path).sheets[0].rows == [["Lan", BadCell("#REF!")]]


def test_ods_repeats_of_filled_cells_are_counted_out(tmp_path):
    filled = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{filled}</table:table-cell></table:table-row>'
    assert code_of(ods(tmp_path / "a.ods", row)) == "area"


@pytest.mark.parametrize(("active", "opened"), [("B&amp;C", [False, True]), ("S", [True, False]), ("", [False, False])])
def test_the_open_sheet_of_an_ods_is_known(tmp_path, active, opened):
    row = f"<table:table-row>{TEXT.format('Lan')}</table:table-row>"
    item = f'<config:config-item config:name="ActiveTable" config:type="string">{active}</config:config-item>'
    more = f'<table:table table:name="B&amp;C">{row}</table:table>'
    book = read_tables(ods(tmp_path / "a.ods", row, more=more, settings=item if active else ""))
    assert [(sheet.name, sheet.about.opened) for sheet in book.sheets] == list(zip(("S", "B&C"), opened, strict=True))
    assert choose(book, "", lambda _sheet: 1).sheet.about.opened is bool(active)


def test_ods_cut_short_is_corrupt(tmp_path):
    assert code_of(ods(tmp_path / "a.ods", "<table:table-row><table:table-cell>")) == "corrupt"


def test_ods_with_a_password_is_told(tmp_path):
    assert code_of(ods(tmp_path / "a.ods", "", manifest="<m:encryption-data/>")) == "encrypted"


def test_column_letters_go_both_ways():
    assert [letters(n) for n in (0, 25, 26, 16383)] == ["A", "Z", "AA", "XFD"]
    assert all(column_of(letters(n)) == n for n in range(800))
