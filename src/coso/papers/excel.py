"""The tables of a paper as an Excel file: numbers stay numbers, what looks like a formula stays text."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format

from coso.lib.points import POINT
from coso.lib.tables.writing import SheetWriter
from coso.papers.paper import Cell, Paper, Row, Shape, Table, cleaned

FORMATS = {"count": "#,##0", "points": "0.###", "share": "0.0%"}
WHOLE = 120  # characters across a page: what the widths of columns are parts of


def render_excel(paper: Paper) -> bytes:
    """The paper's heading, its notices and its tables, one below another on one sheet."""
    paper, file = cleaned(paper), BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        widest = max(paper.tables, key=lambda table: len(table.columns))
        sheet = SheetWriter(book, "Biểu", _widths(widest))
        for line in (
            paper.issuer,
            paper.title,
            f"{paper.number_line}. {paper.date_line}",
            *paper.notices,
            *paper.footer,
        ):
            sheet.add([line])
        for table in paper.tables:
            _write(book, sheet, table)
    return file.getvalue()


def _widths(table: Table) -> list[int]:
    whole = sum(column.width for column in table.columns)
    return [max(8, WHOLE * column.width // whole) for column in table.columns]


def _write(book: xlsxwriter.Workbook, sheet: SheetWriter, table: Table) -> None:
    sheet.row += 1
    if table.caption:
        sheet.add([table.caption])
    sheet.head([column.title for column in table.columns])
    shapes = [column.shape for column in table.columns]
    forms = {
        (shape, strong): book.add_format({"num_format": code, "bold": strong})
        for shape, code in FORMATS.items()
        for strong in (True, False)
    }
    for row in table.rows:
        _write_row(sheet, row, shapes, forms)


def _write_row(sheet: SheetWriter, row: Row, shapes: list[Shape], forms: dict[tuple[str, bool], Format]) -> None:
    for at, cell in enumerate(row.cells):
        if isinstance(cell, int):
            sheet.write(
                at, _number(cell, shapes[at]), forms[shapes[at] if shapes[at] in FORMATS else "count", row.strong]
            )
        else:
            sheet.write(at, _text(cell))
    sheet.row += 1


def _number(cell: int, shape: Shape) -> float:
    if shape == "points":
        return cell / POINT
    return cell / 1000 if shape == "share" else cell


def _text(cell: Cell) -> str:
    return "–" if cell is None else str(cell)
