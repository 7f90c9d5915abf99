"""What a rubric says, in the reader's language."""

from typing import Any

from coso.access.terms import of_reader


def words(thing: Any, name: str = "title") -> str:
    """The text of a rubric's part in the reader's language."""
    return of_reader(getattr(thing, f"{name}_vi"), getattr(thing, f"{name}_en"))
