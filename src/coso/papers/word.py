"""A paper as a Word file."""

from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from coso.papers.paper import MOTTO, NATION, Block, Listing, Paper, Paragraph, Signature, Table, capitals, cleaned
from coso.papers.word_table import add_table

FONT = "Times New Roman"
LEFT, CENTRE, BOTH = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
INDENT = Mm(10)
LONGEST = 255  # of a property of a Word file


def render_word(paper: Paper) -> bytes:
    """The paper as a .docx file: A4, Times New Roman, the margins of NĐ 30/2020."""
    paper, word = cleaned(paper), Document()
    _set_page(word, paper)
    _number_pages(word)
    for text in paper.notices:
        say(word.add_paragraph(), text, size=11, italic=True, align=CENTRE)
    _add_heading(word, paper)
    _add_title(word, paper)
    for block in paper.blocks:
        _add_block(word, block)
    _add_signatures(word, paper)
    for text in paper.footer:
        say(word.add_paragraph(), text, size=9, before=10)
    if paper.annex:
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for block in paper.annex:
        _add_block(word, block)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def say(
    line: Line,
    text: str,
    *,
    size: int = 13,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    before: int = 0,
) -> Line:
    """Puts a text into a paragraph; `size` and `before`, the space above it, are points."""
    run = line.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    line.alignment = align
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(0)
    return line


def _set_page(word: Word, paper: Paper) -> None:
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    word.core_properties.title, word.core_properties.author = paper.title[:LONGEST], paper.issuer[:LONGEST]
    word.core_properties.language, word.core_properties.comments = "vi-VN", ""
    page = word.sections[0]
    page.page_width, page.page_height = (Mm(297), Mm(210)) if paper.landscape else (Mm(210), Mm(297))
    page.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(20 if paper.landscape else 30), Mm(15)


def _number_pages(word: Word) -> None:
    page = word.sections[0]
    page.different_first_page_header_footer = True
    line = page.header.paragraphs[0]
    line.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line.paragraph_format.element.append(field)


def _add_heading(word: Word, paper: Paper) -> None:
    parts = (50, 50) if paper.landscape else (45, 55)
    left, right = _pair(word, parts)
    first = left.paragraphs[0]
    if paper.upper:
        say(first, capitals(paper.upper), size=12, align=CENTRE)
        first = left.add_paragraph()
    say(first, capitals(paper.issuer), size=12, bold=True, align=CENTRE)
    _rule(left.add_paragraph(), 24)
    say(left.add_paragraph(), paper.number_line, align=CENTRE, before=4)
    say(right.paragraphs[0], NATION, size=12, bold=True, align=CENTRE)
    say(right.add_paragraph(), MOTTO, bold=True, align=CENTRE)
    _rule(right.add_paragraph(), 22)
    say(right.add_paragraph(), paper.date_line, italic=True, align=CENTRE, before=4)


def _inner_width(word: Word) -> int:
    """The width between the margins, in English metric units."""
    page = word.sections[0]
    return (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)


def _pair(word: Word, parts: tuple[int, ...]) -> list[_Cell]:
    whole = _inner_width(word)
    table = word.add_table(1, len(parts))
    table.autofit = False
    cells = list(table.rows[0].cells)
    for column, cell, part in zip(table.columns, cells, parts, strict=True):
        column.width = cell.width = Emu(whole * part // sum(parts))
    return cells


def _rule(line: Line, inset: int) -> None:
    """A thin rule in a line of its own, `inset` millimetres from both sides."""
    border = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    border.append(rule)
    say(line, "", size=2)
    line.paragraph_format.element.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc", "w:rPr")
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(inset)
    line.paragraph_format.line_spacing = Pt(3)


def _add_title(word: Word, paper: Paper) -> None:
    say(word.add_paragraph(), paper.kind, size=14, bold=True, align=CENTRE, before=14)
    if paper.about:
        say(word.add_paragraph(), paper.about, size=14, bold=True, align=CENTRE)
    _rule(word.add_paragraph(), 95 if paper.landscape else 65)
    if paper.addressee:
        say(word.add_paragraph(), f"Kính gửi: {paper.addressee}", align=CENTRE, before=8)


def _add_block(word: Word, block: Block) -> None:
    if isinstance(block, Table):
        _add_table(word, block)
    elif isinstance(block, Listing):
        for item in block.items:
            _indent(say(word.add_paragraph(), f"- {item}", align=BOTH, before=4))
    else:
        _add_paragraph(word, block)


def _add_paragraph(word: Word, block: Paragraph) -> None:
    align = CENTRE if block.centred else BOTH
    line = word.add_paragraph()
    if block.lead:
        say(line, f"{block.lead} ", bold=True)
    say(line, block.text, bold=block.bold, italic=block.italic, align=align, before=6)
    if not block.plain and not block.centred:
        _indent(line)


def _indent(line: Line) -> None:
    line.paragraph_format.first_line_indent = INDENT


def _add_table(word: Word, table: Table) -> None:
    if table.caption:
        say(word.add_paragraph(), table.caption, bold=True, before=9).paragraph_format.keep_with_next = True
    add_table(say(word.add_paragraph(), "", size=6), table, _inner_width(word))


def _add_signatures(word: Word, paper: Paper) -> None:
    """Signatures never stand alone on a page: the last words before them go along."""
    if paper.blocks and not isinstance(paper.blocks[-1], Table):
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    say(word.add_paragraph(), "", size=8).paragraph_format.keep_with_next = True
    if len(paper.signatures) == 1:
        left, right = _pair(word, (1, 1))
        _list_recipients(left, paper)
        _sign(right, paper.signatures[0])
        return
    for cell, signature in zip(_pair(word, (1,) * len(paper.signatures)), paper.signatures, strict=True):
        _sign(cell, signature)
    if paper.recipients:
        _list_recipients(_pair(word, (1, 1))[0], paper)


def _list_recipients(cell: _Cell, paper: Paper) -> None:
    if paper.recipients:
        say(cell.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for item in paper.recipients:
        say(cell.add_paragraph(), f"- {item}", size=11)


def _sign(cell: _Cell, signature: Signature) -> None:
    line = cell.paragraphs[0]
    if signature.authority:
        say(line, signature.authority, bold=True, align=CENTRE)
        line = cell.add_paragraph()
    say(line, signature.post, bold=True, align=CENTRE)
    say(cell.add_paragraph(), signature.name, bold=True, align=CENTRE, before=56)
