"""Opening a round: who is graded and why not, the steps, the sheets filled from records, the duties."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, StaleError, act, held, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import open_duties
from coso.grading.chain import APPRAISE, DECIDE, ORDER, PUBLISH, SELF
from coso.grading.models import AmendedLine, Amendment, Round, RoundStep, Sheet, SheetLine
from coso.grading.prefill import Figures, Filled, amended, figures_of, fill, row_of_line
from coso.grading.services.planning import Asked, RoundPlan, plan_round
from coso.grading.services.rows import lock_round
from coso.lib import clock
from coso.lib.dates import Period, months_before
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.register.models import Unit
from coso.register.services.guards import lock, require
from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.models import Rubric
from coso.rubrics.services.rubrics import freeze
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import DENOMINATORS, ELIGIBLE, sectors_of

YEAR = 12
NEEDED = {SELF, APPRAISE, DECIDE, PUBLISH}
Chains = Mapping[str, Sequence[tuple[str, dt.date]]]


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
    sectors: Collection[str] | None = None,
    denominator: str = ELIGIBLE,
    by: Account | None,
) -> Round:
    """Opens a round for a branch in one action: steps, a sheet for every union, filled, and the duty to submit it.

    `sectors` are those that this round grades; without them, all that the rubric grades by this calendar.
    """
    require(by, "grading.open", unit)
    grammar = grammar_of(rubric)
    check_opening(grammar, year, calendar, window, closing, chains, denominator)
    if by:
        require_days_ahead(chains)
    others = _rounds_of(year)
    asked = Asked(year, frozenset(sectors) if sectors is not None else sectors_of(grammar, calendar))
    plan = plan_round(unit=unit, grammar=grammar, window=window, closing=closing, tracks=set(chains), asked=asked)
    if not plan.candidates:
        raise RefusedError(Reason(_("No union is left for this round to grade."), "sectors"))
    round_ = Round(
        id=new_key(), year=year, calendar=calendar, name=name, rubric=rubric, unit=unit,
        start=window.start, end=window.end, closing=closing, opened=clock.today(),
        denominator=denominator,
    )  # fmt: skip
    found = figures_of(round_, unit)
    with act(by=by, verb="round.open", unit=unit.id, reason=name) as a:
        lock([unit.id])
        _require_still(rubric, year, others)
        _write_round(a, round_, chains)
        freeze(a, rubric, round_.opened)
        _write_sheets(a, round_, plan, grammar, found, chains)
    return Round.objects.get(pk=round_.pk)


def _rounds_of(year: int) -> set[uuid.UUID]:
    return set(Round.objects.filter(year=year).values_list("id", flat=True))


def _require_still(rubric: Rubric, year: int, others: set[uuid.UUID]) -> None:
    """Raises unless the rubric, now locked, and the rounds of the year are those that the plan was made with."""
    now = held(Rubric.objects.all(), rubric.id)
    if now.source != rubric.source:
        raise StaleError(now.act)
    if _rounds_of(year) != others:
        raise RefusedError(Reason(_("Another round of this year was opened meanwhile; look at it once more."), "year"))


def check_opening(
    grammar: RubricSpec,
    year: int,
    calendar: str,
    window: Period,
    closing: dt.date,
    chains: Chains,
    denominator: str,
) -> None:
    """Raises RefusedError where a round could not be opened like this."""
    _check_denominator(year, denominator)
    _check_chains(chains)
    if not grammar.usable:
        raise RefusedError(Reason(_("This rubric is incomplete and cannot be used to grade."), "rubric"))
    if Round.objects.filter(year=year, calendar=calendar).exists():
        raise RefusedError(Reason(_("A round of this year and calendar is open already."), "year"))
    if window.last.year != year:
        raise RefusedError(Reason(_("The window has to end in the target year."), "last"))
    if months_before(window.end, YEAR) > window.start:
        raise RefusedError(Reason(_("The window is longer than twelve months."), "first"))
    if closing < window.last:
        raise RefusedError(Reason(_("The figures would close before the window ends."), "closing"))


def require_days_ahead(chains: Chains) -> None:
    """Raises RefusedError for a step whose last good day is over before anybody could do it."""
    if any(due < clock.today() for steps in chains.values() for _kind, due in steps):
        raise RefusedError(Reason(_("A step has a last good day in the past."), "chain"))


def _check_chains(chains: Chains) -> None:
    for steps in chains.values():
        kinds = [kind for kind, _due in steps]
        if kinds != [kind for kind in ORDER if kind in kinds] or not set(kinds) >= NEEDED:
            raise RefusedError(Reason(_("The steps are out of order, or a necessary one is missing."), "chain"))
    if "" not in chains:
        raise RefusedError(Reason(_("The usual chain of steps is missing."), "chain"))


def _check_denominator(year: int, denominator: str) -> None:
    if denominator not in DENOMINATORS:
        raise RefusedError(Reason(_("This denominator is not known."), "denominator"))
    if Round.objects.filter(year=year).exclude(denominator=denominator).exists():
        raise RefusedError(
            Reason(
                _("All rounds of a year count over one denominator; another round counts differently."), "denominator"
            )
        )


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
REFILLED = ["id", "unit", "variant"]
LINE_TEXTS = ["level", "note", "reason", "asked", "answer"]


def _write_sheets(a: Act, round_: Round, plan: RoundPlan, grammar: RubricSpec, found: Figures, chains: Chains) -> None:
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
    a.create(SheetLine, [*LINE, *LINE_TEXTS, "none"], lines)
    open_duties(a, "grading.submit", owed)


def refill(a: Act, round_: Round) -> int:
    """Fills the lines of a locked round anew from the records, in a fixed number of queries for any number of sheets.

    The sum of the proposals that a sheet keeps follows. Returns the lines changed.
    """
    sheets = held_where(Sheet.objects.filter(round=round_, why_not="").only(*REFILLED))
    fresh = _fresh(round_, sheets)
    stored = SheetLine.objects.filter(sheet__round=round_, sheet__why_not="").values_list("id", "sheet_id", "code", "n")
    rows: dict[uuid.UUID, dict[str, Any]] = {}
    sums = dict.fromkeys([sheet.id for sheet in sheets], 0)
    settled = _settled(round_)
    for key, sheet, code, n in stored:
        filled, most = fresh[sheet][code]
        facts = row_of_line(sheet, n, amended(filled, settled.get(key, ""), most))
        rows[key] = {name: facts[name] for name in FROM_RECORDS}
        sums[sheet] += facts["proposed"] or 0
    changed = a.write(SheetLine, rows)
    a.write(Sheet, {key: {"proposed_points": points} for key, points in sums.items()})
    return changed


def _fresh(round_: Round, sheets: Sequence[Sheet]) -> dict[uuid.UUID, dict[str, tuple[Filled, int]]]:
    """{sheet: {criterion: (what the records say, the most it can give)}}."""
    grammar, found = grammar_of(round_.rubric), figures_of(round_, round_.unit)
    most = {
        variant: {criterion.code: rule.max for criterion, rule in grammar.lines_of(variant)}
        for variant in {sheet.variant for sheet in sheets}
    }
    return {
        sheet.id: {
            line.code: (line, most[sheet.variant][line.code])
            for line in fill(grammar, sheet.variant, found, sheet.unit_id)
        }
        for sheet in sheets
    }


def _settled(round_: Round) -> dict[uuid.UUID, str]:
    """{line: what a letter for the whole round made of it}."""
    letters = AmendedLine.objects.filter(amendment__round=round_).exclude(amendment__kind=Amendment.PROOF)
    return dict(letters.values_list("line_id", "amendment__kind"))


def refresh_figures(*, round_: Round, by: Account | None) -> Act:
    """Fills the lines of a round anew from today's records, while its figures are open. Raises RefusedError."""
    with act(by=by, verb="round.refresh", unit=round_.unit_id, subject=round_) as a:
        refill(a, _lock_open(round_))
    return a


