"""Words of rubrics in templates."""

from typing import Any

from django import template

from coso.evaluation.grammar.model import Rubric
from coso.evaluation.models import Line
from coso.evaluation.reads import words
from coso.evaluation.rubric_reads import letters_of

register = template.Library()


@register.simple_tag
def say(thing: Any, name: str = "title") -> str:
    """A text of a rubric's part in the reader's language: {% say band %}, {% say problem "text" %}."""
    return words(thing, name)


@register.simple_tag
def band_title(key: str, grammar: Rubric) -> str:
    """The name of a level; a level that a draft does not have stands by its key."""
    found = [band for band in grammar.bands if band.key == key]
    return words(found[0]) if found else key


@register.inclusion_tag("evaluation/rubrics/amended.html")
def amended(line: Line) -> dict[str, Any]:
    """The letters that changed a line of a sheet, nothing where none did: {% amended each.line %}."""
    sheet = line.sheet
    known = vars(sheet).get("letters_by_line")
    if known is None:
        known = letters_of(sheet)
        vars(sheet)["letters_by_line"] = known
    return {"letters": known.get(line.pk, [])}
