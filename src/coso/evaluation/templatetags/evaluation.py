"""Words of the grading year in templates."""

from typing import Any

from django import template
from django.template import Context
from django.utils.functional import Promise

from coso.evaluation.chain import DONE, KINDS, PUBLISH
from coso.evaluation.council import Pool
from coso.evaluation.grammar.model import Rubric
from coso.evaluation.late_entries import late_memberships
from coso.evaluation.models import Sheet
from coso.evaluation.openings import openings
from coso.evaluation.reads import SheetView, words
from coso.evaluation.results import GOOD
from coso.evaluation.services.petitions import may_petition
from coso.register.models import Unit
from coso.register.sight import may

register = template.Library()


@register.filter
def band(key: str, grammar: Rubric) -> str:
    """The name of a level in the reader's language."""
    return words(grammar.band(key)) if key else ""


@register.filter
def step_text(kind: str) -> str | Promise:
    """The name of a step."""
    return KINDS[kind].text


@register.inclusion_tag("evaluation/result/open_points.html")
def open_points(view: SheetView) -> dict[str, Any]:
    """Where a sheet can still gain points, cheapest first: {% open_points view %}."""
    points = view.sheet.appraised_points or view.own.totals.points
    short = max(0, view.grammar.band(GOOD).min - points)
    found = openings([each.line for each in view.lines], view.grammar, view.sheet.variant, short)
    return {"sheet": view.sheet, "openings": found, "short": short, "over": bool(view.sheet.grade)}


@register.simple_tag
def steps_at(pool: Pool, step: str) -> int:
    """How many sheets of a pool stand at a step."""
    return pool.at(step)


@register.simple_tag(takes_context=True)
def after_decision(context: Context, sheet: Sheet) -> dict[str, Any]:
    """What stands beside a sheet once figures are closed or a level is decided: late entries, petitions, ways on."""
    user, past = context["request"].user, context.get("past")
    late = late_memberships(sheet.round, Unit.objects.filter(pk=sheet.unit_id)) if sheet.round.figures_closed else {}
    decided = sheet.step in (PUBLISH, DONE)
    return {
        "late": (late or {}).get(sheet.unit_id, 0),
        "petitions": list(sheet.petitions.order_by("-day")),
        "may_petition": not past and may_petition(user, sheet),
        "may_reopen": not past and decided and may(user, "evaluation.reopen", sheet.round.unit),
    }
