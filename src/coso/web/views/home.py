"""Home: what I owe, overdue first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpResponse
from django.shortcuts import render

from coso.access.requests import Request
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.registry import about_units, duty_kinds, units_about
from coso.lib import clock
from coso.register.names import unit_names
from coso.register.portfolios import portfolio_of

SHOWN = 100


@dataclass(frozen=True)
class Owed:
    """A duty as the to-do list shows it."""

    duty: Duty
    text: str
    about: str
    url: str
    days: int
    mine: bool
    moved_from: str


def home(request: Request) -> HttpResponse:
    """The duties of the reader's posts, in three heaps: overdue, this week, later; my portfolio first in each."""
    today = clock.today()
    care = portfolio_of(request.user, today).values("unit")
    mine = ExpressionWrapper(about_units(care), BooleanField())
    owed = owed_by(request.user, today).annotate(mine=mine).order_by("-mine", "due", "id")
    duties = list(owed[: SHOWN + 1])
    rows = _rows(duties[:SHOWN], today)
    context = {
        "over": [row for row in rows if row.days < 0],
        "soon": [row for row in rows if 0 <= row.days <= 7],
        "later": [row for row in rows if row.days > 7],
        "more": len(duties) > SHOWN,
        "greeting": request.user.name,
    }
    return render(request, "web/home.html", context)


def _rows(duties: list[Any], today: dt.date) -> list[Owed]:
    units = units_about([duty.subject for duty in duties])
    before = {duty.moved_from_id for duty in duties if duty.moved_from_id}
    names = unit_names({*units.values(), *before, *(duty.unit_id for duty in duties)}, today)
    kinds = duty_kinds()
    return [
        Owed(
            duty,
            str(kinds[duty.kind]),
            names.get(units.get(duty.subject)) or names.get(duty.unit_id, ""),
            kinds[duty.kind].url,
            (duty.due - today).days,
            duty.mine,
            names.get(duty.moved_from_id, ""),
        )
        for duty in duties
    ]
