"""A slip answers, once. Nothing here knows who asks, writes a time, or tells a used slip from another."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from coso.access.journal import held
from coso.access.refusals import Reason, RefusedError
from coso.ballots.answers import pack
from coso.ballots.models import OPEN, Ballot, BallotSlip
from coso.ballots.pace import allow
from coso.ballots.services.handing import look
from coso.ballots.services.opening import ballot_of, can_be_opened, interrupted, mark_of
from coso.lib import clock
from coso.lib.codes import bare
from coso.lib.sealing import seal


@dataclass(frozen=True)
class Found:
    """The ballot of a slip, and the code as it was made."""

    ballot: Ballot
    code: str


def find_slip(*, code: str) -> Found:
    """The ballot that a slip is of, whether the slip was used or not.

    Raises RefusedError for a code of no slip, for a voided one, and when the ballot takes no answers.
    """
    said, mark = bare(code), mark_of(code)
    ballot = ballot_of(code)
    if ballot is None:
        raise _unknown()
    _require_voting(ballot, mark)
    if not BallotSlip.objects.filter(look=look(said), ballot=ballot).exists():
        raise _unknown() if allow(ballot.id) else _too_fast()
    return Found(ballot, said)


def vote(*, code: str, answers: Mapping[str, str]) -> Ballot:
    """Fills the box of a slip that was not used; one UPDATE. The first answer counts, and a second changes nothing.

    Raises RefusedError, and then the slip is as good as before.
    """
    found = find_slip(code=code)
    _require_whole(found.ballot, answers)
    key = look(found.code)
    box = seal(bytes(found.ballot.public_key), pack(found.ballot.choices, answers), key.bytes)
    with transaction.atomic():
        # Whoever votes holds the ballot: it can neither close nor void its slips before the box is filled.
        now = _held(found.ballot.id, mark_of(found.code))
        BallotSlip.objects.filter(look=key, ballot=now, used=False).update(used=True, sealed=box)
    return found.ballot


def _held(key: uuid.UUID, mark: str) -> Ballot:
    return held(Ballot.objects.all(), key, lambda ballot: _require_voting(ballot, mark))


def _require_voting(ballot: Ballot, mark: str) -> None:
    if ballot.state != OPEN or ballot.last < clock.today():
        raise RefusedError(_("This poll has ended. Thank you for wanting to answer."))
    if not can_be_opened(ballot):
        raise RefusedError(interrupted(), _("Please ask the union for a new slip once it is open again."))
    if mark != ballot.mark:
        raise RefusedError(_("This slip was replaced by a new one. Please ask the union for another slip."))


def _require_whole(ballot: Ballot, answers: Mapping[str, str]) -> None:
    known = dict(ballot.choices)
    missing = [key for key, choices in known.items() if answers.get(key) not in choices]
    if missing or answers.keys() - known.keys():
        text = _("Please choose an answer; “I do not know” is one too.")
        raise RefusedError(*([Reason(text, key) for key in missing] or [Reason(text)]))


def _unknown() -> RefusedError:
    return RefusedError(
        Reason(_("This code is not right. Please look at the slip again: 12 letters and digits."), "code")
    )


def _too_fast() -> RefusedError:
    text = _("This code is not right, and many wrong codes are being typed just now. Please wait a minute.")
    return RefusedError(Reason(text, "code"))
