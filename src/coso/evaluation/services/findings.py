"""Findings of an appraisal that cap a level: what signed minutes establish and no record of the system counts."""

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.evaluation.chain import APPRAISE
from coso.evaluation.filling import grammar_of
from coso.evaluation.grammar.model import Condition, Gate
from coso.evaluation.models import Sheet
from coso.evaluation.services.gate import require_reason, require_step

LONGEST = 300


def gates_to_find(sheet: Sheet) -> list[Gate]:
    """The gates of a sheet's table whose figure no line of it reads: only a person can close them."""
    grammar = grammar_of(sheet.round.rubric)
    counted = {criterion.indicator for criterion, _line in grammar.lines_of(sheet.variant)}
    own = [gate for gate in grammar.gates if sheet.variant in gate.applies_to]
    return [gate for gate in own if isinstance(gate.when, Condition) and gate.when.indicator not in counted]


def record_finding(*, sheet: Sheet, gate: str, minutes: str, by: Account | None) -> Act:
    """The appraiser closes a gate by number and day of the signed minutes. Raises RefusedError, field "minutes"."""
    require_step(by, sheet, APPRAISE)
    if gate not in {each.code for each in gates_to_find(sheet)}:
        raise RefusedError(Reason(_("This sheet has no such finding."), "gate"))
    if not minutes.strip():
        raise RefusedError(Reason(_("Name the signed minutes: a finding without them caps nothing."), "minutes"))
    return _write(sheet, (sheet.findings or {}) | {gate: minutes.strip()[:LONGEST]}, "sheet.find", minutes, by)


def withdraw_finding(*, sheet: Sheet, gate: str, why: str, by: Account | None) -> Act:
    """Takes a finding back, with a reason. Raises RefusedError."""
    require_step(by, sheet, APPRAISE)
    why, made = require_reason(why), sheet.findings or {}
    if gate not in made:
        raise RefusedError(Reason(_("This sheet has no such finding."), "gate"))
    rest = {code: minutes for code, minutes in made.items() if code != gate}
    return _write(sheet, rest, "sheet.unfind", why, by)


def _write(sheet: Sheet, findings: dict[str, str], verb: str, reason: str, by: Account | None) -> Act:
    with act(by=by, verb=verb, unit=sheet.unit_id, subject=sheet, reason=reason.strip()) as a:
        a.write(Sheet, {sheet.id: {"findings": findings or None}})
    return a
