"""Opening and closing a poll, printing its slips, noting who signed, voiding what went astray."""

import datetime as dt
import uuid
from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import replace

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.ballots.models import POLL
from coso.ballots.services import closing, handing
from coso.ballots.services.opening import open_ballot
from coso.ballots.write_ahead_log import empty_if_asked
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.polls.models import Meeting, Poll
from coso.polls.permissions import RUN
from coso.polls.subjects import PollSubject, subject_of
from coso.register.services.guards import lock, require


def too_small(members: int, day: dt.date) -> bool:
    """Whether a union is so small that a poll would not be anonymous (R31)."""
    return members < least_members(day)


def least_members(day: dt.date) -> int:
    """From how many members on a poll is anonymous enough (R31)."""
    return int(parameter("poll.min_members").at(day).number)


def least_answers(day: dt.date) -> int:
    """From how many answers on a result may be shown (R31)."""
    return int(parameter("poll.min_answers").at(day).number)


def enough_slips(readable: int, last: dt.date) -> bool:
    """Whether sums by slip may be known: who counted the paper beside them can take it away again."""
    return readable >= least_answers(last)


def open_poll(*, about: PollSubject, last: dt.date, by: Account | None) -> Poll:
    """Opens the one poll about a subject until a last day. Raises RefusedError in too small a union (R31)."""
    key = new_key()
    with act(by=by, verb="poll.open", unit=about.unit.id, subject=about.row) as action:
        now = held_unasked(about, by)
        action.write(Poll, {key: {**place_of(now), **_asked(action, now, last)}})
    return Poll.objects.select_related("ballot", "unit").get(pk=key)


def held_unasked(about: PollSubject, by: Account | None) -> PollSubject:
    """The subject as it is now, held until the action ends, about which nobody was asked. Raises RefusedError."""
    lock([about.unit.id])
    now = about.hold()
    require(by, RUN, now.unit)
    if why := now.why_not():
        raise RefusedError(why)
    if any(model.objects.filter(subject=now.row.pk).exists() for model in (Poll, Meeting)):
        raise RefusedError(_("There is a poll or a meeting about this already."))
    return now


def place_of(about: PollSubject) -> dict[str, object]:
    """The columns that say what a poll or a meeting is about."""
    return {"unit_id": about.unit.id, "subject": about.row.pk, "subject_kind": about.key, "year": about.year}


def _asked(action: Act, about: PollSubject, last: dt.date) -> dict[str, object]:
    """Opens a ballot that asks the members of today the questions of today."""
    today = clock.today()
    voters = about.voters(today)
    if too_small(len(voters), today):
        text = _("Under {n} members a poll is not anonymous: record a members' meeting instead.")
        raise RefusedError(text.format(n=least_members(today)))
    asked, place = about.asked_on(today), {"unit": about.unit.id, "subject": about.row.pk}
    opened = open_ballot(action, rule=POLL, choices=asked.choices, voters=voters, last=last, **place)
    return {"ballot_id": opened.ballot, "questions": asked.code}


def _acting(poll: Poll, verb: str, by: Account | None, reason: str = "") -> AbstractContextManager[Act]:
    """An action on a poll, kept in the journal at its unit and subject."""
    return act(by=by, verb=verb, unit=poll.unit_id, subject=subject_of(poll).row, reason=reason)


def held_poll(poll: Poll, by: Account | None) -> Poll:
    """The poll as it is now, held until the action ends. Raises ForbiddenError."""
    now = held(Poll.objects.select_related("unit"), poll.pk)
    require(by, RUN, now.unit)
    return now


def renew_poll(*, poll: Poll, last: dt.date, by: Account | None) -> Poll:
    """Opens a poll anew whose key is gone: with the members of today, new slips and a new roster. Raises RefusedError.

    What was answered before is lost; nobody can read it.
    """
    with _acting(poll, "poll.renew", by) as action:
        lock([poll.unit_id])
        now = held_poll(poll, by)
        lost = closing.give_up(action, ballot=now.ballot_id)
        action.write(Poll, {now.id: _asked(action, subject_of(now), last)})
    closing.forget(ballot=lost.id)
    return Poll.objects.select_related("ballot", "unit").get(pk=poll.pk)


def print_slips(*, poll: Poll, count: int, by: Account | None) -> list[str]:
    """Makes new slips and returns their codes, which nobody can see again. Raises RefusedError."""
    with _acting(poll, "poll.print", by, str(count)) as action:
        return handing.print_slips(action, ballot=held_poll(poll, by).ballot_id, count=count)


def void_slips(*, poll: Poll, why: str, by: Account | None) -> Act:
    """Voids every slip, used or not, as when some were lost; new ones may be printed. Raises RefusedError."""
    if not legible(why):
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with _acting(poll, "poll.void", by, why.strip()) as action:
        handing.void_slips(action, ballot=held_poll(poll, by).ballot_id)
    empty_if_asked()
    return action


def mark_handed(*, poll: Poll, people: Collection[uuid.UUID], handed: str, by: Account | None) -> int:
    """Notes who signed for a slip or for a paper ballot. Returns how many marks changed. Raises RefusedError."""
    with _acting(poll, "poll.hand", by) as action:
        return handing.mark_handed(action, ballot=held_poll(poll, by).ballot_id, people=people, handed=handed)


def close_poll(*, poll: Poll, by: Account | None) -> Act:
    """Closes a poll for good: no slip is taken and no paper counted any more. Raises RefusedError.

    Two actions: the first stops the votes, the second writes the totals. If the first alone was done, do it again.
    """
    with _acting(poll, "poll.stop", by) as action:
        now = held_poll(poll, by).ballot
        closing.stop_votes(action, ballot=now.id)
    boxes = _kept(closing.open_boxes(ballot=now.id), now.last)
    with _acting(poll, "poll.close", by) as action:
        held_poll(poll, by)
        closing.settle(action, ballot=now.id, boxes=boxes)
    closing.forget(ballot=now.id)
    return action


def _kept(boxes: closing.Boxes, last: dt.date) -> closing.Boxes:
    """What is kept of the boxes: sums that may never be shown are not written, beside a roster that names few."""
    return boxes if enough_slips(boxes.used - boxes.unreadable, last) else replace(boxes, counts={})
