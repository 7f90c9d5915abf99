"""The decisions on levels (quyết định công nhận kết quả xếp loại), one paper per list, sealed by the journal."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coso.access.journal.seal import newest_seal
from coso.access.models import Seal
from coso.access.prepared import prepared
from coso.grading.models import Decision, Round, Sheet
from coso.grading.papers.letterhead import issuer_of, rubric_notices, rubric_words
from coso.grading.papers.standing import Standing, short_level, standings
from coso.lib import clock
from coso.lib.dates import show_day
from coso.papers.letterhead import chair_of, in_vietnamese
from coso.papers.paper import Block, Column, Listing, Paper, Paragraph, Row, Table
from coso.register.kinds import strata
from coso.rubrics.specs import grammar_of
from coso.rubrics.words import words

COLUMNS = (
    Column("TT", 6, "count", "center"),
    Column("Công đoàn cơ sở", 34),
    Column("Công đoàn quản lý trực tiếp", 24),
    Column("Điểm", 9, "points", "center"),
    Column("Mức theo điểm", 14),
    Column("Mức quyết định", 14),
    Column("Lý do khác mức theo điểm", 24),
)
BOUND = "Các ban, đơn vị liên quan, công đoàn quản lý trực tiếp, công đoàn cơ sở có tên trong danh sách"

DECIDED = Q(why_not="") & ~Q(grade="")


@dataclass(frozen=True)
class DecisionList:
    """A list decided in one action: its row, which of the round's lists it is (from 1), its sheets that still stand."""

    row: Decision
    n: int
    sheets: int


def decision_lists(round_: Round) -> list[DecisionList]:
    """The lists of a round on which a level still stands, the newest first, in one query.

    A sheet that was reopened and decided again stands in its newest list. A list keeps its number when others empty.
    """
    rows: list[Any] = _lists(round_.pk)
    found = [DecisionList(row, n, row.standing) for n, row in enumerate(rows, start=1)]
    return [each for each in reversed(found) if each.sheets]


@prepared
def _lists(round_: UUID) -> QuerySet[Decision]:
    standing = Count("sheets", filter=Q(sheets__why_not="") & ~Q(sheets__grade=""))
    return Decision.objects.filter(round=round_).annotate(standing=standing).order_by("id")


def decided_sheets(round_: Round) -> QuerySet[Sheet]:
    """The sheets of a round on which a level is decided; one that was reopened is not."""
    return Sheet.objects.filter(DECIDED, round=round_)


def unlisted_sheets(round_: Round) -> QuerySet[Sheet]:
    """Those of them that were decided before lists were kept."""
    return decided_sheets(round_).filter(decision=None)


@in_vietnamese
def decision(round_: Round, listed: DecisionList | None = None) -> Paper:
    """The decision on one list, or on the sheets decided before lists were kept; the list has pages of its own."""
    issuer = issuer_of(round_.unit)
    sheets = decided_sheets(round_).filter(decision=listed.row) if listed else unlisted_sheets(round_)
    rows = standings(sheets, clock.today())
    part = f" (đợt {listed.n})" if listed and listed.n > 1 else ""
    title = f"DANH SÁCH công đoàn cơ sở được xếp loại – {round_.name}{part}"
    return Paper(
        **issuer.heading("QĐ"),
        kind="QUYẾT ĐỊNH",
        about=f"Về việc công nhận kết quả đánh giá, xếp loại công đoàn cơ sở – {round_.name}{part}",
        blocks=(*_grounds(round_, issuer.name, listed), *_articles(round_, rows)),
        signatures=(chair_of(issuer),),
        recipients=("Như Điều 3;", "Lưu: VT."),
        notices=rubric_notices(round_.rubric),
        footer=seal_lines(_seal_of(listed)),
        annex=(Paragraph(title, bold=True, centred=True), _table(round_, rows)),
    )


