"""Dated data: the scale of points and levels that holds on a day, and the calendar."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
LEVELS = ("none", "watch", "yellow", "red")
_APART = {"since", "status", "references", "families", "dangers"}


@dataclass(frozen=True, slots=True)
class Family:
    """Topics taken together, and the most points they give."""

    key: str
    topics: frozenset[str]
    most: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels, points and what counts, from a day on; what each number means is said in `data/scale.yaml`."""

    since: dt.date
    status: str
    references: tuple[str, ...]
    numbers: Mapping[str, Mapping[str, int]]
    families: tuple[Family, ...]
    dangers: frozenset[str]

    def __getitem__(self, group: str) -> Mapping[str, int]:
        return self.numbers[group]

    def level(self, score: int) -> int:
        """The level of a score: 0 calm, 1 watch, 2 yellow, 3 red."""
        return sum(score >= self.numbers["levels"][name] for name in LEVELS[1:])


@cache
def scales() -> tuple[Scale, ...]:
    """Every scale, the latest first."""
    rows = _read("scale.yaml")["scales"]
    return tuple(sorted(map(_scale, rows), key=lambda scale: scale.since, reverse=True))


def scale_on(day: dt.date) -> Scale:
    """The scale that holds on a day; before the first, the first."""
    return next((scale for scale in scales() if scale.since <= day), scales()[-1])


@cache
def days_of(name: str) -> tuple[dt.date, ...]:
    """The days of the calendar under a name (tet, minimum_wage), in order."""
    return tuple(sorted(_read("calendar.yaml")[name]["days"]))


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def _scale(row: dict[str, Any]) -> Scale:
    return Scale(
        row["since"],
        row["status"],
        tuple(row["references"]),
        {group: numbers for group, numbers in row.items() if group not in _APART},
        tuple(Family(key, frozenset(said["topics"]), said["most"]) for key, said in row["families"].items()),
        frozenset(row["dangers"]),
    )
