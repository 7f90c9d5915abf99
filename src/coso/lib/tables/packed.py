"""Zipped workbooks looked at before they are opened: true size, reach of the cells, errors, uncomputed formulas.

The reader reserves memory for the whole rectangle up to the last cell, so two cells far apart would end the process;
and it gives errors and uncomputed formulas as empty cells. Both are found here in the raw sheet.
"""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from .book import BadCell, Limits, TableError, column_of, letters

_CHUNK = 1 << 20
_TAIL = 1 << 16
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED

_BLANKS = b" \t\r\n"
_QUOTES = bytes.maketrans(b"'", b'"')
_ROW = re.compile(rb'row[^>]*?r="(\d+)"')
_FAR = re.compile(rb'r="(?:([A-Z]{2,3})\d|[A-Z](\d{7}))')
_ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"((?:(?! t="str")[^>])*)><f(?:[^>]*/>|[^>]*>([^<]*)</f>)(?:<v></v>|<v ?/>)?</c>'
)
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)((?:[\s/][^>]*)?)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


@dataclass(slots=True)
class Look:
    """What was seen in a raw sheet: last row and column (1-based), and bad cells by (row, column) from 0.

    `errors_as_text`: errors stand in the cells as their text and must be told from other text.
    """

    rows: int = 0
    columns: int = 26
    bad: dict[tuple[int, int], BadCell] = field(default_factory=dict)
    errors_as_text: bool = False


def check_sizes(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse by what the archive says of itself; raises TableError "bomb" or "corrupt"."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if total > limits.unpacked or (total > limits.ratio_from and total > packed * limits.ratio):
        raise TableError("bomb")
    if any(part.compress_type not in (_STORED, _DEFLATED) for part in parts):
        raise TableError("corrupt")
    if any(part.flag_bits & 1 for part in parts):
        raise TableError("encrypted")


def unpack(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part; raises TableError "bomb" as soon as there are more of them than the archive says."""
    left, room = part.compress_size, part.file_size
    _seek_data(file, part)
    stream = zlib.decompressobj(-15) if part.compress_type == _DEFLATED else None
    while left > 0:
        raw = file.read(min(left, _CHUNK))
        if not raw:
            raise TableError("corrupt")
        left -= len(raw)
        while raw:
            chunk = stream.decompress(raw, 2 * _CHUNK) if stream else raw
            raw = stream.unconsumed_tail if stream else b""
            room -= len(chunk)
            if room < 0:
                raise TableError("bomb")
            yield chunk


def _seek_data(file: IO[bytes], part: zipfile.ZipInfo) -> None:
    file.seek(part.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise TableError("corrupt")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Sheet names of an .xlsx in their order, each with the part it is kept in, in lower case."""
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for attributes in _tags(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    parts = []
    for attributes in _tags(archive.read("xl/workbook.xml"), "sheet"):
        target = targets.get(attributes.get("id", ""), "").lower()
        parts.append((attributes.get("name", ""), target[1:] if target.startswith("/") else "xl/" + target))
    return parts


def _tags(raw: bytes, tag: str) -> Iterator[dict[str, str]]:
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    for body in re.findall(rf"<(?:\w+:)?{tag}\s([^>]*)>", text):
        found = re.findall(r"""(?:\w+:)?(\w+)\s*=\s*("[^"]*"|'[^']*')""", body)
        yield {key: html.unescape(value[1:-1]) for key, value in found}


def look_xlsx(chunks: Iterator[bytes], *, cells: bool = True) -> Look:
    """How far a raw .xlsx sheet reaches and, if `cells`, which cells are bad."""
    look, tail = Look(), b""
    for chunk in chunks:
        tail += chunk
        cut = max(tail.rfind(b"<c "), tail.rfind(b"<row"), len(tail) - _TAIL)
        _reach(look, tail)
        if cells:
            _bad_cells(look, tail[:cut])
        tail = tail[cut:]
    if cells:
        _bad_cells(look, tail)
    return look


def _reach(look: Look, raw: bytes) -> None:
    # One spelling of attributes, whatever blanks and quotes the writer used.
    raw = raw.translate(_QUOTES, _BLANKS)
    look.rows = max(look.rows, max(map(int, _ROW.findall(raw)), default=0))
    for columns, row in set(_FAR.findall(raw)):
        look.rows = max(look.rows, int(row or 0))
        look.columns = max(look.columns, column_of((columns or b"A").decode()) + 1)


def _bad_cells(look: Look, raw: bytes) -> None:
    if b't="e"' in raw:
        for column, row, shown in _ERROR.findall(raw):
            look.bad[int(row) - 1, column_of(column.decode())] = BadCell(html.unescape(shown.decode()))
    if b"<f" in raw:
        for column, row, _, formula in _FORMULA.findall(raw):
            shown = "=" + html.unescape(formula.decode("utf-8", "replace"))[:80]
            look.bad.setdefault((int(row) - 1, column_of(column.decode())), BadCell(shown, computed=False))


def look_ods(raw: bytes) -> list[Look]:
    """How far each sheet of an .ods reaches, repeated rows and columns counted out."""
    looks: list[Look] = []
    row = column = step = 0
    for match in _ODS_TAG.finditer(raw):
        tag, attributes = match[1], match[2]
        repeated = _REPEATED.search(attributes)
        count = int(repeated[1]) if repeated else 1
        if tag == b"table":
            looks.append(Look(columns=0))
            row = step = 0
        elif tag == b"table-row":
            row, step, column = row + step, count, 0
        elif looks:
            column += count
            if not attributes.endswith(b"/") or b"value" in attributes:
                looks[-1].rows = max(looks[-1].rows, row + step)
                looks[-1].columns = max(looks[-1].columns, column)
    return looks


def check_xml(raw: bytes) -> None:
    """Refuse a part that is not whole: the reader of .ods would wait for its end. Raises TableError "corrupt"."""
    try:
        expat.ParserCreate().Parse(raw, True)
    except expat.ExpatError as error:
        raise TableError("corrupt") from error


def check_reach(look: Look, sheet: str, limits: Limits) -> None:
    """Refuse a sheet whose rectangle of cells is too large; raises TableError "area"."""
    if look.rows * look.columns > limits.area:
        raise TableError("area", sheet=sheet, cell=f"{letters(look.columns - 1)}{look.rows}")
