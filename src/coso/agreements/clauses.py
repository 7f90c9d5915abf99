"""A clause as it was read: its number, its unit, its exact wording, what it is against the law, and why."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coso.agreements.floors import Floor

UNITS = (
    "dong", "percent", "percent_points", "days", "working_days", "hours", "minutes", "months", "years", "times",
    "months_wage", "times_min_wage", "month_of_pregnancy",
)  # fmt: skip
VERDICTS = ("better", "equal", "worse", "beyond", "copied", "unclear")


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise of an agreement. `start` and `end` are the span of the quote; `because`: the words that decided."""

    article: str | None
    clause: str | None
    start: int
    end: int
    quote: str
    kind: str
    topic: str
    value: Fraction | None
    value_max: Fraction | None
    unit: str | None
    per: str | None
    condition: str | None
    law_floor: Floor | None
    verdict: str
    dong_per_year: int | None
    because: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The clause in the shape that is exchanged."""
        return {
            "article": self.article,
            "clause": self.clause,
            "quote": self.quote,
            "topic": self.topic,
            "value": plain_number(self.value),
            "value_max": plain_number(self.value_max),
            "unit": self.unit,
            "per": self.per,
            "condition": self.condition,
            "law_floor": _floor(self.law_floor),
            "verdict": self.verdict,
            "dong_per_year": self.dong_per_year,
            "because": list(self.because),
        }


def plain_number(value: Fraction | None) -> int | float | None:
    """A whole number where it is one."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), 6)


def _floor(floor: Floor | None) -> dict[str, Any] | None:
    if floor is None:
        return None
    return {"article": floor.article, "value": plain_number(floor.value), "kind": floor.kind, "code": floor.code}
