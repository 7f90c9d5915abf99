"""What follows an undo in the register: places and homes are derived again, codes of a post given back are void."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from coso.access.codes import void_codes
from coso.access.journal import bulk, on_undo
from coso.access.journal.snapshots import Snapshot
from coso.access.journal.undo import Blocker, Snapshots, bars_undo
from coso.access.refusals import RefusedError
from coso.register.homes import rehome
from coso.register.models import (
    AccessRequest,
    Appointment,
    Membership,
    Nomination,
    Person,
    Unit,
    UnitPlace,
    UnitVersion,
)
from coso.register.tree import below, rederive, resight


@on_undo
def derive_again(snapshots: Snapshots) -> Callable[[], None]:
    """Notes the units and people concerned before the rows go back, and derives from them afterwards."""
    units, day = _touched_units(snapshots)
    people = _touched_people(snapshots) - {
        key for key, snapshot in snapshots.get(Person, {}).items() if snapshot is None
    }
    under = below(units, day) if units else set()
    back = {snapshot["person_id"] for snapshot in snapshots.get(Appointment, {}).values() if snapshot}
    made = {key for key, snapshot in snapshots.get(Unit, {}).items() if snapshot is None}

    def follow() -> None:
        if under:
            for part in bulk.chunks(made):
                UnitPlace.objects.filter(unit__in=part).delete()
            rederive(under - made, day)
        resight(set(snapshots.get(Unit, {})) - made)
        _require_apart(snapshots)
        rehome(people)
        void_codes(Person.objects.filter(pk__in=back, user__isnull=False).values_list("user", flat=True))

    return follow


def _require_apart(snapshots: Snapshots) -> None:
    """Raises RefusedError where a membership or a post given back lies over one that came since."""
    if _overlap(Membership, "person", snapshots):
        raise RefusedError(_("The person has joined elsewhere meanwhile."))
    if _overlap(Appointment, "seat", snapshots):
        raise RefusedError(_("Somebody else holds this post meanwhile; end that appointment first."))


def _overlap(model: type[Membership | Appointment], same: str, snapshots: Snapshots) -> bool:
    """Whether a row that was put back shares a day with another row of the same person or seat."""
    back = [key for key, snapshot in snapshots.get(model, {}).items() if snapshot]
    rows: QuerySet = QuerySet(model)
    spans = {same: OuterRef(same), "start__lt": OuterRef("end"), "end__gt": OuterRef("start")}
    over = rows.filter(Exists(rows.filter(**spans).exclude(pk=OuterRef("pk"))))
    return any(over.filter(pk__in=part).exists() for part in bulk.chunks(back))


def _touched_units(snapshots: Snapshots) -> tuple[set[uuid.UUID], dt.date]:
    rows = snapshots.get(UnitVersion, {})
    before = [(snapshot["unit_id"], snapshot["start"], snapshot["end"]) for snapshot in rows.values() if snapshot]
    now = [(unit, start, end) for unit, start, end in bulk.fetch(UnitVersion, ["unit_id", "start", "end"], rows)]
    days = [start for _, start, _ in (*before, *now)]
    return {unit for unit, _, _ in (*before, *now)}, min(days, default=dt.date.max)


def _touched_people(snapshots: Snapshots) -> set[uuid.UUID]:
    """Whose memberships or posts the action wrote, but for people whom it made itself and nobody wrote since."""
    rows = snapshots.get(Membership, {})
    known = {key for key, snapshot in snapshots.get(Person, {}).items() if snapshot}
    before = {snapshot["person_id"] for snapshot in rows.values() if snapshot}
    same = Person.objects.filter(pk=OuterRef("person"), act=OuterRef("act"))
    others = Membership.objects.exclude(Exists(same))
    for part in bulk.covering("pk", rows):
        known.update(others.filter(part).values_list("person", flat=True))
    return known | before | _in_posts(snapshots.get(Appointment, {}))


def _in_posts(rows: Mapping[uuid.UUID, Snapshot | None]) -> set[uuid.UUID]:
    now = {person for (person,) in bulk.fetch(Appointment, ["person_id"], rows)}
    return now | {snapshot["person_id"] for snapshot in rows.values() if snapshot}


@bars_undo
def stand(snapshots: Snapshots) -> Iterator[Blocker]:
    """What waits to be confirmed is withdrawn, not undone: who was asked is told; a code that opened has opened.

    An appointment that was confirmed can be undone; the nomination then waits again.
    """
    if Appointment not in snapshots:
        for model in (Nomination, AccessRequest):
            for key in snapshots.get(model, {}):
                yield Blocker(model._meta.label_lower, key, None, for_good=True)
