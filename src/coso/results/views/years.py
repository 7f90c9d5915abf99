"""The result of a year with both targets."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coso.access.prepared import prepared
from coso.access.requests import Request
from coso.grading.chain import DONE, KINDS
from coso.grading.models import Round, RoundStep, Sheet
from coso.grading.papers.subjects import round_papers
from coso.grading.portfolio import loads
from coso.grading.reads import progress
from coso.grading.rounds_of_year import round_under_way, rounds_of, standing_day
from coso.grading.views.scope import standing_sheets
from coso.lib import clock
from coso.register.models import Unit, UnitPlace
from coso.register.names import unit_names
from coso.register.visibility import may, reach
from coso.results.views.results import result_of
from coso.rubrics.specs import grammar_of
from coso.rubrics.words import words


def grading(request: Request) -> HttpResponse:
    """The round under way: where every sheet stands, and whether both targets are reached."""
    now = round_under_way(clock.today())
    if now is None:
        return render(request, "grading/none.html", {"may_open": may(request.user, "grading.open")})
    if own := _own_sheet(request, now.year):
        return redirect("sheet", own.pk)
    union = _union_above(request)
    return _published(request, union) if union else grading_year(request, now.year)


def _own_sheet(request: Request, year: int) -> Sheet | None:
    """The sheet of a year of somebody whose posts lie within one grassroots union."""
    paths = reach(request.user, "grading.see").paths
    mine = Sheet.objects.filter(round__year=year, unit__path__in=paths) if len(paths) == 1 else Sheet.objects.none()
    return mine.first()


def _union_above(request: Request) -> Unit | None:
    """The grassroots union of somebody whose only post lies in a group of it."""
    paths = reach(request.user, "grading.see").paths
    places = UnitPlace.objects.filter(path__in=paths, start__lte=request.day, end__gt=request.day)
    held = places.exclude(base=F("unit")).filter(base__isnull=False).values("base")
    return Unit.objects.filter(pk__in=held).first() if len(paths) == 1 else None


def _published(request: Request, union: Unit) -> HttpResponse:
    """What a group leader may know as everybody in the union may: the levels that were published."""
    sheets = Sheet.objects.filter(unit=union, why_not="").select_related("round__rubric").order_by("-round__year")
    name = unit_names([union.pk], request.day).get(union.pk, union.code)
    return render(request, "results/published.html", {"name": name, "rows": [_level_of(each) for each in sheets]})


def _level_of(sheet: Sheet) -> dict[str, Any]:
    told = sheet.step == DONE
    return {"round": sheet.round, "level": words(grammar_of(sheet.round.rubric).band(sheet.grade)) if told else ""}


def grading_year(request: Request, year: int) -> HttpResponse:
    """The result of a year for what the reader sees."""
    rounds = rounds_of(year)
    if not rounds:
        if Round.objects.exists():
            messages.info(request, _("No round counts for {year}; this is the one under way.").format(year=year))
        return redirect("grading")
    sheets: QuerySet[Sheet] = Sheet.objects.visible_to(request.user, "grading.see").filter(round__in=rounds)
    told = result_of(request, year, rounds)
    if told["unit"]:
        sheets = standing_sheets(sheets, told["unit"], standing_day(rounds), direct=told["direct"])
    context = {
        **told,
        "year": year,
        "years": _years(),
        "round": rounds[0],
        "rubric": rounds[0].rubric,
        "notice": words(grammar_of(rounds[0].rubric), "notice"),
        "rounds": [(each, _steps(each, sheets)) for each in rounds],
        "loads": loads(rounds, sheets, request.day) if may(request.user, "grading.review") else [],
        "may_open": may(request.user, "grading.open"),
        "papers": round_papers(request.user, rounds[0], told["unit"]),
        "may_take_in": may(request.user, "grading.decide"),
    }
    return render(request, "results/year.html", context)


@prepared
def _dues(round_: UUID) -> QuerySet[RoundStep, tuple[str, dt.date]]:
    return RoundStep.objects.filter(round=round_, track="").order_by("n").values_list("kind", "due")


@prepared
def _years() -> QuerySet[Round, int]:
    return Round.objects.order_by("-year").values_list("year", flat=True).distinct()


def _steps(round_: Round, sheets: Any) -> list[dict[str, Any]]:
    counts = progress(round_, sheets)
    kinds = dict(_dues(round_.pk))
    rows = [
        {"key": k, "text": KINDS[k].text, "status": KINDS[k].status, "due": due, "n": counts.get(k, 0)}
        for k, due in kinds.items()
    ]
    return [*rows, {"key": "done", "text": _("Published"), "status": "", "due": None, "n": counts.get("done", 0)}]
