"""The phrases of `data/phrases.yaml` as patterns."""

import re
from functools import cache

import yaml

from coso.agreements.plain import DATA


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The pattern of a named list of phrases. Raises KeyError."""
    return re.compile("|".join(f"(?:{each})" for each in _said()[name]))


@cache
def _said() -> dict[str, list[str]]:
    said: dict[str, list[str]] = yaml.safe_load((DATA / "phrases.yaml").read_text(encoding="utf-8"))
    return said
