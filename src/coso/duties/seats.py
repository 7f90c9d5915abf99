"""Duties that follow from seats: an empty chair, a provisional committee that runs out. The managing union owes."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from coso.access.journal import Act, held_where
from coso.duties.models import Duty
from coso.duties.registry import Key
from coso.duties.services import drop_duties, open_duties
from coso.law import parameter
from coso.lib import clock
from coso.lib.dates import DAY, FOREVER
from coso.register.kinds import BASE
from coso.register.managing import managers_of
from coso.register.models import Appointment, UnitVersion
from coso.register.querysets import DatedQuerySet

EMPTY, PROVISIONAL = "register.empty_chair", "register.provisional_ends"
Units = Collection[uuid.UUID] | None


@dataclass(frozen=True)
class Owed:
    """A duty of the managing union about a union, with its last good day."""

    kind: str
    union: uuid.UUID
    owner: uuid.UUID
    due: dt.date

    @property
    def key(self) -> Key:
        """As the registry compares it."""
        return self.kind, self.union, self.owner


def owed_for_seats(units: Units = None) -> list[Owed]:
    """What is owed today for the seats of some unions, or of all."""
    today = clock.today()
    days = {EMPTY: _empty(units, today), PROVISIONAL: _provisional(units)}
    active = _active({union for found in days.values() for union in found}, today)
    owners = managers_of(active, today)
    return [
        Owed(kind, union, owners[union], due)
        for kind, found in days.items()
        for union, due in found.items()
        if union in owners
    ]


def _chairs(units: Units) -> DatedQuerySet:
    held = Appointment.objects.filter(seat__post="chair")
    return held if units is None else held.filter(seat__unit__in=units)


def _empty(units: Units, today: dt.date) -> dict[uuid.UUID, dt.date]:
    """The unions whose chair left and nobody was appointed, with the day by which the chair is to be filled."""
    last = _chairs(units).values_list("seat__unit").annotate(last=Max("end"))
    return {unit: end + dt.timedelta(days=_days(end)) for unit, end in last if end <= today}


def _days(day: dt.date) -> int:
    return int(parameter("posts.chair_days").at(day).number)


def _provisional(units: Units) -> dict[uuid.UUID, dt.date]:
    """The unions whose latest chair is provisional until a day: the last day of the provisional committee."""
    latest = {}
    for unit, manner, end in _chairs(units).order_by("start").values_list("seat__unit", "manner", "end"):
        latest[unit] = (manner, end)
    return {unit: end - DAY for unit, (manner, end) in latest.items() if manner == "provisional" and end < FOREVER}


def _active(unions: Collection[uuid.UUID], today: dt.date) -> set[uuid.UUID]:
    """Those that are and work; a dormant union waits to be dissolved and needs no chair."""
    rows = UnitVersion.objects.on(today).filter(unit__in=unions, kind=BASE, state=UnitVersion.ACTIVE)
    return set(rows.values_list("unit_id", flat=True))


def settle_seats(a: Act, units: Units = None) -> int:
    """Opens, hands on and closes the duties of seats so that they are what they should be. Returns the rows written."""
    wanted = {(owed.kind, owed.union): owed for owed in owed_for_seats(units)}
    found = Duty.objects.still_open().filter(kind__in=(EMPTY, PROVISIONAL))
    rows = held_where(found if units is None else found.filter(subject__in=units))
    stored = {(duty.kind, duty.subject): duty for duty in rows}
    moved = {duty.id: {"unit_id": wanted[key].owner} for key, duty in stored.items() if key in wanted}
    n = a.write(Duty, moved) + _close(a, [duty for key, duty in stored.items() if key not in wanted])
    return n + _open(a, [owed for key, owed in wanted.items() if key not in stored])


def _close(a: Act, duties: list[Duty]) -> int:
    """Done where the union goes on; no longer owed where it ended or sleeps."""
    active = _active({duty.subject for duty in duties}, clock.today())
    done = {"done": clock.today(), "done_by": a.action.actor}
    gone = [duty.subject for duty in duties if duty.subject not in active]
    dropped = drop_duties(a, gone, _("The union no longer works."), EMPTY) if gone else 0
    dropped += drop_duties(a, gone, _("The union no longer works."), PROVISIONAL) if gone else 0
    return dropped + a.write(Duty, {duty.id: done for duty in duties if duty.subject in active})


def _open(a: Act, owed: list[Owed]) -> int:
    before = Duty.objects.filter(subject__in=[each.union for each in owed]).values_list("kind", "subject")
    asked = {(kind, subject): n for kind, subject, n in before.annotate(n=Count("id"))}
    heaps: dict[tuple[str, int], list[Owed]] = defaultdict(list)
    for each in owed:
        heaps[each.kind, asked.get((each.kind, each.union), 0) + 1].append(each)
    return sum(
        open_duties(a, kind, [(each.owner, each.union, each.due) for each in heap], n)
        for (kind, n), heap in heaps.items()
    )
