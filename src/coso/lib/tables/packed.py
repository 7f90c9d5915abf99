"""Zipped workbooks looked at before they are opened: true size, reach of the cells, errors, uncomputed formulas.

The reader reserves memory for the whole rectangle up to the last cell, so two cells far apart would end the process;
and it gives errors and uncomputed formulas as empty cells. Both are found here in the raw sheet.
"""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO
from xml.parsers import expat

from .book import About, BadCell, Limits, TableError, column_of, letters
from .clean import looks_odd

_CHUNK = 1 << 20
_TAIL = 1 << 16
_CELL_BYTES = 32
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED

_BLANKS = b" \t\r\n"
_QUOTES = bytes.maketrans(b"'", b'"')
_ROW = re.compile(rb'row[^>]*?r="(\d+)"')
_FAR = re.compile(rb'r="(?:([A-Z]{2,3})\d|[A-Z](\d{7}))')
_ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"((?:(?! t="str")[^>])*)><f(?:[^>]*/>|[^>]*>([^<]*)</f>)(?:<v></v>|<v ?/>)?</c>'
)
_HIDDEN_ROW = re.compile(rb"<row\s[^>]*?\bhidden=[\"'](?:1|true)")
_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?(?:/>|>\s*</(?:\w+:)?sheet>)")
_ODS_HIDDEN = re.compile(rb'visibility="(collapse|filter)"')
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)((?:[\s/][^>]*)?)>")
_ACTIVE = re.compile(rb'config:name="ActiveTable"[^>]*>([^<]*)<')
_ODS_NAME = re.compile(rb'table:name="([^"]*)"')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


@dataclass(slots=True)
class Look:
    """What was seen in a raw sheet: last row and column (1-based), and bad cells by (row, column) from 0.

    `cells`: about how many there are; `odd`: texts may hold signs to be cleaned.
    """

    rows: int = 0
    columns: int = 26
    cells: int = 0
    bad: dict[tuple[int, int], BadCell] = field(default_factory=dict)
    odd: bool = False
    about: About = field(default_factory=About)


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
    targets = part_targets(archive, "xl/_rels/workbook.xml.rels")
    sheets = _tags(archive.read("xl/workbook.xml"), "sheet")
    return [(attributes.get("name", ""), targets.get(attributes.get("id", ""), "")) for attributes in sheets]


def part_targets(archive: zipfile.ZipFile, relations: str) -> dict[str, str]:
    """The parts that a workbook names, in lower case, by the key it names them with."""
    targets = {}
    for attributes in _tags(archive.read(relations), "Relationship"):
        target = attributes.get("Target", "").lower()
        targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else "xl/" + target
    return targets


def is_macro(part: str) -> bool:
    """Whether a part of a workbook is a sheet of macros, which the reader does not know."""
    return "/macrosheets/" in part


def without_macros(archive: zipfile.ZipFile, parts: list[tuple[str, str]]) -> bytes:
    """The raw list of sheets of an .xlsx without its sheets of macros."""
    kinds = iter([is_macro(part) for _, part in parts])
    return _SHEET_TAG.sub(lambda tag: b"" if next(kinds, False) else tag[0], archive.read("xl/workbook.xml"))


def book_facts(archive: zipfile.ZipFile) -> tuple[int, bool]:
    """The number, from 0, of the sheet that was open when an .xlsx was saved, and whether its days count from 1904."""
    raw = archive.read("xl/workbook.xml")
    view = next(_tags(raw, "workbookView"), {}).get("activeTab", "0")
    dated = next(_tags(raw, "workbookPr"), {}).get("date1904", "0")
    return int(view) if view.isdecimal() else 0, dated in ("1", "true")


def _tags(raw: bytes, tag: str) -> Iterator[dict[str, str]]:
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    for body in re.findall(rf"<(?:\w+:)?{tag}\s([^>]*)>", text):
        found = re.findall(r"""(?:\w+:)?(\w+)\s*=\s*("[^"]*"|'[^']*')""", body)
        yield {key: html.unescape(value[1:-1]) for key, value in found}


def look_xlsx(chunks: Iterator[bytes], *, cells: bool = True) -> Look:
    """How far a raw .xlsx sheet reaches and, if `cells`, which cells are bad."""
    look, tail, hidden, filtered = Look(), b"", 0, False
    for chunk in chunks:
        look.cells += len(chunk) // _CELL_BYTES
        look.odd = look.odd or looks_odd(chunk)
        tail += chunk
        cut = max(tail.rfind(b"<c "), tail.rfind(b"<row"), len(tail) - _TAIL)
        _reach(look, tail)
        if b"hidden=" in tail:
            hidden += len(_HIDDEN_ROW.findall(tail[:cut]))
        filtered = filtered or b"<autoFilter" in tail
        if cells:
            _bad_cells(look, tail[:cut])
        tail = tail[cut:]
    if cells:
        _bad_cells(look, tail)
    hidden += len(_HIDDEN_ROW.findall(tail))
    look.about = About(hidden_rows=hidden, filtered=filtered)
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


def opened_ods(archive: zipfile.ZipFile) -> str:
    """The name of the sheet that was open when an .ods was saved; nothing where the file does not tell."""
    if "settings.xml" not in archive.namelist():
        return ""
    found = _ACTIVE.search(archive.read("settings.xml"))
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""


def look_ods(raw: bytes, opened: str = "") -> list[Look]:
    """How far each sheet of an .ods reaches, repeated rows and columns counted out; `opened` is the open one's name."""
    looks: list[Look] = []
    row = column = step = 0
    for match in _ODS_TAG.finditer(raw):
        tag, attributes = match[1], match[2]
        repeated = _REPEATED.search(attributes)
        count = int(repeated[1]) if repeated else 1
        if tag == b"table":
            name = _ODS_NAME.search(attributes)
            shown = opened != "" and name is not None and html.unescape(name[1].decode("utf-8", "replace")) == opened
            looks.append(Look(columns=0, odd=True, about=About(opened=shown)))
            row = step = 0
        elif tag == b"table-row":
            row, step, column = row + step, count, 0
            if count < _TAIL and (hides := _ODS_HIDDEN.search(attributes)) and looks:
                _hide(looks[-1], count, filtered=hides[1] == b"filter")
        elif looks:
            column += count
            if not attributes.endswith(b"/") or b"value" in attributes:
                looks[-1].cells += count * step
                looks[-1].rows = max(looks[-1].rows, row + step)
                looks[-1].columns = max(looks[-1].columns, column)
    return looks


def _hide(look: Look, rows: int, *, filtered: bool) -> None:
    about = look.about
    look.about = replace(about, hidden_rows=about.hidden_rows + rows, filtered=about.filtered or filtered)


def check_xml(raw: bytes) -> None:
    """Refuse a part that is not whole: the reader of .ods would wait for its end. Raises TableError "corrupt"."""
    try:
        expat.ParserCreate().Parse(raw, True)
    except expat.ExpatError as error:
        raise TableError("corrupt") from error


def check_reach(look: Look, sheet: str, limits: Limits) -> None:
    """Refuse a sheet whose rectangle of cells is too large, or large and nearly empty; raises TableError "area"."""
    if look.rows * look.columns > limits.area or is_sparse(look, limits):
        raise TableError("area", sheet=sheet, cell=f"{letters(look.columns - 1)}{look.rows}")


def is_sparse(look: Look, limits: Limits) -> bool:
    """Whether the rectangle of a sheet is large and few of its cells are there."""
    return look.rows * look.columns > max(limits.loose, look.cells * limits.sparse)
