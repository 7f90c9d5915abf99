"""Slips made and voided; slip or paper handed out against signature."""

import os
import uuid
from collections import Counter
from collections.abc import Collection

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from coso.access.journal import Act, held
from coso.access.refusals import Reason, RefusedError
from coso.ballots.models import BOX, CLOSED, LOST, NOTHING, PAPER, SLIP, Ballot, BallotSlip, PaperCount, RosterEntry
from coso.ballots.reads import sums_of
from coso.ballots.services.opening import free_mark, held_open
from coso.ballots.write_ahead_log import ask_to_empty
from coso.lib import clock
from coso.lib.codes import bare, chance_code, grouped

SECRET = 8


def look(code: str) -> uuid.UUID:
    """The keyed hash of a code: without the installation's key nobody can try codes on a stolen database."""
    return uuid.UUID(bytes=settings.KEYS.look_up(f"ballot-slip {bare(code)}"))


def print_slips(action: Act, *, ballot: uuid.UUID, count: int) -> list[str]:
    """Makes new slips and returns their codes, which nobody can see again: only hashes are kept.

    There are never more slips in force than voters without a paper ballot. Raises RefusedError.
    """
    now = held_open(ballot)
    if now.last < clock.today():
        raise RefusedError(_("The last day of the poll has passed."))
    left = slips_left(now)
    if not 1 <= count <= left:
        text = _("From 1 to {left} slips can still be printed: one for each member.")
        raise RefusedError(Reason(text.format(left=left), "count"))
    codes = _codes(now.mark, count)
    # The rows stand in the order of their hashes, which tells nothing of the order on paper.
    looks = sorted(look(code) for code in codes)
    slips = [BallotSlip(look=each, ballot=now, sealed=os.urandom(BOX)) for each in looks]
    BallotSlip.objects.bulk_create(slips, batch_size=200)
    action.write(Ballot, {now.id: {"printed": now.printed + count}})
    return [grouped(code) for code in codes]


def _codes(mark: str, count: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(mark + chance_code(SECRET))
    return list(codes)


def slips_left(ballot: Ballot) -> int:
    """How many slips can still be printed."""
    return max(0, ballot.voters - handed_out(ballot)[PAPER] - ballot.printed)


def handed_out(ballot: Ballot) -> Counter[str]:
    """How many voters signed for a slip, and how many for a paper ballot."""
    rows = RosterEntry.objects.filter(ballot=ballot).exclude(handed=NOTHING)
    return Counter(rows.values_list("handed", flat=True))


def void_slips(action: Act, *, ballot: uuid.UUID) -> None:
    """Voids every slip, used or not: who answered by one answers anew with another.

    Used slips do not stay: whoever noted a code would learn from its answer whether it had been used. The roster says
    of nobody any more that a slip was handed out. Raises RefusedError.
    """
    now = held_open(ballot)
    BallotSlip.objects.filter(ballot=now).delete()
    rows = RosterEntry.objects.filter(ballot=now, handed=SLIP).values_list("id", flat=True)
    action.write(RosterEntry, {key: {"handed": NOTHING} for key in rows})
    replaced = f"{now.replaced} {now.mark}"
    action.write(Ballot, {now.id: {"printed": 0, "mark": free_mark(), "replaced": replaced}})
    ask_to_empty()


def mark_handed(action: Act, *, ballot: uuid.UUID, people: Collection[uuid.UUID], handed: str) -> int:
    """Notes what was handed out against signature: "slip", "paper" or nothing. Returns how many marks changed.

    A list that was signed on paper may be typed in after the closing. Raises RefusedError.
    """
    now = held(Ballot.objects.all(), ballot, _require_not_lost)
    told = has_result(now)
    wanted = RosterEntry.objects.filter(ballot=now, person_id__in=people).exclude(handed=handed)
    changed = action.write(RosterEntry, {key: {"handed": handed} for key in wanted.values_list("id", flat=True)})
    require_in_bounds(now)
    if told:
        require_result(now)
    return changed


def _require_not_lost(ballot: Ballot) -> None:
    if ballot.state == LOST:
        raise RefusedError(_("The poll is closed."))


def require_in_bounds(ballot: Ballot) -> None:
    """Raises RefusedError where more signed for a slip than were printed, or fewer for paper than was counted in."""
    out = handed_out(ballot)
    if out[SLIP] > ballot.printed:
        text = _("Only {n} slips were printed; not more can have been handed out.")
        raise RefusedError(text.format(n=ballot.printed))
    counted = paper_counted(ballot)
    if out[PAPER] < counted:
        text = _("{n} paper ballots are counted in already: as many members must have signed for one.")
        raise RefusedError(text.format(n=counted))


def has_result(ballot: Ballot) -> bool:
    """Whether a ballot is closed with no more answers than signatures: its result may have been seen."""
    return ballot.state == CLOSED and not sums_of([ballot])[ballot.id].over


def require_result(ballot: Ballot) -> None:
    """Raises RefusedError where a result that was known would be known no more.

    Counts of paper may be taken back while there is none; who could come back to there would see it without them.
    """
    if not has_result(ballot):
        raise RefusedError(
            _("The result is known: signatures can be added, but not taken away below the number of answers.")
        )


def paper_counted(ballot: Ballot) -> int:
    """How many paper ballots were counted in."""
    return PaperCount.objects.filter(ballot=ballot).aggregate(n=Sum("ballots"))["n"] or 0
