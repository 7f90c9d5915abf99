"""Old .xls workbooks: containers, records, what the reader is spared."""

import struct

import pytest

from coso.lib.tables import BadCell, Sheet, TableError, read_tables
from coso.lib.tables.ole import MAGIC, look_xls

END = 0xFFFFFFFE
FREE = 0xFFFFFFFF


def record(kind, body):
    """One record of an .xls stream."""
    return struct.pack("<HH", kind, len(body)) + body


def xls(path, cells, *, stream="Workbook", globals_=b"", more=b""):
    """An old workbook: (row, column, text) cells of one sheet, in the smallest container that can be opened."""
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, column, text in cells:
        sheet += record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = struct.pack("<BBBB", 0, 0, 2, 0) + b"DS"
    begin += globals_
    sheet += more
    start = len(begin) + 4 + 4 + len(name) + 4
    body = begin + record(0x85, struct.pack("<I", start) + name) + record(0xA, b"") + sheet + record(0xA, b"")
    body = body.ljust(4096, b"\0")
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0).ljust(472, b"\xff")
    table = struct.pack("<11I", 0xFFFFFFFD, END, *range(3, 10), END, 0xFFFFFFFF).ljust(512, b"\xff")
    entries = entry("Root Entry", 5, 1, END, 0) + entry(stream, 2, 0xFFFFFFFF, 2, 4096)
    path.write_bytes(head + table + entries.ljust(512, b"\0") + body)
    return path


def entry(name, kind, child, start, size):
    """One name in the container's directory."""
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return raw.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def code_of(path):
    with pytest.raises(TableError) as caught:
        read_tables(path)
    return caught.value.code


