"""Who is late in a group of duties: on-time rates by who is called to account and by kind, later days counted."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.duties.groups import DutyGroup
from coso.duties.models import Duty
from coso.duties.registry import duty_kinds
from coso.lib.dates import show_day
from coso.register.models import Unit, UnitVersion


@dataclass
class Rate:
    """Duties that fell due or are done, and how many of them were done in time."""

    due: int = 0
    in_time: int = 0


@dataclass
class Late:
    """A unit that is called to account: what is overdue, the worst of it in days, rates by kind."""

    unit: UUID
    name: str = ""
    code: str = ""
    over: Counter[str] = field(default_factory=Counter)
    worst: int = 0
    rates: dict[str, Rate] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Everything overdue."""
        return sum(self.over.values())

    @property
    def whole(self) -> Rate:
        """The rate over all kinds."""
        return Rate(sum(rate.due for rate in self.rates.values()), sum(rate.in_time for rate in self.rates.values()))

    @property
    def said(self) -> str:
        """What is overdue, in words."""
        return "; ".join(f"{duty_kinds()[kind]}: {n}" for kind, n in self.over.most_common())


def lateness(group: DutyGroup, subjects: QuerySet, day: dt.date) -> list[Late]:
    """Who is called to account for the duties about some subjects, most overdue first, in a fixed number of queries."""
    owner = group.owner(subjects, day)
    out: dict[UUID, Late] = {}
    duties = Duty.objects.filter(kind__in=group.kinds, subject__in=subjects.values("id"), dropped_why="")
    for kind, subject, due, done in duties.values_list("kind", "subject", "due", "done"):
        unit = owner(kind, subject)
        _count(out.setdefault(unit, Late(unit)), kind, due, done, day)
    _name(out, day)
    return sorted((row for row in out.values() if row.rates), key=lambda row: (-row.total, -row.worst, row.name))


def _count(row: Late, kind: str, due: dt.date, done: dt.date | None, day: dt.date) -> None:
    if done is None and due >= day:
        return
    rate = row.rates.setdefault(kind, Rate())
    rate.due += 1
    rate.in_time += done is not None and done <= due
    if done is None:
        row.over[kind] += 1
        row.worst = max(row.worst, (day - due).days)


def _name(rows: dict[UUID, Late], day: dt.date) -> None:
    versions = UnitVersion.objects.on(day).filter(unit__in=rows)
    names: dict[Any, str] = dict(versions.values_list("unit_id", "name"))
    for key, code in Unit.objects.filter(pk__in=rows).values_list("id", "code"):
        rows[key].name, rows[key].code = names.get(key, code), code


def reminder(group: DutyGroup, rows: Iterable[Late], day: dt.date, link: str) -> str:
    """The text of a reminder to all who are late, for Zalo: plain, with the address where it is done."""
    head = _("Dear comrades, on {day} these duties of “{name}” are overdue:")
    lines = [head.format(day=show_day(day), name=group.row.name)]
    for row in rows:
        if row.total:
            text = _("– {unit}: {what} (up to {days} days late)")
            lines.append(text.format(unit=row.name, what=row.said, days=row.worst))
    return "\n".join([*lines, _("Please see to it here: {link}").format(link=link)])
