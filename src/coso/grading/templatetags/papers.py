"""Papers in templates."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise

from coso.grading.models import Sheet
from coso.grading.papers.offers import SheetPaper, UnitPaper, is_upper, papers_of, papers_of_upper
from coso.papers.sending import FORMS
from coso.register.models import Unit
from coso.register.sight import reach

register = template.Library()

Line = tuple[Promise | str, list[tuple[str, str]]]


def _line(paper: SheetPaper | UnitPaper, name: str, arguments: list[Any]) -> Line:
    links = [(FORMS[form].label, reverse(name, args=[*arguments, paper.key, form])) for form in paper.forms]
    return paper.title, links


@register.simple_tag
def sheet_papers(sheet: Sheet) -> list[Line]:
    """The papers that a sheet has at its step, with their addresses: {% sheet_papers sheet as found %}."""
    return [_line(paper, "sheet_paper", [sheet.pk]) for paper in papers_of(sheet)]


def _unit(context: Context) -> Unit | None:
    """The upper union that a page is about, else the one in which the reader holds a post."""
    asked: Unit | None = context.get("unit")
    paths = reach(context["request"].user, "grading.see").paths
    found = asked or Unit.objects.filter(path__in=paths).order_by("path").first()
    return found if found and is_upper(found) else None


@register.simple_tag(takes_context=True)
def papers_unit(context: Context) -> Unit | None:
    """The upper union whose papers the reader would look for: {% papers_unit as unit %}."""
    return _unit(context)


@register.simple_tag(takes_context=True)
def year_papers(context: Context) -> dict[str, Any]:
    """The papers of the upper union asked for, or of the reader's own: {% year_papers as found %}."""
    round_, unit = context["round"], _unit(context)
    papers = papers_of_upper(round_, unit) if unit else []
    return {"unit": unit, "lines": [_line(paper, "unit_paper", [round_.year, unit.code]) for paper in papers if unit]}
