"""The result of a year with both targets, the list of sheets, opening a round."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from coso.access.forms import attempt
from coso.access.refusals import RefusedError
from coso.access.requests import Request, keys_in
from coso.evaluation.chain import KINDS, WHY_NOT
from coso.evaluation.filling import grammar_of
from coso.evaluation.forms import FilterForm, OpenForm, chosen_chain
from coso.evaluation.models import Round, Sheet
from coso.evaluation.reads import levels_of, newest_level, progress, sheet_rows, steps_of, unit_names, words
from coso.evaluation.results import STRATA, rounds_of, standing_day
from coso.evaluation.services.decisions import decide_sheets, publish_sheets
from coso.evaluation.services.rounds import open_round, plan_round
from coso.evaluation.views.results import asked_unit, result_of, standing_sheets
from coso.lib.text import fold
from coso.register.kinds import strata
from coso.register.models import Unit
from coso.register.sight import may, reach

PAGE = 50


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
        "steps": _steps(rounds[0], sheets),
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


def sheets(request: Request, year: int) -> HttpResponse:
    """The sheets of a year in what the reader sees, by step, stratum and name."""
    rounds = list(Round.objects.filter(year=year).select_related("rubric", "unit"))
    if not rounds:
        return redirect("grading")
    rows: QuerySet[Sheet] = Sheet.objects.visible_to(request.user, "evaluation.see").filter(round__in=rounds)
    unit, direct = asked_unit(request) if request.GET.get("dv") else None, "truc-tiep" in request.GET
    if unit:
        rows = standing_sheets(rows, unit, standing_day(rounds), direct=direct)
    form = FilterForm(request.GET or None)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data, request.day)
    page = Paginator(rows.order_by("unit__path"), PAGE).get_page(request.GET.get("trang"))
    keys = [sheet.pk for sheet in page.object_list]
    grammar = grammar_of(rounds[0].rubric)
    context = {
        "year": year,
        "unit": unit,
        "direct": direct,
        "unit_name": unit_names([unit.pk], request.day).get(unit.pk, unit.code) if unit else "",
        "form": form,
        "page": page,
        "rows": sheet_rows(Sheet.objects.filter(pk__in=keys).order_by("unit__path"), request.day, grammar),
        "round": rounds[0],
        "step": form.cleaned_data.get("step") if form.is_valid() else "",
        "may_decide": may(request.user, "evaluation.decide", rounds[0].unit) and not request.past,
    }
    return render(request, "evaluation/sheets.html", context)


def _filtered(rows: Any, said: dict[str, Any], day: dt.date) -> Any:
    for name in ("step", "stratum", "why_not"):
        if said.get(name):
            rows = rows.filter(**{name: said[name]})
    if level := said.get("level"):
        rows = rows.annotate(newest=newest_level()).filter(newest__in=levels_of(level))
    if words_ := fold(said.get("q") or ""):
        named = Q(
            unit__versions__name_key__contains=words_, unit__versions__start__lte=day, unit__versions__end__gt=day
        )
        rows = rows.filter(named | Q(unit__code__iexact=said["q"].strip()))
    return rows


def decide(request: Request, year: int) -> HttpResponse:
    """Decides or publishes the sheets ticked in the list, in one action."""
    if request.method != "POST":
        return redirect("sheets", year)
    round_ = get_object_or_404(Round, pk__in=keys_in(request, "round"), year=year)
    rows = Sheet.objects.visible_to(request.user, "evaluation.decide").filter(round=round_)
    rows = rows.filter(pk__in=keys_in(request, "sheet"))
    chosen = list(rows.select_related("unit", "round__rubric", "round__unit"))
    try:
        if not chosen:
            raise RefusedError(_("Tick at least one sheet."))
        if request.POST.get("what") == "publish":
            publish_sheets(round_=round_, sheets=chosen, by=request.user)
        else:
            decide_sheets(round_=round_, sheets=chosen, document=request.POST.get("document", ""), by=request.user)
        messages.success(request, _("Done for {n} sheets, in one action.").format(n=len(chosen)))
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect(f"{request.path.removesuffix('quyet-dinh/')}?step={request.POST.get('step', '')}")


def start(request: Request) -> HttpResponse:
    """Opening a round for a branch: first a preview of who is graded and why not, then one action."""
    tops = reach(request.user, "evaluation.open").paths
    unit = get_object_or_404(Unit, path__in=tops[:1])
    form = OpenForm(request.POST or None, today=timezone.localdate())
    plan = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chain = {"": chosen_chain(said)}
        if "open" in request.POST:
            made = attempt(form, lambda: open_round(unit=unit, chains=chain, by=request.user, **form.facts))
            if made:
                messages.success(request, _("The round is open. Every union has its sheet and knows by when."))
                return redirect("grading_year", made.year)
        else:
            grammar = grammar_of(said["rubric"])
            facts = form.facts
            plan = plan_round(
                unit=unit, grammar=grammar, window=facts["window"], closing=facts["closing"], tracks=set(chain)
            )
    context = {"form": form, "plan": plan, "reasons": WHY_NOT, "table": _table(plan)}
    return render(request, "evaluation/open.html", context, status=422 if form.errors else 200)


def _table(plan: Any) -> list[tuple[str, list[int]]]:
    if plan is None:
        return []
    columns = ["", *WHY_NOT]
    return [(str(strata()[stratum]), [plan.counts.get((stratum, why), 0) for why in columns]) for stratum in STRATA]
