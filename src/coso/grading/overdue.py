"""Who is late in a round: on-time rates by managing union and by step, later days given counted."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.duties.models import Duty
from coso.duties.registry import duty_kinds
from coso.grading.chain import KINDS, ROUND
from coso.grading.models import Round, Sheet
from coso.grading.services.guards import managing_units
from coso.lib.dates import show_day
from coso.register.models import Unit, UnitVersion

STEP_OF = {kind.duty: step for step, kind in KINDS.items()}
SUPPLEMENT = "grading.supplement"


@dataclass
class Rate:
    """Duties that fell due or are done, and how many of them were done in time."""

    due: int = 0
    in_time: int = 0


@dataclass
class Late:
    """A managing union with its grassroots unions: what is overdue, the worst of it in days, rates by step."""

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
        """The rate over all steps."""
        return Rate(sum(rate.due for rate in self.rates.values()), sum(rate.in_time for rate in self.rates.values()))

    @property
    def said(self) -> str:
        """What is overdue, in words."""
        return "; ".join(f"{duty_kinds()[kind]}: {n}" for kind, n in self.over.most_common())


def lateness(round_: Round, sheets: QuerySet[Sheet], day: dt.date) -> list[Late]:
    """Managing unions of some sheets of a round, most overdue first, in a fixed number of queries."""
    of = dict(sheets.filter(round=round_).values_list("id", "unit_id"))
    above = managing_units(set(of.values()), day)
    out: dict[UUID, Late] = {}
    duties = Duty.objects.filter(subject__in=sheets.filter(round=round_).values("id"), dropped_why="")
    for kind, subject, due, done in duties.values_list("kind", "subject", "due", "done"):
        step = STEP_OF.get(kind, "")
        unit = round_.unit_id if step and KINDS[step].actor == ROUND else above[of[subject]]
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


def reminder(round_: Round, rows: Iterable[Late], day: dt.date, link: str) -> str:
    """The text of a reminder to all who are late, for Zalo: plain, with the address where it is done."""
    lines = [
        _("Dear comrades, on {day} these duties of “{round}” are overdue:").format(day=show_day(day), round=round_.name)
    ]
    for row in rows:
        if row.total:
            text = _("– {unit}: {what} (up to {days} days late)")
            lines.append(text.format(unit=row.name, what=row.said, days=row.worst))
    return "\n".join([*lines, _("Please see to it here: {link}").format(link=link)])
