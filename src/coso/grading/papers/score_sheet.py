"""The score sheet (bảng chấm điểm): every line with all its columns, sums, level, gates."""

from collections.abc import Iterator, Sequence
from typing import Any

from coso.grading.chain import SELF
from coso.grading.models import Sheet
from coso.grading.papers.letterhead import issuer_of, rubric_notices, rubric_words
from coso.grading.reads import GroupView, LineView, SheetView, sheet_view
from coso.grading.services.guards import managing_unit
from coso.lib.dates import show_day
from coso.lib.points import show_points
from coso.papers.letterhead import chair_of, in_vietnamese
from coso.papers.paper import Block, Cell, Column, Paper, Paragraph, Row, Signature, Table
from coso.rubrics.words import words

NOT_APPLICABLE, NO_FIGURES = "Không áp dụng", "Chưa có số liệu"
NONE_AROSE, NOT_APPRAISED = "Không phát sinh", "Chưa thẩm định"

COLUMNS = (
    Column("Mã", 6, align="center"),
    Column("Tiêu chí", 38),
    Column("Điểm tối đa", 8, "points", "center"),
    Column("Gợi ý từ số liệu", 10, "points", "center"),
    Column("CĐCS tự chấm", 10, "points", "center"),
    Column("Cụm đề nghị", 10, "points", "center"),
    Column("Thẩm định", 10, "points", "center"),
    Column("Diễn giải", 38),
)
CLUSTER_AT = 5


def columns(view: SheetView) -> tuple[Column, ...]:
    """The columns of a sheet; what a cluster suggests has one where a cluster suggests something."""
    return tuple(_kept(COLUMNS, view))


def _kept(cells: Sequence[Any], view: SheetView) -> Sequence[Any]:
    return cells if view.suggested else [*cells[:CLUSTER_AT], *cells[CLUSTER_AT + 1 :]]


@in_vietnamese
def score_sheet(sheet: Sheet) -> Paper:
    """The sheet as it stands, in landscape."""
    view, issuer = sheet_view(sheet), issuer_of(sheet.unit)
    blocks: list[Block] = [_about(view), *entered_for(sheet), Table(columns(view), tuple(_rows(view)))]
    blocks += [Paragraph(text, plain=True) for text in outcome_lines(view)]
    return Paper(
        **issuer.heading("BCĐ"),
        kind="BẢNG CHẤM ĐIỂM",
        about=f"Đánh giá, xếp loại công đoàn cơ sở – {sheet.round.name}",
        blocks=tuple(blocks),
        signatures=(_appraiser(sheet), chair_of(issuer)) if sheet.step != SELF else (chair_of(issuer),),
        notices=rubric_notices(sheet.round.rubric),
        landscape=True,
    )


def _about(view: SheetView) -> Paragraph:
    round_ = view.sheet.round
    span = f"từ {show_day(round_.start)}, số liệu khoá ngày {show_day(round_.closing)}"
    return Paragraph(f"Theo {rubric_words(round_.rubric)}; {span}. Trạng thái: {view.status}.", plain=True)


def entered_for(sheet: Sheet) -> list[Paragraph]:
    """The line that says who typed for the union, where somebody did."""
    return [Paragraph(f"Nhập thay bởi {sheet.entered_for}", italic=True, plain=True)] if sheet.entered_for else []


def _appraiser(sheet: Sheet) -> Signature:
    issuer = issuer_of(managing_unit(sheet.unit, sheet.appraised_on or sheet.round.closing))
    return Signature(issuer.name.upper(), "NGƯỜI THẨM ĐỊNH")


def _rows(view: SheetView) -> Iterator[Row]:
    for group in view.groups:
        if group.lines:
            yield _group(group, view)
            yield from (_line(each, view) for each in group.lines)
    appraised = "" if view.at_self else view.appraised.totals.points
    cells = (
        "",
        "Tổng cộng",
        sum(group.group.max for group in view.groups if group.lines),
        "",
        view.own.totals.sum,
        "",
        appraised,
        "",
    )
    yield Row(tuple(_kept(cells, view)), strong=True)


def _group(group: GroupView, view: SheetView) -> Row:
    appraised = "" if view.at_self else group.appraised
    own: Cell = "" if group.group.bonus else group.own
    cells = ("", group.title, group.group.max, "", own, "", appraised, "")
    return Row(tuple(_kept(cells, view)), strong=True)


def _line(each: LineView, view: SheetView) -> Row:
    cluster = "" if each.line.cluster_points is None else each.line.cluster_points
    cells = (each.line.code, each.title, each.rule.max, _proposed(each), own_cell(each), cluster)
    return Row(tuple(_kept((*cells, "" if view.at_self else appraised_cell(each), _words(each)), view)))


def _proposed(each: LineView) -> Cell:
    if each.out:
        return NOT_APPLICABLE
    if each.bonus:
        return ""
    return NO_FIGURES if each.line.proposed is None else each.line.proposed


def own_cell(each: LineView) -> Cell:
    """What the union says of a line; what has no points says why, and is never 0."""
    if each.out:
        return NOT_APPLICABLE
    if each.bonus:
        return "cấp trên chấm"
    if each.line.own is None:
        return NONE_AROSE if each.line.none else None
    return each.line.own


def appraised_cell(each: LineView) -> Cell:
    """What the appraiser finds of a line; not appraised is never 0."""
    if each.out:
        return NOT_APPLICABLE
    if each.line.appraised is None:
        return NONE_AROSE if each.line.none and each.line.own is None else NOT_APPRAISED
    return each.line.appraised


def _words(each: LineView) -> str:
    line, said = each.line, []
    if line.denominator:
        said.append(f"Số liệu: {line.numerator}/{line.denominator}" if each.share else f"Số liệu: {line.numerator}")
    if each.caution:
        said.append(each.caution)
    if line.note:
        said.append(line.note)
    if line.answer:
        said.append(f"Bổ sung: {line.answer}")
    if line.reason:
        said.append(f"Thẩm định: {line.reason}")
    return ". ".join(text.rstrip(".") for text in said)


def outcome_lines(view: SheetView) -> list[str]:
    """What the sheet comes to: points, level by points, caps, the level decided and why it differs."""
    sheet, grammar = view.sheet, view.grammar
    if view.open:
        return [f"Còn {len(view.open)} tiêu chí chưa chấm; tổng điểm là tạm tính."]
    said = [f"Điểm tự chấm: {show_points(view.own.totals.sum)}. Mức theo điểm: {_level(view, view.own.by_points)}."]
    newest = view.own if view.at_self else view.appraised
    if not view.at_self and not view.not_appraised:
        points = show_points(view.appraised.totals.points)
        said.append(f"Điểm thẩm định: {points}. Mức theo điểm: {_level(view, view.appraised.by_points)}.")
    if newest.by_points != newest.expected:
        said.append(f"Khống chế mức xếp loại: {newest.why_vi} Mức sau khống chế: {_level(view, newest.expected)}.")
    if sheet.grade:
        why = f" Lý do: {sheet.grade_why}" if sheet.grade_why else ""
        said.append(f"Mức được quyết định: {words(grammar.band(sheet.grade))}.{why}")
    return said


def _level(view: SheetView, key: str) -> str:
    return words(view.grammar.band(key))
