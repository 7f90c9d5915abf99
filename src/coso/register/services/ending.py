"""Ending a unit, alone or into an heir: what follows, told before it is done and done alike."""

import datetime as dt
import uuid
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from coso.access.journal import Act
from coso.access.refusals import Reason, RefusedError
from coso.lib.dates import FOREVER
from coso.register.kinds import BASE, kinds
from coso.register.models import Appointment, Membership, Portfolio, Unit, UnitPlace, UnitVersion, UnitWorkplace
from coso.register.services.carrying import carry_memberships, end_memberships
from coso.register.services.follow import foresee
from coso.register.services.guards import require_past
from coso.register.services.links import end_foreign_portfolios, end_links, end_seats, pass_areas, pass_workplaces
from coso.register.services.versions import check_spans, write_versions
from coso.register.tree import below, change, versions_of

LOW = ("part", "group")


@dataclass(frozen=True)
class Ending:
    """What ends and what goes where: `target` takes the units under the ended one and its people; None, all ends."""

    unit: Unit
    day: dt.date
    heir: Unit | None
    level: str
    ending: frozenset[uuid.UUID]
    moving: frozenset[uuid.UUID]
    target: uuid.UUID | None

    @property
    def movement(self) -> tuple[str, str]:
        """The kinds of movement (out, in) of the people who go to the target."""
        return ("with_union", "with_union") if self.level == "base" else ("moved_out", "moved_in")


def plan_end(unit: Unit, day: dt.date, heir: Unit | None) -> Ending:
    """Who and what is concerned when a unit ends on a day. Raises RefusedError."""
    require_past(day)
    now = UnitVersion.objects.on(day).filter(unit=unit).first()
    if now is None:
        raise RefusedError(Reason(_("The unit does not exist on this day."), "day"))
    level = kinds()[now.kind].level
    if heir:
        _check_heir(unit, level, heir, day)
    whole = level == "base" and heir is None
    ending = _branch(unit, day) if whole else {unit.id}
    children = UnitVersion.objects.filter(parent=unit, end__gt=day).values_list("unit_id", flat=True)
    target = None if whole else heir.id if heir else now.parent_id
    return Ending(unit, day, heir, level, frozenset(ending), frozenset(set(children) - ending), target)


def _branch(unit: Unit, day: dt.date) -> set[uuid.UUID]:
    path = UnitPlace.objects.get(unit=unit, start__lte=day, end__gt=day).path
    branch = UnitPlace.objects.filter(path__gte=path, path__lt=path + "~", start__lte=day, end__gt=day)
    return set(branch.values_list("unit_id", flat=True))


def _check_heir(unit: Unit, level: str, heir: Unit, day: dt.date) -> None:
    then = UnitVersion.objects.on(day).filter(unit=heir).first()
    lasts = UnitVersion.objects.filter(unit=heir, end=FOREVER).exists()
    if then is None or not lasts:
        raise RefusedError(Reason(_("The heir does not exist from this day on."), "heir"))
    other = kinds()[then.kind].level
    fits = other == level or (level in LOW and other in (*LOW, "base"))
    if not fits:
        raise RefusedError(Reason(_("A unit of this kind cannot take the other in."), "heir"))
    if heir.id in below([unit.id], day):
        raise RefusedError(Reason(_("A unit cannot be taken in by itself or by what stands under it."), "heir"))
    if level in LOW and _base(heir, day) != _base(unit, day):
        raise RefusedError(Reason(_("A section or group is taken in within its own grassroots union."), "heir"))


def _base(unit: Unit, day: dt.date) -> uuid.UUID | None:
    return unit.places.filter(start__lte=day, end__gt=day).values_list("base", flat=True).first()