@in_vietnamese
def whole_list(round_: Round) -> Paper:
    """All levels of a round in one list, to be attached to its decisions; it says which they are."""
    issuer = issuer_of(round_.unit)
    rows = standings(decided_sheets(round_), clock.today())
    return Paper(
        **issuer.heading("DS"),
        kind="DANH SÁCH",
        about=f"Công đoàn cơ sở được công nhận kết quả đánh giá, xếp loại – {round_.name}",
        blocks=(
            Paragraph(f"Tổng hợp {len(rows)} công đoàn cơ sở theo các quyết định:"),
            Listing(tuple(_cited(each) for each in reversed(decision_lists(round_)))),
            _table(round_, rows),
        ),
        signatures=(chair_of(issuer),),
        recipients=("Lưu: VT.",),
        notices=rubric_notices(round_.rubric),
        footer=seal_lines(newest_seal()),
    )


def _cited(listed: DecisionList) -> str:
    number = f" ({listed.row.document})" if listed.row.document else ""
    return f"Quyết định đợt {listed.n}, ngày {show_day(listed.row.day)}{number}: {listed.sheets} công đoàn cơ sở;"


def _grounds(round_: Round, issuer: str, listed: DecisionList | None) -> list[Block]:
    votes = _votes(listed.row) if listed else []
    return [
        Paragraph(f"BAN THƯỜNG VỤ {issuer.upper()}", bold=True, centred=True),
        Paragraph("Căn cứ Luật Công đoàn số 50/2024/QH15;", italic=True),
        Paragraph("Căn cứ Điều lệ Công đoàn Việt Nam;", italic=True),
        Paragraph(f"Căn cứ {rubric_words(round_.rubric)};", italic=True),
        *votes,
        Paragraph("Theo kết quả thẩm định và đề nghị của các công đoàn quản lý trực tiếp.", italic=True),
        Paragraph("QUYẾT ĐỊNH:", bold=True, centred=True),
    ]


def _votes(row: Decision) -> Sequence[Block]:
    """How the council voted on the list, where it did: a vote not counted is left out, it is not 0."""
    said = [(row.votes_for, "phiếu tán thành"), (row.votes_against, "phiếu không tán thành")]
    counted = ", ".join(f"{n} {word}" for n, word in said if n is not None)
    return [Paragraph(f"Căn cứ kết quả biểu quyết của Hội đồng: {counted};", italic=True)] if counted else []


def _articles(round_: Round, rows: list[Standing]) -> list[Block]:
    counts = Counter(each.sheet.grade for each in rows)
    bands = grammar_of(round_.rubric).bands
    text = f"Công nhận kết quả xếp loại của {len(rows)} công đoàn cơ sở (có danh sách kèm theo), trong đó:"
    return [
        Paragraph(text, lead="Điều 1."),
        Listing(tuple(f"{words(band)}: {counts[band.key]} công đoàn cơ sở;" for band in bands)),
        Paragraph("Kết quả được công khai đến đoàn viên, người lao động tại nơi làm việc.", lead="Điều 2."),
        Paragraph(f"{BOUND} chịu trách nhiệm thi hành Quyết định này.", lead="Điều 3."),
    ]


def _table(round_: Round, rows: list[Standing]) -> Table:
    grammar = grammar_of(round_.rubric)
    out, stratum = [], ""
    for n, each in enumerate(rows, start=1):
        sheet = each.sheet
        if sheet.stratum != stratum:
            stratum = sheet.stratum
            out.append(Row((strata()[stratum].vi,), strong=True, wide=True))
        why = sheet.grade_why if sheet.grade != sheet.by_points else ""
        levels = (short_level(grammar, sheet.by_points), short_level(grammar, sheet.grade), why)
        out.append(Row((n, each.name, each.above, sheet.decided_points, *levels)))
    return Table(COLUMNS, tuple(out))


def _seal_of(listed: DecisionList | None) -> Seal | None:
    """The seal that holds the action of the list; the newest until that one is sealed (the minute tick does it)."""
    own = Seal.objects.filter(actions=listed.row.act).first() if listed else None
    return own or newest_seal()


def seal_lines(seal: Seal | None) -> tuple[str, ...]:
    """A seal of the journal as printed: with it `doctor` finds what was changed or cut off below it later."""
    if seal is None:
        return ()
    made = f"{clock.local(seal.at):%H:%M %d/%m/%Y}"
    return (f"Niêm phong nhật ký số {seal.no}, {made}: {bytes(seal.root).hex()}",)
