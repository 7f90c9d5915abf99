"""The summary table by sector × level, with every reason not to be graded and the three denominators (R14, R35)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count

from coso.grading.chain import WHY_NOT
from coso.grading.models import Round
from coso.grading.papers.letterhead import issuer_of, rubric_notices
from coso.grading.papers.standing import short_of
from coso.law import parameter
from coso.lib.paths import LABEL
from coso.lib.shares import tenths
from coso.papers.letterhead import chair_of, in_vietnamese
from coso.papers.paper import Block, Cell, Column, Paper, Paragraph, Row, Table, shown
from coso.register.kinds import sectors, strata
from coso.register.models import Unit
from coso.results.reads import Result, StratumResult, result, sheets_of
from coso.rubrics.grammar.model import Band
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import DENOMINATORS, GOOD, OUTSIDE, STRATA

ENDED = "ended"
REASONS = tuple(why for why in WHY_NOT if why != ENDED)

Tallies = dict[tuple[str, str], "Tally"]


@dataclass
class Tally:
    """What a sector's sheets come to."""

    levels: Counter[str] = field(default_factory=Counter)
    why_not: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    def add(self, other: "Tally") -> None:
        """Adds another sector's."""
        self.levels += other.levels
        self.why_not += other.why_not
        self.waiting += other.waiting

    @property
    def graded(self) -> int:
        """Unions with a decided level."""
        return sum(self.levels.values())

    @property
    def eligible(self) -> int:
        """Unions without a reason not to be graded, and those that sent nothing."""
        return self.graded + self.waiting + self.why_not["not_submitted"]

    @property
    def all(self) -> int:
        """Every union that still exists."""
        return self.eligible + sum(n for why, n in self.why_not.items() if why not in (ENDED, "not_submitted"))

    @property
    def listed(self) -> int:
        """Every union that stands in the table, also one that has ended."""
        return self.all + self.why_not[ENDED]


@in_vietnamese
def summary(round_: Round, unit: Unit) -> Paper:
    """The summary of a branch for the year of a round, counted in two grouped queries."""
    branch = None if unit.pk == round_.unit_id and len(unit.path) == LABEL else unit
    issuer, rows, found = issuer_of(unit), tallies(round_.year, branch), result(round_.year, branch)
    bands = list(grammar_of(round_.rubric).bands)
    good = [band.key for band in bands if band.min >= grammar_of(round_.rubric).band(GOOD).min]
    levels = tuple(_lines(rows, lambda one: _levels(one, bands, good)))
    return Paper(
        **issuer.heading("BTH"),
        kind="BIỂU TỔNG HỢP",
        about=f"Kết quả đánh giá, xếp loại công đoàn cơ sở năm {round_.year}",
        blocks=(
            _first(_sum(rows.values())),
            Table(_level_columns(bands), levels, "1. Kết quả xếp loại (tỷ lệ % của từng mức tính trên số đã đánh giá)"),
            Table(
                _reason_columns(),
                tuple(_lines(rows, _reasons)),
                "2. Chưa đánh giá, xếp loại và lý do (tỷ lệ % tính trên tổng số; công đoàn cơ sở đã kết thúc hoạt động "
                "đứng ngoài tổng số)",
            ),
            *_targets(found),
        ),
        signatures=(chair_of(issuer),),
        recipients=("Lưu: VT.",),
        notices=rubric_notices(round_.rubric),
        landscape=True,
    )


def tallies(year: int, unit: Unit | None) -> Tallies:
    """{(stratum, sector): what its sheets come to}."""
    _rounds, sheets = sheets_of(year, unit)
    out: Tallies = {}
    rows = sheets.values_list("stratum", "sector", "why_not", "grade").annotate(n=Count("id"))
    for stratum, sector, why, grade, n in rows:
        one = out.setdefault((stratum, sector), Tally())
        if why:
            one.why_not[why] += n
        elif grade:
            one.levels[grade] += n
        else:
            one.waiting += n
    return out


def _sum(parts: Iterable[Tally]) -> Tally:
    out = Tally()
    for part in parts:
        out.add(part)
    return out


def _first(whole: Tally) -> Paragraph:
    text = f"Đã đánh giá {whole.graded}/{whole.eligible} công đoàn cơ sở đủ điều kiện, trong tổng số {whole.all}"
    ended = whole.why_not[ENDED]
    return Paragraph(f"{text} (không kể {ended} công đoàn cơ sở đã kết thúc hoạt động)." if ended else f"{text}.")


