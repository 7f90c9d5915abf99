"""Tables as people have them: old letters, signs without a width, errors as text, strays, macros, binary books."""

import datetime as dt
import io
import struct
import unicodedata
import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook

from coso.lib.tables import BadCell, TableError, read_tables
from coso.lib.tables.delimited import delimiter
from coso.lib.tables.legacy import convert


@pytest.fixture
def book(tmp_path):
    """An xlsxwriter workbook, and a call that closes and reads it."""
    made = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))

    def read():
        made.close()
        return read_tables(tmp_path / "a.xlsx").sheets

    made.read = read
    return made


def only(*cells):
    (row,), codes = convert([[*cells]])
    return row, codes


# ── letters ──


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NguyÔn V¨n An", "Nguyễn Văn An"),
        ("TrÇn ThÞ B×nh", "Trần Thị Bình"),
        ("§Æng Minh §øc", "Đặng Minh Đức"),
        ("NGUYÔN V¡N AN", "NGUYỄN VĂN AN"),
        ("Lª Hµ", "Lê Hà"),
        ("Hä vµ tªn", "Họ và tên"),
    ],
)
def test_tcvn3_is_read(typed, meant):
    assert only(typed) == ([meant], "TCVN3")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nguyeãn Vaên Haûi", "Nguyễn Văn Hải"),
        ("Ñaëng Minh Ñöùc", "Đặng Minh Đức"),
        ("NGUYEÃN VAÊN AN", "NGUYỄN VĂN AN"),
        ("Löông Thò Nöõ", "Lương Thị Nữ"),
        ("Leâ Vaên Taùm", "Lê Văn Tám"),
    ],
)
def test_vni_is_read(typed, meant):
    assert only(typed) == ([meant], "VNI")


def test_a_word_that_could_be_both_is_read_as_its_row_or_column_is():
    assert only("Hä vµ tªn", "Sè CMND")[0] == ["Họ và tên", "Số CMND"]
    rows = [["Sè nhµ"], ["TrÇn ThÞ B×nh"], ["Tó"]]
    assert [row[0] for row in convert(rows)[0]] == ["Số nhà", "Trần Thị Bình", "Tú"]


@pytest.mark.parametrize(
    "text",
    ["Công ty «ABC»", "100 m²", "Müller", "Peña", "Noël", "Ca 1 · Tô", "§5", "Hoà", "Quý", "Số 5©", "Y Bhôk Niê", "ý"],
)
def test_unicode_is_left_as_it_is(text):
    assert only(text) == ([text], "")


def test_a_sheet_says_from_which_letters_it_was_converted(book):
    book.add_worksheet().write_column(0, 0, ["NguyÔn V¨n An", "Nguyeãn Vaên Haûi"])
    (sheet,) = book.read()
    assert (sheet.about.codes, sheet.rows[1]) == ("TCVN3, VNI", ["Nguyễn Văn Hải"])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Trần Thị\u200b Bình\ufeff", "Trần Thị Bình"),
        ("Trần\u00a0Thị\u2003Bình", "Trần Thị Bình"),
        ("ÐỖ THỊ ÐÀO", "ĐỖ THỊ ĐÀO"),
        ("Ðinh Hoa", "Đinh Hoa"),
        ("\uff10\uff19\uff11\uff12", "0912"),
        (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
    ],
)
def test_cells_are_cleaned(book, typed, read):
    book.add_worksheet().write_string(0, 0, typed)
    assert book.read()[0].rows == [[read]]


def test_the_last_row_of_a_long_list_is_cleaned_too(book):
    page = book.add_worksheet()
    page.write_column(0, 0, ["a"] * 6000)
    page.write_string(6000, 0, "Bình\u200b")
    assert book.read()[0].rows[-1] == ["Bình"]


@pytest.mark.parametrize("text", ["#N/A", "#n/a ", "#REF!", "#DIV/0!", "#NAME?", "#GETTING_DATA", "Err:502", "####"])
def test_an_error_kept_as_text_is_an_error(book, text):
    book.add_worksheet().write_string(0, 0, text)
    assert isinstance(book.read()[0].rows[0][0], BadCell)


# ── what a file says beside its cells ──


def test_hidden_rows_a_filter_and_the_open_sheet_are_told(book):
    first, second = book.add_worksheet("Cũ"), book.add_worksheet("Mới")
    for page in (first, second):
        page.write_column(0, 0, ["a", "b", "c"])
    second.autofilter(0, 0, 2, 0)
    second.set_row(1, options={"hidden": True})
    second.activate()
    old, new = (sheet.about for sheet in book.read())
    assert (old.hidden_rows, old.filtered, old.opened) == (0, False, False)
    assert (new.hidden_rows, new.filtered, new.opened) == (1, True, True)


def test_days_from_1904_are_told(tmp_path):
    made = Workbook()
    made.epoch = dt.datetime(1904, 1, 1)
    made.active.append([29659])
    made.save(tmp_path / "a.xlsx")
    assert read_tables(tmp_path / "a.xlsx").sheets[0].about.from_1904


# ── containers ──


