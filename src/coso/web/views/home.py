"""Home: what I owe, a few lines of it, the rest behind a list; what each room has for the reader stands around it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.prepared import prepared
from coso.access.requests import Request
from coso.duties.models import Duty
from coso.duties.querysets import owed_at, owing
from coso.duties.registry import about_units, duty_kinds, units_about, words_about
from coso.lib import clock
from coso.lists.listing import DAY, Column, Empty, Filter, Listing, Pill
from coso.lists.pages import show
from coso.register.names import unit_names
from coso.register.portfolios import cared_for

LINES = 7  # what somebody reads of a morning; more than that stands by kind
OF_A_KIND = 3
NEW = dt.timedelta(days=7)


@dataclass(frozen=True)
class Owed:
    """A duty as the to-do list shows it."""

    duty: Duty
    text: str
    about: str
    which: str
    url: str
    days: int
    mine: bool
    new: bool
    moved_from: str


@dataclass(frozen=True)
class Heap:
    """The duties of one kind: how many, how many of them overdue or new, the worst few as lines."""

    key: str
    text: str
    n: int
    late: int
    new: int
    days: int
    rows: list[Owed]

    @property
    def more(self) -> bool:
        """Whether some are not among the lines."""
        return self.n > len(self.rows)


def home(request: Request) -> HttpResponse:
    """The duties of the reader's posts: seven lines at most, or by kind of duty with the worst kind first."""
    today = clock.today()
    held = owing(request.user, today)
    counted = _counted(today, today - NEW, *held) if held else []
    whole = {name: sum(row[name] for row in counted) for name in ("n", "late", "new")}
    many = whole["n"] > LINES and len(counted) > 1
    worst = _worst_of_each if many else _worst
    rows = _rows(worst(request.user.pk, today, *held) if held else [], today)
    context = {
        **whole,
        "heaps": _heaps(counted, rows, today) if many else [],
        "rows": rows,
        "flat": [] if many else rows,
        "kinds": len(counted),
        "greeting": request.user.name,
    }
    return render(request, "web/home.html", context)


def _owed(user: uuid.UUID, day: dt.date, *held: list[Any]) -> Any:
    """What is owed at some posts; `mine`: about a union in the own portfolio."""
    care = cared_for(user, day).values("unit")
    return owed_at(*held).annotate(mine=ExpressionWrapper(about_units(care), BooleanField()))


@prepared
def _counted(day: dt.date, since: dt.date, *held: list[Any]) -> QuerySet[Duty, dict[str, Any]]:
    """The kinds of what is owed with their counts, the kind that is longest overdue first."""
    kinds = owed_at(*held).order_by().values("kind")
    counts = {"late": Count("id", filter=Q(due__lt=day)), "new": Count("id", filter=Q(opened__gt=since))}
    found: QuerySet[Duty, dict[str, Any]] = kinds.annotate(n=Count("id"), first=Min("due"), **counts).order_by(
        "first", "kind"
    )
    return found


@prepared
def _worst(user: uuid.UUID, day: dt.date, *held: list[Any]) -> QuerySet[Duty]:
    """The first few duties, those of the own portfolio before the others."""
    found: QuerySet[Duty] = _owed(user, day, *held).order_by("-mine", "due", "id")[:LINES]
    return found


@prepared
def _worst_of_each(user: uuid.UUID, day: dt.date, *held: list[Any]) -> QuerySet[Duty]:
    """The first few of each kind."""
    place = Window(RowNumber(), partition_by=F("kind"), order_by=["-mine", "due", "id"])
    placed = _owed(user, day, *held).annotate(place=place)
    found: QuerySet[Duty] = placed.filter(place__lte=OF_A_KIND).order_by("-mine", "due", "id")
    return found


def _heaps(counted: list[dict[str, Any]], rows: list[Owed], day: dt.date) -> list[Heap]:
    of: dict[str, list[Owed]] = defaultdict(list)
    for row in rows:
        of[row.duty.kind].append(row)
    return [
        Heap(
            each["kind"],
            str(duty_kinds()[each["kind"]]),
            each["n"],
            each["late"],
            each["new"],
            (each["first"] - day).days,
            of[each["kind"]],
        )
        for each in counted
    ]


def _rows(duties: Sequence[Any], today: dt.date) -> list[Owed]:
    subjects = [(duty.kind, duty.subject) for duty in duties]
    units, which = units_about(subjects), words_about(subjects)
    before = {duty.moved_from_id for duty in duties if duty.moved_from_id}
    names = unit_names({*units.values(), *before, *(duty.unit_id for duty in duties)}, today)
    kinds = duty_kinds()
    return [
        Owed(
            duty,
            str(kinds[duty.kind]),
            names.get(units.get(duty.subject)) or names.get(duty.unit_id, ""),
            which.get(duty.subject, ""),
            kinds[duty.kind].url,
            (duty.due - today).days,
            duty.mine,
            duty.opened > today - NEW,
            names.get(duty.moved_from_id, ""),
        )
        for duty in duties
    ]


# ── all of it ──


def owed(request: Request) -> HttpResponse:
    """Everything that the reader owes, or all of one kind: the earliest day first."""
    today = clock.today()
    found = _owed(request.user.pk, today, *owing(request.user, today))
    held = set(found.order_by().values_list("kind", flat=True).distinct())
    kinds = [(key, str(kind)) for key, kind in duty_kinds().items() if key in held]
    listing = Listing(
        title=_("Everything to do"),
        rows=found,
        order=("due", "id"),
        columns=_columns(),
        filters=_filters(kinds, today),
        dress=lambda duties: _rows(duties, today),
        excel="viec-can-lam",
        nothing_yet=Empty(_("Nothing is owed"), sign="checks"),
    )
    return show(request, listing, "web/owed.html")


def _filters(kinds: list[tuple[str, str]], day: dt.date) -> tuple[Filter, ...]:
    states: dict[str, tuple[str, Q]] = {
        "qua-han": (_("Overdue"), Q(due__lt=day)),
        "moi": (_("New this week"), Q(opened__gt=day - NEW)),
        "ho-so": (_("My portfolio"), Q(mine=True)),
    }
    which = [("", _("Whenever due")), *((key, text) for key, (text, _which) in states.items())]
    return (
        Filter("loai", _("Kind of duty"), [("", _("Every kind")), *kinds], lambda rows, key: rows.filter(kind=key)),
        Filter("xem", _("Which"), which, lambda rows, key: rows.filter(states[key][1])),
    )


def _columns() -> tuple[Column[Owed], ...]:
    return (
        Column("about", _("About"), lambda row: row.about, link=lambda row: reverse(row.url, args=[row.duty.subject])),
        Column("duty", _("Duty"), lambda row: row.text, brief=True),
        Column("which", _("Of"), lambda row: row.which, brief=True),
        Column("due", _("Due"), lambda row: row.duty.due, kind=DAY, after=_late),
        Column("opened", _("Since"), lambda row: row.duty.opened, kind=DAY, after=_new),
        Column("before", _("Handed over by"), lambda row: row.moved_from, shown=False),
    )


def _late(row: Owed) -> Pill | str:
    if row.days >= 0:
        return ""
    return Pill(ngettext("{n} day late", "{n} days late", -row.days).format(n=-row.days), "red", "clock")


def _new(row: Owed) -> Pill | str:
    return Pill(_("New"), "blue") if row.new else ""
