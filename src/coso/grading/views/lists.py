"""The list of sheets of a year: filters, deciding and publishing what is ticked or all that the filter shows."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.refusals import RefusedError
from coso.access.requests import Request, keys_in
from coso.grading.chain import DECIDE, DONE, PUBLISH
from coso.grading.forms.lists import MINE, FilterForm
from coso.grading.models import Round, Sheet
from coso.grading.papers.subjects import upper_union
from coso.grading.querysets import SheetQuerySet
from coso.grading.reads import levels_of, newest_level, sheet_rows
from coso.grading.rounds_of_year import rounds_of, standing_day
from coso.grading.services.decisions import decide_lists, publish_lists
from coso.grading.services.guards import without_own
from coso.grading.views.scope import asked_unit, standing_sheets
from coso.lib.text import fold
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.portfolios import portfolio_of
from coso.register.sight import may
from coso.rubrics.specs import grammar_of

PAGE = 50
FILTERS = ("q", "step", "stratum", "why_not", "round", "level", "ho-so", "dv", "truc-tiep")


def sheets(request: Request, year: int) -> HttpResponse:
    """The sheets of a year in what the reader sees, by step, stratum and name."""
    rounds = rounds_of(year)
    if not rounds:
        return redirect("grading")
    rows = Sheet.objects.visible_to(request.user, "grading.see").filter(round__in=rounds)
    unit, direct = asked_unit(request) if request.GET.get("dv") else None, "truc-tiep" in request.GET
    if unit:
        rows = standing_sheets(rows, unit, standing_day(rounds), direct=direct)
    form = FilterForm(request.GET or None, rounds=rounds)
    if form.is_valid():
        rows = filtered(rows, form.cleaned_data, request)
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
        "rounds": rounds,
        "upper": upper_union(request.user, unit),
        **_rights(request, rounds),
    }
    return render(request, "grading/sheets.html", context)


def _rights(request: Request, rounds: list[Round]) -> dict[str, Any]:
    decides = not request.past and may(request.user, "grading.decide", rounds[0].unit)
    manages = not request.past and may(request.user, "grading.appraise")
    has = portfolio_of(request.user, request.day).exists()
    return {"decides": decides, "manages": manages, "ticks": decides or manages, "has_portfolio": has, "done": DONE}


def filtered(rows: SheetQuerySet, said: dict[str, Any], request: Request) -> SheetQuerySet:
    """The sheets that a filter shows."""
    for name in ("step", "stratum", "why_not", "round"):
        if said.get(name):
            rows = rows.filter(**{name: said[name]})
    if level := said.get("level"):
        rows = rows.annotate(newest=newest_level()).filter(newest__in=levels_of(level))
    if said.get("ho-so") == MINE:
        rows = rows.filter(unit__in=portfolio_of(request.user, request.day).values("unit"))
    if words := fold(said.get("q") or ""):
        at = "unit__versions__"
        named = Q(**{f"{at}name_key__contains": words, f"{at}start__lte": request.day, f"{at}end__gt": request.day})
        rows = rows.filter(named | Q(unit__code__iexact=said["q"].strip()))
    return rows


def picked(request: Request, year: int, permission: str) -> SheetQuerySet:
    """The sheets ticked in the list, or all that its filter shows, as far as the reader may act on them."""
    rows = Sheet.objects.visible_to(request.user, permission).filter(round__year=year, why_not="")
    if "all" not in request.POST:
        return rows.filter(pk__in=keys_in(request, "sheet"))
    rounds = rounds_of(year)
    form = FilterForm(request.POST, rounds=rounds)
    if code := request.POST.get("dv"):
        unit = get_object_or_404(Unit.objects.visible_to(request.user, permission), code=code)
        rows = standing_sheets(rows, unit, standing_day(rounds), direct="truc-tiep" in request.POST)
    return filtered(rows, form.cleaned_data, request) if form.is_valid() else rows.none()


def kept(request: Request) -> list[tuple[str, str]]:
    """What a page in between carries on of the list: the ticks, or the filter."""
    names = ("all", *FILTERS) if "all" in request.POST else ("sheet",)
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def decide(request: Request, year: int) -> HttpResponse:
    """Decides or publishes the sheets ticked in the list, or all that the filter shows, in one action."""
    if request.method != "POST":
        return redirect("sheets", year)
    publishing = request.POST.get("what") == "publish"
    rows = picked(request, year, "grading.decide").filter(step=PUBLISH if publishing else DECIDE)
    try:
        done = _decide(request, list(rows.select_related("unit", "round")), publishing=publishing)
        text = ngettext("Done for {n} sheet, in one action.", "Done for {n} sheets, in one action.", done)
        messages.success(request, text.format(n=done))
    except RefusedError as wrong:
        tell(request, wrong)
    return redirect(back(request, year))


def _decide(request: Request, found: list[Sheet], *, publishing: bool) -> int:
    chosen = found if publishing else strangers_only(request, found)
    if not chosen:
        raise RefusedError(_("No sheet of your choice stands at this step."))
    if publishing:
        publish_lists(sheets=chosen, by=request.user)
    else:
        decide_lists(sheets=chosen, document=request.POST.get("document", ""), by=request.user)
    return len(chosen)


def strangers_only(request: Request, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets but that of the reader's own union; if one is left out, it is said."""
    chosen = without_own(request.user, sheets)
    if len(chosen) < len(sheets):
        messages.warning(request, _("The sheet of your own union is left to a colleague."))
    return chosen


def tell(request: Request, wrong: RefusedError, most: int = 6) -> None:
    """Says the first reasons of a refusal above the page, and how many more there are."""
    for reason in wrong.reasons[:most]:
        messages.error(request, str(reason.text))
    if len(wrong.reasons) > most:
        messages.error(request, _("… and {n} more.").format(n=len(wrong.reasons) - most))


def back(request: Request, year: int) -> str:
    """The list with the filter that it had."""
    asked = request.GET.copy()
    for name in FILTERS:
        if value := request.POST.get(name):
            asked[name] = value
    address = redirect("sheets", year).url
    return f"{address}?{asked.urlencode()}" if asked else address
