"""The unions that an officer looks after: a portfolio sorts work, it grants no sight."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum

from coso.access.models import Account
from coso.duties.models import Duty
from coso.grading.chain import status_of
from coso.grading.models import Round, Sheet
from coso.grading.rounds_of_year import round_under_way
from coso.lib.text import text_key
from coso.register.models import Appointment
from coso.register.names import unit_names
from coso.register.portfolios import portfolio_of


@dataclass
class Kept:
    """A union of a portfolio: its name, where its sheet of the round under way stands, what falls due next.

    `gap` is how far its own points lie above the records, over the lines that records answer; thousandths.
    """

    unit: UUID
    code: str
    name: str
    sheet: Sheet | None = None
    status: Any = ""
    due: dt.date | None = None
    days: int | None = None
    gap: int | None = None


def portfolio_rows(user: Account, day: dt.date) -> list[Kept]:
    """The unions in somebody's portfolio, what is overdue first, in a fixed number of queries."""
    held = portfolio_of(user, day).values_list("unit_id", "unit__code")
    codes = dict(held)
    names = unit_names(codes, day)
    rows = {unit: Kept(unit, code, names.get(unit, code)) for unit, code in codes.items()}
    waiting = Q(lines__ask_due__isnull=False, lines__answered=None)
    visible = Sheet.objects.visible_to(user, "grading.see").filter(unit__in=codes, round__year=_year(day))
    both = Q(lines__own__isnull=False, lines__proposed__isnull=False)
    above = Sum(F("lines__own") - F("lines__proposed"), filter=both)
    for sheet in visible.annotate(asked=Count("lines", filter=waiting), given=Count("lines__appraised"), above=above):
        rows[sheet.unit_id].sheet = sheet
        rows[sheet.unit_id].gap = sheet.above
        rows[sheet.unit_id].status = status_of(sheet, asked=sheet.asked, appraised=sheet.given)
    _due(rows, day)
    return sorted(rows.values(), key=lambda row: (row.due or dt.date.max, text_key(row.name)))


def _year(day: dt.date) -> int:
    """The year of the round that is worked on; 0 before the first one."""
    now = round_under_way(day)
    return now.year if now else 0


def _due(rows: dict[UUID, Kept], day: dt.date) -> None:
    by_sheet = {row.sheet.id: row for row in rows.values() if row.sheet}
    owed = Duty.objects.still_open().filter(subject__in=by_sheet).order_by("-due")
    for subject, due in owed.values_list("subject", "due"):
        by_sheet[subject].due, by_sheet[subject].days = due, (due - day).days


@dataclass(frozen=True)
class Load:
    """What an officer's seat looks after in some rounds: graded sheets, those sent, those not yet decided."""

    officer: str
    sheets: int = 0
    sent: int = 0
    decided: int = 0


def loads(rounds: list[Round], sheets: QuerySet[Sheet], day: dt.date) -> list[Load]:
    """Sheets per specialist, most first; those in nobody's portfolio under an empty name. Two queries."""
    held = Q(unit__portfolios__start__lte=day, unit__portfolios__end__gt=day)
    care = FilteredRelation("unit__portfolios", condition=held)
    cared = sheets.filter(round__in=rounds, why_not="").annotate(care=care)
    counts = {"n": Count("id"), "sent": Count("submitted"), "decided": Count("decided_on")}
    found = list(cared.order_by().values_list("care__seat").annotate(**counts))
    people = Appointment.objects.on(day).filter(seat__in=[seat for seat, *_counts in found if seat])
    names = dict(people.values_list("seat_id", "person__name"))
    out = [Load(names.get(seat, ""), *counted) for seat, *counted in found]
    return sorted(out, key=lambda load: (not load.officer, -load.sheets))
