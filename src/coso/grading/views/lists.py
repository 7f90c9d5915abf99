"""The list of sheets of a year: filters, deciding and publishing what is ticked or all that the filter shows."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.access.sure import ask_first
from coso.grading.chain import DECIDE, PUBLISH
from coso.grading.listings import list_to_write, rights, sheet_list
from coso.grading.models import Sheet
from coso.grading.papers.subjects import upper_union
from coso.grading.rounds_of_year import rounds_of
from coso.grading.services.decisions import decide_lists, publish_lists
from coso.grading.services.guards import without_own
from coso.grading.views.scope import asked_unit
from coso.grading.views.sure import before_list
from coso.lists.pages import back_to, picked, show
from coso.register.names import unit_names


def sheets(request: Request, year: int) -> HttpResponse:
    """The sheets of a year in what the reader sees, by step, stratum and name."""
    rounds = rounds_of(year)
    if not rounds:
        return redirect("grading")
    unit = asked_unit(request) if request.GET.get("dv") else None
    listing = sheet_list(request, rounds, unit)
    keys: Any = listing.rows
    listing = replace(listing, rows=keys.only("unit__path"))  # the rows of a page are read once more, with what counts
    more: dict[str, Any] = {
        "year": year,
        "unit_name": unit_names([unit.pk], request.day).get(unit.pk, unit.code) if unit else "",
        "rounds": rounds,
        "upper": upper_union(request.user, unit),
        "decides": rights(request, rounds)[0],
        "has_portfolio": any(each.key == "ho-so" for each in listing.filters),
    }
    return show(request, listing, "grading/sheets.html", **more)


def decide(request: Request, year: int) -> HttpResponse:
    """Decides or publishes the sheets ticked in the list, or all that the filter shows, in one action."""
    if request.method != "POST":
        return redirect("sheets", year)
    publishing = request.POST.get("what") == "publish"
    listing = list_to_write(request, year, "grading.decide")
    chosen, back = (
        picked(request, listing).filter(why_not=""),
        back_to(request, listing, reverse("sheets", args=[year])),
    )
    rows = list(chosen.filter(step=PUBLISH if publishing else DECIDE).select_related("unit", "round__rubric"))
    if rows:
        left = chosen.count() - len(rows)
        before = before_list(rows, left, request.POST.get("document", ""), back, publishing=publishing)
        if asked := ask_first(request, before):
            return asked
    try:
        done = _decide(request, rows, publishing=publishing)
        text = (
            ngettext("Published: {n} result.", "Published: {n} results.", done)
            if publishing
            else ngettext("Decided: {n} sheet.", "Decided: {n} sheets.", done)
        )
        messages.success(request, text.format(n=done))
    except RefusedError as wrong:
        tell(request, wrong)
    return redirect(back)


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
