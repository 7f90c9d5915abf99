"""A unit's page: what it is, its people in numbers, its year, what it owes, its life."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from coso.access.models import Account
from coso.access.requests import Request
from coso.duties.models import Duty
from coso.duties.registry import duty_kinds, hidden_from, of_no_figure, words_about
from coso.indicators.registry import Figure, Scope, figures
from coso.lib import clock
from coso.lib.dates import Period
from coso.register.balance import balance
from coso.register.kinds import BASE, kinds, movements, posts, sectors
from coso.register.links import areas, letters, sites
from coso.register.managers import marks_on
from coso.register.models import Unit, UnitPlace, UnitVersion
from coso.register.reads import history, leaders, level, officers, trail
from coso.register.services.nominations import waiting_in
from coso.register.visibility import may

KEYS = ("members.coverage_share", "workplace.headcount", "members.completeness_share")


def unit(request: Request, code: str) -> HttpResponse:
    """The unit as it was on the day asked for."""
    row = get_object_or_404(Unit.objects.visible_to(request.user, "units.see"), code=code)
    page = level(row, request.day)
    version = page.version or row.versions.order_by("-start").first()
    appoints = may(request.user, "seats.change", row) and not request.past
    context = {
        "unit": row,
        "level": page,
        "version": version,
        "alive": page.version is not None,
        "trail": trail(row, request.day, page.place),
        "history": history(row),
        "officers": [(posts()[held.seat.post], held) for held in officers(row, request.day)],
        "managers": set(
            marks_on(request.day).filter(appointment__seat__unit=row).values_list("appointment", flat=True)
        ),
        "leaders": leaders(row, request.day),
        "may_change": may(request.user, "units.change", row) and not request.past,
        "may_appoint": appoints and page.version is not None,
        "named": [(posts()[each.post], each) for each in waiting_in(row)] if appoints else [],
        "manages": any(each.kind == BASE for each in page.rows),
        "may_people": may(request.user, "people.see", row),
        "may_journal": may(request.user, "journal.see", row),
        **_level(version),
        **_words(version),
        **_numbers(row, request.day, page.place),
        **_owed(row, request.user, past=request.past),
        "areas": areas(row, request.day),
        "letters": [letter for letter in letters(row, request.day) if letter.lasts],
        "sites": sites(row, request.day),
    }
    return render(request, "web/unit.html", context)


def _level(version: UnitVersion | None) -> dict[str, Any]:
    """Which cards a unit of this kind has."""
    kind = kinds()[version.kind] if version else None
    return {
        "is_base": bool(kind and kind.level == "base"),
        "covers": bool(kind and kind.level == "upper" and kind.parents),
    }


def _words(version: UnitVersion | None) -> dict[str, Any]:
    if version is None:
        return {"kind": "", "sector": ""}
    sector = sectors().get(version.sector)
    return {"kind": str(kinds()[version.kind]), "sector": str(sector) if sector else ""}


def _numbers(row: Unit, day: dt.date, place: UnitPlace | None) -> dict[str, Any]:
    period = Period.closed(dt.date(day.year, 1, 1), day)
    found = balance(row, period)
    names = movements()
    counted = figures(KEYS, Scope(place.path, period)) if place else {}
    return {
        "period": period,
        "balance": found,
        "increases": [(names[key], tally) for key, tally in found.increases.items()],
        "decreases": [(names[key], tally) for key, tally in found.decreases.items()],
        "figures": {key.rpartition(".")[2]: _known(by_unit.get(row.id)) for key, by_unit in counted.items()},
    }


def _known(figure: Figure | None) -> Figure | None:
    """A figure that is one; nothing where it is absent."""
    return figure if figure and not figure.absent else None


def _owed(row: Unit, user: Account, *, past: bool) -> dict[str, Any]:
    """What a unit owes as far as somebody may see it; nothing under a past day, for duties are of today."""
    owed = Duty.objects.none() if past else Duty.objects.still_open().filter(unit=row).order_by("due")
    private = [key for key in of_no_figure() if not may(user, duty_kinds()[key].permission, row)]
    rows = list(owed.exclude(kind__in=private).exclude(subject__in=hidden_from(user))[:10])
    which = words_about([(duty.kind, duty.subject) for duty in rows])
    told = [(duty_kinds()[duty.kind], which.get(duty.subject, ""), duty) for duty in rows]
    return {"owed": told, "today": clock.today()}
