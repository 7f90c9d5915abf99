"""Numbers of law as dated data: what held on a day, from which instrument, how sure we are."""

import datetime as dt
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Value:
    """A number from a day on, with its status: P text read, S second source, M memory, I inferred, O our own choice."""

    since: dt.date
    number: Fraction
    status: str
    references: tuple[str, ...] = ()  # where this value stands, if elsewhere than the parameter as a whole


@dataclass(frozen=True)
class Gap:
    """From a day on nobody has fixed the number, or no text of it was found: why, in both languages."""

    since: dt.date
    vi: str
    en: str


class NotKnownError(LookupError):
    """No number is known for a day: before the first value (`gap` is None), or within a gap."""

    def __init__(self, held: "Parameter", day: dt.date, gap: Gap | None) -> None:
        super().__init__(f"{held.key} {day}")
        self.parameter, self.day, self.gap = held, day, gap


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
    gaps: tuple[Gap, ...] = ()
    topic: str = ""  # the name of its file

    def at(self, day: dt.date) -> Value:
        """The value that holds on a day. Raises NotKnownError, a LookupError, before the first and within a gap."""
        held = [each for each in self.history if each.since <= day]
        last = held[-1] if held else None
        if not isinstance(last, Value):
            raise NotKnownError(self, day, last)
        return last

    @property
    def history(self) -> list[Value | Gap]:
        """Values and gaps by their day."""
        return sorted((*self.values, *self.gaps), key=lambda each: each.since)

    def reached(self, number: Fraction, day: dt.date) -> bool:
        """Whether a figure reaches this target: "trên" asks for more than the number, otherwise the number will do."""
        target = self.at(day).number
        return number > target if self.strict else number >= target

    def least(self, whole: int, day: dt.date) -> int:
        """The smallest count out of a whole that reaches this target on a day; past the whole if nothing does."""
        exact = self.at(day).number * whole
        return math.floor(exact) + 1 if self.strict else math.ceil(exact)


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter by its key: parameters.yaml and the files of parameters/. Raises ValueError for a doubled key."""
    found: dict[str, Parameter] = {}
    for file in (_HERE / "parameters.yaml", *sorted((_HERE / "parameters").glob("*.yaml"))):
        rows = yaml.safe_load(file.read_text())
        if doubled := found.keys() & rows.keys():
            raise ValueError(f"{file.name}: {sorted(doubled)}")
        found |= {key: _read(key, row, file.stem) for key, row in rows.items()}
    return found


def _read(key: str, row: dict[str, Any], topic: str) -> Parameter:
    said = sorted(row["values"].items())
    return Parameter(
        key,
        row["description"]["vi"],
        row["description"]["en"],
        row["unit"],
        row.get("strict", False),
        tuple(row["references"]),
        tuple(_value(day, each) for day, each in said if each["value"] is not None),
        tuple(Gap(day, each["reason"]["vi"], each["reason"]["en"]) for day, each in said if each["value"] is None),
        topic,
    )


def _value(day: dt.date, said: dict[str, Any]) -> Value:
    return Value(day, Fraction(said["value"]), said["status"], tuple(said.get("references", ())))


def parameter(key: str) -> Parameter:
    """A parameter by its key. Raises KeyError."""
    return parameters()[key]
