"""Findings of an appraisal that cap a level: what signed minutes establish and no record of the system counts."""

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.grading.chain import APPRAISE
from coso.grading.models import Sheet
from coso.grading.services.guards import require_reason, require_step
from coso.grading.services.rows import lock_sheet
from coso.lib.text import legible
from coso.rubrics.grammar.model import Condition, Gate
from coso.rubrics.specs import grammar_of

LONGEST = 300


def gates_to_find(sheet: Sheet) -> list[Gate]:
    """The gates of a sheet's table whose figure no line of it reads: only a person can close them."""
    grammar = grammar_of(sheet.round.rubric)
    counted = {criterion.indicator for criterion, _line in grammar.lines_of(sheet.variant)}
    own = [gate for gate in grammar.gates if sheet.variant in gate.applies_to]
    return [gate for gate in own if isinstance(gate.when, Condition) and gate.when.indicator not in counted]


def record_finding(*, sheet: Sheet, gate: str, minutes: str, by: Account | None) -> Act:
    """The appraiser closes a gate by number and day of the signed minutes. Raises RefusedError, field "minutes"."""
    with act(by=by, verb="sheet.find", unit=sheet.unit_id, subject=sheet, reason=minutes.strip()) as a:
        now = lock_sheet(sheet.id)
        require_step(by, now, APPRAISE)
        if gate not in {each.code for each in gates_to_find(now)}:
            raise RefusedError(Reason(_("This sheet has no such finding."), "gate"))
        if not legible(minutes):
            raise RefusedError(Reason(_("Name the signed minutes: a finding without them caps nothing."), "minutes"))
        a.write(Sheet, {now.id: {"findings": (now.findings or {}) | {gate: minutes.strip()[:LONGEST]}}})
    return a


def withdraw_finding(*, sheet: Sheet, gate: str, why: str, by: Account | None) -> Act:
    """Takes a finding back, with a reason. Raises RefusedError."""
    why = require_reason(why)
    with act(by=by, verb="sheet.unfind", unit=sheet.unit_id, subject=sheet, reason=why) as a:
        now = lock_sheet(sheet.id)
        require_step(by, now, APPRAISE)
        made = now.findings or {}
        if gate not in made:
            raise RefusedError(Reason(_("This sheet has no such finding."), "gate"))
        rest = {code: minutes for code, minutes in made.items() if code != gate}
        a.write(Sheet, {now.id: {"findings": rest or None}})
    return a
