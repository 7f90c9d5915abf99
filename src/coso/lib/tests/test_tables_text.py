"""Text tables: encodings, delimiters, rows."""

import unicodedata

import pytest

from coso.lib.tables import BadCell, Limits, TableError, read_tables
from coso.lib.tables.delimited import delimiter

TEXT = "STT,Họ và tên,Ghi chú\n1,Nguyễn Thị Đậu,tổ trưởng\n2,Lê Văn Ưng,\n"
ROWS = [["STT", "Họ và tên", "Ghi chú"], ["1", "Nguyễn Thị Đậu", "tổ trưởng"], ["2", "Lê Văn Ưng", ""]]


def windows_1258(text):
    """Text as Windows writes it there: tones apart from their letters where there is no letter with both."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", char)
            shape = "".join(mark for mark in marks if mark in "\u0306\u0302\u031b")
            tone = "".join(mark for mark in marks if mark not in shape)
            out += (unicodedata.normalize("NFC", base + shape) + tone).encode("cp1258")
    return out


@pytest.fixture
def read(tmp_path):
    def run(raw, name="a.csv", **options):
        (tmp_path / name).write_bytes(raw)
        return read_tables(tmp_path / name, **options).sheets[0].rows

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(read, encoding):
    assert read(TEXT.encode(encoding)) == ROWS


def test_utf_16_big_endian_with_its_mark(read):
    assert read(b"\xfe\xff" + TEXT.encode("utf-16-be")) == ROWS


def test_windows_1258_comes_out_composed(read):
    assert read(windows_1258(TEXT)) == ROWS


def test_decomposed_letters_come_out_composed(read):
    assert read(unicodedata.normalize("NFD", TEXT).encode()) == ROWS


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_delimiters(read, sign):
    assert read(TEXT.replace(",", sign).encode()) == ROWS


def test_tsv_named_as_a_workbook_is_read(read):
    assert read(TEXT.replace(",", "\t").encode(), name="a.xls") == ROWS


def test_commas_inside_cells_do_not_mislead():
    assert delimiter('a;b;c\n"Vinh, Nghệ An";1,5;2\n"Vinh, Nghệ An, VN";1,5;2\n') == ";"


def test_the_line_that_names_the_delimiter_counts_as_a_row(read):
    assert read(b"sep=;\na;b\n1;2\n") == [[], ["a", "b"], ["1", "2"]]


def test_leading_zeros_stay(read):
    assert read(b"so,ten\n0912345678,Lan\n")[1][0] == "0912345678"


def test_blank_lines_and_ragged_rows_keep_their_place(read):
    assert read(b"a,b,c\n\n1,2\n,,\n9\n,,\n") == [["a", "b", "c"], [], ["1", "2", ""], [], ["9", "", ""]]


def test_columns_empty_throughout_are_dropped(read):
    assert read(b"a,b,,,\n1,2,,,\n") == [["a", "b"], ["1", "2"]]


def test_line_breaks_inside_quotes_stay_in_their_cell(read):
    assert read('a,b\n"Tổ 1\nTổ 2",x\n'.encode()) == [["a", "b"], ["Tổ 1\nTổ 2", "x"]]


def test_errors_written_out_are_bad_cells(read):
    assert read(b"a,b\n#REF!,1\n")[1] == [BadCell("#REF!"), "1"]


def test_binary_noise_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(bytes(range(1, 256)) * 20)
    with pytest.raises(TableError) as caught:
        read_tables(tmp_path / "a.csv")
    assert caught.value.code in ("corrupt", "encoding")


def test_unknown_encoding_says_what_to_do(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a\0\0\0b," * 10 + b"\xd2" * 9)
    with pytest.raises(TableError, match="encoding") as caught:
        read_tables(tmp_path / "a.csv")
    assert "UTF-8" in caught.value.text_vi


def test_one_monstrous_row_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"," * 5000 + b"x" + b"\na,b" * 5000)
    with pytest.raises(TableError, match="area"):
        read_tables(tmp_path / "a.csv", limits=Limits(area=1_000_000))
