"""Words for what the journal shows, as the rooms declare them in their `journal_words.py`."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise

from coso.access.permissions import by_key, declared

Words = Mapping[str, str | Promise]


@cache
def tables() -> Words:
    """The name of each journaled table by its label. Raises ValueError on a doubled one."""
    return by_key("journal_words", "TABLES")


@cache
def fields() -> Words:
    """The name of each field that is shown. Raises ValueError on a doubled one."""
    return by_key("journal_words", "FIELDS")


@cache
def terms() -> Mapping[str, tuple[Callable[[], Mapping[str, Any]], ...]]:
    """For each field that holds codes, what gives their words; several rooms may have codes of their own in one."""
    out: dict[str, tuple[Callable[[], Mapping[str, Any]], ...]] = {}
    for _room, module in declared("journal_words"):
        for field, words in getattr(module, "TERMS", {}).items():
            out[field] = (*out.get(field, ()), words)
    return out


@cache
def readers() -> Mapping[str, str]:
    """{table: the permission without which its rows are shown to nobody}. Raises ValueError on a doubled table."""
    return by_key("journal_words", "READERS")


@cache
def named(what: str) -> frozenset[str]:
    """The fields that the rooms name as UNITS (keys of units), ENCRYPTED or POINTS (thousandths)."""
    return frozenset(name for _room, module in declared("journal_words") for name in getattr(module, what, ()))
