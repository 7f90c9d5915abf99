"""Opening a round: days and sectors as the rubric names them, chains of steps, a preview, then one action."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from coso.access.forms import attempt, render_form
from coso.access.requests import Request
from coso.grading.chain import LEFT, WHY_NOT
from coso.grading.forms.opening import ChainForm, OpenForm, basis_of, known_tracks, tracks
from coso.grading.models import Round
from coso.grading.services.planning import Asked, RoundPlan, plan_round
from coso.grading.services.rounds import check_opening, open_round, require_days_ahead
from coso.lib import clock
from coso.lib.dates import read_iso
from coso.lib.numbers import read_whole
from coso.register.kinds import strata
from coso.register.models import Unit
from coso.register.visibility import reach
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import CALENDAR_YEAR, CALENDARS, STRATA

YEARS = range(2000, 2101)
NAMED = 200


def start(request: Request) -> HttpResponse:
    """Opening a round for a branch: first a preview of who is graded and why not, then one action."""
    unit = get_object_or_404(Unit, path__in=reach(request.user, "grading.open").paths[:1])
    moved = _moved(request)
    form = _form(request, moved=moved)
    chains = _chains(request, form, moved=moved)
    plan = None
    if not moved and _complete(request, form, chains):
        if "open" in request.POST:
            if made := _open(request, unit, form, chains):
                messages.success(request, _("The round is open. Every union has its sheet and knows by when."))
                return redirect("round", made.pk)
        else:
            plan = attempt(form, lambda: _plan(unit, form, chains))
    context = {**_choices(form, chains), "form": form, "chains": chains, "plan": plan, "moved": moved, **_tables(plan)}
    return render_form(request, "grading/open.html", context, form, *chains)


def _moved(request: Request) -> bool:
    """Whether another year or rubric was typed than the days of the form were made for: they follow it first."""
    said = request.POST
    return "basis" in said and said["basis"] != basis_of(said.get("year", ""), said.get("rubric", ""))


def _form(request: Request, *, moved: bool) -> OpenForm:
    asked = request.POST or request.GET
    year, calendar = read_whole(asked.get("year", "")), asked.get("calendar", "")
    today = clock.today()
    return OpenForm(
        None if moved else request.POST or None,
        year=year if year and year in YEARS else today.year,
        calendar=calendar if calendar in dict(CALENDARS) else CALENDAR_YEAR,
        asked=asked.get("rubric", ""),
    )


def _chains(request: Request, form: OpenForm, *, moved: bool) -> list[ChainForm]:
    """The usual chain and those added; a chain just added starts with the usual days after the closing day typed."""
    typed = None if moved else read_iso(request.POST.get("closing", ""))
    closing = typed if typed and typed.year in YEARS else form.initial.get("closing") or clock.today()
    asked = known_tracks([*request.POST.getlist("track"), request.POST.get("add", "")])
    data: Mapping[str, Any] | None = None if moved else request.POST or None
    fresh = {request.POST.get("add", "")} - set(request.POST.getlist("track"))
    kept = [key for key in asked if key != request.POST.get("drop")]
    return [ChainForm(None if key in fresh - {""} else data, track=key, closing=closing) for key in ["", *kept]]


def _complete(request: Request, form: OpenForm, chains: list[ChainForm]) -> bool:
    """Whether a preview or the opening was asked for, and all forms are right."""
    if request.method != "POST" or request.POST.get("add") or request.POST.get("drop"):
        return False
    return not [each for each in (form, *chains) if not each.is_valid()]


def _open(request: Request, unit: Unit, form: OpenForm, chains: list[ChainForm]) -> Round | None:
    steps = {each.track: each.steps for each in chains}
    return attempt(form, lambda: open_round(unit=unit, chains=steps, by=request.user, **form.facts))


def _plan(unit: Unit, form: OpenForm, chains: list[ChainForm]) -> RoundPlan:
    facts, steps = form.facts, {each.track: each.steps for each in chains}
    grammar = grammar_of(facts["rubric"])
    same = {name: facts[name] for name in ("year", "calendar", "window", "closing", "denominator")}
    check_opening(grammar, chains=steps, **same)
    require_days_ahead(steps)
    return plan_round(
        unit=unit,
        grammar=grammar,
        window=facts["window"],
        closing=facts["closing"],
        tracks=set(steps),
        asked=Asked(facts["year"], frozenset(facts["sectors"])),
    )


def _choices(form: OpenForm, chains: list[ChainForm]) -> dict[str, Any]:
    taken = {each.track for each in chains}
    asked = form.initial
    return {
        "calendars": CALENDARS,
        "calendar": asked["calendar"],
        "year": asked["year"],
        "tracks": tracks(taken, clock.today()),
        "open_rounds": Round.objects.filter(year=asked["year"]),
        "facts": [form[name] for name in ("rubric", "year", "calendar", "first", "last", "closing")],
    }


def _tables(plan: RoundPlan | None) -> dict[str, Any]:
    """The counts of a plan: by stratum and reason, what is left to other rounds, and by chain."""
    if plan is None:
        return {}
    columns = ["", *WHY_NOT]
    shown = [why for why in columns if why == "" or any(plan.counts.get((stratum, why)) for stratum in STRATA)]
    left = {why: sum(each.why_not == why for each in plan.left) for why in LEFT}
    return {
        "columns": [WHY_NOT[why] for why in shown if why],
        "table": [(str(strata()[key]), [plan.counts.get((key, why), 0) for why in shown]) for key in STRATA],
        "not_graded": len(plan.candidates) - len(plan.graded),
        "left": [(LEFT[why], n) for why, n in left.items() if n],
        "named": _named(plan),
    }


def _named(plan: RoundPlan) -> list[tuple[Any, int, list[str]]]:
    """(reason, how many, the first names) of the unions that would not be graded in this round."""
    reasons = {**{why: text for why, text in WHY_NOT.items() if why}, **LEFT}
    of: dict[str, list[str]] = {}
    for each in (*plan.candidates, *plan.left):
        of.setdefault(each.why_not, []).append(each.name)
    return [(text, len(of[why]), sorted(of[why])[:NAMED]) for why, text in reasons.items() if why in of]
