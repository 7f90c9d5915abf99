"""Employers apart from unions, with the workers counted there; some with several unions, one union with several."""

import datetime as dt
import uuid
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Any

from coso.access.journal import Act
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.models import Headcount, UnitWorkplace, Workplace
from coso_demo.people import Population
from coso_demo.world import Union, World

FIRST_COUNT, COUNTED_ON = 2024, (10, 31)
MOSTLY_MEN = 0.6
ZONE_REGION = {"đô thị": "II", "biển": "III", "đồng bằng ven biển": "III"}


def counts_until(day: dt.date) -> list[dt.date]:
    """The days on which workers were counted, up to a day: once a year."""
    days = (dt.date(year, *COUNTED_ON) for year in range(FIRST_COUNT, day.year + 1))
    return [each for each in days if each <= day]


class Most:
    """How many members each union had at most between two counts of workers, or how many women among them."""

    def __init__(self, population: Population, days: list[dt.date], *, women: bool) -> None:
        self.days, self.now = days, population.world.plan.today
        unions = {unit: union.n for union in population.world.unions for unit in _units(union)}
        self.moves: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
        for spell in population.spells:
            if spell.person.female or not women:
                self.moves[unions[spell.unit]] += [(spell.start, 1), (spell.end, -1)]
        self.most = {n: self._most(moves) for n, moves in self.moves.items()}

    def _most(self, moves: list[tuple[dt.date, int]]) -> list[int]:
        """One number for the time before the first count, and for that after each. Who leaves on a day goes first."""
        out, now, at = [0] * (len(self.days) + 1), 0, 0
        for day, step in sorted(moves):
            while at < len(self.days) and self.days[at] < day:
                at += 1
                out[at] = now
            now += step
            out[at] = max(out[at], now)
        return [*out[: at + 1], *[now] * (len(self.days) - at)]

    def after(self, union: Union, day: dt.date) -> int:
        """At most so many from a day up to the next count."""
        most = self.most.get(union.n)
        return most[bisect_right(self.days, day)] if most else 0

    def ever(self, union: Union) -> int:
        """At most so many at any time."""
        return max(self.most.get(union.n, [0]))


def _units(union: Union) -> Iterator[uuid.UUID]:
    yield union.key
    yield from (group.key for group in union.groups)


def write_workplaces(world: World, population: Population, a: Act) -> int:
    """Writes workplaces, their unions and headcounts. Returns the number of workplaces."""
    book = _Book(world, population)
    book.fill()
    a.create(Workplace, ["id", "name", "tax_code", "region", "ownership"], book.places)
    a.create(UnitWorkplace, ["id", "unit_id", "workplace_id", "start", "end"], book.links)
    a.create(Headcount, ["id", "workplace_id", "on", "total", "women", "source"], book.counts)
    return len(book.places)


class _Book:
    def __init__(self, world: World, population: Population) -> None:
        self.world = world
        self.days = counts_until(world.plan.today)
        self.women = Most(population, self.days, women=True)
        self.members = Most(population, self.days, women=False)
        self.crowded: set[int] = set()
        self.places: list[tuple[Any, ...]] = []
        self.links: list[tuple[Any, ...]] = []
        self.counts: list[tuple[Any, ...]] = []

    def fill(self) -> None:
        plan = self.world.plan
        staying = self.world.alive(plan.today)
        firms = [union for union in staying if union.sector == "non_state_enterprise" and union.born < plan.start]
        firms = [union for union in firms if union.sizes[plan.today] >= 12]
        few = [union for union in firms if self.women.ever(union) < MOSTLY_MEN * union.sizes[plan.today]]
        self.crowded = {union.n for union in self.world.rng.sample(few, plan["crowded"])}
        shared = next(union for union in firms if union.n not in self.crowded and union.trade != "garment")
        for union in self.world.unions:
            if union.sector == "nghiep_doan":
                continue
            if union is shared:
                self._add(union, [f"{union.name.removeprefix('CĐCS ')} - cơ sở {n}" for n in range(1, 7)], 1.3)
            else:
                cover = _coverage(union, self.world.rng, crowded=union.n in self.crowded)
                self._add(union, [union.name.removeprefix("CĐCS ")], cover)
        self._spread([union for union in firms if union.n not in self.crowded])

    def _add(self, union: Union, names: list[str], factor: float) -> None:
        ownership = "state" if union.sector in ("state_body", "public_service", "soe") else "private"
        region = ZONE_REGION.get(union.terrain, "IV")
        days = [day for day in self.days if union.lives(day)] or [max(union.born, self.world.plan.start)]
        for n, name in enumerate(names):
            key = new_key()
            tax = f"29{self.world.rng.randrange(10**8):08d}"
            self.places.append((key, name[:200], tax, region, ownership))
            self.links.append((new_key(), union.key, key, max(union.born, self.world.plan.start), union.end))
            self.counts += self._counted(key, union, days, factor, (n, len(names)))

    def _counted(
        self, key: uuid.UUID, union: Union, days: list[dt.date], factor: float, part: tuple[int, int]
    ) -> Iterator[tuple[Any, ...]]:
        """Workers on each day, women among them: every woman who is a member, and some of those who are not.

        No fewer workers than members up to the next count, but where the list is longer than the workforce.
        `part`: which of how many workplaces of the union this is.
        """
        for day in days:
            members, of = _members(union, day), part[1]
            women = _piece(self.women.after(union, day), *part)
            least = 0 if union.n in self.crowded else _piece(self.members.after(union, day), *part)
            total = max(1, women, least, round(members * factor / of))
            others = max(0, total - max(women, members // of))
            yield new_key(), key, day, total, women + round(others * self.world.rng.uniform(0.3, 0.7)), "reported"

    def _spread(self, firms: list[Union]) -> None:
        """Some companies have workers in several communes: one workplace, several unions."""
        for union in firms[:: max(1, len(firms) // 3)][:3]:
            own = next(link for link in self.links if link[1] == union.key)
            others = [other for other in firms if other.trade == union.trade and other is not union][:2]
            for other in others:
                start = max(other.born, self.world.plan.start)
                self.links.append((new_key(), other.key, own[2], start, FOREVER))


def _piece(whole: int, n: int, of: int) -> int:
    """The n-th of some nearly equal whole parts that add up to the whole."""
    return whole * (n + 1) // of - whole * n // of


def _coverage(union: Union, rng: Random, *, crowded: bool) -> float:
    """Workers for each member; below one where the list is longer than the workforce."""
    if crowded:
        return rng.uniform(0.78, 0.95)
    if union.sector in ("state_body", "public_service", "soe"):
        return rng.uniform(1.0, 1.08)
    return rng.uniform(1.0, 1.05) if rng.random() < 0.55 else rng.uniform(1.05, 1.6)


def _members(union: Union, day: dt.date) -> int:
    known = [at for at in union.sizes if at <= day] or [min(union.sizes)]
    return union.sizes[max(known)]
