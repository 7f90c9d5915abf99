"""Words for what the journal shows, as the rooms declare them in their `journal_words.py`."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from coso.access.models import Account
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
def terms() -> Mapping[str, Callable[[], Mapping[str, Any]]]:
    """What gives the words of the codes in a field, by "field" or "table.field". Raises ValueError on a doubled one."""
    return by_key("journal_words", "TERMS")


@cache
def row_terms() -> Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]]:
    """The same for "table.field" whose words depend on the row: asked with its columns."""
    return by_key("journal_words", "ROW_TERMS")


def words_of(table: str, field: str, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The words of the codes that a field of a row holds; None where the field holds no codes."""
    own = f"{table}.{field}"
    if own in row_terms():
        return row_terms()[own](row)
    found = terms().get(own) or terms().get(field)
    return found() if found else None


@cache
def readers() -> Mapping[str, str]:
    """{table: the permission without which its rows are shown to nobody}. Raises ValueError on a doubled table."""
    return by_key("journal_words", "READERS")


def hidden_from(user: Account) -> Q:
    """The condition on actions that somebody must not see, as the rooms declare it in HIDDEN."""
    out = Q(pk__in=[])
    for _room, module in declared("journal_words"):
        if hide := getattr(module, "HIDDEN", None):
            out |= hide(user)
    return out


@cache
def named(what: str) -> frozenset[str]:
    """The fields that the rooms name as UNITS (keys of units), ENCRYPTED, POINTS (thousandths), ENDS (days).

    An end is the first day on which a row no longer holds; TEXTS are fields of words that somebody typed.
    """
    return frozenset(name for _room, module in declared("journal_words") for name in getattr(module, what, ()))
