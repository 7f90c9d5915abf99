"""Words of rubrics in templates."""

from typing import Any

from django import template

from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.limit_words import reason_of
from coso.rubrics.words import words

register = template.Library()
register.filter(reason_of)


@register.simple_tag
def say(thing: Any, name: str = "title") -> str:
    """A text of a rubric's part in the reader's language: {% say band %}, {% say problem "text" %}."""
    return words(thing, name)


@register.simple_tag
def band_title(key: str, grammar: RubricSpec) -> str:
    """The name of a level; a level that a draft does not have stands by its key."""
    found = [band for band in grammar.bands if band.key == key]
    return words(found[0]) if found else key


@register.filter
def band(key: str, grammar: RubricSpec) -> str:
    """The name of a level in the reader's language."""
    return words(grammar.band(key)) if key else ""
