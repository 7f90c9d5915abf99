"""Duties that follow from numbers and transfers, made what they should be within the action that changes them."""

import datetime as dt
import uuid

from coso.access.journal import Act
from coso.duties.models import Duty
from coso.duties.services import close_duties, open_next
from coso.law import parameter
from coso.lib import clock
from coso.members.identity_reads import owed_for_identities
from coso.members.models import Transfer
from coso.members.owners import owners_of

IDENTITY = "members.identity"
ANSWER, REFUSED, RAISED = "members.transfer", "members.transfer_refused", "members.transfer_raised"


def due_in(key: str) -> dt.date:
    """The last good day of something opened today that has as many days as a parameter says."""
    today = clock.today()
    return today + dt.timedelta(days=int(parameter(key).at(today).number))


def settle_identity_duties(a: Act) -> None:
    """Opens and closes the duties to settle identities: one for each union that has cases, however many."""
    wanted = set(owed_for_identities())
    stored = set(Duty.objects.still_open().filter(kind=IDENTITY).values_list("subject", flat=True))
    due = due_in("people.settle_days")
    open_next(a, IDENTITY, [(owner, owner, due) for owner in sorted(wanted - stored, key=_by_number)])
    close_duties(a, IDENTITY, stored - wanted, None)


def _by_number(key: uuid.UUID) -> int:
    return key.int


def owed_for_transfers() -> dict[tuple[str, uuid.UUID], uuid.UUID]:
    """{(kind of duty, transfer): the union that owes it}: who is to answer, to read a refusal, to settle."""
    rows = Transfer.objects.filter(state__in=Transfer.OPEN).exclude(state=Transfer.RELEASED)
    columns = ("id", "state", "pulled", "releasing_id", "receiving_id", "releasing__path", "receiving__path")
    found = list(rows.values_list(*columns))
    above = owners_of({row[-2:] for row in found if row[1] == Transfer.RAISED})
    out = {}
    for key, state, pulled, releasing, receiving, *paths in found:
        asker, other = (receiving, releasing) if pulled else (releasing, receiving)
        if state == Transfer.RAISED:
            out[RAISED, key] = above[paths[0], paths[1]]
        elif state == Transfer.REFUSED:
            out[REFUSED, key] = asker
        else:
            out[ANSWER, key] = other
    return out


def settle_transfer_duties(a: Act) -> None:
    """Opens and closes the duties of transfers."""
    wanted = owed_for_transfers()
    rows = (
        Duty.objects.still_open().filter(kind__in=(ANSWER, REFUSED, RAISED)).values_list("kind", "subject", "unit_id")
    )
    stored = {(kind, subject): unit for kind, subject, unit in rows}
    for kind in (ANSWER, REFUSED, RAISED):
        over = [key for (of, key), unit in stored.items() if of == kind and wanted.get((of, key)) != unit]
        close_duties(a, kind, over, None)
        fresh = [(unit, key) for (of, key), unit in wanted.items() if of == kind and stored.get((of, key)) != unit]
        open_next(a, kind, [(unit, key, due_in("members.transfer_days")) for unit, key in fresh])
