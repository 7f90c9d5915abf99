"""How far a notice came: confirmed and addressed by level, for a branch and for what stands directly below its top.

Counted by the paths of today, as sight is; what stands below a top and the top itself always sum up to the branch.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from coso.access.models import Account
from coso.access.permissions import permissions
from coso.access.prepared import prepared
from coso.lib import clock
from coso.lib.paths import LABEL, outermost, within
from coso.notices.models import GROUP, LEVELS, UNION, UPPER, Addressee, Notice
from coso.notices.permissions import CONFIRM, READ
from coso.register.models import Appointment, Unit
from coso.register.names import unit_names
from coso.register.querysets import branches
from coso.register.visibility import may, reach, seats_of

CONTACT = "people.see_contact"
SHOWN, BARS = 60, 150


@dataclass
class Reached:
    """Confirmed and addressed, of one level."""

    done: int = 0
    total: int = 0

    @property
    def waiting(self) -> int:
        """How many did not confirm."""
        return self.total - self.done

    @property
    def width(self) -> int:
        """The share that confirmed as a whole per cent, rounded down: a full bar means all."""
        return 100 * self.done // self.total if self.total else 0


@dataclass
class Bar:
    """A branch of the reach: its levels. `own`: the unit's own confirmation alone, without what stands below it.

    `left`: of the whole, how many of its parts are not shown.
    """

    code: str = ""
    name: str = ""
    own: bool = False
    left: int = 0
    levels: dict[str, Reached] = field(default_factory=lambda: {level: Reached() for level in LEVELS})

    @property
    def unions(self) -> Reached:
        """Unions, with those above the workplaces."""
        upper, union = self.levels[UPPER], self.levels[UNION]
        return Reached(upper.done + union.done, upper.total + union.total)

    @property
    def groups(self) -> Reached:
        """Groups."""
        return self.levels[GROUP]

    @property
    def all(self) -> Reached:
        """Everybody addressed."""
        return Reached(self.unions.done + self.groups.done, self.unions.total + self.groups.total)

    @property
    def deeper(self) -> bool:
        """Whether there is more to see below it."""
        return not self.own and self.all.total > 1


def top_for(notice: Notice, user: Account, code: str = "") -> Unit | None:
    """The unit at whose branch the reader looks: the one asked for, else the highest of the address in sight."""
    seen = reach(user, READ)
    if code:
        unit: Unit | None = Unit.objects.filter(code=code).first()
        if unit and within(unit.path, notice.branch.path) and seen.covers(unit.path):
            return unit
        return None
    branch: Unit = notice.branch
    if seen.covers(branch.path):
        return branch
    paths = outermost(path for path in seen.paths if within(path, notice.branch.path))
    first: Unit | None = Unit.objects.filter(path__in=paths).order_by("path").first()
    return first


def bars(notice: Notice, top: Unit, most: int | None = None) -> tuple[Bar, list[Bar]]:
    """The whole of a branch, and its parts or some of them: the unit itself, then the most who did not confirm."""
    parts: dict[str, Bar] = defaultdict(Bar)
    whole = Bar(top.code, unit_names([top.pk], clock.today()).get(top.pk, top.code))
    for path, level, done, total in _counted(notice.pk, top.path):
        for bar in (parts[path], whole):
            bar.levels[level].done += done
            bar.levels[level].total += total
    order = sorted(parts, key=lambda path: (path != top.path, -parts[path].all.waiting, path))[:most]
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=order)}
    names = unit_names([unit.pk for unit in units.values()], clock.today())
    whole.left = len(parts) - len(order)
    for path in order:
        unit, parts[path].own = units[path], path == top.path
        parts[path].code, parts[path].name = unit.code, names.get(unit.pk, unit.code)
    return whole, [parts[path] for path in order]


def _counted(notice: uuid.UUID, path: str) -> Iterable[Any]:
    here = Addressee.objects.filter(branches("unit__path", [path]), notice=notice)
    parts = here.annotate(part=Substr("unit__path", 1, len(path) + LABEL)).values_list("part", "level")
    return parts.annotate(done=Count("confirmed"), total=Count("pk")).order_by()


@dataclass(frozen=True)
class Missing:
    """An addressee that did not confirm: where it stands, who leads it, and by which phone that person is called."""

    row: Addressee
    name: str
    above: str
    leader: str
    phone: str


def missing(notice: Notice, top: Unit, user: Account, day: dt.date) -> list[Missing]:
    """The first of those in a branch who did not confirm, with who is to be called."""
    waiting = Addressee.objects.filter(branches("unit__path", [top.path]), notice=notice, confirmed=None)
    rows = list(waiting.select_related("unit").order_by("unit__path")[:SHOWN])
    return dressed(rows, user, day)


def dressed(rows: list[Addressee], user: Account, day: dt.date) -> list[Missing]:
    """Some addressees with the names of their units and of who leads them."""
    above = {row.unit.path: row.unit.path[:-LABEL] for row in rows}
    over = {unit.path: unit.pk for unit in Unit.objects.filter(path__in=set(above.values()))}
    names = unit_names({row.unit_id for row in rows} | set(over.values()), day)
    leaders: dict[uuid.UUID, tuple[str, str]] = {}
    for unit, _post, name, phone in _leaders([row.unit_id for row in rows], day):
        leaders.setdefault(unit, (name, phone))
    out = []
    for row in rows:
        name, phone = leaders.get(row.unit_id, ("", ""))
        parent = over.get(above[row.unit.path])
        shown = phone if may(user, CONTACT, row.unit) else ""
        called = names.get(row.unit_id, row.unit.code)
        out.append(Missing(row, called, names.get(parent, "") if parent else "", name, shown))
    return out


@prepared
def _leaders(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Appointment, tuple[uuid.UUID, str, str, str]]:
    heads = ("chair", "group_leader", "managing_officer")
    held = Appointment.objects.on(day).filter(seat__unit__in=units, seat__post__in=heads)
    return held.order_by("seat__post").values_list("seat__unit_id", "seat__post", "person__name", "person__phone")


def mine(user: Account) -> QuerySet[Addressee]:
    """The addressees for which the reader's own posts of today confirm: exactly those units, not what is below them."""
    granting = permissions()[CONFIRM].posts
    units = [unit for post, _path, unit in seats_of(user) if post in granting]
    return Addressee.objects.filter(unit__in=units).select_related("notice", "unit")
