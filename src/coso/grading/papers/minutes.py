"""Minutes of the committee's meeting that scored its own union (biên bản họp Ban Chấp hành tự chấm điểm)."""

from coso.grading.models import Sheet
from coso.grading.papers.letterhead import issuer_of, rubric_notices, rubric_words
from coso.grading.papers.score_sheet import entered_for, outcome_lines
from coso.grading.reads import SheetView, sheet_view
from coso.grading.services.guards import managing_unit
from coso.lib import clock
from coso.lib.points import show_points
from coso.papers.letterhead import chair_of, in_vietnamese, name_of
from coso.papers.paper import BLANK, DOTS, Block, Column, Listing, Paper, Paragraph, Row, Signature, Table
from coso.register.kinds import posts
from coso.register.models import Appointment

COMMITTEE = ("chair", "vice_chair", "committee_member")
GROUPS = (
    Column("Nhóm tiêu chí", 60),
    Column("Điểm tối đa", 20, "points", "center"),
    Column("CĐCS tự chấm", 20, "points", "center"),
)
DEPARTURES = (
    Column("Mã", 8, align="center"),
    Column("Tiêu chí", 38),
    Column("Gợi ý từ số liệu", 12, "points", "center"),
    Column("Tự chấm", 12, "points", "center"),
    Column("Lý do", 40),
)


@in_vietnamese
def self_scoring_minutes(sheet: Sheet) -> Paper:
    """The minutes, filled as far as the register knows; what only the meeting knows stays a dotted line."""
    view, issuer = sheet_view(sheet), issuer_of(sheet.unit)
    return Paper(
        **issuer.heading("BB"),
        kind="BIÊN BẢN",
        about=f"Họp Ban Chấp hành tự chấm điểm, xếp loại – {sheet.round.name}",
        blocks=(*_opening(sheet), *_content(view), *_closing(sheet)),
        signatures=(Signature("", "THƯ KÝ"), Signature("", "CHỦ TRÌ", chair_of(issuer).name)),
        recipients=(f"{name_of(managing_unit(sheet.unit, clock.today()), clock.today())};", "Lưu: BCH."),
        notices=rubric_notices(sheet.round.rubric),
    )


def _opening(sheet: Sheet) -> list[Block]:
    union, rubric = issuer_of(sheet.unit).name, rubric_words(sheet.round.rubric)
    day = f"Hôm nay, hồi {DOTS} giờ {DOTS}, ngày {DOTS} tháng {DOTS} năm 20{DOTS}, tại {BLANK}"
    return [
        Paragraph(f"{day}, Ban Chấp hành {union} họp tự chấm điểm theo {rubric}."),
        Paragraph("1. Thành phần", bold=True),
        Listing(tuple(_present(sheet)) or (f"{BLANK * 2};",)),
        Paragraph(f"Tổng số ủy viên: {DOTS}; có mặt: {DOTS}; vắng: {DOTS} (lý do: {BLANK})."),
    ]


def _present(sheet: Sheet) -> list[str]:
    held = Appointment.objects.on(clock.today()).filter(seat__unit=sheet.unit, seat__post__in=COMMITTEE)
    rows = sorted(
        held.values_list("seat__post", "seat__n", "person__name"), key=lambda row: (COMMITTEE.index(row[0]), row[1])
    )
    return [f"Đồng chí {name} – {posts()[post].vi};" for post, _n, name in rows]


def _content(view: SheetView) -> list[Block]:
    rows = [
        Row((group.title, group.group.max, "cấp trên chấm" if group.group.bonus else group.own))
        for group in view.groups
        if group.lines
    ]
    rows.append(Row(("Cộng (chưa kể điểm thưởng)", view.grammar.self_max, view.own.totals.sum), strong=True))
    out: list[Block] = [
        Paragraph("2. Kết quả tự chấm", bold=True),
        *entered_for(view.sheet),
        Table(GROUPS, tuple(rows)),
    ]
    out += [Paragraph(text) for text in outcome_lines(view)[:1]]
    return [*out, *_departures(view)]


def _departures(view: SheetView) -> list[Block]:
    rows = [
        Row((each.line.code, each.title, each.line.proposed, each.line.own, each.line.note))
        for each in view.lines
        if each.departs
    ]
    if not rows:
        return [Paragraph("Ban Chấp hành thống nhất với điểm gợi ý từ số liệu ở mọi tiêu chí có số liệu.")]
    text = f"Ban Chấp hành chấm khác điểm gợi ý từ số liệu ở {len(rows)} tiêu chí, lý do như sau:"
    return [Paragraph(text), Table(DEPARTURES, tuple(rows))]


def _closing(sheet: Sheet) -> list[Block]:
    points = show_points(sheet.self_points) if sheet.self_points is not None else DOTS
    vote = f"đồng ý {DOTS}, không đồng ý {DOTS}, ý kiến khác {DOTS}"
    end = "Biên bản đã được đọc cho những người dự họp nghe và thống nhất."
    return [
        Paragraph("3. Ý kiến thảo luận", bold=True),
        Paragraph(BLANK * 4),
        Paragraph("4. Kết luận", bold=True),
        Paragraph(f"Ban Chấp hành biểu quyết thông qua tổng điểm tự chấm {points} điểm: {vote}."),
        Paragraph(f"Cuộc họp kết thúc hồi {DOTS} giờ {DOTS} cùng ngày. {end}"),
    ]
