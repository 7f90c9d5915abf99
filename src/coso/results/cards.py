"""Cards about results on the pages of other rooms."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from coso.access.models import Account
from coso.access.pages import Card
from coso.access.requests import Request
from coso.grading.chain import KINDS, status_of
from coso.grading.models import Sheet
from coso.grading.reads import SheetView
from coso.grading.rounds_of_year import round_under_way
from coso.lib import clock
from coso.register.models import Unit
from coso.register.permissions import FIRST, READERS
from coso.register.visibility import holds, may
from coso.results.gainable import gainable_points
from coso.results.models import Reported
from coso.results.reads import result
from coso.results.views.results import target_card
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import GOOD, GRADES, TARGETED
from coso.rubrics.words import words


def _points(request: Request, view: SheetView) -> Mapping[str, Any]:
    """Where a sheet can still gain points, cheapest first."""
    points = view.sheet.appraised_points or view.own.totals.points
    short = max(0, view.grammar.band(GOOD).min - points)
    found = gainable_points([each.line for each in view.lines], view.grammar, view.sheet.variant, short)
    return {"sheet": view.sheet, "openings": found, "short": short, "over": bool(view.sheet.grade)}


def _levels(request: Request, unit: Unit) -> Mapping[str, Any]:
    """The levels of a union through the years; under a past day only what was decided by then."""
    sheets = Sheet.objects.filter(unit=unit).select_related("round__rubric").order_by("round__year")
    paper = Reported.objects.filter(unit=unit).order_by("year")
    if request.past:
        sheets, paper = sheets.filter(decided_on__lte=request.day), paper.filter(year__lt=request.day.year)
    graded = [
        (sheet, words(grammar_of(sheet.round.rubric).band(sheet.grade)) if sheet.grade else status_of(sheet))
        for sheet in sheets
    ]
    return {"sheets": graded, "reported": [(each.year, GRADES[each.level]) for each in paper]}


def _year(request: Request, user: Account) -> Mapping[str, Any] | None:
    """The way to the result of the year, for whoever sees it."""
    return {} if may(user, "grading.see") else None


def _morning(request: Request, user: Account) -> Mapping[str, Any] | None:
    """Both targets of the round under way, for who leads the province."""
    now = round_under_way(clock.today()) if holds(user, FIRST) else None
    if now is None:
        return None
    found = result(now.year)
    return {"year": now.year, "targets": [target_card(found, each) for each in TARGETED]}


def _checks(request: Request, user: Account) -> Mapping[str, Any] | None:
    """What is due for a check, for who inspects: sheets on their way, by the step that they wait at."""
    now = round_under_way(clock.today()) if holds(user, READERS) else None
    if now is None:
        return None
    sheets = Sheet.objects.visible_to(user, "grading.see").filter(round__year=now.year, why_not="")
    counted = dict(sheets.order_by().values_list("step").annotate(n=Count("id")))
    waiting = [(kind.status, step, counted[step]) for step, kind in KINDS.items() if counted.get(step)]
    return {"year": now.year, "closing": now.closing, "closed": now.figures_closed, "waiting": waiting}


CARDS = [
    Card("results.morning", "home_top", 10, "results/morning.html", _morning),
    Card("results.checks", "home_top", 15, "results/checks.html", _checks),
    Card("results.year", "nothing_owed", 10, "results/year_link.html", _year),
    Card("results.points", "sheet", 10, "results/open_points.html", _points),
    Card("results.levels", "unit", 10, "results/levels.html", _levels),
]
