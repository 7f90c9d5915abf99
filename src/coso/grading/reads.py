"""What pages of the grading year show, each in a fixed number of queries."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise, cached_property

from coso.access.prepared import prepared
from coso.grading.chain import APPRAISE, CLUSTER, SELF, Chain, chains, status_of
from coso.grading.models import Round, RoundStep, Sheet, SheetLine
from coso.grading.prefill import Outcome, outcome, points_in, values_on
from coso.grading.services.scoring import out_of_sheet
from coso.indicators.registry import indicators
from coso.register.names import unit_names
from coso.rubrics.grammar.model import Criterion, Group, Levels, RubricLine, RubricSpec
from coso.rubrics.grammar.values import Absent
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import GOOD, GOOD_UP
from coso.rubrics.words import remark, words


@dataclass
class LineView:
    """A line as a page shows it: the criterion's words, the figure behind the proposal, the choices."""

    line: SheetLine
    criterion: Criterion
    rule: RubricLine
    bonus: bool
    error: str = ""
    typed: str = ""
    reason: str = ""
    note: str = ""
    saved: bool = False
    side: str = ""
    question: Any = None
    late: int = 0
    before: dict[str, Any] | None = None
    proofs: list[Any] = field(default_factory=list)
    withdrawn: list[Any] = field(default_factory=list)

    @cached_property
    def title(self) -> str:
        """The criterion in the reader's language."""
        return words(self.criterion)

    @cached_property
    def remark(self) -> str:
        """The rubric's note on the criterion in the reader's language."""
        return remark(self.criterion)

    @cached_property
    def evidence(self) -> list[str]:
        """The proofs asked for."""
        return [str(each) for each in self.criterion.evidence]

    @cached_property
    def levels(self) -> list[tuple[str, str, int]]:
        """(key, text, points) of each level of a judged line."""
        if not isinstance(self.rule.rule, Levels):
            return []
        said = {level.key: str(level) for level in self.criterion.levels}
        return [(key, said.get(key, key), points) for key, points in self.rule.rule.levels]

    @cached_property
    def counted(self) -> bool:
        """Whether a record in the system answers this line."""
        return (self.criterion.indicator or "") in indicators()

    @cached_property
    def share(self) -> bool:
        """Whether the figure is a share."""
        found = indicators().get(self.criterion.indicator or "")
        return bool(found and found.kind == "share")

    @cached_property
    def caution(self) -> str:
        """What must be told beside the figure of the records, as that few members stand behind it."""
        found, line = indicators().get(self.criterion.indicator or ""), self.line
        if found is None or found.caution is None or self.out or not line.denominator:
            return ""
        return found.caution(line.numerator or 0, line.denominator, line.sheet.round.closing)

    @property
    def address(self) -> str:
        """The address that saves the cell in hand."""
        return {"own": "line_score", "cluster": "line_suggest"}.get(self.side, "line_appraise")

    @property
    def may_be_none(self) -> bool:
        """Whether "nothing arose" is foreseen."""
        return self.rule.when_none is not None

    @property
    def out(self) -> bool:
        """Whether the line is not applicable to this union."""
        return self.line.status == Absent.NOT_APPLICABLE

    @property
    def departs(self) -> bool:
        """Whether the union says something else than the records."""
        return self.line.proposed is not None and self.line.own not in (None, self.line.proposed)

    @property
    def done(self) -> bool:
        """Whether the union has answered."""
        return self.out or self.line.own is not None or self.line.none

    @property
    def waits(self) -> bool:
        """Whether a supplement is asked and not answered."""
        return bool(self.line.asked) and self.line.answered is None

    @property
    def told(self) -> bool:
        """Whether anything is told below the line: what was asked, noted, reasoned, or went wrong."""
        line = self.line
        return bool(line.asked or line.note or line.cluster_note or line.reason or self.error or self.question)

    @property
    def gap(self) -> int:
        """How far apart the newest two values of the line lie: records and union, or union and appraiser."""
        newest = [value for value in (self.line.appraised, self.line.own, self.line.proposed) if value is not None]
        return abs(newest[0] - newest[1]) if len(newest) > 1 else 0

    @property
    def supplemented(self) -> bool:
        """Whether the union changed or answered the line after it had first sent the sheet."""
        said = self.before is not None and any(
            self.before[name] != getattr(self.line, name) for name in ("own", "level", "none", "note")
        )
        return said or self.line.answered is not None

    @property
    def own_before(self) -> int | None:
        """The union's points before it supplemented, where they were others."""
        was: int | None = self.before["own"] if self.before else None
        return was if was != self.line.own else None

    @property
    def changed(self) -> bool:
        """Whether the appraiser changed the points."""
        return self.line.appraised is not None and self.line.appraised != self.line.own


