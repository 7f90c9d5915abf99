"""Paper ballots counted in by minutes; a recorded meeting where a poll would not be anonymous."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.ballots.models import PaperCount
from coso.ballots.services import counting
from coso.lib import clock
from coso.lib.keys import new_key
from coso.polls.models import Meeting, Poll
from coso.polls.services.running import held_poll, held_unasked, least_members, place_of, too_small
from coso.polls.subjects import PollSubject, subject_of
from coso.register.services.guards import require_past


def count_paper(
    *, poll: Poll, held: dt.date, place: str, counters: str, minutes: str, counts: counting.Counts, by: Account | None
) -> PaperCount:
    """Takes in paper ballots from minutes. Raises RefusedError."""
    require_past(held, "held")
    told = {"place": place, "counters": counters, "minutes": minutes}
    with act(by=by, verb="poll.count", unit=poll.unit_id, subject=subject_of(poll).row, reason=minutes) as action:
        return counting.count_paper(action, ballot=held_poll(poll, by).ballot_id, held=held, counts=counts, **told)


def record_meeting(
    *, about: PollSubject, held: dt.date, attended: int, said: str, outcomes: Mapping[str, str], by: Account | None
) -> Meeting:
    """Records the members' meeting that stands in for a poll under ten members (R31). Raises RefusedError."""
    require_past(held, "held")
    key = new_key()
    with act(by=by, verb="poll.meeting", unit=about.unit.id, subject=about.row) as action:
        now = held_unasked(about, by)
        asked, members = now.asked_on(clock.today()).code, _few_members(now, held, attended)
        facts = {"questions": asked, "held": held, "members": members, "attended": attended}
        action.write(Meeting, {key: {**place_of(now), **facts, "said": said.strip(), "outcomes": dict(outcomes)}})
    return Meeting.objects.get(pk=key)


def _few_members(about: PollSubject, held: dt.date, attended: int) -> int:
    """How many members a small union had on the day of its meeting, in the year or after. Raises RefusedError."""
    if held.year < about.year:
        raise RefusedError(Reason(_("A meeting of before the year cannot say what members think of it."), "held"))
    members = len(about.voters(held))
    if not too_small(members, held):
        text = _("From {n} members on a poll is taken, not a meeting.")
        raise RefusedError(text.format(n=least_members(held)))
    if not 1 <= attended <= members:
        raise RefusedError(Reason(_("From 1 to {n} members can have attended.").format(n=members), "attended"))
    return members
