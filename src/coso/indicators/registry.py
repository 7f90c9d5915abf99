"""What can be counted about a grassroots union and a period: declared once, read by everything."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from coso.access.permissions import declared
from coso.lib.dates import Period

NONE, MISSING, NOT_APPLICABLE = "none", "missing", "not_applicable"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one grassroots union. `absent` says why there is none; `records` stand behind it as evidence."""

    base: uuid.UUID
    numerator: int = 0
    denominator: int = 1
    absent: str = ""
    records: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and when to count: the branch below a path as it stood at the end of the period."""

    path: str
    period: Period


@dataclass(frozen=True)
class Indicator:
    """One thing that can be counted.

    `figures` answers for every union of a scope in one query; a union it does not name has `absent`. `evidence` lists
    the records behind one union's figure. `recomputable` says whether a past day can be counted again.
    """

    key: str
    kind: str
    vi: str
    en: str
    figures: Callable[[Scope], Iterable[Figure]]
    evidence: Callable[[Scope], QuerySet[Any]]
    absent: str = MISSING
    recomputable: bool = True

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.vi


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every declared indicator by key. Raises ValueError on a doubled key."""
    out: dict[str, Indicator] = {}
    for _room, module in declared("indicators"):
        for indicator in getattr(module, "INDICATORS", ()):
            if indicator.key in out:
                raise ValueError(indicator.key)
            out[indicator.key] = indicator
    return out


def figures(keys: Iterable[str], scope: Scope) -> dict[str, dict[uuid.UUID, Figure]]:
    """The figures of some indicators for every union of a scope: {key: {union: figure}}. Unknown keys are left out."""
    known = indicators()
    return {key: {f.base: f for f in known[key].figures(scope)} for key in keys if key in known}
