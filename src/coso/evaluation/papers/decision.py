"""The decision on levels (quyết định công nhận kết quả xếp loại) with its list, sealed by the journal."""

from collections import Counter

from django.db.models import QuerySet
from django.utils import timezone

from coso.access.journal.seal import newest_seal
from coso.documents.paper import Block, Column, Listing, Paper, Paragraph, Row, Table
from coso.evaluation.filling import grammar_of
from coso.evaluation.models import Round, Sheet
from coso.evaluation.papers.letterhead import chair_of, in_vietnamese, issuer_of, rubric_notices, rubric_words
from coso.evaluation.papers.standing import Standing, short_level, standings
from coso.evaluation.reads import words
from coso.register.kinds import strata

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


def decided_sheets(round_: Round) -> QuerySet[Sheet]:
    """The sheets of a round on which a level is decided; one that was reopened is not."""
    return Sheet.objects.filter(round=round_, why_not="").exclude(grade="")


@in_vietnamese
def decision(round_: Round) -> Paper:
    """The decision on every sheet decided so far, with the list on pages of its own."""
    issuer = issuer_of(round_.unit)
    rows = standings(decided_sheets(round_), timezone.localdate())
    title = f"DANH SÁCH công đoàn cơ sở được xếp loại – {round_.name}"
    return Paper(
        **issuer.heading("QĐ"),
        kind="QUYẾT ĐỊNH",
        about=f"Về việc công nhận kết quả đánh giá, xếp loại công đoàn cơ sở – {round_.name}",
        blocks=(*_grounds(round_, issuer.name), *_articles(round_, rows)),
        signatures=(chair_of(issuer),),
        recipients=("Như Điều 3;", "Lưu: VT."),
        notices=rubric_notices(round_.rubric),
        footer=seal_lines(),
        annex=(Paragraph(title, bold=True, centred=True), _table(round_, rows)),
    )


def _grounds(round_: Round, issuer: str) -> list[Block]:
    return [
        Paragraph(f"BAN THƯỜNG VỤ {issuer.upper()}", bold=True, centred=True),
        Paragraph("Căn cứ Luật Công đoàn số 50/2024/QH15;", italic=True),
        Paragraph("Căn cứ Điều lệ Công đoàn Việt Nam;", italic=True),
        Paragraph(f"Căn cứ {rubric_words(round_.rubric)};", italic=True),
        Paragraph("Theo kết quả thẩm định và đề nghị của các công đoàn quản lý trực tiếp.", italic=True),
        Paragraph("QUYẾT ĐỊNH:", bold=True, centred=True),
    ]


def _articles(round_: Round, rows: list[Standing]) -> list[Block]:
    counts = Counter(each.sheet.grade for each in rows)
    bands = grammar_of(round_.rubric).bands
    text = f"Công nhận kết quả xếp loại của {len(rows)} công đoàn cơ sở (có danh sách kèm theo), trong đó:"
    return [
        Paragraph(f"Điều 1. {text}"),
        Listing(tuple(f"{words(band)}: {counts[band.key]} công đoàn cơ sở;" for band in bands)),
        Paragraph("Điều 2. Kết quả được công khai đến đoàn viên, người lao động tại nơi làm việc."),
        Paragraph(f"Điều 3. {BOUND} chịu trách nhiệm thi hành Quyết định này."),
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


def seal_lines() -> tuple[str, ...]:
    """The newest seal of the journal: with it `doctor` finds a tail of the journal that was cut off later."""
    seal = newest_seal()
    if seal is None:
        return ()
    made = f"{timezone.localtime(seal.at):%H:%M %d/%m/%Y}"
    return (f"Niêm phong nhật ký số {seal.no}, {made}: {bytes(seal.root).hex()}",)
