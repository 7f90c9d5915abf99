"""Opening, closing and extending duties, always within the action that causes it."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator

from coso.access.journal import Act, held_where
from coso.access.models import Account
from coso.duties.models import Duty, DutyQuerySet
from coso.duties.registry import Key, duty_kinds
from coso.lib import clock
from coso.lib.keys import new_key

COLUMNS = ["id", "kind", "unit_id", "subject", "n", "opened", "due", "extended_why", "done", "done_by", "dropped_why"]


def open_duties(a: Act, kind: str, owed: Iterable[tuple[uuid.UUID, uuid.UUID, dt.date]], n: int = 1) -> int:
    """Opens duties of a kind: (unit that owes, subject, last good day). Raises KeyError on an unknown kind.

    One of a kind is open at a time for a unit and a subject: the database refuses a second.
    """
    duty_kinds()[kind]
    today = clock.today()
    rows = ((new_key(), kind, unit, subject, n, today, due, "", None, None, "") for unit, subject, due in owed)
    return a.create(Duty, COLUMNS, rows)


def open_next(a: Act, kind: str, owed: Iterable[tuple[uuid.UUID, uuid.UUID, dt.date]]) -> int:
    """Opens duties of a kind for many subjects, each counted on from how often it was asked before."""
    rows = list(owed)
    asked = Duty.objects.filter(kind=kind, subject__in=[subject for _unit, subject, _due in rows])
    before = Counter(asked.values_list("subject", flat=True))
    heaps: dict[int, list[tuple[uuid.UUID, uuid.UUID, dt.date]]] = {}
    for row in rows:
        heaps.setdefault(before[row[1]] + 1, []).append(row)
    return sum(open_duties(a, kind, heap, n) for n, heap in heaps.items())


def close_duties(
    a: Act, kind: str, subjects: Iterable[uuid.UUID], by: Account | None, unit: uuid.UUID | None = None
) -> int:
    """The open duties of a kind about these subjects, of one unit or of all, are done today."""
    rows = Duty.objects.still_open().filter(kind=kind, subject__in=list(subjects))
    found = held_where((rows.filter(unit=unit) if unit else rows).only("id"))
    done = {"done": clock.today(), "done_by": by.id if by else None}
    return a.write(Duty, {duty.id: done for duty in found})


def drop_duties(a: Act, subjects: Iterable[uuid.UUID], why: str, kind: str = "") -> int:
    """The open duties about these subjects are no longer owed."""
    found = Duty.objects.still_open().filter(subject__in=list(subjects))
    rows = held_where((found.filter(kind=kind) if kind else found).only("id"))
    return a.write(Duty, {duty.id: {"dropped_why": why} for duty in rows})


def extend_duties(a: Act, duties: DutyQuerySet, due: dt.date, why: str) -> int:
    """Gives open duties a later day; on-time rates count the extended day."""
    return a.write(Duty, {duty.id: {"due": due, "extended_why": why} for duty in held_where(duties.still_open())})


def move_duties(a: Act, kind: str, subjects: Iterable[uuid.UUID], unit: uuid.UUID) -> int:
    """The open duties of a kind about these subjects are owed by another unit from now on."""
    rows = held_where(Duty.objects.still_open().filter(kind=kind, subject__in=list(subjects)))
    return a.write(Duty, {duty.id: {"unit_id": unit, "moved_from_id": duty.unit_id} for duty in rows})


def differences() -> Iterator[tuple[str, Key]]:
    """Duties that should be open and are not ("missing"), or are open and should not be ("surplus")."""
    for kind in duty_kinds().values():
        stored = set(Duty.objects.still_open().filter(kind=kind.key).values_list("kind", "subject", "unit_id"))
        right = set(kind.expected())
        yield from (("missing", key) for key in right - stored)
        yield from (("surplus", key) for key in stored - right)
