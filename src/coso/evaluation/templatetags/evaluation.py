"""Words of the grading year in templates."""

from typing import Any

from django import template
from django.utils.functional import Promise

from coso.evaluation.chain import KINDS
from coso.evaluation.grammar.model import Rubric
from coso.evaluation.openings import openings
from coso.evaluation.reads import SheetView, words
from coso.evaluation.results import GOOD

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