def test_a_stray_cell_takes_no_room(book):
    page = book.add_worksheet()
    for n in range(1500):
        page.write_row(n, 0, ["a", "b"])
    page.write_string(0, 16383, "x")
    page.write_string(900_000, 0, "x")
    (sheet,) = book.read()
    assert (len(sheet.rows), sheet.width, sheet.about.strays) == (1500, 2, 2)


def test_many_strays_are_refused_in_words(book):
    page = book.add_worksheet()
    for n in range(200):
        page.write_string(n * 20, n * 80, "x")
    with pytest.raises(TableError, match="stray data"):
        book.read()


def test_macro_sheets_are_passed_over(tmp_path):
    plain, made = io.BytesIO(), Workbook()
    made.active.append(["Lê Lan"])
    made.save(plain)
    ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = f'<sheet xmlns:r="{ns}" name="M" sheetId="9" state="veryHidden" r:id="rId99"/>'
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="macrosheets/sheet1.xml"/>'
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(tmp_path / "a.xlsm", "w") as target:
        for name in source.namelist():
            body = source.read(name).decode()
            body = body.replace("<sheets>", f"<sheets>{sheet}").replace("</Relationships>", f"{link}</Relationships>")
            target.writestr(name, body if name.startswith("xl/") else source.read(name))
        target.writestr("xl/macrosheets/sheet1.xml", "<macrosheet/>")
    assert [each.rows for each in read_tables(tmp_path / "a.xlsm").sheets] == [[["Lê Lan"]]]


def binary(kind, body=b""):
    """One record of an .xlsb: kind and length come seven bits a byte."""
    return b"".join(bytes([n & 127 | 128, n >> 7]) if n > 127 else bytes([n]) for n in (kind, len(body))) + body


def words(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(path, rows):
    """A binary workbook of one sheet; None is the error #N/A."""
    sheet = binary(129) + binary(148, struct.pack("<4I", 0, len(rows) - 1, 0, 1)) + binary(145)
    for n, row in enumerate(rows):
        sheet += binary(0, struct.pack("<IIHBBBI", n, 0, 0, 0, 0, 0, 0))
        for at, cell in enumerate(row):
            place = struct.pack("<II", at, 0)
            sheet += binary(3, place + b"\x2a") if cell is None else binary(6, place + words(cell))
    listed = binary(156, struct.pack("<II", 0, 1) + words("rId1") + words("DS"))
    book = binary(131) + binary(153, struct.pack("<III", 0, 0, 0)) + binary(143) + listed + binary(144) + binary(132)
    ns = "http://schemas.openxmlformats.org/"
    link = f'<Relationship Id="rId1" Type="{ns}officeDocument/2006/relationships/worksheet" Target="worksheets/s.bin"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{ns}package/2006/content-types"/>')
        archive.writestr("xl/workbook.bin", book)
        relations = f'<Relationships xmlns="{ns}package/2006/relationships">{link}</Relationships>'
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/s.bin", sheet + binary(146) + binary(130))
    return path


def test_binary_workbooks_are_read(tmp_path):
    (sheet,) = read_tables(xlsb(tmp_path / "a.xlsb", [["STT", "Họ và tên"], ["1", None]])).sheets
    assert (sheet.name, sheet.rows) == ("DS", [["STT", "Họ và tên"], ["1", BadCell("#N/A")]])


def test_a_cut_off_binary_workbook_is_corrupt(tmp_path):
    path = xlsb(tmp_path / "a.xlsb", [["a"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body[:-3] + b"\xff" if name.endswith("s.bin") else body)
    with pytest.raises(TableError, match="damaged"):
        read_tables(path)


# ── delimiters ──


def test_the_delimiter_is_told_by_structure_not_by_count():
    address = '"Xóm 1, xã A, tỉnh B, Việt Nam, (nhà ông Ba)"'
    assert delimiter(f"Họ tên;Ngày sinh;Địa chỉ\nAn;1/1/1990;{address}\nBình;2/1/1990;{address}") == ";"
    assert delimiter("Họ tên;Địa chỉ (xóm, xã, tỉnh)\nAn;Xóm 1, xã A, B\nBình;Xóm 2, xã A, B") == ";"
    assert delimiter("Họ tên, Ngày sinh, Nơi sinh\nAn, 1990, Vinh; Nghệ An") == ","


@pytest.mark.parametrize(
    "typed", ["Hä vµ tªn;Ngµy sinh\nTrÇn ThÞ B×nh;1990", "Hoï vaø teân;Ngaøy sinh\nTraàn Thò Bình;1990"]
)
def test_text_tables_in_old_letters_are_read(tmp_path, typed):
    (tmp_path / "a.csv").write_bytes(typed.encode("cp1252"))
    assert read_tables(tmp_path / "a.csv").sheets[0].rows == [["Họ và tên", "Ngày sinh"], ["Trần Thị Bình", "1990"]]


def test_text_tables_in_the_vietnamese_code_page_are_still_read(tmp_path):
    text = unicodedata.normalize("NFD", "Nguyễn Văn An;Đào").replace("e\u0302\u0303", "ê\u0303").replace("a\u0306", "ă")
    (tmp_path / "a.csv").write_bytes(unicodedata.normalize("NFC", text).replace("ễ", "ê\u0303").encode("cp1258"))
    assert read_tables(tmp_path / "a.csv").sheets[0].rows == [["Nguyễn Văn An", "Đào"]]
