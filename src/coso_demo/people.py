"""People come and go: every union's members through time, so that its size is right on every checkpoint."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from coso.lib.dates import DAY, FOREVER
from coso.lib.keys import new_keys
from coso_demo.founding import COUNTED
from coso_demo.words import TRADES
from coso_demo.world import Union, World

FACTORIES = ("garment", "footwear", "electronics", "food")
SCHOOLS = ("preschool", "primary", "lower", "upper", "office", "agency")


@dataclass(slots=True, eq=False)
class Someone:
    """A person: what is needed to make up the rest. A twin is the same human being written down twice."""

    n: int
    key: uuid.UUID
    female: bool
    union: Union
    home: uuid.UUID
    twin: "Someone | None" = None
    position: str = ""


@dataclass(slots=True, eq=False)
class Spell:
    """A membership."""

    key: uuid.UUID
    person: Someone
    unit: uuid.UUID
    start: dt.date
    opened: str
    end: dt.date = FOREVER
    closed: str = ""
    previous: "Spell | None" = None


@dataclass
class Population:
    """Everybody, every membership, and for each union those who were in it to the last."""

    world: World
    people: list[Someone] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    staying: dict[int, list[Spell]] = field(default_factory=dict)
    women: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = _keys()

    def live_all(self) -> None:
        """Lets every union live; those that were taken over come before their heirs."""
        self.women = _women_factors(self.world)
        arriving: dict[int, list[tuple[dt.date, list[Spell]]]] = defaultdict(list)
        for union in sorted(self.world.unions, key=lambda union: (union.heir is None, union.end)):
            roster = self._live(union, arriving[union.n])
            self.staying[union.n] = roster
            if union.heir:
                arriving[union.heir.n].append((union.end, roster))

    def _live(self, union: Union, arriving: list[tuple[dt.date, list[Spell]]]) -> list[Spell]:
        days = sorted(union.sizes)
        first = max(union.born, self.world.plan.start)
        roster = [self._join(union, first, "founding") for _ in range(union.sizes[days[0]])]
        for before, day in pairwise(days):
            newcomers = [spell for at, group in arriving if before < at <= day for spell in group]
            moved = [self._follow(union, spell) for spell in newcomers]
            roster = self._between(union, roster, moved, before, day)
        late = [spell for at, group in arriving if at > days[-1] for spell in group]
        roster += [self._follow(union, spell) for spell in late]
        if union.end < FOREVER:
            for spell in roster:
                spell.end = union.end
                spell.closed = "moved_out" if union.heir else "union_ended"
        return roster

    def _between(
        self, union: Union, roster: list[Spell], moved: list[Spell], before: dt.date, day: dt.date
    ) -> list[Spell]:
        """From one checkpoint to the next: who leaves, who comes from an ended union, who joins."""
        rng, growth = self.world.rng, union.sizes[day] - len(roster)
        leavers = min(len(roster), max(self._turnover(union, before, day), len(moved) - growth))
        for _ in range(leavers):
            at = rng.randrange(len(roster))
            roster[at], roster[-1] = roster[-1], roster[at]
            self._leave(roster.pop(), _any_day(rng.random(), before, day))
        joiners = union.sizes[day] - len(roster) - len(moved)
        roster += moved
        roster += [self._join(union, _any_day(rng.random(), before, day), "joined") for _ in range(joiners)]
        return roster

    def _turnover(self, union: Union, before: dt.date, day: dt.date) -> int:
        state = union.fact("state", day) == "dormant"
        months = (day - before).days / 30
        return 0 if state else round(TRADES[union.trade].turnover * union.sizes[before] * months * 0.28)

    def _join(self, union: Union, day: dt.date, opened: str) -> Spell:
        rng = self.world.rng
        share = min(0.985, TRADES[union.trade].women * self.women.get(union.sector, 1))
        unit = self._unit(union, day)
        person = Someone(len(self.people), next(self.keys), rng.random() < share, union, unit)
        self.people.append(person)
        return self._spell(Spell(next(self.keys), person, unit, day, opened))

    def _follow(self, union: Union, old: Spell) -> Spell:
        """Whoever was in a union that was taken over goes on in its heir."""
        unit = self._unit(union, old.end)
        old.person.home, old.person.union = unit, union
        return self._spell(Spell(next(self.keys), old.person, unit, old.end, "moved_in", previous=old))

    def _spell(self, spell: Spell) -> Spell:
        self.spells.append(spell)
        return spell

    def _unit(self, union: Union, day: dt.date) -> uuid.UUID:
        """The group that somebody joins, or the union where there is none."""
        there = len(union.groups)
        while there and union.groups[there - 1].born > day:
            there -= 1
        return union.groups[int(self.world.rng.random() * there)].key if there else union.key

    def _leave(self, spell: Spell, day: dt.date) -> None:
        spell.end = day
        chance = self.world.rng.random()
        retires = 0.6 if spell.person.union.trade in SCHOOLS else 0.1
        spell.closed = "retired" if chance < retires else "resigned" if chance > 0.98 else "left_job"

    def find_twins(self, count: int) -> int:
        """Marks people who left one factory and were written down anew in another within a month. Returns how many."""
        left: dict[dt.date, list[Spell]] = defaultdict(list)
        for spell in self.spells:
            if spell.closed == "left_job" and spell.person.union.trade in FACTORIES:
                left[spell.end].append(spell)
        made = 0
        for spell in self._newest_joiners():
            if made == count:
                break
            match = self._left_before(spell, left)
            if match:
                spell.person.twin, spell.person.female = match.person, match.person.female
                made += 1
        return made

    def _newest_joiners(self) -> list[Spell]:
        since = dt.date(2024, 6, 1)
        fit = [spell for spell in self.spells if spell.opened == "joined" and spell.start >= since]
        return sorted(
            (s for s in fit if s.person.union.trade in FACTORIES), key=lambda spell: spell.start, reverse=True
        )

    def _left_before(self, spell: Spell, left: dict[dt.date, list[Spell]]) -> Spell | None:
        for days in range(self.world.rng.randint(1, 12), 31):
            group = left.get(spell.start - DAY * days, [])
            if group and group[-1].person.union is not spell.person.union:
                return group.pop()
        return None


def _keys() -> Iterator[uuid.UUID]:
    while True:
        yield from new_keys(10_000)


def _any_day(chance: float, before: dt.date, day: dt.date) -> dt.date:
    """A day after one checkpoint, up to the next."""
    return before + DAY * (1 + int(chance * (day - before).days))


def _women_factors(world: World) -> dict[str, float]:
    """What the women's share of each trade is multiplied with, so that each sector's comes out as the plan says."""
    weighed: dict[str, float] = defaultdict(float)
    members: dict[str, int] = defaultdict(int)
    for union in world.unions:
        size = union.sizes.get(COUNTED, 0)
        weighed[union.sector] += TRADES[union.trade].women * size
        members[union.sector] += size
    shares = {sector: row["women_share"] for sector, row in world.plan["types_2023"].items()}
    return {sector: shares[sector] * members[sector] / weighed[sector] for sector in members if weighed[sector]}
