"""Opening a round: who is graded and why not, the steps, the sheets filled from records, the duties."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import open_duties
from coso.evaluation.chain import APPRAISE, DECIDE, ORDER, PUBLISH, SELF
from coso.evaluation.filling import Figures, amended, figures_of, fill, grammar_of, row_of_line
from coso.evaluation.grammar.model import Rubric as Grammar
from coso.evaluation.models import AmendedLine, Amendment, Line, Round, RoundStep, Rubric, Sheet
from coso.evaluation.services.planning import Asked, RoundPlan, plan_round, sectors_of
from coso.evaluation.services.rubrics import freeze
from coso.lib import clock
from coso.lib.dates import Period
from coso.lib.keys import new_key
from coso.register.models import Unit
from coso.register.services.gate import lock, require

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
    denominator: str = "eligible",
    by: Account | None,
) -> Round:
    """Opens a round for a branch in one action: steps, a sheet for every union, filled, and the duty to submit it.

    `sectors` are those that this round grades; without them, all that the rubric grades by this calendar.
    """
    require(by, "evaluation.open", unit)
    grammar = grammar_of(rubric)
    check_opening(grammar, year, calendar, window, closing, chains, denominator)
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
        _write_round(a, round_, chains)
        freeze(a, rubric, round_.opened)
        _write_sheets(a, round_, plan, grammar, found, chains)
    return Round.objects.get(pk=round_.pk)


def check_opening(
    grammar: Grammar,
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
    if not window.start < closing:
        raise RefusedError(Reason(_("The closing day lies before the window."), "closing"))


def _check_chains(chains: Chains) -> None:
    for steps in chains.values():
        kinds = [kind for kind, _due in steps]
        if kinds != [kind for kind in ORDER if kind in kinds] or not set(kinds) >= NEEDED:
            raise RefusedError(Reason(_("The steps are out of order, or a necessary one is missing."), "chain"))
    if "" not in chains:
        raise RefusedError(Reason(_("The usual chain of steps is missing."), "chain"))


DENOMINATORS = ("all", "eligible", "graded")


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
    letters = AmendedLine.objects.filter(amendment__round=round_).exclude(amendment__kind=Amendment.PROOF)
    settled = dict(letters.values_list("line_id", "amendment__kind"))
    rows = {}
    for sheet in Sheet.objects.filter(round=round_, why_not=""):
        fresh = {line.code: line for line in fill(grammar, sheet.variant, found, sheet.unit_id)}
        most = {criterion.code: rule.max for criterion, rule in grammar.lines_of(sheet.variant)}
        for line in sheet.lines.all():
            filled = amended(fresh[line.code], settled.get(line.id, ""), most[line.code])
            facts = row_of_line(sheet.id, line.n, filled)
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
        a.write(Round, {round_.id: {"figures_closed": clock.today()}})
    return a


def choose_denominator(*, round_: Round, denominator: str, why: str, by: Account | None) -> Act:
    """Names another denominator that counts, for all rounds of the year; frozen once one of them is published."""
    require(by, "evaluation.decide", round_.unit)
    if denominator not in DENOMINATORS:
        raise RefusedError(Reason(_("This denominator is not known."), "denominator"))
    if not why.strip():
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with act(by=by, verb="round.denominator", unit=round_.unit_id, subject=round_, reason=why.strip()) as a:
        rounds = list(Round.objects.select_for_update().filter(year=round_.year))
        if any(each.published for each in rounds):
            raise RefusedError(_("The result is published; what it is counted over is frozen."))
        a.write(Round, {each.id: {"denominator": denominator} for each in rounds})
    return a