def small_xls(path, cells):
    """The same workbook kept the way short streams are: in pieces of 64 bytes within another stream."""
    xls(path, cells)
    raw = path.read_bytes()
    body = raw[512 * 3 :].rstrip(b"\0") + bytes(3)
    pieces = -(-len(body) // 64)
    pool = body.ljust(512 * 8, b"\0")
    links = struct.pack(f"<{pieces}I", *range(1, pieces), END).ljust(512, b"\xff")
    head = bytearray(raw[:512])
    head[60:68] = struct.pack("<II", 10, 1)
    table = struct.pack("<11I", 0xFFFFFFFD, END, *range(3, 10), END, END).ljust(512, b"\xff")
    entries = entry("Root Entry", 5, 1, 2, len(pool)) + entry("Workbook", 2, FREE, 0, len(body))
    path.write_bytes(bytes(head) + table + entries.ljust(512, b"\0") + pool + links)
    return path


def test_old_workbooks_are_read(tmp_path):
    path = xls(tmp_path / "a.xls", [(1, 0, "Họ và tên"), (2, 0, "Lê Lan")])
    (sheet,) = read_tables(path).sheets
    assert (sheet.name, sheet.rows) == ("DS", [[], ["Họ và tên"], ["Lê Lan"]])


def test_errors_in_old_workbooks_are_bad(tmp_path):
    wrong = record(0x205, struct.pack("<HHHBB", 0, 1, 0, 23, 1))
    wrong += record(0x06, struct.pack("<HHH", 0, 2, 0) + bytes([2, 0, 42, 0, 0, 0, 255, 255]) + bytes(8))
    path = xls(tmp_path / "a.xls", [(0, 0, "x")], more=wrong)
    assert read_tables(path).sheets[0].rows == [["x", BadCell("#REF!"), BadCell("#N/A")]]


def test_old_workbooks_with_cells_far_apart_are_refused(tmp_path):
    assert code_of(xls(tmp_path / "a.xls", [(0, 0, "x"), (65535, 9999, "y")])) == "area"


def test_an_encrypted_workbook_asks_for_the_password_to_go(tmp_path):
    assert code_of(xls(tmp_path / "a.xlsx", [], stream="EncryptedPackage")) == "encrypted"
    assert code_of(xls(tmp_path / "a.xls", [], globals_=record(0x2F, bytes(6)))) == "encrypted"


@pytest.mark.parametrize("at", [30, 44, 48, 64, 72, 76, 520, 1268])
def test_a_damaged_old_container_is_corrupt(tmp_path, at):
    path = xls(tmp_path / "a.xls", [(0, 0, "x")])
    raw = bytearray(path.read_bytes())
    raw[at : at + 4] = b"\x77\x77\x77\x77"
    path.write_bytes(raw)
    assert code_of(path) == "corrupt"


def test_a_cut_off_old_workbook_is_corrupt(tmp_path):
    path = xls(tmp_path / "a.xls", [(0, 0, "x")])
    path.write_bytes(path.read_bytes()[:1500])
    assert code_of(path) == "corrupt"


def test_short_books_kept_in_pieces_are_read(tmp_path):
    path = small_xls(tmp_path / "a.xls", [(0, 0, "Họ và tên"), (1, 0, "Lê Lan")])
    assert read_tables(path).sheets == [Sheet("DS", False, [["Họ và tên"], ["Lê Lan"]])]


def test_pieces_that_go_round_in_a_circle_are_corrupt(tmp_path):
    path = small_xls(tmp_path / "a.xls", [(0, 0, "x" * 100)])
    raw = bytearray(path.read_bytes())
    raw[-512:-508] = struct.pack("<I", 0)
    path.write_bytes(raw)
    assert code_of(path) == "corrupt"


def test_sectors_that_go_round_in_a_circle_are_corrupt(tmp_path):
    path = xls(tmp_path / "a.xls", [(0, 0, "x")])
    raw = bytearray(path.read_bytes())
    raw[512 + 4 * 9 : 512 + 4 * 10] = struct.pack("<I", 2)
    path.write_bytes(raw)
    assert code_of(path) == "corrupt"


def test_a_container_of_something_else_is_corrupt(tmp_path):
    assert code_of(xls(tmp_path / "a.xls", [], stream="WordDocument")) == "corrupt"


@pytest.mark.parametrize("length", [0, 8, 100, 511, 512, 600])
def test_a_container_cut_within_its_head_is_corrupt(length):
    with pytest.raises(TableError, match="corrupt"):
        look_xls((MAGIC + bytes(2000))[:length])


def test_a_look_tells_how_far_the_cells_reach(tmp_path):
    (look,) = look_xls(xls(tmp_path / "a.xls", [(4, 2, "x"), (9, 30, "y")]).read_bytes())
    assert (look.rows, look.columns, look.bad) == (10, 31, {})


def test_rows_of_numbers_in_one_record_reach_to_their_last(tmp_path):
    several = record(0xBD, struct.pack("<HH", 3, 1) + bytes(6 * 40) + struct.pack("<H", 40))
    (look,) = look_xls(xls(tmp_path / "a.xls", [], more=several).read_bytes())
    assert (look.rows, look.columns) == (4, 41)


def test_the_size_a_sheet_claims_counts_too(tmp_path):
    claim = record(0x200, struct.pack("<IIHHH", 0, 60_000, 0, 1000, 0))
    assert code_of(xls(tmp_path / "a.xls", [(0, 0, "x")], more=claim)) == "area"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((0, "#NULL!"), (7, "#DIV/0!"), (15, "#VALUE!"), (23, "#REF!")),
        *((29, "#NAME?"), (36, "#NUM!"), (42, "#N/A")),
    ],
)
def test_every_error_has_its_text(tmp_path, number, shown):
    wrong = record(0x205, struct.pack("<HHHBB", 0, 0, 0, number, 1))
    (look,) = look_xls(xls(tmp_path / "a.xls", [], more=wrong).read_bytes())
    assert look.bad == {(0, 0): BadCell(shown)}


def test_truths_and_numbers_are_no_errors(tmp_path):
    truth = record(0x205, struct.pack("<HHHBB", 0, 0, 0, 1, 0))
    number = record(0x06, struct.pack("<HHHd", 0, 1, 0, 42.0) + bytes(8))
    text = record(0x06, struct.pack("<HHH", 0, 2, 0) + bytes([0, 0, 42, 0, 0, 0, 255, 255]) + bytes(8))
    (look,) = look_xls(xls(tmp_path / "a.xls", [], more=truth + number + text).read_bytes())
    assert look.bad == {}


def test_the_root_of_the_container_may_have_any_name(tmp_path):
    path = xls(tmp_path / "a.xls", [(0, 0, "Lê Lan")])
    renamed = path.read_bytes().replace("Root Entry".encode("utf-16-le"), "Racine ABC".encode("utf-16-le"))
    path.write_bytes(renamed)
    assert read_tables(path).sheets[0].rows == [["Lê Lan"]]


def test_old_workbooks_tell_hidden_rows_and_days_from_1904(tmp_path):
    row = record(0x208, struct.pack("<HHHHHHHH", 0, 0, 1, 255, 0, 0, 0x20, 15))
    dated = record(0x22, struct.pack("<H", 1))
    path = xls(tmp_path / "a.xls", [(0, 0, "Lê Lan")], globals_=dated, more=row)
    about = read_tables(path).sheets[0].about
    assert (about.hidden_rows, about.from_1904, about.opened) == (1, True, True)