@dataclass
class GroupView:
    """A group of lines with its sums so far, in thousandths."""

    group: Group
    lines: list[LineView] = field(default_factory=list)
    shown: list[LineView] = field(default_factory=list)
    own: int = 0
    appraised: int = 0

    @property
    def title(self) -> str:
        """The group in the reader's language."""
        return words(self.group)

    @property
    def done(self) -> int:
        """Lines answered."""
        return sum(view.done for view in self.lines)

    @property
    def any_appraised(self) -> bool:
        """Whether a line of it has the appraiser's points; until then there is no sum, which is not 0."""
        return any(view.line.appraised is not None for view in self.lines)


@dataclass
class SheetView:
    """A sheet as a page shows it."""

    sheet: Sheet
    grammar: RubricSpec
    groups: list[GroupView]
    status: str | Promise
    own: Outcome
    appraised: Outcome
    cluster: Outcome

    @cached_property
    def chain(self) -> Chain:
        """The steps that the sheet goes through; only the whole page shows them."""
        return chains(self.sheet.round).get(self.sheet.track, [])

    @property
    def lines(self) -> list[LineView]:
        """All lines, in the order of the rubric."""
        return [view for group in self.groups for view in group.lines]

    @property
    def open(self) -> list[LineView]:
        """The lines that the union has not answered."""
        return [view for view in self.lines if not view.done and not view.bonus]

    @property
    def not_appraised(self) -> list[LineView]:
        """The lines without the appraiser's points."""
        return [view for view in self.lines if view.line.appraised is None and not view.out and not view.bonus]

    @property
    def any_appraised(self) -> bool:
        """Whether the managing union has begun; until then there is no sum, which is not 0."""
        return any(group.any_appraised for group in self.groups)

    @property
    def at_self(self) -> bool:
        """Whether the union still scores."""
        return self.sheet.step == SELF

    @property
    def at_cluster(self) -> bool:
        """Whether the cluster's lead suggests points."""
        return self.sheet.step == CLUSTER

    @cached_property
    def has_cluster(self) -> bool:
        """Whether the cluster's step is on for this sheet."""
        return any(step.kind == CLUSTER for step in self.chain)

    @cached_property
    def columns(self) -> list[str]:
        """The columns beside the records and the union's own points: the cluster's, the appraiser's."""
        if self.at_self:
            return []
        return [CLUSTER] * self.has_cluster + [APPRAISE] * (not self.at_cluster)

    @property
    def suggested(self) -> list[LineView]:
        """The lines for which the cluster suggests points."""
        return [view for view in self.lines if view.line.cluster_points is not None and not view.out]

    @property
    def not_suggested(self) -> list[LineView]:
        """The lines scored by the union for which the cluster suggests nothing yet."""
        return [view for view in self.lines if view.line.cluster_points is None and view.line.own is not None]

    @property
    def at_appraisal(self) -> bool:
        """Whether the managing union appraises."""
        return self.sheet.step == APPRAISE


def sheet_view(sheet: Sheet) -> SheetView:
    """A whole sheet, with the sums of both columns."""
    grammar = grammar_of(sheet.round.rubric)
    lines = _lines(sheet.pk)
    views = [line_view(line, grammar, sheet.variant) for line in lines]
    own = _sum(sheet, grammar, lines, "own")
    appraised = _sum(sheet, grammar, lines, "appraised")
    groups = [GroupView(group, [v for v in views if v.criterion.group == group.code]) for group in grammar.groups]
    for view in groups:
        for attribute, side in (("own", own), ("appraised", appraised)):
            found = [total for total in side.totals.groups if total.group == view.group.code]
            setattr(view, attribute, found[0].points if found else side.totals.bonus)
    asked = sum(view.waits for view in views)
    given = sum(line.appraised is not None for line in lines)
    suggested = sum(line.cluster_points is not None for line in lines)
    status = status_of(sheet, asked=asked, appraised=given, suggested=suggested)
    return SheetView(sheet, grammar, groups, status, own, appraised, _sum(sheet, grammar, lines, "cluster_points"))


