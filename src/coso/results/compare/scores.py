"""Four scores of each sheet on the lines that records answer, so that like is compared with like."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from coso.grading.chain import SELF
from coso.grading.models import Round, Sheet, SheetLine
from coso.rubrics.grammar.values import Absent
from coso.rubrics.specs import grammar_of

Members = Mapping[uuid.UUID, Fraction]


@dataclass(frozen=True)
class Trio:
    """Shares of the maximum on the `lines` lines that records answer; None where that source has no points there."""

    lines: int
    records: Fraction | None
    own: Fraction | None
    appraised: Fraction | None


@dataclass(frozen=True)
class Scores:
    """One sheet. `counted` compares three sources on the lines that records answer, the others the whole sheet:
    `own` and `appraised` are shares of what a union can score itself, bonus apart, `members` that of the poll."""

    sheet: uuid.UUID
    unit: uuid.UUID
    counted: Trio
    own: Fraction | None
    appraised: Fraction | None
    members: Fraction | None

    @property
    def gap(self) -> Fraction:
        """The widest distance between sources that compare like with like; 0 where nothing can be compared."""
        like = (self.counted.records, self.counted.own, self.counted.appraised)
        return max(spread(like), spread((self.own, self.appraised, self.members)))


def spread(shares: Iterable[Fraction | None]) -> Fraction:
    """The distance between the highest and the lowest known share."""
    known = [share for share in shares if share is not None]
    return max(known) - min(known) if known else Fraction(0)


def maximum_of(rounds: Iterable[Round], field: str = "code", variant: str = "sheet__variant") -> Case:
    """The most that a line gives, by its criterion and the variant of its sheet: one branch for each group of alike."""
    alike: dict[tuple[str, int], set[str]] = {}
    for round_ in rounds:
        for criterion in grammar_of(round_.rubric).criteria:
            for line in criterion.lines:
                alike.setdefault((criterion.code, line.max), set()).add(line.variant)
    codes: dict[str, list[tuple[int, set[str]]]] = {}
    for (code, most), variants in alike.items():
        codes.setdefault(code, []).append((most, variants))
    whens = [_when(field, variant, code, kinds) for code, kinds in codes.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _when(field: str, variant: str, code: str, kinds: list[tuple[int, set[str]]]) -> When:
    if len(kinds) == 1:
        return When(**{field: code}, then=Value(kinds[0][0]))
    inner = [When(**{f"{variant}__in": sorted(variants)}, then=Value(most)) for most, variants in kinds]
    return When(**{field: code}, then=Case(*inner, default=Value(0), output_field=IntegerField()))


def scores(rounds: list[Round], sheets: QuerySet[Sheet], members: Members) -> list[Scores]:
    """The scores of the sheets that are graded, widest gap first, in two queries. `members`: shares of the poll."""
    graded = sheets.filter(why_not="")
    counted = dict(_counted(rounds, graded))
    columns = ("pk", "unit_id", "round_id", "step", "self_points", "appraised_points")
    most = {round_.pk: grammar_of(round_.rubric).self_max for round_ in rounds}
    out = []
    for key, unit, round_, step, own, appraised in graded.values_list(*columns):
        trio, bonus = counted.get(key, (Trio(0, None, None, None), 0))
        claimed = share_of(own if step != SELF else None, most[round_])
        found = share_of(None if appraised is None else appraised - bonus, most[round_])
        out.append(Scores(key, unit, trio, claimed, found, members.get(key)))
    return sorted(out, key=lambda row: (-row.gap, row.sheet))


def _counted(rounds: list[Round], graded: QuerySet[Sheet]) -> Iterator[tuple[uuid.UUID, tuple[Trio, int]]]:
    """Each sheet's three sources on the lines that records answer, and the bonus awarded to it."""
    extra = Q(code__in=bonus_codes(rounds))
    told = Q(proposed__isnull=False) & ~extra & ~Q(status=Absent.NOT_APPLICABLE)
    lines = SheetLine.objects.filter(told | extra, sheet__in=graded.values("pk")).values_list("sheet_id", "sheet__step")
    rows = lines.annotate(
        n=Count("id", filter=told),
        most=Sum(maximum_of(rounds), filter=told),
        told=Sum("proposed", filter=told),
        claimed=Sum("own", filter=told),
        scored=Count("own", filter=told),
        found=Sum("appraised", filter=told),
        given=Count("appraised", filter=told),
        bonus=Sum("appraised", filter=extra),
    )
    for key, step, n, most, records, own, scored, appraised, given, bonus in rows:
        claimed = share_of(own, most) if scored == n and step != SELF else None
        checked = share_of(appraised, most) if given == n else None
        yield key, (Trio(n, share_of(records, most), claimed, checked), bonus or 0)


def bonus_codes(rounds: Iterable[Round]) -> set[str]:
    """The criteria that an upper union awards."""
    grammars = {grammar_of(round_.rubric) for round_ in rounds}
    return {one.code for grammar in grammars for one in grammar.criteria if grammar.group(one.group).bonus}


def share_of(points: int | None, most: int | None) -> Fraction | None:
    """Points over a maximum; None where either is missing."""
    return Fraction(points, most) if points is not None and most else None