def apply_end(a: Act, plan: Ending, *, workplaces: bool) -> None:
    """Writes what was planned; places are derived by the caller."""
    day = plan.day
    _move(a, plan)
    if plan.heir and plan.level == "upper":
        pass_areas(a, plan.unit.id, plan.heir.id, day)
    if plan.heir and workplaces:
        pass_workplaces(a, plan.unit.id, plan.heir.id, day)
    end_links(a, plan.ending, day)
    end_seats(a, plan.ending, day)
    if plan.target:
        carry_memberships(a, plan.unit.id, plan.target, day, *plan.movement)
    else:
        end_memberships(a, plan.ending, day, "union_ended")
    for key in plan.ending:
        _end_versions(a, key, day)
    if plan.heir:
        a.write(Unit, {plan.unit.id: {"heir_id": plan.heir.id}})


def _move(a: Act, plan: Ending) -> None:
    """What stands under the ended unit goes to the target from the day on, or from the day it came under it."""
    if plan.moving and plan.target is None:
        raise RefusedError(Reason(_("Something comes under this unit after the day: move or end it first."), "day"))
    for child in plan.moving:
        old = versions_of([child])
        since = min(version.start for version in old if version.parent == plan.unit.id and version.end > plan.day)
        new = change(old, max(plan.day, since), {"parent": plan.target})
        check_spans(new, plan.day)
        write_versions(a, old, new)
    if plan.target:
        end_foreign_portfolios(a, dict.fromkeys(plan.moving, plan.target), plan.day)


def _end_versions(a: Act, unit: uuid.UUID, day: dt.date) -> None:
    old = versions_of([unit])
    if any(version.start >= day for version in old):
        name = old[-1].name
        raise RefusedError(Reason(_("{name} changes again on or after this day.").format(name=name), "day"))
    a.write(UnitVersion, {old[-1].id: {"end": day}})


@dataclass(frozen=True)
class Foreseen:
    """What follows from an ending, counted on its day. `others` are (words, how many) of other rooms."""

    plan: Ending
    target: str
    unions: int
    groups: int
    members: int
    along: int
    before: int
    posts: int
    workplaces: int
    portfolios: int
    others: list[tuple[str, int]]

    @property
    def after(self) -> int:
        """Members of the heir once the others have come."""
        return self.before + self.members + self.along

    @property
    def fingerprint(self) -> str:
        """Another outcome has another one; the page carries it from the preview to the deed."""
        plan = self.plan
        facts = [plan.unit.id, plan.day, plan.target, self.unions, self.groups, self.members, self.along, self.posts]
        return sha256(repr([*facts, self.workplaces, self.portfolios]).encode()).hexdigest()[:16]


def foresee_end(plan: Ending) -> Foreseen:
    """What follows from an ending, before anything is written."""
    day = plan.day
    moved = below(plan.moving, day) if plan.moving else set()
    kinds_of = UnitVersion.objects.on(day).filter(unit__in=moved | plan.ending).values_list("unit_id", "kind")
    counted = list(kinds_of)
    target = UnitVersion.objects.on(day).filter(unit=plan.target).first() if plan.target else None
    held = Appointment.objects.filter(seat__unit__in=plan.ending, start__lt=day, end__gt=day)
    return Foreseen(
        plan=plan,
        target=target.name if target else "",
        unions=sum(kind == BASE for key, kind in counted if key in moved),
        groups=sum(kind != BASE for key, kind in counted if key != plan.unit.id),
        members=_members(plan.ending, day),
        along=_members(moved, day),
        before=_members(_branch(plan.heir, day) if plan.heir else set(), day),
        posts=held.count(),
        workplaces=UnitWorkplace.objects.filter(unit__in=plan.ending, start__lt=day, end__gt=day).count(),
        portfolios=Portfolio.objects.filter(unit__in=plan.ending, start__lt=day, end__gt=day).count(),
        others=foresee(plan.ending),
    )


def _members(units: frozenset[uuid.UUID] | set[uuid.UUID], day: dt.date) -> int:
    return Membership.objects.filter(unit__in=units, start__lt=day, end__gt=day).count()
