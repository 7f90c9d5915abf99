"""Employers apart from unions, with the workers counted there; some with several unions, one union with several."""

import datetime as dt
import uuid
from collections.abc import Iterator
from random import Random
from typing import Any

from coso.access.journal import Act
from coso.demo.world import Union, World
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.models import Headcount, UnitWorkplace, Workplace

COUNTS = (dt.date(2024, 10, 31), dt.date(2025, 10, 31), dt.date(2026, 10, 31))
ZONE_REGION = {"đô thị": "II", "biển": "III", "đồng bằng ven biển": "III"}


def write_workplaces(world: World, a: Act) -> int:
    """Writes workplaces, their unions and headcounts. Returns the number of workplaces."""
    book = _Book(world)
    book.fill()
    a.create(Workplace, ["id", "name", "tax_code", "region", "ownership"], book.places)
    a.create(UnitWorkplace, ["id", "unit_id", "workplace_id", "start", "end"], book.links)
    a.create(Headcount, ["id", "workplace_id", "on", "total", "women", "source"], book.counts)
    return len(book.places)


class _Book:
    def __init__(self, world: World) -> None:
        self.world = world
        self.places: list[tuple[Any, ...]] = []
        self.links: list[tuple[Any, ...]] = []
        self.counts: list[tuple[Any, ...]] = []

    def fill(self) -> None:
        plan = self.world.plan
        staying = self.world.alive(plan.today)
        firms = [union for union in staying if union.sector == "non_state_enterprise" and union.born < plan.start]
        firms = [union for union in firms if union.sizes[plan.today] >= 12]
        crowded = {union.n for union in self.world.rng.sample(firms, plan["crowded"])}
        shared = next(union for union in firms if union.n not in crowded and union.trade != "garment")
        for union in self.world.unions:
            if union.sector == "nghiep_doan":
                continue
            if union is shared:
                self._add(union, [f"{union.name.removeprefix('CĐCS ')} - cơ sở {n}" for n in range(1, 7)], 1.3)
            else:
                cover = _coverage(union, self.world.rng, crowded=union.n in crowded)
                self._add(union, [union.name.removeprefix("CĐCS ")], cover)
        self._spread(firms)

    def _add(self, union: Union, names: list[str], factor: float) -> None:
        ownership = "state" if union.sector in ("state_body", "public_service", "soe") else "private"
        region = ZONE_REGION.get(union.terrain, "IV")
        days = [day for day in COUNTS if union.lives(day)] or [max(union.born, self.world.plan.start)]
        for name in names:
            key = new_key()
            tax = f"29{self.world.rng.randrange(10**8):08d}"
            self.places.append((key, name[:200], tax, region, ownership))
            self.links.append((new_key(), union.key, key, max(union.born, self.world.plan.start), union.end))
            self.counts += self._counted(key, union, days, factor / len(names))

    def _counted(self, key: uuid.UUID, union: Union, days: list[dt.date], factor: float) -> Iterator[tuple[Any, ...]]:
        for day in days:
            total = max(1, round(_members(union, day) * factor))
            yield new_key(), key, day, total, round(total * self.world.rng.uniform(0.3, 0.7)), "reported"

    def _spread(self, firms: list[Union]) -> None:
        """Some companies have workers in several communes: one workplace, several unions."""
        for union in firms[:: max(1, len(firms) // 3)][:3]:
            own = next(link for link in self.links if link[1] == union.key)
            others = [other for other in firms if other.trade == union.trade and other is not union][:2]
            for other in others:
                start = max(other.born, self.world.plan.start)
                self.links.append((new_key(), other.key, own[2], start, FOREVER))


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
