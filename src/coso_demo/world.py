"""The demo's units in memory: upper unions and grassroots unions, each with what becomes of it and when."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from coso.lib.dates import DAY, FOREVER
from coso.lib.keys import new_key
from coso_demo.names import People, Workplaces
from coso_demo.plan import Plan
from coso_demo.years import working

OLDEST = dt.date(2012, 1, 1)


def day_in(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """A working day between two days."""
    day = first + DAY * rng.randint(0, max(0, (last - first).days))
    before = working(day)
    return before if before >= first else day


@dataclass(eq=False)
class Upper:
    """The province, or a union between it and the grassroots unions."""

    name: str
    kind: str
    start: dt.date = OLDEST
    end: dt.date = FOREVER
    heir: str = ""
    key: uuid.UUID = field(default_factory=new_key)


@dataclass(eq=False)
class Group:
    """A union group, from a day on to the end of its union."""

    name: str
    born: dt.date
    key: uuid.UUID = field(default_factory=new_key)


@dataclass(eq=False)
class Union:
    """A grassroots union: its facts at birth, the changes of its facts by day, its end, its members by day."""

    n: int
    name: str
    sector: str
    trade: str
    upper: str
    seat: str
    place: str
    terrain: str
    weight: float
    born: dt.date
    end: dt.date = FOREVER
    heir: "Union | None" = None
    part: str = ""
    changes: list[tuple[dt.date, dict[str, str]]] = field(default_factory=list)
    anchors: dict[dt.date, int] = field(default_factory=dict)
    sizes: dict[dt.date, int] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    key: uuid.UUID = field(default_factory=new_key)

    def lives(self, day: dt.date) -> bool:
        """Whether it exists at the end of a day."""
        return self.born <= day < self.end

    def change(self, day: dt.date, **facts: str) -> None:
        """Sets facts from a day on."""
        self.changes.append((day, facts))
        self.changes.sort(key=lambda change: change[0])

    def changed(self) -> bool:
        """Whether a fact of its own, its place apart, ever changes."""
        return any(name != "upper" for _day, facts in self.changes for name in facts)

    def fact(self, name: str, day: dt.date) -> str:
        """A fact (upper, sector, name, state) at the end of a day."""
        value: str = getattr(self, name, "active")
        for since, facts in self.changes:
            value = facts.get(name, value) if since <= day else value
        return value

    def under(self, day: dt.date) -> str:
        """The upper union above it at the end of a day."""
        return self.fact("upper", day)


@dataclass
class World:
    """Everything that the demo tells of, before any of it is written. `by_the_way`: chance that moves no count."""

    plan: Plan
    rng: Random
    people: People
    workplaces: Workplaces
    uppers: dict[str, Upper] = field(default_factory=dict)
    unions: list[Union] = field(default_factory=list)
    communes: dict[str, list[str]] = field(default_factory=dict)
    garment: int = 0
    by_the_way: Random = field(default_factory=lambda: Random(28))

    def add(self, **facts: Any) -> Union:
        """A new grassroots union."""
        union = Union(n=len(self.unions) + 1, **facts)
        self.unions.append(union)
        return union

    def alive(self, day: dt.date, uppers: Iterable[str] | None = None, sector: str = "") -> list[Union]:
        """The unions that last beyond a day, of a sector and under some upper unions where these are named."""
        names = None if uppers is None else set(uppers)
        return [
            union
            for union in self.unions
            if union.lives(day)
            and union.end == FOREVER
            and (not sector or union.fact("sector", day) == sector)
            and (names is None or union.under(day) in names)
        ]

    @property
    def district_names(self) -> list[str]:
        """The district federations of 2021."""
        return [row["name_vi"] for row in self.plan.districts]


def new_world(plan: Plan) -> World:
    """An empty world with the plan's chance."""
    rng = Random(plan["seed"])
    return World(plan, rng, People(plan["naming"]["people"]), Workplaces(plan["naming"], rng))
