"""The result of a year with both targets, the list of sheets, opening a round."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
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
from coso.evaluation.reads import nearest_to_line, progress, sheet_rows, steps_of, unit_names, words
from coso.evaluation.results import STRATA, Result, StratumResult, as_dict, result
from coso.evaluation.services.decisions import decide_sheets, publish_sheets
from coso.evaluation.services.rounds import open_round, plan_round
from coso.law import parameter
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
    rounds = list(Round.objects.filter(year=year).select_related("rubric", "unit"))
    if not rounds:
        return redirect("grading")
    unit = _asked_unit(request)
    found = result(year, unit)
    grammar = grammar_of(rounds[0].rubric)
    sheets = Sheet.objects.visible_to(request.user, "evaluation.see").filter(round__in=rounds)
    near = list(nearest_to_line(sheets, grammar))
    context = {
        "year": year,
        "years": Round.objects.order_by("-year").values_list("year", flat=True).distinct(),
        "round": rounds[0],
        "rubric": rounds[0].rubric,
        "notice": words(grammar, "notice"),
        "strata": [_card(found, stratum) for stratum in STRATA],
        "steps": _steps(rounds[0], sheets),
        "near": [(sheet, unit_names([sheet.unit_id], request.day).get(sheet.unit_id, "")) for sheet in near],
        "unit": unit,
        "may_open": may(request.user, "evaluation.open"),
    }
    return render(request, "evaluation/year.html", context)


def _asked_unit(request: Request) -> Unit | None:
    """The branch asked for; without one, what the reader sees: the whole province from its root."""
    units = Unit.objects.visible_to(request.user, "evaluation.see")
    if code := request.GET.get("dv"):
        return get_object_or_404(units, code=code)
    found = reach(request.user, "evaluation.see")
    return None if found.everything else units.order_by("path").first()


def _card(found: Result, stratum: str) -> dict[str, Any]:
    one = found.strata[stratum]
    target = parameter(f"targets.{stratum}") if stratum != "outside" else None
    said = as_dict(found)["strata"][stratum]
    share = one.share(found.denominator)
    return {
        "key": stratum,
        "title": str(strata()[stratum]),
        "one": one,
        "below": one.denominator(found.denominator),
        "now": float(share * 100) if share is not None else 0.0,
        "forecast": float(one.forecast * 100) if one.forecast is not None and one.graded < one.eligible else None,
        "target": float(target.at(found.day).number * 100) if target else None,
        "strict": bool(target and target.strict),
        "met": found.met(stratum),
        "missing": said["missing"],
        "why_not": [(WHY_NOT[key], n) for key, n in one.why_not.items()],
        "parts": _parts(one),
    }


def _parts(one: StratumResult) -> list[tuple[Any, int, str]]:
    tones = {"excellent": "best", "good": "good", "done": "fair", "not_done": "poor"}
    names = {"excellent": _("Excellent"), "good": _("Good"), "done": _("Fair"), "not_done": _("Not fulfilled")}
    graded = [(names.get(key, key), one.levels.get(key, 0), tone) for key, tone in tones.items()]
    return [*graded, (_("Not graded yet"), one.eligible - one.graded, "none")]


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
    rows = Sheet.objects.visible_to(request.user, "evaluation.see").filter(round__in=rounds)
    form = FilterForm(request.GET or None)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data, request.day)
    page = Paginator(rows.order_by("unit__path"), PAGE).get_page(request.GET.get("trang"))
    keys = [sheet.pk for sheet in page.object_list]
    grammar = grammar_of(rounds[0].rubric)
    context = {
        "year": year,
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