def _lock_open(round_: Round) -> Round:
    """The round as it stands, locked, while its figures are open."""
    now = lock_round(round_.id)
    if now.figures_closed:
        raise RefusedError(_("The figures of this round are closed already."))
    return now


def close_figures(*, round_: Round, by: Account | None) -> Act:
    """Freezes every line's figures at the end of the closing day: what is entered later is told, not counted."""
    with act(by=by, verb="round.close_figures", unit=round_.unit_id, subject=round_) as a:
        now = _lock_open(round_)
        refill(a, now)
        a.write(Round, {now.id: {"figures_closed": clock.today()}})
    return a


def choose_denominator(*, round_: Round, denominator: str, why: str, by: Account | None) -> Act:
    """Names another denominator that counts, for all rounds of the year; frozen once one of them is published."""
    if denominator not in DENOMINATORS:
        raise RefusedError(Reason(_("This denominator is not known."), "denominator"))
    if not legible(why):
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with act(by=by, verb="round.denominator", unit=round_.unit_id, subject=round_, reason=why.strip()) as a:
        rounds = held_where(Round.objects.filter(year=round_.year).select_related("unit"))
        require(by, "grading.decide", *[each.unit for each in rounds if each.id == round_.id])
        lock([round_.unit_id])
        if any(each.published for each in rounds):
            raise RefusedError(_("The result is published; what it is counted over is frozen."))
        a.write(Round, {each.id: {"denominator": denominator} for each in rounds})
    return a
