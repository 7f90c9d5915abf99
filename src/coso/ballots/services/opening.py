"""Opening a ballot: its roster, its pair of keys, and who keeps the private one."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from coso.access.journal import Act, held
from coso.access.refusals import Reason, RefusedError
from coso.ballots.answers import Choices, fits
from coso.ballots.key_files import has_key, keep_key
from coso.ballots.models import AGREEMENT, OPEN, Ballot, RosterEntry, WrappedKey
from coso.lib import clock
from coso.lib.codes import bare, chance_code, grouped
from coso.lib.keys import new_key, new_keys
from coso.lib.sealing import new_pair, wrap
from coso.register.services.guards import require_near

MARK = 4
OFFICERS, PHRASE = 2, 24  # an agreement's key is kept by two officers; 24 letters and digits are 120 bits


@dataclass(frozen=True)
class Opened:
    """A new ballot, and the phrases of the officers who keep its key: seen this once, to be printed in envelopes."""

    ballot: uuid.UUID
    phrases: tuple[str, ...] = ()


def open_ballot(
    action: Act,
    *,
    unit: uuid.UUID,
    subject: uuid.UUID,
    rule: str,
    choices: Choices,
    voters: Iterable[uuid.UUID],
    last: dt.date,
) -> Opened:
    """Opens a ballot until a last day; `voters` are the keys of the people who may vote. Raises RefusedError.

    Raises ValueError for choices that do not fit into a box.
    """
    today, people = clock.today(), sorted(set(voters))
    if last < today:
        raise RefusedError(Reason(_("The last day has passed already."), "last"))
    require_near(last, "last")
    if not fits(choices):
        raise ValueError(choices)
    key, (private, public) = new_key(), new_pair()
    facts = {"unit_id": unit, "subject": subject, "rule": rule, "choices": choices, "opened": today, "last": last}
    action.write(Ballot, {key: {**facts, "mark": free_mark(), "public_key": public, "voters": len(people)}})
    rows = zip(new_keys(len(people)), people, strict=True)
    action.create(RosterEntry, ["id", "ballot_id", "person_id", "handed"], ([row, key, who, ""] for row, who in rows))
    return Opened(key, _keep(key, rule, private))


def _keep(ballot: uuid.UUID, rule: str, private: bytes) -> tuple[str, ...]:
    if rule != AGREEMENT:
        keep_key(ballot, private)
        return ()
    phrases = tuple(chance_code(PHRASE) for _each in range(OFFICERS))
    WrappedKey.objects.bulk_create(
        [WrappedKey(look=uuid.uuid4(), ballot_id=ballot, wrapped=wrap(private, phrase)) for phrase in phrases]
    )
    return tuple(grouped(phrase) for phrase in phrases)


def free_mark() -> str:
    """A mark that no ballot has or had."""
    mark = chance_code(MARK)
    taken = Ballot.objects.filter(mark=mark).exists() or Ballot.objects.filter(replaced__contains=mark).exists()
    return free_mark() if taken else mark


def mark_of(code: str) -> str:
    """The letters of a code that name the ballot."""
    return bare(code)[:MARK]


def ballot_of(code: str) -> Ballot | None:
    """The ballot that a code names, by the mark of its slips or by one that was replaced."""
    mark = mark_of(code)
    known = Q(mark=mark) | Q(replaced__contains=f" {mark}")
    return Ballot.objects.filter(known).first() if len(mark) == MARK else None


def can_be_opened(ballot: Ballot) -> bool:
    """Whether the boxes of a ballot under way can still be opened: its key is here, or with the officers."""
    if ballot.rule == AGREEMENT:
        return WrappedKey.objects.filter(ballot=ballot).exists()
    return has_key(ballot.id)


def held_open(key: uuid.UUID) -> Ballot:
    """The ballot held until the action ends, still open. Raises RefusedError."""
    return held(Ballot.objects.all(), key, _require_open)


def _require_open(ballot: Ballot) -> None:
    if ballot.state != OPEN:
        raise RefusedError(_("The poll is closed."))
    if not can_be_opened(ballot):
        raise RefusedError(interrupted())


def interrupted() -> str:
    """What is said where the key is gone."""
    return _("This poll was interrupted and has to be opened anew: its answers can no longer be read.")
