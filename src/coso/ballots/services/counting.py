"""Paper ballots counted in by minutes."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _

from coso.access.journal import Act
from coso.access.refusals import Reason, RefusedError
from coso.ballots.models import PAPER, Ballot, PaperCount
from coso.ballots.services.handing import handed_out, paper_counted
from coso.ballots.services.opening import held_open
from coso.lib.keys import new_key

Counts = Mapping[str, Mapping[str, int]]


def count_paper(
    action: Act, *, ballot: uuid.UUID, held: dt.date, place: str, counters: str, minutes: str, counts: Counts
) -> PaperCount:
    """Takes in paper ballots from minutes: how often each answer was given, each question adding up alike.

    Not more than signed for one. Slips in use are not compared here: a refusal would tell how many have answered. The
    result compares both. Raises RefusedError.
    """
    now = held_open(ballot)
    if held < now.opened:
        raise RefusedError(Reason(_("The poll was not open yet on that day."), "held"))
    ballots = _ballots(now, counts)
    signed = handed_out(now)[PAPER]
    if paper_counted(now) + ballots > signed:
        text = _("{n} members signed for a paper ballot; more cannot be counted in. Complete the roster first.")
        raise RefusedError(text.format(n=signed))
    key = new_key()
    facts = {"ballot_id": now.id, "held": held, "place": place.strip(), "counters": counters.strip()}
    said = {question: dict(answers) for question, answers in counts.items()}
    action.write(PaperCount, {key: {**facts, "minutes": minutes.strip(), "ballots": ballots, "counts": said}})
    return PaperCount.objects.get(pk=key)


def _ballots(ballot: Ballot, counts: Counts) -> int:
    """How many ballots the counts are of. Raises RefusedError unless every question adds up to the same."""
    known = dict(ballot.choices)
    right = all(set(counts.get(key, {})) <= set(answers) for key, answers in known.items())
    sums = {sum(counts.get(key, {}).values()) for key in known}
    if not right or len(sums) != 1 or any(n < 0 for said in counts.values() for n in said.values()):
        raise RefusedError(_("The questions do not add up alike: each ballot gives one answer to each question."))
    ballots = sums.pop()
    if not ballots:
        raise RefusedError(_("No ballot was counted."))
    return ballots
