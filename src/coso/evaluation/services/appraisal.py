"""The managing union's hand: appraising per line, asking for supplements, returning, passing on."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.journal.sitting import end_sittings, sitting
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties, drop_duties, open_duties, times_asked
from coso.evaluation.chain import APPRAISE, CLUSTER, COUNCIL, KINDS, REVIEW, SELF, SUBMIT
from coso.evaluation.filling import grammar_of, outcome, points_in, values_on
from coso.evaluation.grammar.values import Absent
from coso.evaluation.models import Line, Sheet
from coso.evaluation.services.gate import require_ahead, require_reason, require_step, require_unsettled
from coso.evaluation.services.scoring import (
    ANY,
    AnotherValueError,
    bonus_codes,
    check_points,
    out_of_sheet,
    pass_on,
    place_of,
)

LONGEST_MINUTE = 120
PASSING = {
    CLUSTER: "sheet.cluster", SUBMIT: "sheet.submit_up", REVIEW: "sheet.review", COUNCIL: "sheet.council",
}  # fmt: skip


def appraise_line(*, line: Line, points: int | None, reason: str = "", by: Account | None, seen: Any = ANY) -> Line:
    """Sets the appraiser's points of a line; None is "not appraised". A change needs a reason. Raises RefusedError."""
    sheet = line.sheet
    require_step(by, sheet, APPRAISE)
    require_unsettled(line)
    if points is not None:
        check_points(points, place_of(line))
        if points != line.own and line.code not in bonus_codes(sheet) and not reason.strip():
            raise RefusedError(Reason(_("Points are changed: say why."), "reason"))
    with sitting(by=by, verb="sheet.appraise", unit=sheet.unit_id, subject=sheet) as a:
        now = Line.objects.select_for_update().get(pk=line.pk)
        if seen is not ANY and now.appraised not in (seen, points):
            raise AnotherValueError(now.appraised)
        a.write(Line, {line.id: {"appraised": points, "reason": reason.strip()}})
    return Line.objects.get(pk=line.pk)


def accept_agreeing(*, sheet: Sheet, by: Account | None) -> int:
    """Keeps at once the points of every line not yet appraised where the union agrees with the records."""
    require_step(by, sheet, APPRAISE)
    with sitting(by=by, verb="sheet.appraise", unit=sheet.unit_id, subject=sheet) as a:
        lines = [
            line for line in sheet.lines.filter(appraised=None) if line.own is not None and line.own == line.proposed
        ]
        return a.write(Line, {line.id: {"appraised": line.own} for line in lines})


def ask_supplement(*, line: Line, text: str, due: dt.date, by: Account | None) -> Line:
    """Asks the union to supplement one line by a day; the sheet stays submitted, other lines go on."""
    sheet = line.sheet
    require_step(by, sheet, APPRAISE)
    require_unsettled(line)
    if not text.strip():
        raise RefusedError(Reason(_("Say what is missing."), "text"))
    require_ahead(due)
    with act(by=by, verb="sheet.ask", unit=sheet.unit_id, subject=sheet, reason=text) as a:
        a.write(
            Line, {line.id: {"asked": text.strip(), "ask_due": due, "answered": None, "answer": "", "appraised": None}}
        )
        close_duties(a, "evaluation.supplement", [sheet.id], by)
        n = times_asked("evaluation.supplement", sheet.id) + 1
        open_duties(a, "evaluation.supplement", [(sheet.unit_id, sheet.id, due)], n)
    return Line.objects.get(pk=line.pk)


def return_sheet(*, sheet: Sheet, why: str, due: dt.date, by: Account | None) -> Act:
    """Returns a whole sheet to be scored again: the rare case. Raises RefusedError."""
    require_step(by, sheet, APPRAISE)
    why = require_reason(why)
    require_ahead(due)
    with act(by=by, verb="sheet.return", unit=sheet.unit_id, subject=sheet, reason=why) as a:
        a.write(Sheet, {sheet.id: {"step": SELF, "returned_why": why, "submitted": None}})
        drop_duties(a, [sheet.id], why)
        n = times_asked(KINDS[SELF].duty, sheet.id) + 1
        open_duties(a, KINDS[SELF].duty, [(sheet.unit_id, sheet.id, due)], n)
    return a


def not_appraised(sheet: Sheet) -> list[Line]:
    """The lines without the appraiser's points; they are never 0 and block what follows."""
    open_ = sheet.lines.filter(appraised=None).exclude(status=Absent.NOT_APPLICABLE).order_by("n")
    bonus = bonus_codes(sheet)
    return [line for line in open_ if line.code not in bonus and not (line.none and line.own is None)]


def finish_appraisal(*, sheet: Sheet, by: Account | None) -> Act:
    """All lines are appraised and nothing is asked any more: the sheet goes on. Raises RefusedError."""
    require_step(by, sheet, APPRAISE)
    reasons = [
        Reason(_("Line {code} is not appraised.").format(code=line.code), line.code) for line in not_appraised(sheet)
    ]
    waiting = sheet.lines.exclude(asked="").filter(answered=None)
    reasons += [
        Reason(_("Line {code} still waits for a supplement.").format(code=line.code), line.code) for line in waiting
    ]
    if reasons:
        raise RefusedError(*reasons)
    with act(by=by, verb="sheet.finish_appraisal", unit=sheet.unit_id, subject=sheet) as a:
        pass_on(a, sheet, by, appraised_facts(sheet))
    return a


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


def move_on(*, sheet: Sheet, minute: str = "", by: Account | None) -> Act:
    """Passes a sheet on at a step that changes no decided points: cluster, sending up, review, council.

    `minute` names the minutes of the cluster's meeting, where there are any. Raises RefusedError.
    """
    require_step(by, sheet, sheet.step)
    if sheet.step not in PASSING:
        raise RefusedError(_("The sheet is no longer at this step; load the page again."))
    with act(by=by, verb=PASSING[sheet.step], unit=sheet.unit_id, subject=sheet) as a:
        facts = {"cluster_minute": minute.strip()[:LONGEST_MINUTE]} if sheet.step == CLUSTER else {}
        end_sittings(sheet)
        pass_on(a, sheet, by, facts)
    return a
