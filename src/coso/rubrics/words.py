"""What a rubric says, in the reader's language."""

from typing import Any

from coso.access.terms import in_english, of_reader


def words(thing: Any, name: str = "title") -> str:
    """The text of a rubric's part in the reader's language."""
    return of_reader(getattr(thing, f"{name}_vi"), getattr(thing, f"{name}_en"))


def remark(thing: Any, name: str = "note") -> str:
    """A remark of a rubric's part in the reader's language; nothing where it was written in the other one alone."""
    said: str = getattr(thing, f"{name}_{'en' if in_english() else 'vi'}")
    return said
