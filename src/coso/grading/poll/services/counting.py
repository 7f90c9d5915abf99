"""Paper ballots counted in by minutes; a recorded meeting where a poll would not be anonymous."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.journal import held as hold
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.ballots.models import PaperCount
from coso.ballots.services import counting
from coso.grading.models import Meeting, Poll, Sheet
from coso.grading.poll.questions import questions_on
from coso.grading.poll.services.running import MAY, held_poll, least_members, members_of, require_none_yet, too_small
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.services.gate import lock, require, require_past


def count_paper(
    *, poll: Poll, held: dt.date, place: str, counters: str, minutes: str, counts: counting.Counts, by: Account | None
) -> PaperCount:
    """Takes in paper ballots from minutes. Raises RefusedError."""
    require_past(held)
    facts: dict[str, Any] = {"held": held, "place": place, "counters": counters, "minutes": minutes, "counts": counts}
    with act(by=by, verb="poll.count", unit=poll.sheet.unit_id, subject=poll.sheet, reason=minutes) as action:
        return counting.count_paper(action, ballot=held_poll(poll, by).ballot_id, **facts)


def record_meeting(
    *, sheet: Sheet, held: dt.date, attended: int, said: str, outcomes: Mapping[str, str], by: Account | None
) -> Meeting:
    """Records the members' meeting that stands in for a poll under ten members (R31). Raises RefusedError."""
    require_past(held)
    with act(by=by, verb="poll.meeting", unit=sheet.unit_id, subject=sheet) as action:
        lock([sheet.unit_id])
        now = hold(Sheet.objects.select_related("unit"), sheet.pk)
        require(by, MAY, now.unit)
        require_none_yet(now)
        members = _few_members(now, held, attended)
        key = new_key()
        asked = questions_on(clock.today()).code
        facts = {"sheet_id": now.id, "questions": asked, "held": held, "members": members, "attended": attended}
        action.write(Meeting, {key: {**facts, "said": said.strip(), "outcomes": dict(outcomes)}})
    return Meeting.objects.get(pk=key)


def _few_members(sheet: Sheet, held: dt.date, attended: int) -> int:
    """How many members a small union had on the day of its meeting. Raises RefusedError."""
    members = len(members_of(sheet.unit, held))
    if not too_small(members, held):
        text = _("From {n} members on a poll is taken, not a meeting.")
        raise RefusedError(text.format(n=least_members(held)))
    if not 1 <= attended <= members:
        raise RefusedError(Reason(_("From 1 to {n} members can have attended.").format(n=members), "attended"))
    return members
