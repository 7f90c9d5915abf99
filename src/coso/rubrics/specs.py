"""A rubric's text as the grammar reads it, once per process."""

from functools import lru_cache

from coso.rubrics.grammar.model import RubricSpec
from coso.rubrics.grammar.reading import Draft, load_rubric, read_draft
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.models import Rubric


@lru_cache(maxsize=32)
def read_grammar(source: str) -> RubricSpec:
    """A rubric's text as the grammar reads it; the same text is read once. Raises RubricError."""
    return load_rubric(source)


@lru_cache(maxsize=32)
def draft_of(source: str) -> Draft:
    """A rubric's text as far as it can be read, with all that is wrong or missing. Raises RubricError: no YAML."""
    return read_draft(read_yaml(source))


def grammar_of(rubric: Rubric) -> RubricSpec:
    """The rubric as the grammar reads it."""
    return read_grammar(rubric.source)


def keys_of(grammar: RubricSpec) -> set[str]:
    """The indicators that a rubric reads: of its lines, its conditions, its gates."""
    return {indicator.key for indicator in grammar.indicators}