@prepared
def _lines(sheet: UUID) -> QuerySet[SheetLine]:
    return SheetLine.objects.filter(sheet=sheet).order_by("n")


def line_view(line: SheetLine, grammar: RubricSpec, variant: str) -> LineView:
    """A line with its criterion."""
    criterion = grammar.criterion(line.code)
    rule = criterion.line(variant)
    if rule is None:
        raise LookupError(line.code)
    return LineView(line, criterion, rule, grammar.group(criterion.group).bonus)


def _sum(sheet: Sheet, grammar: RubricSpec, lines: list[SheetLine], column: str) -> Outcome:
    points = points_in(lines, column) | out_of_sheet(lines)
    found = None if column == "own" else sheet.findings
    return outcome(grammar, sheet.variant, points, values_on(lines, grammar, found))


@dataclass
class SheetRow:
    """A sheet in a list."""

    sheet: Sheet
    name: str
    status: str | Promise
    level: str

    @property
    def newest(self) -> int | None:
        """The points decided, else appraised, else self-scored, in thousandths."""
        found = (self.sheet.decided_points, self.sheet.appraised_points, self.sheet.self_points)
        return next((points for points in found if points is not None), None)


@prepared
def _counted(sheets: Iterable[UUID]) -> QuerySet[Sheet, Any]:
    """Sheets in the order of the tree, with how many of their lines are asked about, appraised, suggested for."""
    waiting = Q(lines__ask_due__isnull=False, lines__answered=None)
    counted = Sheet.objects.filter(pk__in=sheets).annotate(
        asked=Count("lines", filter=waiting),
        given=Count("lines__appraised"),
        suggested=Count("lines__cluster_points"),
    )
    return counted.select_related("unit", "round").order_by("unit__path", "id")


def sheet_rows(sheets: Iterable[UUID], day: dt.date, grammar: RubricSpec | None) -> list[SheetRow]:
    """Sheets of a page of a list by key, with the name of each union on a day and the status word."""
    rows: list[Any] = _counted(sheets)
    names = unit_names([row.unit_id for row in rows], day)
    bands = {band.key: words(band) for band in grammar.bands} if grammar else {}
    return [
        SheetRow(
            row,
            names.get(row.unit_id, row.unit.code),
            status_of(row, asked=row.asked, appraised=row.given, suggested=row.suggested),
            bands.get(row.grade or row.expected, ""),
        )
        for row in rows
    ]


def progress(round_: Round, sheets: QuerySet[Sheet]) -> dict[str, int]:
    """How many sheets stand at each step."""
    found = sheets.filter(round=round_, why_not="").values_list("step").annotate(n=Count("id"))
    return dict(Counter(dict(found)))


def nearest_to_line(sheets: QuerySet[Sheet], grammar: RubricSpec, limit: int = 10) -> QuerySet[Sheet]:
    """The unions just under "good" by their newest points, nearest first."""
    floor = grammar.band(GOOD).min
    below = sheets.filter(why_not="", expected__in=[band.key for band in grammar.bands if band.min < floor])
    newest = below.annotate(points=_newest()).filter(points__lt=floor).order_by("-points")
    return newest.select_related("unit")[:limit]


def _newest() -> Any:
    return Coalesce(F("appraised_points"), F("self_points"))


def newest_level() -> Case:
    """The level decided, else the one by the newest points after gates; empty where there is none or none counts."""
    return Case(
        When(~Q(why_not=""), then=Value("-")),
        When(grade__gt="", then=F("grade")),
        When(step=SELF, then=Value("")),
        default=F("expected"),
    )


def levels_of(asked: str) -> list[str]:
    """The levels that a filter stands for."""
    return {"good_up": GOOD_UP, "none": [""]}.get(asked, [asked])


def steps_of(round_: Round) -> QuerySet[RoundStep]:
    """The steps of a round."""
    return RoundStep.objects.filter(round=round_).order_by("track", "n")
