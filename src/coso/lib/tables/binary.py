"""Binary zipped workbooks (.xlsb, [MS-XLSB]) looked at before they are opened: reach of the cells, errors, facts."""

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from .book import About, BadCell, TableError
from .packed import Look, part_targets

BOOK = "xl/workbook.bin"
_ROW, _ERROR, _FORMULA_ERROR, _LAST_CELL = 0, 3, 11, 11
_BLANK = 1
_BOOK_FACTS, _SHEET, _VIEW, _FILTER = 153, 156, 158, 161
_HIDDEN = 0x10
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def look_xlsb(archive: zipfile.ZipFile) -> list[Look]:
    """One look per sheet of an .xlsb; raises TableError "corrupt"."""
    try:
        return list(_looks(archive))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise TableError("corrupt") from error


def _looks(archive: zipfile.ZipFile) -> Iterator[Look]:
    targets = part_targets(archive, "xl/_rels/workbook.bin.rels")
    names = {name.lower(): name for name in archive.namelist()}
    parts, opened, from_1904 = [], 0, False
    for kind, body in _records(archive.read(BOOK)):
        if kind == _SHEET:
            parts.append(targets.get(_text(body, 8), ""))
        elif kind == _VIEW:
            (opened,) = struct.unpack_from("<I", body, 24)
        elif kind == _BOOK_FACTS:
            from_1904 = bool(body[0] & 1)
    for n, part in enumerate(parts):
        look = _look_sheet(archive.read(names[part])) if part in names else Look()
        look.about = replace(look.about, opened=n == opened, from_1904=from_1904)
        yield look


def _look_sheet(raw: bytes) -> Look:
    look, row, hidden, filtered = Look(odd=True), 0, 0, False
    for kind, body in _records(raw):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
            hidden += bool(body[11] & _HIDDEN)
        elif _BLANK < kind <= _LAST_CELL:
            (column,) = struct.unpack_from("<I", body)
            look.cells += 1
            look.rows, look.columns = max(look.rows, row + 1), max(look.columns, column + 1)
            if kind in (_ERROR, _FORMULA_ERROR):
                look.bad[row, column] = BadCell(_ERRORS.get(body[8], "#N/A"))
        elif kind == _FILTER:
            filtered = True
    look.about = About(hidden_rows=hidden, filtered=filtered)
    return look


def _records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record: both numbers before it come seven bits a byte."""
    at = 0
    while at < len(raw):
        kind, at = _number(raw, at)
        length, at = _number(raw, at)
        yield kind, raw[at : at + length]
        at += length


def _number(raw: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = raw[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, at


def _text(body: bytes, at: int) -> str:
    (length,) = struct.unpack_from("<I", body, at)
    return body[at + 4 : at + 4 + 2 * length].decode("utf-16-le")
