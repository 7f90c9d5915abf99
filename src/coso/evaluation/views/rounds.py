"""The result of a year with both targets."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coso.access.requests import Request
from coso.evaluation.chain import KINDS
from coso.evaluation.filling import grammar_of
from coso.evaluation.models import Round, Sheet
from coso.evaluation.portfolio import loads
from coso.evaluation.reads import progress, steps_of, words
from coso.evaluation.results import rounds_of, standing_day
from coso.evaluation.views.results import result_of, standing_sheets
from coso.register.sight import may, reach


def grading(request: Request) -> HttpResponse:
    """The newest round: where every sheet stands, and whether both targets are reached."""
    newest = Round.objects.order_by("-year", "-opened").first()
    if newest is None:
        return render(request, "evaluation/none.html", {"may_open": may(request.user, "evaluation.open")})
    own = _own_sheet(request, newest)
    return redirect("sheet", own.pk) if own else grading_year(request, newest.year)


def _own_sheet(request: Request, newest: Round) -> Sheet | None:
    """The sheet of somebody whose posts lie within one grassroots union."""
    paths = reach(request.user, "evaluation.see").paths
    mine = Sheet.objects.filter(round=newest, unit__path__in=paths) if len(paths) == 1 else Sheet.objects.none()
    return mine.first()


def grading_year(request: Request, year: int) -> HttpResponse:
    """The result of a year for what the reader sees."""
    rounds = rounds_of(year)
    if not rounds:
        return redirect("grading")
    sheets: QuerySet[Sheet] = Sheet.objects.visible_to(request.user, "evaluation.see").filter(round__in=rounds)
    told = result_of(request, year, rounds)
    if told["unit"]:
        sheets = standing_sheets(sheets, told["unit"], standing_day(rounds), direct=told["direct"])
    context = {
        **told,
        "year": year,
        "years": Round.objects.order_by("-year").values_list("year", flat=True).distinct(),
        "round": rounds[0],
        "rubric": rounds[0].rubric,
        "notice": words(grammar_of(rounds[0].rubric), "notice"),
        "rounds": [(each, _steps(each, sheets)) for each in rounds],
        "loads": loads(rounds, sheets, request.day) if may(request.user, "evaluation.review") else [],
        "may_open": may(request.user, "evaluation.open"),
    }
    return render(request, "evaluation/year.html", context)


def _steps(round_: Round, sheets: Any) -> list[dict[str, Any]]:
    counts = progress(round_, sheets)
    kinds = {step.kind: step.due for step in steps_of(round_).filter(track="")}
    rows = [
        {"key": k, "text": KINDS[k].text, "status": KINDS[k].status, "due": due, "n": counts.get(k, 0)}
        for k, due in kinds.items()
    ]
    return [*rows, {"key": "done", "text": _("Published"), "status": "", "due": None, "n": counts.get("done", 0)}]
