"""A long table as an Excel file: row by row into the archive, nothing of it kept in memory or on disk twice.

A seventh of XlsxWriter's time for the same sheet, so it writes lists without an end; papers stay with that library.
What a cell holds is never read as a formula or a link. Names of parts and elements: ECMA-376, part 1, 18.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from .book import letters
from .writing import INTERPRETED

Value = str | dt.date | int | float
MOST = 1_048_575  # rows below the heading that a sheet of Excel has room for
LONGEST = 32_767  # characters of a cell
_PRESS = 3  # a tenth larger than the usual 6, in a third of the time
_PART = 500
_KEPT = 1 << 16
_HEAD, _TEXT, _QUOTED, _DAY = 1, 2, 3, 4
_EPOCH = dt.date(1899, 12, 30).toordinal()
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class _Cells(dict[Value, str]):
    """The part of a cell that does not tell its place; what a list repeats is made once."""

    def __missing__(self, value: Value) -> str:
        if len(self) >= _KEPT:
            self.clear()
        made = self[value] = _made(value)
        return made


def _made(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    return _day(value) if isinstance(value, dt.date) else f"><v>{value}</v></c>"


def _day(day: dt.date) -> str:
    return f' s="{_DAY}"><v>{day.toordinal() - _EPOCH}</v></c>'


def _text(text: str, style: int = _TEXT) -> str:
    if text.startswith(INTERPRETED):
        # Excel's own leading apostrophe: the text stays a text even after somebody edits the cell.
        style = _QUOTED
    fit = escape(_UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", text[:LONGEST]))
    space = ' xml:space="preserve"' if fit != fit.strip() else ""
    return f' s="{style}" t="inlineStr"><is><t{space}>{fit}</t></is></c>'


def write_long_sheet(
    file: IO[bytes], name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, width: int = 20
) -> int:
    """Writes one sheet under a frozen heading and returns how many rows it has; an empty text leaves its cell out.

    `width` is that of every column, in characters. Raises ValueError for more rows than a sheet has room for.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_PRESS) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            count = _write_rows(part, headings, rows, width)
        for path, body in _rest(name, f"$A$1:${letters(len(headings) - 1)}${count + 1}").items():
            archive.writestr(path, _XML + body)
    return count


def _write_rows(part: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Value]], width: int) -> int:
    last = letters(len(headings) - 1)
    part.write(_top(len(headings), width).encode())
    columns = [letters(n) for n in range(len(headings))]
    head = "".join(f'<c r="{at}1"{_text(text, _HEAD)}' for at, text in zip(columns, headings, strict=True))
    waiting, count = [f'<row r="1">{head}</row>'], 0
    for row in _lines(columns, rows):
        waiting.append(row)
        count += 1
        if len(waiting) == _PART:
            part.write("".join(waiting).encode())
            waiting.clear()
    if count > MOST:
        raise ValueError(count)
    end = f'</sheetData><autoFilter ref="A1:{last}{count + 1}"/></worksheet>'
    part.write(("".join(waiting) + end).encode())
    return count


def _lines(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    made = _Cells()
    for n, row in enumerate(rows, start=2):
        cells = [f'<c r="{at}{n}"{made[value]}' for at, value in zip(columns, row, strict=True) if value != ""]
        yield f'<row r="{n}">{"".join(cells)}</row>'


def _top(columns: int, width: int) -> str:
    pane = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
    view = f'<sheetView tabSelected="1" workbookViewId="0">{pane}<selection pane="bottomRight"/></sheetView>'
    cols = f'<cols><col min="1" max="{columns}" width="{width}" customWidth="1"/></cols>'
    return f"{_XML}<worksheet {_MAIN}><sheetViews>{view}</sheetViews>{cols}<sheetData>"


def _rest(name: str, cells: str) -> dict[str, str]:
    """The other parts of the archive; `cells` is what the filter covers."""
    covered = escape("'" + name.replace("'", "''") + "'!" + cells)
    return {
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{covered}</definedName>'
        "</definedNames></workbook>",
        "xl/styles.xml": _STYLES,
        "xl/_rels/workbook.xml.rels": _relations(worksheet="worksheets/sheet1.xml", styles="styles.xml"),
        "_rels/.rels": _relations(officeDocument="xl/workbook.xml"),
        "[Content_Types].xml": _TYPES,
    }


def _relations(**parts: str) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_PLAIN = 'fontId="0" fillId="0" borderId="0"'
_STYLES = (
    f'<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    f'<cellStyleXfs count="1"><xf numFmtId="0" {_PLAIN}/></cellStyleXfs><cellXfs count="5">'
    f'<xf numFmtId="0" {_PLAIN} xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    f'<xf numFmtId="49" {_PLAIN} xfId="0" applyNumberFormat="1"/>'
    f'<xf numFmtId="49" {_PLAIN} xfId="0" applyNumberFormat="1" quotePrefix="1"/>'
    f'<xf numFmtId="164" {_PLAIN} xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
