"""Petitions about a result: a union asks, the round's unit answers with a reason, the history stays."""

import datetime as dt

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.duties.services import close_duties, open_duties
from coso.grading.chain import DONE, PUBLISH
from coso.grading.models import Petition, Sheet
from coso.grading.services.decisions import write_reopening
from coso.grading.services.guards import require_decider, require_stranger
from coso.grading.services.rows import lock_round, lock_sheet
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.sight import may

DUTY = "grading.petition"


def may_petition(user: Account, sheet: Sheet) -> bool:
    """Whether somebody may ask about a result: the head of the union, once it is decided."""
    return sheet.step in (PUBLISH, DONE) and may(user, "grading.submit", sheet.unit)


def answer_days(day: dt.date) -> int:
    """How many days the answer to a petition may take."""
    return int(parameter("grading.petition_answer_days").at(day).number)


def petition(*, sheet: Sheet, text: str, by: Account | None) -> Petition:
    """Asks about a decided result; the round's unit then owes an answer. Raises RefusedError."""
    today, key = clock.today(), new_key()
    with act(by=by, verb="sheet.petition", unit=sheet.unit_id, subject=sheet, reason=text.strip()) as a:
        now = lock_sheet(sheet.id)
        if by is not None and not may(by, "grading.submit", now.unit):
            raise ForbiddenError(_("You have no permission for this."))
        _check(now, text)
        asked = {"asked_by": by.id if by else None, "day": today, "grade": now.grade}
        a.write(Petition, {key: {"sheet_id": now.id, "text": text.strip(), **asked}})
        due = today + dt.timedelta(days=answer_days(today))
        open_duties(a, DUTY, [(now.round.unit_id, key, due)])
    return Petition.objects.get(pk=key)


def _check(sheet: Sheet, text: str) -> None:
    if sheet.step not in (PUBLISH, DONE):
        raise RefusedError(_("Only a decided result can be asked about."))
    if not text.strip():
        raise RefusedError(Reason(_("Say what should be looked at again."), "text"))
    if Petition.objects.filter(sheet=sheet, answered=None).exists():
        raise RefusedError(_("A petition about this result still waits for its answer."))


def answer_petition(
    *, petition: Petition, outcome: str, answer: str, due: dt.date | None = None, by: Account | None
) -> Act:
    """Answers with a reason: the result is kept, or is appraised again (by the leader alone). Raises RefusedError."""
    sheet = petition.sheet
    reopens = outcome == Petition.REOPENED
    with act(by=by, verb="sheet.answer_petition", unit=sheet.unit_id, subject=sheet, reason=answer.strip()) as a:
        round_, now = lock_round(sheet.round_id), lock_sheet(sheet.id)
        require_decider(by, round_, "grading.reopen" if reopens else "grading.decide")
        require_stranger(by, now.unit)
        _check_answer(held(Petition.objects.all(), petition.id), outcome, answer, due)
        said = {"answer": answer.strip(), "answered_by": by.id if by else None, "answered": clock.today()}
        a.write(Petition, {petition.id: {**said, "outcome": outcome}})
        close_duties(a, DUTY, [petition.id], by)
        if reopens and due:
            write_reopening(a, now, answer.strip(), due, by)
    return a


def _check_answer(petition: Petition, outcome: str, answer: str, due: dt.date | None) -> None:
    if petition.answered:
        raise RefusedError(_("This petition is answered already."))
    if outcome not in (Petition.KEPT, Petition.REOPENED):
        raise RefusedError(Reason(_("Say whether the result is kept."), "outcome"))
    if not answer.strip():
        raise RefusedError(Reason(_("An answer needs its reason."), "answer"))
    if outcome == Petition.REOPENED and due is None:
        raise RefusedError(Reason(_("Say by which day."), "due"))
