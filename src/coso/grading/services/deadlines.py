"""Last good days of steps: those of the round, and those given later to single unions or a whole branch."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.duties.extensions import give_time, with_extensions
from coso.grading.chain import KINDS, ORDER, ROUND
from coso.grading.models import Round, RoundStep, Sheet
from coso.grading.services.guards import managing_units, require_listed, require_reason
from coso.grading.services.rows import lock_sheets
from coso.lib import clock
from coso.register.models import Unit
from coso.register.services.guards import require_near
from coso.register.visibility import may, reach


def dues(round_: Round, step: str, sheets: Sequence[Sheet]) -> dict[UUID, dt.date]:
    """The last good day of a step of some sheets of a round, later days counted. {} where the chain lacks the step."""
    usual = dict(RoundStep.objects.filter(round=round_, kind=step).values_list("track", "due"))
    days = {sheet.id: usual[sheet.track] for sheet in sheets if sheet.track in usual}
    return with_extensions(KINDS[step].duty, days) if days else {}


def day_within(sheet: Sheet, step: str, wanted: dt.timedelta) -> dt.date:
    """The day to propose for something that has to happen before a step of a sheet ends: never after, never past."""
    today = clock.today()
    last = dues(sheet.round, step, [sheet]).get(sheet.id, dt.date.max)
    return max(today, min(today + wanted, last))


def extend_deadlines(
    *, round_: Round, sheets: Sequence[Sheet], step: str, due: dt.date, why: str, by: Account | None
) -> Act:
    """Gives some unions more time for one step, in one action; on-time rates count the later day.

    It holds for a step that a sheet has not come to yet; who has a later day already keeps it. Raises RefusedError.
    """
    require_listed(round_, sheets)
    reason = require_reason(why)
    with act(by=by, verb="duty.extend", unit=round_.unit_id, subject=round_, reason=reason) as a:
        now = lock_sheets(sheets)
        _require(by, now)
        if not may_extend(by, round_, step):
            raise ForbiddenError(_("You have no permission for this."))
        usual = dues(round_, step, now)
        _check(step, now, usual, due)
        give_time(a, KINDS[step].duty, usual, due, reason)
    return a


def may_extend(by: Account | None, round_: Round, step: str) -> bool:
    """Whether somebody may give more time for a step: for those of the round's unit who appraises there."""
    if by is None or step not in KINDS or KINDS[step].actor != ROUND:
        return True
    return may(by, "grading.appraise", round_.unit)


def _require(by: Account | None, sheets: Sequence[Sheet]) -> None:
    if by is None:
        return
    found = reach(by, "grading.appraise")
    above = managing_units([sheet.unit_id for sheet in sheets], clock.today())
    paths = Unit.objects.filter(pk__in=set(above.values())).values_list("path", flat=True)
    if not all(found.covers(path) for path in paths):
        raise ForbiddenError(_("You have no permission for this."))


def _check(step: str, sheets: Sequence[Sheet], usual: dict[UUID, dt.date], due: dt.date) -> None:
    if step not in ORDER or not usual:
        raise RefusedError(Reason(_("These unions do not go through this step."), "step"))
    if any(sheet.step not in ORDER or ORDER.index(sheet.step) > ORDER.index(step) for sheet in sheets):
        raise RefusedError(Reason(_("A sheet in the list has passed this step."), "step"))
    require_near(due, "due")
    if due < clock.today() or due <= min(usual.values()):
        raise RefusedError(Reason(_("The new day has to lie after the old one, and not in the past."), "due"))
