"""A managing union's submission to the province (tờ trình): its sheets with points and proposed levels."""

from collections import Counter

from django.db.models import QuerySet

from coso.grading.chain import APPRAISE, CLUSTER, SELF
from coso.grading.models import Round, Sheet
from coso.grading.papers.letterhead import issuer_of, rubric_notices, rubric_words
from coso.grading.papers.standing import Standing, short_level, standings
from coso.lib import clock
from coso.papers.letterhead import chair_of, in_vietnamese, name_of
from coso.papers.paper import Block, Column, Listing, Paper, Paragraph, Row, Table
from coso.register.kinds import strata
from coso.register.models import Unit, UnitVersion
from coso.rubrics.specs import grammar_of
from coso.rubrics.words import words

COLUMNS = (
    Column("TT", 6, "count", "center"),
    Column("Công đoàn cơ sở", 38),
    Column("Tự chấm", 10, "points", "center"),
    Column("Thẩm định", 10, "points", "center"),
    Column("Mức theo điểm", 14),
    Column("Mức đề nghị", 14),
    Column("Ghi chú", 22),
)


def managed_sheets(round_: Round, unit: Unit) -> QuerySet[Sheet]:
    """The sheets, as far as they are graded, of the unions that stand directly under a unit today."""
    below = UnitVersion.objects.on(clock.today()).filter(parent=unit).values("unit")
    return Sheet.objects.filter(round=round_, unit__in=below, why_not="")


def appraised_sheets(round_: Round, unit: Unit) -> QuerySet[Sheet]:
    """Those of them whose appraisal is finished; one that was reopened is not."""
    return managed_sheets(round_, unit).exclude(step__in=(SELF, CLUSTER, APPRAISE))


@in_vietnamese
def submission(round_: Round, unit: Unit) -> Paper:
    """The submission of a unit: what it has appraised, and what it has not yet."""
    issuer, today = issuer_of(unit), clock.today()
    whole = managed_sheets(round_, unit).count()
    rows = standings(appraised_sheets(round_, unit), today)
    return Paper(
        **issuer.heading("TTr"),
        kind="TỜ TRÌNH",
        about=f"Về việc đề nghị xếp loại công đoàn cơ sở – {round_.name}",
        addressee=name_of(round_.unit, today),
        blocks=(
            *_opening(round_, issuer.name, len(rows), whole),
            *_levels(round_, rows),
            _table(round_, rows),
        ),
        signatures=(chair_of(issuer),),
        recipients=("Như kính gửi;", "Lưu: VT."),
        notices=rubric_notices(round_.rubric),
    )


def _opening(round_: Round, issuer: str, done: int, whole: int) -> list[Block]:
    return [
        Paragraph(f"Căn cứ {rubric_words(round_.rubric)};"),
        Paragraph(
            f"Căn cứ kết quả tự chấm điểm của công đoàn cơ sở và kết quả thẩm định, {issuer} báo cáo và đề nghị:"
        ),
        Paragraph(f"Đã thẩm định {done}/{whole} công đoàn cơ sở đủ điều kiện đánh giá."),
    ]


def _levels(round_: Round, rows: list[Standing]) -> list[Block]:
    counts = Counter(each.sheet.grade or each.sheet.expected for each in rows)
    bands = grammar_of(round_.rubric).bands
    items = [f"{words(band)}: {counts[band.key]} công đoàn cơ sở;" for band in bands]
    return [Paragraph("Đề nghị xếp loại:"), Listing(tuple(items))]


def _table(round_: Round, rows: list[Standing]) -> Table:
    grammar = grammar_of(round_.rubric)
    out, stratum = [], ""
    for n, each in enumerate(rows, start=1):
        sheet = each.sheet
        if sheet.stratum != stratum:
            stratum = sheet.stratum
            out.append(Row((strata()[stratum].vi,), strong=True, wide=True))
        levels = (short_level(grammar, sheet.by_points), short_level(grammar, sheet.grade or sheet.expected))
        out.append(Row((n, each.name, sheet.self_points, sheet.appraised_points, *levels, sheet.grade_why)))
    return Table(COLUMNS, tuple(out), "Danh sách đề nghị")
