"""Closing a ballot in three steps, of which each can be repeated after a kill: stop, open the boxes, settle.

No vote is taken from the first step on. The boxes are opened and shuffled in memory, outside any transaction; then one
transaction writes the totals, deletes the slips and closes. There are no batches before: what is written of some
answers stands beside their slips, and two backups can bound a batch that holds one vote.
"""

import random
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coso.access.journal import Act, held
from coso.access.refusals import Reason, RefusedError
from coso.ballots.answers import Counts, add_up, unpack
from coso.ballots.key_files import destroy_key, read_key
from coso.ballots.models import AGREEMENT, CLOSED, CLOSING, LOST, OPEN, Ballot, BallotSlip, Tally, WrappedKey
from coso.ballots.services.opening import can_be_opened, interrupted
from coso.ballots.write_ahead_log import ask_to_empty, empty_if_asked
from coso.lib import clock
from coso.lib.codes import bare
from coso.lib.crypto import NotReadableError
from coso.lib.sealing import open_box, unwrap

_shuffle = random.SystemRandom().shuffle


@dataclass(frozen=True)
class Boxes:
    """What the boxes of a ballot held: how many were used, how many did not open, how often each answer was given."""

    used: int
    unreadable: int
    counts: Counts


def stop_votes(action: Act, *, ballot: uuid.UUID) -> None:
    """No slip is taken any more. Nothing happens where that was done before. Raises RefusedError once closed."""
    now = held(Ballot.objects.all(), ballot, _require_under_way)
    if not can_be_opened(now):
        raise RefusedError(interrupted())
    if now.state == OPEN:
        action.write(Ballot, {now.id: {"state": CLOSING}})


def open_boxes(*, ballot: uuid.UUID, phrase: str = "") -> Boxes:
    """Opens the boxes of a ballot that was stopped; `phrase` of either officer opens one on an agreement.

    Raises RefusedError for a wrong phrase, where the key is gone, and while votes are taken.
    """
    now = Ballot.objects.get(pk=ballot)
    _require_stopped(now)
    private = _private_key(now, phrase)
    plain, unreadable = [], 0
    for look, box in BallotSlip.objects.filter(ballot=now, used=True).values_list("look", "sealed"):
        try:
            plain.append(unpack(now.choices, open_box(private, bytes(box), look.bytes)))
        except NotReadableError:
            unreadable += 1
    _shuffle(plain)
    return Boxes(len(plain) + unreadable, unreadable, add_up(now.choices, plain))


def _private_key(ballot: Ballot, phrase: str) -> bytes:
    private = _unwrapped(ballot, phrase) if ballot.rule == AGREEMENT else read_key(ballot.id)
    if private is None:
        raise RefusedError(interrupted())
    return private


def _unwrapped(ballot: Ballot, phrase: str) -> bytes:
    for wrapped in WrappedKey.objects.filter(ballot=ballot):
        try:
            return unwrap(bytes(wrapped.wrapped), bare(phrase))
        except NotReadableError:
            continue
    raise RefusedError(Reason(_("This phrase opens nothing here. Please look at the envelope again."), "phrase"))


def settle(action: Act, *, ballot: uuid.UUID, boxes: Boxes) -> None:
    """Writes the totals, deletes the slips and closes, for good. Raises RefusedError if that was done meanwhile."""
    now = held(Ballot.objects.all(), ballot, _require_stopped)
    Tally.objects.bulk_create(
        [
            Tally(ballot=now, question=question, answer=answer, n=n)
            for question, said in boxes.counts.items()
            for answer, n in said.items()
        ]
    )
    facts = {"state": CLOSED, "closed": clock.today(), "used": boxes.used, "unreadable": boxes.unreadable}
    _end(action, now, facts)


def give_up(action: Act, *, ballot: uuid.UUID) -> Ballot:
    """Ends a ballot whose key is gone: what its boxes hold is lost, and another may be opened. Raises RefusedError."""
    now = held(Ballot.objects.all(), ballot, _require_under_way)
    if can_be_opened(now):
        raise RefusedError(_("The key of this poll is here: it goes on."))
    _end(action, now, {"state": LOST, "closed": clock.today()})
    return now


def _end(action: Act, ballot: Ballot, facts: dict[str, object]) -> None:
    BallotSlip.objects.filter(ballot=ballot).delete()
    WrappedKey.objects.filter(ballot=ballot).delete()
    action.write(Ballot, {ballot.id: facts})
    ask_to_empty()


def forget(*, ballot: uuid.UUID) -> None:
    """Destroys the key of a ballot that ended and empties the log; a tick repeats what a kill or a reader prevents.

    Call it outside any transaction, after the one that ended the ballot.
    """
    if not Ballot.objects.filter(pk=ballot, state__in=(OPEN, CLOSING)).exists():
        destroy_key(ballot)
    empty_if_asked()


def _require_under_way(ballot: Ballot) -> None:
    if ballot.state not in (OPEN, CLOSING):
        raise RefusedError(_("The poll is closed."))


def _require_stopped(ballot: Ballot) -> None:
    if ballot.state != CLOSING:
        raise RefusedError(_("The poll is closed.") if ballot.state != OPEN else _("The poll is still open."))
