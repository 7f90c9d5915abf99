"""What a change of the tree or of an authorisation does to grading: duties follow their sheets, nothing is lost."""

import uuid
from collections.abc import Collection

from django.db.models import Q

from coso.access.journal import Act, held_where
from coso.duties.models import Duty
from coso.duties.services import drop_duties
from coso.grading.chain import CLUSTER, KINDS, MANAGING, SELF, WHY_NOT
from coso.grading.models import ClusterUnit, Sheet
from coso.grading.services.guards import leads, managing_units
from coso.lib import clock
from coso.register.models import UnitVersion

STEPS = [step for step, kind in KINDS.items() if kind.actor == MANAGING]


def follow(a: Act, units: Collection[uuid.UUID]) -> int:
    """Re-addresses what is owed about the open sheets of these unions, and of the unions under them, as of today.

    Called within the open action that moved or ended the units, or changed an authorisation, after the tree is
    derived anew. Returns the duties re-addressed.
    """
    if not units:
        return 0
    today = clock.today()
    under = UnitVersion.objects.on(today).filter(parent__in=units).values("unit")
    led = Q(step=CLUSTER, unit__in=ClusterUnit.objects.filter(cluster__lead__in=units).values("unit"))
    about = Sheet.objects.filter(Q(unit__in=units) | Q(unit__in=under) | led, step__in=[SELF, *STEPS])
    sheets = held_where(about.only("id", "unit", "step"))
    _close_ended(a, units)
    return readdress(a, {sheet.id: sheet.unit_id for sheet in sheets if sheet.step in STEPS})


def _close_ended(a: Act, units: Collection[uuid.UUID]) -> None:
    """A union that ended before the closing day and had not yet sent its sheet is not graded any more (R14)."""
    today = clock.today()
    alive = UnitVersion.objects.on(today).filter(unit__in=units).values("unit")
    open_ = Sheet.objects.filter(unit__in=units, step=SELF, round__closing__gte=today).exclude(unit__in=alive)
    ended = list(open_.values_list("id", flat=True))
    a.write(Sheet, {key: {"why_not": "ended", "step": ""} for key in ended})
    drop_duties(a, ended, str(WHY_NOT["ended"]))


def readdress(a: Act, sheets: dict[uuid.UUID, uuid.UUID]) -> int:
    """Gives each open duty of a managing union, or of a cluster's lead, to the one that owes it today.

    `sheets` is {sheet: its union}; they are locked. Returns the duties re-addressed.
    """
    found = astray(sheets).items()
    return a.write(Duty, {key: {"unit_id": now, "moved_from_id": before} for key, (before, now) in found})


def astray(sheets: dict[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, tuple[uuid.UUID, uuid.UUID]]:
    """{open duty about one of these sheets: (the unit it is addressed to, the other unit that owes it today)}."""
    today = clock.today()
    right = managing_units(set(sheets.values()), today)
    kinds = [KINDS[step].duty for step in STEPS]
    owed = Duty.objects.still_open().filter(kind__in=kinds, subject__in=list(sheets))
    found = list(owed.values_list("id", "kind", "subject", "unit_id"))
    scored = [subject for _key, kind, subject, _unit in found if kind == KINDS[CLUSTER].duty]
    led = leads(Sheet.objects.filter(pk__in=scored), today) if scored else {}
    rows = ((key, unit, led.get(subject) or right[sheets[subject]]) for key, _kind, subject, unit in found)
    return {key: (unit, now) for key, unit, now in rows if unit != now}
