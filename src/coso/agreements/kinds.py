"""The kinds of clauses of `data/kinds.yaml`: which words show them, which units their number may have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from coso.agreements.plain import DATA

NEAR, HERE, ABOVE = 4.0, 2.0, 1.0  # how much words weigh beside the number, in its sentence, above it


@dataclass(frozen=True, slots=True)
class Found:
    """How well a kind fits, and the words that showed it."""

    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Words one of which must be found: beside the number, in its sentence, or also above."""

    where: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a clause can be about, as the head of the data file says."""

    key: str
    topic: str
    choices: tuple[Choice, ...]
    unless: re.Pattern[str] | None
    units: dict[str, str | None]
    least: float
    most: float
    floor: str | None
    dong: str
    weight: float
    reads_as: str
    silent: bool
    obligation: bool
    needs_copy: bool
    paid: bool
    counts_dates: bool
    timed: bool

    def fits(self, near: str, till: str, here: str, above: str) -> Found | None:
        """How well the words beside a number, up to it, in its sentence and above show this kind; None where not."""
        if self.unless and self.unless.search(near):
            return None
        seen = [_seen(choice, near, till if choice.where == "till" else here, above) for choice in self.choices]
        if None in seen:
            return None
        marks = [found for found in seen if found]
        score = sum(weight + len(words) / 100 for weight, words in marks) / len(marks)
        return Found(score + self.weight / 2, tuple(words for _, words in marks))

    def takes(self, unit: str, value: float) -> bool:
        """Whether its number may be this."""
        if unit == "times_min_wage":
            return unit in self.units and 0.5 <= value <= 20
        if unit == "times" and self.reads_as in ("rate", "night"):
            value *= 100
        return unit in self.units and self.least <= value <= self.most


def _seen(choice: Choice, near: str, here: str, above: str) -> tuple[float, str] | None:
    if found := choice.words.search(near):
        return NEAR, found.group()
    if choice.where != "near" and (found := choice.words.search(here)):
        return HERE, found.group()
    if choice.where == "any" and (found := choice.words.search(above)):
        return ABOVE, found.group()
    return None


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of the file."""
    said = yaml.safe_load((DATA / "kinds.yaml").read_text(encoding="utf-8"))["kinds"]
    return tuple(_kind(key, row) for key, row in said.items())


@cache
def topics() -> frozenset[str]:
    """The closed list of topics."""
    return frozenset(kind.topic for kind in kinds())


def possible(here: str, above: str) -> Iterator[Kind]:
    """The kinds that a sentence can be about at all."""
    return (kind for kind in kinds() if all(_seen(choice, here, here, above) for choice in kind.choices))


def _kind(key: str, row: dict[str, Any]) -> Kind:
    least, most = row.get("range", (0, 1e12))
    return Kind(
        key=key,
        topic=str(row["topic"]),
        choices=tuple(_choice(each) for each in row["all"]),
        unless=_pattern(row.get("unless")),
        units=row["units"],
        least=least,
        most=most,
        floor=row.get("floor"),
        dong=str(row.get("dong", "none")),
        weight=float(row.get("weight", 0)),
        reads_as=str(row.get("as", "")),
        silent=bool(row.get("silent")),
        obligation=bool(row.get("obligation")),
        needs_copy=row.get("needs") == "copy",
        paid=bool(row.get("paid")),
        counts_dates=bool(row.get("counts_dates")),
        timed=bool(row.get("timed")),
    )


def _choice(said: str) -> Choice:
    where, _, words = said.partition(":")
    if where in ("near", "here", "till"):
        return Choice(where, re.compile(words))
    return Choice("any", re.compile(said))


def _pattern(said: object) -> re.Pattern[str] | None:
    return re.compile(str(said)) if said else None
