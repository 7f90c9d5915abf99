"""What a rubric says, in the reader's language."""

from typing import Any

from django.utils.translation import get_language


def words(thing: Any, name: str = "title") -> str:
    """The text of a rubric's part in the reader's language."""
    text: str = getattr(thing, f"{name}_en" if get_language() == "en" else f"{name}_vi")
    return text
