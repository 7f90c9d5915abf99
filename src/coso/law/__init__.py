"""Numbers of law as dated data: what held on a day, from which instrument, how sure we are."""

import datetime as dt
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "parameters.yaml"


@dataclass(frozen=True)
class Value:
    """A number from a day on, with its status: P text read, S second source, M memory, I inferred, O our own choice."""

    since: dt.date
    number: Fraction
    status: str


@dataclass(frozen=True)
class Parameter:
    """A number of law: what it means, its unit, where it stands, its values by date."""

    key: str
    vi: str
    en: str
    unit: str
    strict: bool
    references: tuple[str, ...]
    values: tuple[Value, ...]

    def at(self, day: dt.date) -> Value:
        """The value that holds on a day. Raises LookupError before the first."""
        held = [value for value in self.values if value.since <= day]
        if not held:
            raise LookupError(f"{self.key} {day}")
        return held[-1]

    def reached(self, number: Fraction, day: dt.date) -> bool:
        """Whether a figure reaches this target: "trên" asks for more than the number, otherwise the number will do."""
        target = self.at(day).number
        return number > target if self.strict else number >= target

    def least(self, whole: int, day: dt.date) -> int:
        """The smallest count out of a whole that reaches this target on a day; past the whole if nothing does."""
        exact = self.at(day).number * whole
        return math.floor(exact) + 1 if self.strict else math.ceil(exact)


@cache
def _all() -> dict[str, Parameter]:
    return {key: _read(key, row) for key, row in yaml.safe_load(_FILE.read_text()).items()}


def _read(key: str, row: dict[str, Any]) -> Parameter:
    values = sorted((day, Fraction(said["value"]), said["status"]) for day, said in row["values"].items())
    return Parameter(
        key,
        row["description"]["vi"],
        row["description"]["en"],
        row["unit"],
        row.get("strict", False),
        tuple(row["references"]),
        tuple(Value(*value) for value in values),
    )


def parameter(key: str) -> Parameter:
    """A parameter by its key. Raises KeyError."""
    return _all()[key]
