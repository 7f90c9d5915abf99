"""Kinds, sectors, strata, posts and movements: read from data, never typed in code."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coso.access.terms import Term
from coso.lib.dates import FOREVER

BASE = "grassroots"
_FILE = Path(__file__).parent / "data" / "kinds.yaml"


@dataclass(frozen=True)
class Kind(Term):
    """A kind of unit: its level, the kinds it may stand under, and the days on which it may be founded."""

    level: str
    parents: tuple[str, ...]
    since: dt.date
    until: dt.date
    by_authorisation: bool

    def allowed(self, day: dt.date) -> bool:
        """Whether a unit of this kind may begin on a day."""
        return self.since <= day < self.until


@dataclass(frozen=True)
class Sector(Term):
    """A sector and the target stratum that it counts in."""

    stratum: str


@dataclass(frozen=True)
class Post(Term):
    """A post, and the levels or kinds of units that have it. `single`: one person holds it at a time.

    `by`: the posts whose holders may put somebody in it; `second`: another of them has to confirm.
    """

    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    single: bool
    by: tuple[str, ...]
    second: bool

    def fits(self, kind: Kind) -> bool:
        """Whether units of a kind have this post."""
        return kind.level in self.levels and (not self.kinds or kind.key in self.kinds)


@dataclass(frozen=True)
class Movement(Term):
    """A kind of movement of members: `in`, `out`, or `both`; `final`: nobody comes back after it.

    `offered`: it is chosen by hand; the others follow from something else that is booked.
    """

    way: str
    final: bool = False
    offered: bool = True


@dataclass(frozen=True)
class State(Term):
    """A state of a membership; whether the member is counted and pays dues meanwhile."""

    counted: bool
    dues: bool


@cache
def _data() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    data: Mapping[str, Mapping[str, Mapping[str, Any]]] = yaml.safe_load(_FILE.read_text())
    return data


@cache
def kinds() -> Mapping[str, Kind]:
    """Kinds of units by key."""
    return {
        key: Kind(
            key, row["vi"], row["en"], row["level"], tuple(row["parents"]),
            row.get("since", dt.date.min), row.get("until", FOREVER), row.get("by_authorisation", False),
        )
        for key, row in _data()["kinds"].items()
    }  # fmt: skip


@cache
def sectors() -> Mapping[str, Sector]:
    """Sectors by key."""
    return {key: Sector(key, row["vi"], row["en"], row["stratum"]) for key, row in _data()["sectors"].items()}


@cache
def strata() -> Mapping[str, Term]:
    """Target strata by key."""
    return {key: Term(key, row["vi"], row["en"]) for key, row in _data()["strata"].items()}


@cache
def posts() -> Mapping[str, Post]:
    """Posts by key."""
    return {
        key: Post(
            key, row["vi"], row["en"], tuple(row["levels"]), tuple(row.get("kinds", ())), row.get("single", False),
            tuple(row["by"]), row.get("second", False),
        )
        for key, row in _data()["posts"].items()
    }  # fmt: skip


@cache
def movements() -> Mapping[str, Movement]:
    """Kinds of movement by key."""
    return {
        key: Movement(key, row["vi"], row["en"], row["way"], row.get("final", False), row.get("offered", True))
        for key, row in _data()["movements"].items()
    }


def final_movements() -> list[str]:
    """The kinds of movement after which nobody comes back."""
    return [key for key, kind in movements().items() if kind.final]


@cache
def states() -> Mapping[str, State]:
    """States of a membership by key."""
    rows = _data()["states"].items()
    return {key: State(key, row["vi"], row["en"], row["counted"], row["dues"]) for key, row in rows}


@cache
def acts() -> Mapping[str, Term]:
    """What may be done by authorisation, by key."""
    return {key: Term(key, row["vi"], row["en"]) for key, row in _data()["acts"].items()}
