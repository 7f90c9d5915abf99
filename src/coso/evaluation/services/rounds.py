"""Opening a round: who is graded and why not, the steps, the sheets filled from records, the duties."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import open_duties
from coso.evaluation.chain import APPRAISE, DECIDE, ORDER, PUBLISH, SELF
from coso.evaluation.filling import Figures, figures_of, fill, grammar_of, row_of_line
from coso.evaluation.grammar.model import Rubric as Grammar
from coso.evaluation.models import Line, Round, RoundStep, Rubric, Sheet
from coso.evaluation.services.rubrics import freeze
from coso.law import parameter
from coso.lib.dates import Period, months_before
from coso.lib.keys import new_key
from coso.lib.paths import branch_end
from coso.register.kinds import BASE, sectors
from coso.register.models import Unit, UnitPlace, UnitVersion
from coso.register.services.gate import lock, require

NEEDED = {SELF, APPRAISE, DECIDE, PUBLISH}
Chains = Mapping[str, Sequence[tuple[str, dt.date]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A union as a round would take it: its variant and stratum, or the reason why it is not graded."""

    unit: uuid.UUID
    name: str
    sector: str
    stratum: str
    variant: str
    track: str
    why_not: str


@dataclass(frozen=True)
class RoundPlan:
    """What opening a round would do."""

    candidates: list[Candidate] = field(default_factory=list)

    @property
    def graded(self) -> list[Candidate]:
        """The unions that would be graded."""
        return [candidate for candidate in self.candidates if not candidate.why_not]

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """{(stratum, reason or ""): unions}."""
        return dict(Counter((candidate.stratum, candidate.why_not) for candidate in self.candidates))


def plan_round(*, unit: Unit, grammar: Grammar, window: Period, closing: dt.date, tracks: set[str]) -> RoundPlan:
    """Who would be graded in a branch, and why not everybody else; sector and state are those of the closing day."""
    day = min(closing, timezone.localdate())
    place = unit.places.filter(start__lte=day, end__gt=day).first()
    path = place.path if place else unit.path
    rows = UnitPlace.objects.filter(path__gte=path, path__lt=branch_end(path), version__kind=BASE)
    alive = rows.filter(start__lte=day, end__gt=day).select_related("version", "version__parent")
    managing = dict(UnitVersion.objects.on(day).exclude(kind=BASE).values_list("unit_id", "kind"))
    judge = _Judge(grammar, closing, tracks, managing)
    found = [judge.candidate(place.version, judge.why_not(place.version)) for place in alive]
    return RoundPlan(found + [judge.candidate(version, "ended") for version in _ended(rows, window, day)])


def _ended(rows: QuerySet[UnitPlace], window: Period, day: dt.date) -> list[UnitVersion]:
    ended = UnitVersion.objects.filter(kind=BASE, end__gt=window.start, end__lte=day, pk__in=rows.values("version"))
    alive = UnitVersion.objects.on(day).values("unit")
    last = {version.unit_id: version for version in ended.exclude(unit__in=alive).order_by("end")}
    return list(last.values())


class _Judge:
    """Decides for one union after another with what was read once."""

    def __init__(self, grammar: Grammar, closing: dt.date, tracks: set[str], managing: dict[uuid.UUID, str]) -> None:
        self.grammar, self.tracks, self.managing = grammar, tracks, managing
        new = int(parameter("evaluation.new_union_months").at(closing).number)
        merged = int(parameter("evaluation.after_merger_months").at(closing).number)
        founded = UnitVersion.objects.filter(kind=BASE, start__lte=closing).order_by("unit", "-start")
        self.first = dict(founded.values_list("unit_id", "start"))
        self.youngest = months_before(closing, new)
        later = UnitVersion.objects.filter(unit=OuterRef("unit"), start__gte=OuterRef("end"))
        ends = UnitVersion.objects.filter(~Exists(later), kind=BASE, end__lte=closing, unit__heir__isnull=False)
        lately = ends.filter(end__gt=months_before(closing, merged))
        self.merged = set(lately.values_list("unit__heir_id", flat=True))

    def why_not(self, version: UnitVersion) -> str:
        if version.state == UnitVersion.DORMANT:
            return "dormant"
        if self.first[version.unit_id] > self.youngest:
            return "new"
        if version.unit_id in self.merged:
            return "after_merger"
        return "" if self.grammar.variant_for(version.sector) else "no_rubric"

    def candidate(self, version: UnitVersion, why_not: str) -> Candidate:
        variant = self.grammar.variant_for(version.sector)
        sector = sectors().get(version.sector)
        stratum = (variant and variant.stratum_of(version.sector)) or (sector.stratum if sector else "outside")
        above = self.managing.get(version.parent_id, "") if version.parent_id else ""
        track = next((name for name in (version.sector, above) if name in self.tracks), "")
        return Candidate(
            version.unit_id,
            version.name,
            version.sector,
            _stratum(stratum),
            variant.key if variant else "",
            track,
            why_not,
        )


def _stratum(name: str) -> str:
    return "outside" if name == "outside_both" else name


