"""The phrases of `data/phrases.yaml` as patterns."""

import re
from functools import cache

import yaml

from coso.agreements.plain import DATA


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The pattern of a named list of phrases. Raises KeyError."""
    said = yaml.safe_load((DATA / "phrases.yaml").read_text(encoding="utf-8"))[name]
    return re.compile("|".join(f"(?:{each})" for each in said))
