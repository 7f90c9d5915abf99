"""The one-page result for the notice board (R30): level, points by group, strongest, weakest, how to respond.

No person is named on it.
"""

from fractions import Fraction

from coso.grading.models import Sheet
from coso.grading.papers.letterhead import issuer_of, rubric_notices
from coso.grading.reads import LineView, SheetView, sheet_view
from coso.grading.services.guards import managing_unit
from coso.lib import clock
from coso.lib.points import show_points
from coso.papers.letterhead import chair_of, in_vietnamese, name_of
from coso.papers.paper import Block, Column, Listing, Paper, Paragraph, Row, Table
from coso.rubrics.words import words

SHOWN = 3
GROUPS = (
    Column("Nhóm tiêu chí", 60),
    Column("Điểm tối đa", 20, "points", "center"),
    Column("Điểm đạt", 20, "points", "center"),
)


@in_vietnamese
def notice(sheet: Sheet) -> Paper:
    """The result of a published sheet on one page."""
    view, issuer = sheet_view(sheet), issuer_of(sheet.unit)
    return Paper(
        **issuer.heading("TB"),
        kind="THÔNG BÁO",
        about=f"Kết quả đánh giá, xếp loại công đoàn cơ sở – {sheet.round.name}",
        blocks=(*_level(view), _groups(view), *_ends(view), *_respond(sheet)),
        signatures=(chair_of(issuer, named=False),),
        recipients=("Đoàn viên, người lao động (niêm yết);", "Lưu: BCH."),
        notices=rubric_notices(sheet.round.rubric),
    )


def _level(view: SheetView) -> list[Block]:
    sheet = view.sheet
    points = show_points(sheet.decided_points) if sheet.decided_points is not None else "–"
    out: list[Block] = [
        Paragraph(f"{words(view.grammar.band(sheet.grade)).upper()} – {points} ĐIỂM", bold=True, centred=True)
    ]
    if sheet.grade_why:
        out.append(Paragraph(f"Mức được quyết định khác mức theo điểm vì: {sheet.grade_why}"))
    return out


def _groups(view: SheetView) -> Table:
    rows = [Row((group.title, group.group.max, group.appraised)) for group in view.groups if group.lines]
    most = sum(group.group.max for group in view.groups if group.lines)
    return Table(GROUPS, (*rows, Row(("Tổng cộng", most, view.appraised.totals.points), strong=True)))


def _ends(view: SheetView) -> list[Block]:
    strong, weak = strongest_and_weakest(view.lines)
    out: list[Block] = []
    if strong:
        out += [Paragraph(f"{_many(strong)} làm tốt nhất", bold=True, plain=True), Listing(tuple(map(_said, strong)))]
    if weak:
        out += [Paragraph(f"{_many(weak)} cần cố gắng hơn", bold=True, plain=True), Listing(tuple(map(_said, weak)))]
    return out


def _many(lines: list[LineView]) -> str:
    return "Ba tiêu chí" if len(lines) == SHOWN else "Tiêu chí"


def strongest_and_weakest(lines: list[LineView]) -> tuple[list[LineView], list[LineView]]:
    """Three lines with the greatest share of their points, the heavier first; and three with the least."""
    scored = [each for each in lines if each.line.appraised is not None and each.rule.max and not each.bonus]
    best = sorted(scored, key=lambda each: (-_share(each), -each.rule.max))[:SHOWN]
    lost = [each for each in scored if _share(each) < 1 and each not in best]
    return best, sorted(lost, key=lambda each: (_share(each), -each.rule.max))[:SHOWN]


def _share(each: LineView) -> Fraction:
    return Fraction(each.line.appraised or 0, each.rule.max)


def _said(each: LineView) -> str:
    return f"{each.title}: {show_points(each.line.appraised or 0)}/{show_points(each.rule.max)} điểm"


def _respond(sheet: Sheet) -> list[Block]:
    today = clock.today()
    above = name_of(managing_unit(sheet.unit, today), today)
    first = "Đoàn viên có ý kiến về kết quả này xin gửi Ban Chấp hành công đoàn cơ sở, hoặc gửi kiến nghị về kết quả"
    return [Paragraph(f"{first} xếp loại đến {above}. Mỗi kiến nghị đều được trả lời kèm lý do.")]
