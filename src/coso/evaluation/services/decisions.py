"""Deciding by list, publishing, reopening."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties, drop_duties, open_next
from coso.evaluation.chain import APPRAISE, DECIDE, DONE, KINDS, PUBLISH
from coso.evaluation.council import Levels, proposals
from coso.evaluation.filling import grammar_of
from coso.evaluation.models import Decision, Round, Sheet
from coso.evaluation.services.amendments import catch_up
from coso.evaluation.services.council import check_level, pass_duties
from coso.evaluation.services.gate import (
    acting_unit,
    require_ahead,
    require_decider,
    require_listed,
    require_reason,
    require_stranger,
)
from coso.lib import clock
from coso.lib.keys import new_key


@dataclass(frozen=True, slots=True)
class Votes:
    """How the council voted on a list, as counted in its minutes; None where it did not vote."""

    given: int | None = None
    against: int | None = None


NO_VOTE = Votes()


def decide_sheets(
    *,
    round_: Round,
    sheets: Sequence[Sheet],
    document: str,
    levels: Levels | None = None,
    votes: Votes = NO_VOTE,
    by: Account | None,
) -> Act:
    """Decides many sheets in one action: the level that stands at the council's table, or another with a sentence why.

    `levels` is {sheet: (level, why)} for those that differ. `document` is number and day of the decision, typed after
    signing. Raises RefusedError.
    """
    require_decider(by, round_)
    require_listed(round_, sheets)
    require_stranger(by, *[sheet.unit for sheet in sheets])
    said = _standing(round_, sheets) | (levels or {})
    known = {band.key for band in grammar_of(round_.rubric).bands}
    for sheet in sheets:
        _check(sheet, *said[sheet.id], known)
    with act(by=by, verb="round.decide", unit=round_.unit_id, subject=round_, reason=document) as a:
        today, key = clock.today(), new_key()
        vote = {"votes_for": votes.given, "votes_against": votes.against}
        a.write(Decision, {key: {"round_id": round_.id, "day": today, "document": document.strip(), **vote}})
        same = {"decided_on": today, "decision_id": key, "step": PUBLISH}
        a.write(Sheet, {sheet.id: {**same, **_grade(sheet, *said[sheet.id])} for sheet in sheets})
        pass_duties(a, round_, sheets, DECIDE, by)
        a.keep_outcome(Sheet, [sheet.id for sheet in sheets])
    return a


def _standing(round_: Round, sheets: Sequence[Sheet]) -> Levels:
    """The level that stands for each: the council's, else the one by points and gates; with a quota, the table's."""
    quota = grammar_of(round_.rubric).quota
    found = proposals(round_) if quota and quota.enabled else {}
    return {sheet.id: found.get(sheet.id) or _heard(sheet) for sheet in sheets}


def _heard(sheet: Sheet) -> tuple[str, str]:
    return (sheet.heard_grade, sheet.heard_why) if sheet.heard_grade else (sheet.expected, sheet.grade_why)


def _grade(sheet: Sheet, level: str, why: str) -> dict[str, Any]:
    return {"grade": level, "grade_why": why.strip(), "decided_points": sheet.appraised_points}


def _check(sheet: Sheet, level: str, why: str, known: set[str]) -> None:
    if sheet.step != DECIDE or sheet.appraised_points is None:
        raise RefusedError(Reason(_("A sheet in the list is not ready to be decided."), str(sheet.id)))
    check_level(sheet, level, why, known)


def publish_sheets(*, round_: Round, sheets: Sequence[Sheet], by: Account | None) -> Act:
    """Makes decided results public, to members and officers. Raises RefusedError.

    With the last one the round is published: from then on its denominator is frozen.
    """
    require_decider(by, round_)
    require_listed(round_, sheets)
    if any(sheet.step != PUBLISH for sheet in sheets):
        raise RefusedError(_("Only decided sheets can be published."))
    with act(by=by, verb="round.publish", unit=round_.unit_id, subject=round_) as a:
        today = clock.today()
        a.write(Sheet, {sheet.id: {"step": DONE, "published": today} for sheet in sheets})
        close_duties(a, KINDS[PUBLISH].duty, [sheet.id for sheet in sheets], by)
        left = Sheet.objects.filter(round=round_, why_not="").exclude(step=DONE)
        if not round_.published and not left.exists():
            a.write(Round, {round_.id: {"published": today}})
    return a


def reopen_sheet(*, sheet: Sheet, why: str, due: dt.date, by: Account | None) -> Act:
    """A decided result is looked at again, from the appraisal on; the history keeps both. Raises RefusedError."""
    require_decider(by, sheet.round, "evaluation.reopen")
    reason = require_reason(why)
    with act(by=by, verb="sheet.reopen", unit=sheet.unit_id, subject=sheet, reason=reason) as a:
        write_reopening(a, sheet, reason, due, by)
    return a


BACK = {
    "step": APPRAISE, "grade": "", "grade_why": "", "heard_grade": "", "heard_why": "",
    "decided_points": None, "decided_on": None, "decision_id": None, "published": None,
}  # fmt: skip


def write_reopening(a: Act, sheet: Sheet, reason: str, due: dt.date, by: Account | None) -> None:
    """Puts a decided sheet back to its appraisal within an open action; letters that came since reach it now.

    Raises RefusedError.
    """
    if sheet.step not in (PUBLISH, DONE):
        raise RefusedError(_("Only a decided result can be reopened."))
    require_ahead(due)
    a.write(Sheet, {sheet.id: {**BACK, "returned_why": reason}})
    catch_up(a, sheet, by)
    drop_duties(a, [sheet.id], reason)
    open_next(a, KINDS[APPRAISE].duty, [(acting_unit(sheet, APPRAISE).id, sheet.id, due)])


def leave_ungraded(*, sheets: Sequence[Sheet], why: str, by: Account | None) -> Act:
    """Unions that sent no file stay eligible and get no grade, by decision with a reason. Raises RefusedError."""
    if not sheets:
        raise RefusedError(_("Tick at least one sheet."))
    round_ = sheets[0].round
    require_decider(by, round_)
    require_listed(round_, sheets)
    require_stranger(by, *[sheet.unit for sheet in sheets])
    reason = require_reason(why)
    if any(sheet.step != "self" for sheet in sheets):
        raise RefusedError(_("A sheet in the list has been submitted."))
    with act(by=by, verb="round.leave_ungraded", unit=round_.unit_id, subject=round_, reason=reason) as a:
        a.write(Sheet, {sheet.id: {"why_not": "not_submitted", "step": "", "grade_why": reason} for sheet in sheets})
        drop_duties(a, [sheet.id for sheet in sheets], reason)
    return a
