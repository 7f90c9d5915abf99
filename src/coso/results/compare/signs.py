"""How a managing union's sheets were scored and appraised, in counts: each figure opens into the sheets behind it."""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Mod

from coso.grading.chain import SELF
from coso.grading.models import Round, Sheet, SheetLine
from coso.lib.points import POINT
from coso.lib.text import fold
from coso.results.compare.scores import share_of
from coso.rubrics.grammar.model import Criterion
from coso.rubrics.specs import grammar_of

Note = tuple[uuid.UUID, uuid.UUID, str, str]
ALIKE = 3
FEW = 5
LETTERS = 30
FORMS = ("cong doan co so ", "cdcs ")


@dataclass
class Signs:
    """Counts over the submitted sheets right under one managing union. Lines without points are in no count.

    `flat`: criteria on which every union gave itself the same; looked for from five unions on. `forgotten`: criteria
    that the appraisers left open for everybody while others have points. `appraised`: sheets appraised to the end.
    """

    sheets: int = 0
    scored: int = 0
    at_most: int = 0
    criteria: int = 0
    flat: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    appraised: int = 0
    unchanged: int = 0
    lines_given: int = 0
    lines_kept: int = 0


def signs(rounds: list[Round], sheets: QuerySet[Sheet]) -> dict[str, Signs]:
    """The counts of each managing union by its path on the day of the tree, in two grouped queries.

    `sheets` are placed (`results.placed`).
    """
    out: dict[str, Signs] = defaultdict(Signs)
    sent = sheets.filter(why_not="").exclude(step=SELF)
    _add_lines(out, rounds, sent)
    _add_sheets(out, sent)
    return dict(out)


def _add_sheets(out: dict[str, Signs], sent: QuerySet[Sheet]) -> None:
    """How many sheets are appraised to the end, and how many of them without a change."""
    cut = SheetLine.objects.filter(sheet=OuterRef("pk"), appraised__isnull=False, own__isnull=False)
    told = sent.annotate(done=Q(appraised_on__isnull=False), changed=Exists(cut.exclude(appraised=F("own"))))
    grouped: Any = told.values_list(*("managing", "done", "changed")).annotate(n=Count("id"))
    for managing, done, changed, n in grouped:
        one = out[managing or ""]
        one.sheets += n
        one.appraised += n * done
        one.unchanged += n * (done and not changed)


def _add_lines(out: dict[str, Signs], rounds: list[Round], sent: QuerySet[Sheet]) -> None:
    """What was given on each criterion of each variant, from one row for each value that occurs."""
    most = {(one.code, line.variant): line.max for one in _criteria(rounds) for line in one.lines}
    rows = sent.filter(lines__own__isnull=False)
    columns = ("managing", "variant", "lines__code", "lines__own")
    grouped: Any = rows.values_list(*columns).annotate(
        n=Count("lines"),
        given=Count("lines__appraised"),
        kept=Count("lines", filter=Q(lines__appraised=F("lines__own"))),
    )
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for managing, variant, code, own, n, given, kept in grouped:
        one = out[managing or ""]
        one.scored += n
        one.at_most += n * (own == most.get((code, variant)))
        one.lines_given += given
        one.lines_kept += kept
        tallies[managing or "", code].add(n, given, share_of(own, most.get((code, variant))))
    for (managing, code), tally in sorted(tallies.items()):
        tally.tell(out[managing], code)


@dataclass
class Tally:
    """One criterion in one managing union: how many gave themselves points, how many were given some, which shares."""

    unions: int = 0
    given: int = 0
    shares: set[Fraction | None] = field(default_factory=set)

    def add(self, unions: int, given: int, share: Fraction | None) -> None:
        """Adds the unions that gave themselves one share of the maximum."""
        self.unions += unions
        self.given += given
        self.shares.add(share)

    def tell(self, into: Signs, code: str) -> None:
        """Says whether everybody has the same, and whether nobody was appraised."""
        if self.unions < FEW:
            return
        into.criteria += 1
        if len(self.shares) == 1:
            into.flat.append(code)
        if not self.given and into.lines_given:
            into.forgotten.append(code)


def _criteria(rounds: list[Round]) -> list[Criterion]:
    return [one for round_ in rounds for one in grammar_of(round_.rubric).criteria]


@dataclass(frozen=True)
class Repeated:
    """One text on one criterion in the sheets of several unions, apart from their own names."""

    code: str
    text: str
    sheets: tuple[uuid.UUID, ...]


def repeated(told: Iterable[Note], names: Mapping[uuid.UUID, str]) -> list[Repeated]:
    """The notes (`notes`) that three or more unions share, most first. `names`: of the unions with a note."""
    held: dict[tuple[str, str], list[tuple[uuid.UUID, str]]] = defaultdict(list)
    for key, unit, code, note in told:
        bare = bare_text(note, names.get(unit, ""))
        if len(bare) >= LETTERS:
            held[code, bare].append((key, note))
    found = [
        Repeated(code, rows[0][1], tuple(key for key, _note in rows))
        for (code, _bare), rows in held.items()
        if len(rows) >= ALIKE
    ]
    return sorted(found, key=lambda each: (-len(each.sheets), each.code))


def notes(sheets: QuerySet[Sheet]) -> Iterable[Note]:
    """(sheet, unit, criterion, note) of every line with a note, of the sheets that are submitted."""
    sent = sheets.filter(why_not="").exclude(step=SELF).values("pk")
    rows = SheetLine.objects.filter(sheet__in=sent).exclude(note="")
    return rows.order_by("sheet", "n").values_list("sheet_id", "sheet__unit_id", "code", "note")


def bare_text(note: str, name: str) -> str:
    """A note folded, without the union's name, digits and signs."""
    text, own = fold(note), fold(name)
    for form in FORMS:
        own = own.removeprefix(form)
    return " ".join(re.sub(r"[^a-z ]+", " ", text.replace(own, " ") if own else text).split())


@dataclass(frozen=True)
class LikeShare:
    """Points on a line that look like a share: above 0, at most one point, and not on the rubric's step."""

    sheet: uuid.UUID
    code: str
    points: int


def like_shares(rounds: list[Round], sheets: QuerySet[Sheet]) -> list[LikeShare]:
    """The self-scores that look like a share typed into a box of points (R28), in one query."""
    step = min((grammar_of(round_.rubric).step for round_ in rounds), default=POINT)
    rows = SheetLine.objects.filter(sheet__in=sheets.filter(why_not="").values("pk"), own__gt=0, own__lte=POINT)
    odd = rows.annotate(rest=Mod("own", Value(step))).exclude(rest=0).order_by("sheet", "n")
    return [LikeShare(sheet, code, own or 0) for sheet, code, own in odd.values_list("sheet_id", "code", "own")]
