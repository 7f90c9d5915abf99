"""Paper ballots counted in by minutes; a recorded meeting where a poll would not be anonymous."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Sum
from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.evaluation.models import Meeting, PaperCount, Poll, Sheet
from coso.evaluation.poll.questions import questions_on
from coso.evaluation.poll.services.running import least_members, members_of, questions_of, require_none_yet, too_small
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.services.gate import lock, require, require_past

Counts = Mapping[str, Mapping[str, int]]


def count_paper(
    *, poll: Poll, held: dt.date, place: str, counters: str, minutes: str, counts: Counts, by: Account | None
) -> PaperCount:
    """Takes in paper ballots from minutes: how often each answer was given, each question adding up alike.

    Slips in use are not compared here: a refusal would tell how many have answered. The result compares both.
    Raises RefusedError.
    """
    require(by, "evaluation.poll", poll.sheet.unit)
    require_past(held)
    ballots = _ballots(poll, counts)
    with act(by=by, verb="poll.count", unit=poll.sheet.unit_id, subject=poll.sheet, reason=minutes) as a:
        now = Poll.objects.select_for_update().get(pk=poll.pk)
        if now.closed:
            raise RefusedError(_("The poll is closed."))
        before = PaperCount.objects.filter(poll=now).aggregate(n=Sum("ballots"))["n"] or 0
        if before + ballots > now.members:
            raise RefusedError(_("There would be more paper ballots than members; look at the minutes again."))
        key = new_key()
        facts = {"poll_id": now.id, "held": held, "place": place.strip(), "counters": counters.strip()}
        said = {question: dict(answers) for question, answers in counts.items()}
        a.write(PaperCount, {key: {**facts, "minutes": minutes.strip(), "ballots": ballots, "counts": said}})
    return PaperCount.objects.get(pk=key)


def _ballots(poll: Poll, counts: Counts) -> int:
    """How many ballots the counts are of. Raises RefusedError unless every question adds up to the same."""
    known = questions_of(poll)
    right = all(set(counts.get(key, {})) <= set(answers) for key, answers in known)
    sums = {sum(counts.get(key, {}).values()) for key, _answers in known}
    if not right or len(sums) != 1 or any(n < 0 for said in counts.values() for n in said.values()):
        raise RefusedError(_("The questions do not add up alike: each ballot gives one answer to each question."))
    ballots = sums.pop()
    if not ballots:
        raise RefusedError(_("No ballot was counted."))
    return ballots


def record_meeting(
    *, sheet: Sheet, held: dt.date, attended: int, said: str, outcomes: Mapping[str, str], by: Account | None
) -> Meeting:
    """Records the members' meeting that stands in for a poll under ten members (R31). Raises RefusedError."""
    require(by, "evaluation.poll", sheet.unit)
    require_past(held)
    members = members_of(sheet.unit, held)
    if not too_small(members, held):
        text = _("From {n} members on a poll is taken, not a meeting.")
        raise RefusedError(text.format(n=least_members(held)))
    if not 1 <= attended <= members:
        raise RefusedError(Reason(_("From 1 to {n} members can have attended.").format(n=members), "attended"))
    with act(by=by, verb="poll.meeting", unit=sheet.unit_id, subject=sheet) as a:
        lock([sheet.unit_id])
        require_none_yet(sheet)
        key = new_key()
        asked = questions_on(clock.today()).code
        facts = {"sheet_id": sheet.id, "questions": asked, "held": held, "members": members, "attended": attended}
        a.write(Meeting, {key: {**facts, "said": said.strip(), "outcomes": dict(outcomes)}})
    return Meeting.objects.get(pk=key)
