"""Home: what I owe, overdue first."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coso.access.requests import Request
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.registry import duty_kinds
from coso.evaluation.models import Sheet
from coso.evaluation.reads import unit_names
from coso.register.sight import posts_of

SHOWN = 100


@dataclass(frozen=True)
class Owed:
    """A duty as the to-do list shows it."""

    duty: Duty
    text: str
    about: str
    url: str
    days: int


def home(request: Request) -> HttpResponse:
    """The duties of the reader's posts, in three heaps: overdue, this week, later."""
    today = timezone.localdate()
    duties = list(owed_by(request.user, today)[: SHOWN + 1])
    rows = _rows(duties[:SHOWN], today)
    context = {
        "over": [row for row in rows if row.days < 0],
        "soon": [row for row in rows if 0 <= row.days <= 7],
        "later": [row for row in rows if row.days > 7],
        "more": len(duties) > SHOWN,
        "has_post": bool(posts_of(request.user)),
        "greeting": request.user.name,
    }
    return render(request, "web/home.html", context)


def _rows(duties: list[Duty], today: dt.date) -> list[Owed]:
    subjects = dict(Sheet.objects.filter(pk__in=[duty.subject for duty in duties]).values_list("id", "unit_id"))
    names = unit_names(set(subjects.values()), today)
    kinds = duty_kinds()
    return [
        Owed(
            duty,
            str(kinds[duty.kind]),
            names.get(subjects.get(duty.subject), ""),
            kinds[duty.kind].url,
            (duty.due - today).days,
        )
        for duty in duties
    ]
