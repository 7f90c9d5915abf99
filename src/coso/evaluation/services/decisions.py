"""Deciding by list, publishing, reopening."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.duties.services import close_duties, drop_duties, open_duties, times_asked
from coso.evaluation.chain import APPRAISE, DECIDE, DONE, KINDS, PUBLISH
from coso.evaluation.filling import grammar_of
from coso.evaluation.models import Round, RoundStep, Sheet
from coso.evaluation.services.gate import acting_unit, require_stranger
from coso.register.sight import may


def _require(by: Account | None, round_: Round) -> None:
    if by is not None and not may(by, "evaluation.decide", round_.unit):
        raise ForbiddenError(_("You have no permission for this."))


def decide_sheets(
    *,
    round_: Round,
    sheets: Sequence[Sheet],
    document: str,
    levels: Mapping[UUID, tuple[str, str]] | None = None,
    by: Account | None,
) -> Act:
    """Decides many sheets in one action: the expected level, or another with one sentence why.

    `levels` is {sheet: (level, why)} for those that differ. `document` is number and day of the decision, typed after
    signing. Raises RefusedError.
    """
    _require(by, round_)
    grammar = grammar_of(round_.rubric)
    known = {band.key for band in grammar.bands}
    rows = {}
    for sheet in sheets:
        level, why = (levels or {}).get(sheet.id, (sheet.expected, sheet.grade_why))
        _check(sheet, level, why, known)
        rows[sheet.id] = {"grade": level, "grade_why": why.strip(), "decided_points": sheet.appraised_points}
    require_stranger(by, *[sheet.unit for sheet in sheets])
    with act(by=by, verb="round.decide", unit=round_.unit_id, subject=round_, reason=document) as a:
        today = timezone.localdate()
        a.write(Sheet, {key: {**row, "decided_on": today, "step": PUBLISH} for key, row in rows.items()})
        close_duties(a, KINDS[DECIDE].duty, rows, by)
        owed = [(round_.unit_id, sheet.id, _due(round_, sheet.track, PUBLISH)) for sheet in sheets]
        open_duties(a, KINDS[PUBLISH].duty, owed)
    return a


def _check(sheet: Sheet, level: str, why: str, known: set[str]) -> None:
    if sheet.step != DECIDE or sheet.appraised_points is None:
        raise RefusedError(Reason(_("A sheet in the list is not ready to be decided."), str(sheet.id)))
    if level not in known:
        raise RefusedError(Reason(_("This level is not known."), str(sheet.id)))
    if level != sheet.by_points and not why.strip():
        raise RefusedError(Reason(_("The level differs from the level by points: say why."), str(sheet.id)))


def _due(round_: Round, track: str, kind: str) -> dt.date:
    return RoundStep.objects.get(round=round_, track=track, kind=kind).due


def publish_sheets(*, round_: Round, sheets: Sequence[Sheet], by: Account | None) -> Act:
    """Makes decided results public, to members and officers. Raises RefusedError."""
    _require(by, round_)
    if any(sheet.step != PUBLISH for sheet in sheets):
        raise RefusedError(_("Only decided sheets can be published."))
    with act(by=by, verb="round.publish", unit=round_.unit_id, subject=round_) as a:
        today = timezone.localdate()
        a.write(Sheet, {sheet.id: {"step": DONE, "published": today} for sheet in sheets})
        close_duties(a, KINDS[PUBLISH].duty, [sheet.id for sheet in sheets], by)
        if not Sheet.objects.filter(round=round_, why_not="").exclude(step=DONE).exists():
            a.write(Round, {round_.id: {"published": today}})
    return a


def reopen_sheet(*, sheet: Sheet, why: str, due: dt.date, by: Account | None) -> Act:
    """A decided result is looked at again, from the appraisal on; the history keeps both. Raises RefusedError."""
    if by is not None and not may(by, "evaluation.reopen", sheet.round.unit):
        raise ForbiddenError(_("You have no permission for this."))
    if sheet.step not in (PUBLISH, DONE):
        raise RefusedError(_("Only a decided result can be reopened."))
    if not why.strip():
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with act(by=by, verb="sheet.reopen", unit=sheet.unit_id, subject=sheet, reason=why) as a:
        back = {"step": APPRAISE, "grade": "", "decided_points": None, "decided_on": None, "published": None}
        a.write(Sheet, {sheet.id: {**back, "returned_why": why.strip()}})
        drop_duties(a, [sheet.id], why)
        n = times_asked(KINDS[APPRAISE].duty, sheet.id) + 1
        open_duties(a, KINDS[APPRAISE].duty, [(acting_unit(sheet, APPRAISE).id, sheet.id, due)], n)
    return a


def leave_ungraded(*, sheets: Sequence[Sheet], why: str, by: Account | None) -> Act:
    """Unions that sent no file stay eligible and get no grade, by decision with a reason. Raises RefusedError."""
    round_ = sheets[0].round
    _require(by, round_)
    if not why.strip():
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    if any(sheet.step != "self" for sheet in sheets):
        raise RefusedError(_("A sheet in the list has been submitted."))
    with act(by=by, verb="round.leave_ungraded", unit=round_.unit_id, subject=round_, reason=why) as a:
        a.write(Sheet, {sheet.id: {"why_not": "not_submitted", "step": "", "grade_why": why} for sheet in sheets})
        drop_duties(a, [sheet.id for sheet in sheets], why)
    return a