def open_round(
    *,
    unit: Unit,
    rubric: Rubric,
    year: int,
    calendar: str,
    name: str,
    window: Period,
    closing: dt.date,
    chains: Chains,
    by: Account | None,
) -> Round:
    """Opens a round for a branch in one action: steps, a sheet for every union, filled, and the duty to submit it."""
    require(by, "evaluation.open", unit)
    grammar = grammar_of(rubric)
    _check(grammar, year, calendar, window, closing, chains)
    plan = plan_round(unit=unit, grammar=grammar, window=window, closing=closing, tracks=set(chains))
    round_ = Round(
        id=new_key(), year=year, calendar=calendar, name=name, rubric=rubric, unit=unit,
        start=window.start, end=window.end, closing=closing, opened=timezone.localdate(),
    )  # fmt: skip
    found = figures_of(round_, unit)
    with act(by=by, verb="round.open", unit=unit.id, reason=name) as a:
        lock([unit.id])
        _write_round(a, round_, chains)
        freeze(a, rubric, round_.opened)
        _write_sheets(a, round_, plan, grammar, found, chains)
    return Round.objects.get(pk=round_.pk)


def _check(grammar: Grammar, year: int, calendar: str, window: Period, closing: dt.date, chains: Chains) -> None:
    if not grammar.usable:
        raise RefusedError(Reason(_("This rubric is incomplete and cannot be used to grade."), "rubric"))
    if Round.objects.filter(year=year, calendar=calendar).exists():
        raise RefusedError(Reason(_("A round of this year and calendar is open already."), "year"))
    if not window.start < closing:
        raise RefusedError(Reason(_("The closing day lies before the window."), "closing"))
    for steps in chains.values():
        kinds = [kind for kind, _due in steps]
        if kinds != [kind for kind in ORDER if kind in kinds] or not set(kinds) >= NEEDED:
            raise RefusedError(Reason(_("The steps are out of order, or a necessary one is missing."), "chain"))
    if "" not in chains:
        raise RefusedError(Reason(_("The usual chain of steps is missing."), "chain"))


def _write_round(a: Act, round_: Round, chains: Chains) -> None:
    names = [f.attname for f in Round._meta.concrete_fields if f.attname not in ("id", "act")]
    a.write(Round, {round_.id: {name: getattr(round_, name) for name in names}})
    steps = [
        (new_key(), round_.id, track, n, kind, due)
        for track, steps in chains.items()
        for n, (kind, due) in enumerate(steps, start=1)
    ]
    a.create(RoundStep, ["id", "round_id", "track", "n", "kind", "due"], steps)


SHEET = ["id", "round_id", "unit_id", "variant", "sector", "stratum", "track", "why_not", "step", "proposed_points"]
TEXTS = ["by_points", "expected", "grade", "grade_why", "entered_for", "returned_why"]
LINE = ["id", "sheet_id", "code", "n", "proposed", "numerator", "denominator", "status"]
FROM_RECORDS = ["proposed", "numerator", "denominator", "status"]
LINE_TEXTS = ["level", "note", "reason", "asked", "answer"]


def _write_sheets(a: Act, round_: Round, plan: RoundPlan, grammar: Grammar, found: Figures, chains: Chains) -> None:
    sheets, lines, owed = [], [], []
    for candidate in plan.candidates:
        key = new_key()
        filled = [] if candidate.why_not else fill(grammar, candidate.variant, found, candidate.unit)
        rows = [row_of_line(key, n, line) for n, line in enumerate(filled, start=1)]
        lines += [(new_key(), *(row[name] for name in LINE[1:]), *[""] * len(LINE_TEXTS), False) for row in rows]
        known = sum(line.proposed or 0 for line in filled)
        facts = (candidate.variant, candidate.sector, candidate.stratum, candidate.track, candidate.why_not)
        step = "" if candidate.why_not else SELF
        sheets.append((key, round_.id, candidate.unit, *facts, step, known if filled else None, *[""] * len(TEXTS)))
        if not candidate.why_not:
            owed.append((candidate.unit, key, chains[candidate.track][0][1]))
    a.create(Sheet, [*SHEET, *TEXTS], sheets)
    a.create(Line, [*LINE, *LINE_TEXTS, "none"], lines)
    open_duties(a, "evaluation.submit", owed)


def refill(a: Act, round_: Round) -> int:
    """Fills the lines of a round anew from the records, until its figures are closed. Returns the lines changed."""
    grammar = grammar_of(round_.rubric)
    found = figures_of(round_, round_.unit)
    rows = {}
    for sheet in Sheet.objects.filter(round=round_, why_not=""):
        fresh = {line.code: line for line in fill(grammar, sheet.variant, found, sheet.unit_id)}
        for line in sheet.lines.all():
            facts = row_of_line(sheet.id, line.n, fresh[line.code])
            rows[line.id] = {name: facts[name] for name in FROM_RECORDS}
    return a.write(Line, rows)


def refresh_figures(*, round_: Round, by: Account | None) -> Act:
    """Fills the lines of a round anew from today's records, while its figures are open."""
    with act(by=by, verb="round.refresh", unit=round_.unit_id, subject=round_) as a:
        refill(a, round_)
    return a


def close_figures(*, round_: Round, by: Account | None) -> Act:
    """Freezes every line's figures at the end of the closing day: what is entered later is told, not counted."""
    with act(by=by, verb="round.close_figures", unit=round_.unit_id, subject=round_) as a:
        if round_.figures_closed:
            raise RefusedError(_("The figures of this round are closed already."))
        refill(a, round_)
        a.write(Round, {round_.id: {"figures_closed": timezone.localdate()}})
    return a
