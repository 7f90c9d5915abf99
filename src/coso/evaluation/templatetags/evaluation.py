"""Words of the grading year in templates."""

from django import template
from django.utils.functional import Promise

from coso.evaluation.chain import KINDS
from coso.evaluation.grammar.model import Rubric
from coso.evaluation.reads import words

register = template.Library()


@register.filter
def band(key: str, grammar: Rubric) -> str:
    """The name of a level in the reader's language."""
    return words(grammar.band(key)) if key else ""


@register.filter
def step_text(kind: str) -> str | Promise:
    """The name of a step."""
    return KINDS[kind].text
