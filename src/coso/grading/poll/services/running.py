"""Opening and closing a poll, printing its slips, noting who signed, voiding what went astray."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.ballots.models import POLL
from coso.ballots.services import closing, handing
from coso.ballots.services.opening import open_ballot
from coso.ballots.write_ahead_log import empty_if_asked
from coso.grading.models import Meeting, Poll, Sheet
from coso.grading.poll.questions import QuestionSet, questions_on
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.models import Membership, Unit
from coso.register.services.gate import lock, require

MAY = "grading.poll"


def members_of(unit: Unit, day: dt.date) -> set[uuid.UUID]:
    """Who is a member of a union on a day."""
    return set(Membership.objects.on(day).in_branches([unit.path]).values_list("person_id", flat=True))


def too_small(members: int, day: dt.date) -> bool:
    """Whether a union is so small that a poll would not be anonymous (R31)."""
    return members < least_members(day)


def least_members(day: dt.date) -> int:
    """From how many members on a poll is anonymous enough (R31)."""
    return int(parameter("poll.min_members").at(day).number)


def open_poll(*, sheet: Sheet, last: dt.date, by: Account | None) -> Poll:
    """Opens the one poll of a sheet until a last day. Raises RefusedError in too small a union (R31)."""
    with act(by=by, verb="poll.open", unit=sheet.unit_id, subject=sheet) as action:
        lock([sheet.unit_id])
        now = held(Sheet.objects.select_related("unit"), sheet.pk)
        require(by, MAY, now.unit)
        require_none_yet(now)
        key = new_key()
        action.write(Poll, {key: {"sheet_id": now.id, **_asked(action, now, last)}})
    return Poll.objects.select_related("ballot", "sheet").get(pk=key)


def _asked(action: Act, sheet: Sheet, last: dt.date) -> dict[str, object]:
    """Opens a ballot that asks the members of today the questions of today."""
    today = clock.today()
    members = members_of(sheet.unit, today)
    if too_small(len(members), today):
        text = _("Under {n} members a poll is not anonymous: record a members' meeting instead.")
        raise RefusedError(text.format(n=least_members(today)))
    asked = questions_on(today)
    opened = open_ballot(
        action,
        unit=sheet.unit_id,
        subject=sheet.id,
        rule=POLL,
        choices=choices_of(asked),
        voters=members,
        last=last,
    )
    return {"ballot_id": opened.ballot, "questions": asked.code}


def choices_of(asked: QuestionSet) -> list[tuple[str, list[str]]]:
    """The keys of the questions, each with the keys of its answers."""
    return [(question.key, [answer.key for answer in asked.answers]) for question in asked.questions]


def require_none_yet(sheet: Sheet) -> None:
    """Raises RefusedError if the sheet has its poll or its meeting, or is not graded at all."""
    if sheet.why_not:
        raise RefusedError(_("This union is not graded this year: there is nothing to ask about."))
    if Poll.objects.filter(sheet=sheet).exists() or Meeting.objects.filter(sheet=sheet).exists():
        raise RefusedError(_("This sheet has its poll or meeting already."))


def held_poll(poll: Poll, by: Account | None) -> Poll:
    """The poll as it is now, held until the action ends. Raises ForbiddenError."""
    now = held(Poll.objects.select_related("sheet__unit"), poll.pk)
    require(by, MAY, now.sheet.unit)
    return now


def renew_poll(*, poll: Poll, last: dt.date, by: Account | None) -> Poll:
    """Opens a poll anew whose key is gone: with the members of today, new slips and a new roster. Raises RefusedError.

    What was answered before is lost; nobody can read it.
    """
    with act(by=by, verb="poll.renew", unit=poll.sheet.unit_id, subject=poll.sheet) as action:
        lock([poll.sheet.unit_id])
        now = held_poll(poll, by)
        lost = closing.give_up(action, ballot=now.ballot_id)
        action.write(Poll, {now.id: _asked(action, now.sheet, last)})
    closing.forget(ballot=lost.id)
    return Poll.objects.select_related("ballot", "sheet").get(pk=poll.pk)


def print_slips(*, poll: Poll, count: int, by: Account | None) -> list[str]:
    """Makes new slips and returns their codes, which nobody can see again. Raises RefusedError."""
    with act(by=by, verb="poll.print", unit=poll.sheet.unit_id, subject=poll.sheet, reason=str(count)) as action:
        return handing.print_slips(action, ballot=held_poll(poll, by).ballot_id, count=count)


def void_slips(*, poll: Poll, why: str, by: Account | None) -> Act:
    """Voids every slip, used or not, as when some were lost; new ones may be printed. Raises RefusedError."""
    if not why.strip():
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with act(by=by, verb="poll.void", unit=poll.sheet.unit_id, subject=poll.sheet, reason=why.strip()) as action:
        handing.void_slips(action, ballot=held_poll(poll, by).ballot_id)
    empty_if_asked()
    return action


def mark_handed(*, poll: Poll, people: Collection[uuid.UUID], handed: str, by: Account | None) -> int:
    """Notes who signed for a slip or for a paper ballot. Returns how many marks changed. Raises RefusedError."""
    with act(by=by, verb="poll.hand", unit=poll.sheet.unit_id, subject=poll.sheet) as action:
        return handing.mark_handed(action, ballot=held_poll(poll, by).ballot_id, people=people, handed=handed)


def close_poll(*, poll: Poll, by: Account | None) -> Act:
    """Closes a poll for good: no slip is taken and no paper counted any more. Raises RefusedError.

    Two actions: the first stops the votes, the second writes the totals. If the first alone was done, do it again.
    """
    about = {"by": by, "unit": poll.sheet.unit_id, "subject": poll.sheet}
    with act(verb="poll.stop", **about) as action:
        ballot = held_poll(poll, by).ballot_id
        closing.stop_votes(action, ballot=ballot)
    boxes = closing.open_boxes(ballot=ballot)
    with act(verb="poll.close", **about) as action:
        held_poll(poll, by)
        closing.settle(action, ballot=ballot, boxes=boxes)
    closing.forget(ballot=ballot)
    return action