def _lines(rows: Tallies, cells: Callable[[Tally], tuple[Cell, ...]]) -> Iterator[Row]:
    """A row for each stratum with its sectors under it, then the whole."""
    for stratum in STRATA:
        under = {sector: one for (at, sector), one in rows.items() if at == stratum}
        if under:
            yield Row((strata()[stratum].vi, *cells(_sum(under.values()))), strong=True)
        for sector, term in sectors().items():
            if sector in under:
                yield Row((term.vi, *cells(under[sector])))
        if "" in under:
            yield Row(("Chưa rõ khu vực", *cells(under[""])))
    yield Row(("Toàn bộ", *cells(_sum(rows.values()))), strong=True)


def _count(title: str) -> Column:
    return Column(title, 6, "count", "right")


def _percent(title: str = "%") -> Column:
    return Column(title, 5, "share", "right")


def _level_columns(bands: list[Band]) -> tuple[Column, ...]:
    counted = [column for band in bands for column in (_count(short_of(band)), _percent())]
    shares = [Column(f"% tốt trở lên trên {each.written}", 8, "share", "right") for each in DENOMINATORS.values()]
    first = [Column("Khu vực", 24), _count("Tổng số"), _count("Đủ điều kiện"), _count("Đã đánh giá")]
    return (*first, *counted, _count("Tốt trở lên"), *shares)


def _levels(one: Tally, bands: list[Band], good: list[str]) -> tuple[Cell, ...]:
    reached = sum(one.levels[key] for key in good)
    counted = [cell for band in bands for cell in (one.levels[band.key], tenths(one.levels[band.key], one.graded))]
    shares = [tenths(reached, getattr(one, name)) for name in DENOMINATORS]
    return (one.all, one.eligible, one.graded, *counted, reached, *shares)


def _reason_columns() -> tuple[Column, ...]:
    reasons = [column for why in REASONS for column in (_count(str(WHY_NOT[why])), _percent())]
    first = [Column("Khu vực", 24), _count("Tổng số"), _count("Đã đánh giá")]
    last = [_count("Đang chấm, chờ quyết định"), _percent(), _count("Đã kết thúc (ngoài tổng số)")]
    return (*first, *reasons, *last)


def _reasons(one: Tally) -> tuple[Cell, ...]:
    """All, graded, the reasons and those under way add up; unions that have ended stand outside the whole."""
    counted = [cell for why in REASONS for cell in (one.why_not[why], tenths(one.why_not[why], one.all))]
    return (one.all, one.graded, *counted, one.waiting, tenths(one.waiting, one.all), one.why_not[ENDED])


def _targets(found: Result) -> list[Block]:
    out: list[Block] = [Paragraph("3. Tiến độ chỉ tiêu", bold=True, plain=True)]
    for stratum, one in found.strata.items():
        if stratum != OUTSIDE and one.all:
            out.append(Paragraph(_target(found, stratum), plain=True))
    return out


def _target(found: Result, stratum: str) -> str:
    one, target = found.strata[stratum], parameter(f"targets.{stratum}")
    asked = shown(tenths(target.at(found.day).number.numerator, target.at(found.day).number.denominator), "share")
    parts = [f"{_share_of(one, kind)} trên {each.written}" for kind, each in DENOMINATORS.items()]
    word = {True: "đạt", False: f"chưa đạt, {_short(found, stratum)}", None: "chưa có số liệu"}[found.met(stratum)]
    bound = "trên" if target.strict else "từ"
    return (
        f"{strata()[stratum].vi}: hoàn thành tốt trở lên {one.good} công đoàn cơ sở ({'; '.join(parts)}). "
        f"Chỉ tiêu {bound} {asked} %, tính trên {DENOMINATORS[found.denominator].written}: {word}."
    )


def _short(found: Result, stratum: str) -> str:
    below = found.strata[stratum].denominator(found.denominator)
    return f"còn thiếu {found.missing(stratum)} đơn vị để đạt (cần ít nhất {found.needed(stratum)}/{below})"


def _share_of(one: StratumResult, kind: str) -> str:
    return f"{shown(tenths(one.good, one.denominator(kind)), 'share')} %"
