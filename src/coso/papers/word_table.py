"""A table of a paper in Word, written as its XML at once: a list of thousands of rows takes no time."""

from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as Line

from coso.papers.paper import Row, Table, shown, text_size

TWIP = 635  # English metric units
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
HEAD = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
WHOLE = "<w:trPr><w:cantSplit/></w:trPr>"


def add_table(before: Line, table: Table, width: int) -> None:
    """Puts a table after a paragraph; `width` is the whole in English metric units."""
    widths = _widths(table, width // TWIP)
    size = text_size(table) * 2
    titles = [
        _cell(column.title, at, size, "center", bold=True) for column, at in zip(table.columns, widths, strict=True)
    ]
    rows = [f"<w:tr>{HEAD}{''.join(titles)}</w:tr>", *(_row(row, table, widths, size) for row in table.rows)]
    grid = "".join(f'<w:gridCol w:w="{at}"/>' for at in widths)
    about = f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
    about += '<w:tblLayout w:type="fixed"/></w:tblPr>'
    text = f"<w:tbl {nsdecls('w')}>{about}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    before.paragraph_format.element.addnext(parse_xml(text))


def _widths(table: Table, width: int) -> list[int]:
    whole = sum(column.width for column in table.columns)
    return [width * column.width // whole for column in table.columns]


def _row(row: Row, table: Table, widths: list[int], size: int) -> str:
    if row.wide:
        cells = _cell(shown(row.cells[0], "text"), sum(widths), size, "left", bold=row.strong, span=len(widths))
        return f"<w:tr>{WHOLE}{cells}</w:tr>"
    parts = [
        _cell(shown(cell, column.shape), at, size, column.align, bold=row.strong)
        for cell, column, at in zip(row.cells, table.columns, widths, strict=True)
    ]
    return f"<w:tr>{WHOLE}{''.join(parts)}</w:tr>"


def _cell(text: str, width: int, size: int, align: str, *, bold: bool, span: int = 1) -> str:
    dress = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
    said = escape(text)
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="40" w:after="40"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{dress}<w:t xml:space="preserve">{said}</w:t></w:r></w:p></w:tc>'
    )
