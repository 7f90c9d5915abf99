"""Minutes of the appraisal (biên bản thẩm định): changed lines with their reasons, supplements, the result."""

from coso.grading.findings import findings_of
from coso.grading.models import Sheet
from coso.grading.papers.letterhead import issuer_of, rubric_notices, rubric_words
from coso.grading.papers.score_sheet import entered_for, outcome_lines, own_cell
from coso.grading.reads import SheetView, sheet_view
from coso.grading.services.guards import managing_unit
from coso.lib import clock
from coso.lib.dates import show_day
from coso.papers.letterhead import in_vietnamese
from coso.papers.paper import BLANK, DOTS, Block, Column, Listing, Paper, Paragraph, Row, Signature, Table

CHANGED = (
    Column("Mã", 8, align="center"),
    Column("Tiêu chí", 38),
    Column("CĐCS tự chấm", 12, "points", "center"),
    Column("Thẩm định", 12, "points", "center"),
    Column("Lý do", 40),
)


@in_vietnamese
def appraisal_minutes(sheet: Sheet) -> Paper:
    """The minutes, signed by both sides."""
    view, union = sheet_view(sheet), issuer_of(sheet.unit)
    issuer = issuer_of(managing_unit(sheet.unit, clock.today()))
    shown = [*_changes(view), *_supplements(view), *_findings(sheet), *_result(view)]
    blocks = [*_opening(sheet, issuer.name, union.name), *shown]
    return Paper(
        **issuer.heading("BB"),
        kind="BIÊN BẢN",
        about=f"Thẩm định kết quả tự chấm điểm của {union.name} – {sheet.round.name}",
        blocks=tuple(blocks),
        signatures=(
            Signature(union.name.upper(), "ĐẠI DIỆN BAN CHẤP HÀNH"),
            Signature(issuer.name.upper(), "NGƯỜI THẨM ĐỊNH"),
        ),
        recipients=(f"{union.name};", "Lưu: VT."),
        notices=rubric_notices(sheet.round.rubric),
    )


def _opening(sheet: Sheet, appraiser: str, union: str) -> list[Block]:
    sent = f" nộp ngày {show_day(sheet.submitted)}" if sheet.submitted else ""
    day = f"Ngày {DOTS} tháng {DOTS} năm 20{DOTS}, tại {BLANK}"
    text = f"{day}, {appraiser} thẩm định bảng chấm điểm của {union}{sent}, theo {rubric_words(sheet.round.rubric)}."
    return [
        Paragraph(text),
        *entered_for(sheet),
        Paragraph(f"Thành phần thẩm định: {BLANK * 2}"),
        Paragraph(f"Đại diện công đoàn cơ sở: {BLANK * 2}"),
    ]


def _changes(view: SheetView) -> list[Block]:
    out: list[Block] = [Paragraph("1. Tiêu chí có điểm thay đổi", bold=True)]
    rows = [
        Row((each.line.code, each.title, own_cell(each), each.line.appraised, each.line.reason or None))
        for each in view.lines
        if each.changed
    ]
    if not rows:
        return [*out, Paragraph("Không có tiêu chí nào thay đổi điểm so với điểm công đoàn cơ sở tự chấm.")]
    return [*out, Table(CHANGED, tuple(rows))]


def _findings(sheet: Sheet) -> list[Block]:
    """The findings that cap the level, each with the minutes that establish it."""
    made = findings_of(sheet)["found"]
    if not made:
        return []
    items = tuple(f"{each.gate.code}: {each.says} ({each.minutes})" for each in made)
    return [Paragraph("Kết luận khống chế mức xếp loại", bold=True), Listing(items)]


def _supplements(view: SheetView) -> list[Block]:
    asked = [each.line for each in view.lines if each.line.asked]
    if not asked:
        return []
    items = [
        f"{line.code}: {line.asked} – "
        + (f"đã bổ sung ngày {show_day(line.answered)}: {line.answer}" if line.answered else "chưa bổ sung")
        for line in asked
    ]
    return [Paragraph("2. Yêu cầu bổ sung", bold=True), Listing(tuple(items))]


def _result(view: SheetView) -> list[Block]:
    missing = len(view.not_appraised)
    waiting = [f"Còn {missing} tiêu chí chưa thẩm định; chưa thẩm định không tính là 0 điểm."] if missing else []
    said = [text for text in outcome_lines(view) if not text.startswith("Mức được quyết định")]
    return [Paragraph("Kết quả", bold=True), *(Paragraph(text) for text in [*said, *waiting])]
