"""Deciding by list, publishing, reopening."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties, drop_duties, open_next
from coso.grading.chain import APPRAISE, DECIDE, DONE, KINDS, PUBLISH, SELF
from coso.grading.council import Levels, proposals
from coso.grading.models import Decision, Round, Sheet
from coso.grading.services.amendments import catch_up
from coso.grading.services.council import check_level, pass_duties
from coso.grading.services.guards import (
    acting_unit,
    require_ahead,
    require_any,
    require_decider,
    require_listed,
    require_reason,
    require_stranger,
)
from coso.grading.services.rows import by_round, lock_round, lock_rounds, lock_sheet, lock_sheets, place_of_rounds
from coso.lib import clock
from coso.lib.keys import new_key
from coso.rubrics.specs import grammar_of


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
    with act(by=by, verb="round.decide", unit=round_.unit_id, subject=round_, reason=document) as a:
        _decide(a, lock_round(round_.id), sheets, _Decided(document, levels or {}, votes), by)
    return a


def decide_lists(*, sheets: Sequence[Sheet], document: str, by: Account | None) -> Act:
    """Decides sheets of one or more rounds in one action, each as it stands. Raises RefusedError; then none is."""
    require_any(sheets)
    said = _Decided(document, {}, NO_VOTE)
    with act(by=by, verb="round.decide", reason=document, **place_of_rounds(sheets)) as a:
        for round_, rows in by_round(sheets):
            _decide(a, round_, rows, said, by)
    return a


@dataclass(frozen=True, slots=True)
class _Decided:
    document: str
    levels: Levels
    votes: Votes


def _decide(a: Act, round_: Round, sheets: Sequence[Sheet], decided: _Decided, by: Account | None) -> None:
    """Decides sheets of a locked round."""
    require_decider(by, round_)
    require_listed(round_, sheets)
    now = lock_sheets(sheets)
    require_stranger(by, *[sheet.unit for sheet in now])
    said = _standing(round_, now) | decided.levels
    known = {band.key for band in grammar_of(round_.rubric).bands}
    for sheet in now:
        _check(sheet, *said[sheet.id], known)
    same = {"decided_on": clock.today(), "decision_id": _write_decision(a, round_, decided), "step": PUBLISH}
    a.write(Sheet, {sheet.id: {**same, **_grade(sheet, *said[sheet.id])} for sheet in now})
    pass_duties(a, round_, now, DECIDE, by)
    a.keep_outcome(Sheet, [sheet.id for sheet in now])


def _write_decision(a: Act, round_: Round, decided: _Decided) -> uuid.UUID:
    key, votes = new_key(), decided.votes
    vote = {"votes_for": votes.given, "votes_against": votes.against}
    facts = {"round_id": round_.id, "day": clock.today(), "document": decided.document.strip()}
    a.write(Decision, {key: {**facts, **vote}})
    return key


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
    with act(by=by, verb="round.publish", unit=round_.unit_id, subject=round_) as a:
        _publish(a, lock_round(round_.id), sheets, by)
    return a


def publish_lists(*, sheets: Sequence[Sheet], by: Account | None) -> Act:
    """Makes decided results of one or more rounds public in one action. Raises RefusedError; then none is."""
    require_any(sheets)
    with act(by=by, verb="round.publish", **place_of_rounds(sheets)) as a:
        for round_, rows in by_round(sheets):
            _publish(a, round_, rows, by)
    return a


def _publish(a: Act, round_: Round, sheets: Sequence[Sheet], by: Account | None) -> None:
    """Publishes sheets of a locked round."""
    require_decider(by, round_)
    require_listed(round_, sheets)
    now, today = lock_sheets(sheets), clock.today()
    if any(sheet.step != PUBLISH for sheet in now):
        raise RefusedError(_("Only decided sheets can be published."))
    a.write(Sheet, {sheet.id: {"step": DONE, "published": today} for sheet in now})
    close_duties(a, KINDS[PUBLISH].duty, [sheet.id for sheet in now], by)
    left = Sheet.objects.filter(round=round_, why_not="").exclude(step=DONE)
    if not round_.published and not left.exists():
        a.write(Round, {round_.id: {"published": today}})


def reopen_sheet(*, sheet: Sheet, why: str, due: dt.date, by: Account | None) -> Act:
    """A decided result is looked at again, from the appraisal on; the history keeps both. Raises RefusedError."""
    reason = require_reason(why)
    with act(by=by, verb="sheet.reopen", unit=sheet.unit_id, subject=sheet, reason=reason) as a:
        round_ = lock_round(sheet.round_id)
        require_decider(by, round_, "grading.reopen")
        write_reopening(a, lock_sheet(sheet.id), reason, due, by)
    return a


BACK = {
    "step": APPRAISE, "grade": "", "grade_why": "", "heard_grade": "", "heard_why": "",
    "decided_points": None, "decided_on": None, "decision_id": None, "published": None,
}  # fmt: skip


def write_reopening(a: Act, sheet: Sheet, reason: str, due: dt.date, by: Account | None) -> None:
    """Puts a decided sheet back to its appraisal within an open action; letters that came since reach it now.

    The round and the sheet are locked. Raises RefusedError.
    """
    if sheet.step not in (PUBLISH, DONE):
        raise RefusedError(_("Only a decided result can be reopened."))
    require_ahead(due)
    a.write(Sheet, {sheet.id: {**BACK, "returned_why": reason}})
    catch_up(a, sheet, by)
    drop_duties(a, [sheet.id], reason)
    open_next(a, KINDS[APPRAISE].duty, [(acting_unit(sheet, APPRAISE).id, sheet.id, due)])


def leave_ungraded(*, sheets: Sequence[Sheet], why: str, by: Account | None) -> Act:
    """Unions that sent no file stay eligible and get no grade, by decision with a reason, in one action.

    The sheets may be of several rounds. Raises RefusedError; then nothing is written.
    """
    require_any(sheets)
    reason = require_reason(why)
    with act(by=by, verb="round.leave_ungraded", reason=reason, **place_of_rounds(sheets)) as a:
        for round_ in lock_rounds({sheet.round_id for sheet in sheets}):
            require_decider(by, round_)
        now = lock_sheets(sheets)
        require_stranger(by, *[sheet.unit for sheet in now])
        if any(sheet.step != SELF for sheet in now):
            raise RefusedError(_("A sheet in the list has been submitted."))
        a.write(Sheet, {sheet.id: {"why_not": "not_submitted", "step": "", "grade_why": reason} for sheet in now})
        drop_duties(a, [sheet.id for sheet in now], reason)
    return a
