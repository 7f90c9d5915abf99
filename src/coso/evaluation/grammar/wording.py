"""Sentences of a rubric with blanks to fill."""

from collections.abc import Mapping
from string import Formatter


def blanks_in(sentence: str) -> set[str]:
    """The names to fill in a sentence. ValueError when a brace is left open or holds more than a name."""
    names = set()
    for _, name, spec, conversion in Formatter().parse(sentence):
        if spec or conversion or (name is not None and not name.isidentifier()):
            raise ValueError(sentence)
        names |= {name} if name else set()
    return names


def filled(sentence: str, words: Mapping[str, str]) -> str:
    """The sentence with its blanks filled."""
    return sentence.format_map(words)
