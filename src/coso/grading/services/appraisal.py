"""The managing union's hand: appraising per line, asking for supplements, returning, passing on."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held_where
from coso.access.journal.edit_session import edit_session, end_edit_sessions
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties, drop_duties, open_next
from coso.grading.chain import APPRAISE, CLUSTER, COUNCIL, KINDS, REVIEW, SELF, SUBMIT, SUPPLEMENT
from coso.grading.models import Sheet, SheetLine
from coso.grading.prefill import outcome, points_in, values_on
from coso.grading.services.guards import require_ahead, require_reason, require_step, require_unsettled
from coso.grading.services.rows import lock_line, lock_sheet
from coso.grading.services.scoring import (
    ANY,
    AnotherValueError,
    bonus_codes,
    check_points,
    out_of_sheet,
    pass_on,
    place_of,
)
from coso.lib.text import legible
from coso.rubrics.grammar.values import Absent
from coso.rubrics.specs import grammar_of

LONGEST_MINUTE = 120
PASSING = {
    CLUSTER: "sheet.cluster", SUBMIT: "sheet.submit_up", REVIEW: "sheet.review", COUNCIL: "sheet.council",
}  # fmt: skip


def appraise_line(
    *, line: SheetLine, points: int | None, reason: str = "", by: Account | None, seen: Any = ANY
) -> SheetLine:
    """Sets the appraiser's points of a line; None is "not appraised". A change needs a reason. Raises RefusedError."""
    with edit_session(by=by, verb="sheet.appraise", unit=line.sheet.unit_id, subject=line.sheet) as a:
        now = lock_line(line)
        require_step(by, now.sheet, APPRAISE)
        require_unsettled(now)
        if points is not None:
            check_points(points, place_of(now))
            if points != now.own and now.code not in bonus_codes(now.sheet) and not reason.strip():
                raise RefusedError(Reason(_("Points are changed: say why."), "reason"))
        if seen is not ANY and now.appraised not in (seen, points):
            raise AnotherValueError(now.appraised)
        a.write(SheetLine, {now.id: {"appraised": points, "reason": reason.strip()}})
    return SheetLine.objects.get(pk=line.pk)


def accept_agreeing(*, sheet: Sheet, by: Account | None) -> int:
    """Keeps at once the points of every line not yet appraised where the union agrees with the records."""
    with edit_session(by=by, verb="sheet.appraise", unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        require_step(by, now, APPRAISE)
        lines = held_where(now.lines.filter(appraised=None, own__isnull=False, own=F("proposed")))
        return a.write(SheetLine, {line.id: {"appraised": line.own} for line in lines})


def ask_supplement(*, line: SheetLine, text: str, due: dt.date, by: Account | None) -> SheetLine:
    """Asks the union to supplement one line by a day; the sheet stays submitted, other lines go on."""
    if not legible(text):
        raise RefusedError(Reason(_("Say what is missing."), "text"))
    require_ahead(due)
    with act(by=by, verb="sheet.ask", unit=line.sheet.unit_id, subject=line.sheet, reason=text) as a:
        now = lock_line(line)
        require_step(by, now.sheet, APPRAISE)
        require_unsettled(now)
        asked = {"asked": text.strip(), "ask_due": due, "answered": None, "answer": "", "appraised": None}
        a.write(SheetLine, {now.id: asked})
        close_duties(a, SUPPLEMENT, [now.sheet_id], by)
        open_next(a, SUPPLEMENT, [(now.sheet.unit_id, now.sheet_id, due)])
    return SheetLine.objects.get(pk=line.pk)


def return_sheet(*, sheet: Sheet, why: str, due: dt.date, by: Account | None) -> Act:
    """Returns a whole sheet to be scored again: the rare case. Raises RefusedError."""
    why = require_reason(why)
    require_ahead(due)
    with act(by=by, verb="sheet.return", unit=sheet.unit_id, subject=sheet, reason=why) as a:
        now = lock_sheet(sheet.id)
        require_step(by, now, APPRAISE)
        end_edit_sessions(now)
        a.write(Sheet, {now.id: {"step": SELF, "returned_why": why, "submitted": None}})
        drop_duties(a, [now.id], why)
        open_next(a, KINDS[SELF].duty, [(now.unit_id, now.id, due)])
    return a


def not_appraised(sheet: Sheet) -> list[SheetLine]:
    """The lines without the appraiser's points; they are never 0 and block what follows."""
    open_ = sheet.lines.filter(appraised=None).exclude(status=Absent.NOT_APPLICABLE).order_by("n")
    bonus = bonus_codes(sheet)
    return [line for line in open_ if line.code not in bonus and not (line.none and line.own is None)]


def finish_appraisal(*, sheet: Sheet, by: Account | None) -> Act:
    """All lines are appraised and nothing is asked any more: the sheet goes on. Raises RefusedError."""
    with act(by=by, verb="sheet.finish_appraisal", unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        require_step(by, now, APPRAISE)
        _require_appraised(now)
        end_edit_sessions(now)
        pass_on(a, now, by, appraised_facts(now))
    return a


def _require_appraised(sheet: Sheet) -> None:
    reasons = [
        Reason(_("Line {code} is not appraised.").format(code=line.code), line.code) for line in not_appraised(sheet)
    ]
    waiting = sheet.lines.exclude(asked="").filter(answered=None)
    reasons += [
        Reason(_("Line {code} still waits for a supplement.").format(code=line.code), line.code) for line in waiting
    ]
    if reasons:
        raise RefusedError(*reasons)


def appraised_facts(sheet: Sheet) -> dict[str, Any]:
    """What the appraised column adds up to, bonus included."""
    lines = list(sheet.lines.order_by("n"))
    grammar = grammar_of(sheet.round.rubric)
    points, values = points_in(lines, "appraised") | out_of_sheet(lines), values_on(lines, grammar, sheet.findings)
    said = outcome(grammar, sheet.variant, points, values)
    why = said.why_vi if said.by_points != said.expected else ""
    return {
        "appraised_points": said.totals.points,
        "by_points": said.by_points,
        "expected": said.expected,
        "grade_why": why,
    }


def move_on(*, sheet: Sheet, minute: str = "", at: str = "", by: Account | None) -> Act:
    """Passes a sheet on at a step that changes no decided points: cluster, sending up, review, council.

    `at` is the step at which the page showed the sheet, without it that of `sheet`. `minute` names the minutes of the
    cluster's meeting, where there are any. Raises RefusedError.
    """
    seen = at or sheet.step
    if seen not in PASSING:
        raise RefusedError(_("The sheet is no longer at this step; load the page again."))
    with act(by=by, verb=PASSING[seen], unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        require_step(by, now, seen)
        facts = {"cluster_minute": minute.strip()[:LONGEST_MINUTE]} if now.step == CLUSTER else {}
        end_edit_sessions(now)
        pass_on(a, now, by, facts)
    return a
