"""What can be counted about a grassroots union and a period: declared once, read by everything."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet

from coso.access.permissions import by_key
from coso.access.terms import Bilingual, of_reader
from coso.lib.dates import Period

NONE, MISSING, NOT_APPLICABLE, ZERO = "none", "missing", "not_applicable", "zero"
Since = Mapping[uuid.UUID, dt.date]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one grassroots union. `absent` says why there is none; `records` stand behind it as evidence.

    `on` is the day on which a kept figure was recorded; None where it was counted now.
    """

    base: uuid.UUID
    numerator: int = 0
    denominator: int = 1
    absent: str = ""
    records: int = 0
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and when to count: the branch below a path as it stood at the end of the period."""

    path: str
    period: Period


@dataclass(frozen=True)
class Indicator(Bilingual):
    """One thing that can be counted.

    `figures` answers for every union of a scope in one query; a union it does not name has `absent`. `evidence` lists
    the records behind one union's figure. `recomputable` says whether a past day can be counted again; otherwise it
    is recorded monthly and the past reads what was recorded. `record` is the kind of record it counts: before a union
    keeps it there is no figure. `covered` is what a union without records has where the record is kept: "zero",
    "none", or nothing. `rule_vi`, `rule_en`: when it is not applicable. `caution` says of a numerator and a denominator
    on a day what a reader of the figure must be told beside it, or nothing.
    """

    key: str
    kind: str
    vi: str
    en: str
    figures: Callable[[Scope], Iterable[Figure]]
    evidence: Callable[[Scope], QuerySet[Any]]
    absent: str = MISSING
    recomputable: bool = True
    record: str = ""
    covered: str = ""
    rule_vi: str = ""
    rule_en: str = ""
    caution: Callable[[int, int, dt.date], str] | None = None

    @property
    def rule(self) -> str:
        """Why it may not be applicable, in the reader's language."""
        return of_reader(self.rule_vi, self.rule_en)


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every declared indicator by key. Raises ValueError on a doubled key."""
    return by_key("indicators", "INDICATORS")


def figures(keys: Iterable[str], scope: Scope) -> dict[str, dict[uuid.UUID, Figure]]:
    """The figures of some indicators for every union of a scope: {key: {union: figure}}. Unknown keys are left out.

    What cannot be counted again for a past day is read as it was recorded; what a union did not keep yet is missing.
    """
    from coso.indicators.keeping import kept, recorded

    known = [indicators()[key] for key in keys if key in indicators()]
    since = kept(scope) if any(each.record for each in known) else {}
    out = {}
    for each in known:
        found = recorded(each, scope)
        out[each.key] = _settled(each, found, scope, since.get(each.record, {}))
    return out


def _settled(each: Indicator, found: dict[uuid.UUID, Figure], scope: Scope, since: Since) -> dict[uuid.UUID, Figure]:
    """The figures as coverage lets them stand."""
    for base, first in since.items():
        if first > scope.period.last:
            found[base] = Figure(base, absent=MISSING)
        elif base not in found and each.covered:
            found[base] = Figure(base) if each.covered == ZERO else Figure(base, absent=each.covered)
    return found
