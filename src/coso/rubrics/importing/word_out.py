"""A rubric as the table that provinces write: STT · Nội dung · Điểm chuẩn · Cách tính điểm · Minh chứng, in Word."""

from io import BytesIO

from django.utils import translation
from docx import Document
from docx.document import Document as Paper
from docx.shared import Cm, Pt
from docx.table import _Row

from coso.lib.points import show_points
from coso.rubrics.grammar.wording import rule_in_words
from coso.rubrics.models import Rubric
from coso.rubrics.specs import draft_of

HEADING = ("STT", "Nội dung", "Điểm chuẩn", "Cách tính điểm", "Minh chứng")
WIDTHS = (1.6, 7.2, 1.8, 4.2, 3.2)
STATUS = {"official": "", "unofficial": "KHÔNG CHÍNH THỨC", "incomplete": "CHƯA ĐẦY ĐỦ, KHÔNG DÙNG ĐỂ CHẤM"}


def word_table(rubric: Rubric, variant: str) -> bytes:
    """One variant of a rubric as a .docx, in Vietnamese; its status stands on it."""
    grammar = draft_of(rubric.source).rubric
    paper = Document()
    with translation.override("vi"):
        _title(paper, rubric)
        table = paper.add_table(rows=1, cols=len(HEADING), style="Table Grid")
        _fill(table.rows[0], HEADING, bold=True)
        for group in grammar.groups:
            _fill(table.add_row(), (group.code, group.title_vi, show_points(group.max), "", ""), bold=True)
            for criterion, line in grammar.lines_of(variant):
                if criterion.group == group.code:
                    proofs = "; ".join(each.vi for each in criterion.evidence)
                    rule = rule_in_words(line.rule, line.max)
                    _fill(table.add_row(), (criterion.code, criterion.title_vi, show_points(line.max), rule, proofs))
        total = show_points(sum(group.max for group in grammar.groups))
        _fill(table.add_row(), ("", "Tổng cộng", total, "", ""), bold=True)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _title(paper: Paper, rubric: Rubric) -> None:
    paper.styles["Normal"].font.name = "Times New Roman"
    paper.styles["Normal"].font.size = Pt(12)
    paper.add_paragraph().add_run(rubric.title_vi.upper()).bold = True
    said = [f"Số {rubric.number}" if rubric.number else "", f"{rubric.dated:%d/%m/%Y}" if rubric.dated else ""]
    paper.add_paragraph(" · ".join(filter(None, (*said, STATUS[rubric.status]))))


def _fill(row: _Row, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, WIDTHS, strict=True):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(text)
        run.bold = bold
