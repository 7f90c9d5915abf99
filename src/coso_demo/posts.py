"""Committees, group leaders and officers: seats, who holds them and since when, whose care each union is in."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from coso.access.journal import Act
from coso.lib.dates import DAY, FOREVER
from coso.lib.keys import new_key
from coso.register.models import Appointment, Portfolio, Seat
from coso_demo.people import Population, Someone, Spell
from coso_demo.reform import HOUSE
from coso_demo.world import Union, Upper, World, day_in
from coso_demo.years import working

CONGRESS, TERM = (dt.date(2025, 9, 15), dt.date(2025, 12, 20)), 5
ELECTED = ("chair", "vice_chair", "committee_member", "group_leader", "managing_officer", "provincial_leader")
PROVISIONAL, FOUNDED_SO = "provisional", 2024
FIRST_TERM = (200, 330)
UNFILLED = (62, 96)
BOSSES = ("Giám đốc", "Phó Giám đốc", "Trưởng phòng Nhân sự")
FULL_TIME = "Cán bộ công đoàn chuyên trách"
TWO_HATS = "Phó Chủ tịch Ủy ban MTTQ, Chủ tịch công đoàn"


@dataclass(eq=False)
class Chair:
    """A seat of a unit."""

    unit: uuid.UUID
    post: str
    n: int
    start: dt.date
    end: dt.date = FOREVER
    key: uuid.UUID = field(default_factory=new_key)


@dataclass(eq=False)
class Held:
    """Who holds a seat, from when to when."""

    person: Someone
    seat: Chair
    start: dt.date
    end: dt.date = FOREVER
    manner: str = "elected"


class Posts:
    """All seats and appointments of the demo."""

    def __init__(self, world: World, population: Population) -> None:
        self.world, self.population = world, population
        self.held: list[Held] = []
        self.empty: list[Chair] = []
        self.care: list[tuple[Union, Chair]] = []
        self.chairs: dict[int, Held] = {}
        self.leaders: dict[uuid.UUID, Held] = {}
        self.officers: dict[str, list[Held]] = {}
        self.congress: dict[uuid.UUID, list[dt.date]] = {}
        self.first: dict[uuid.UUID, dt.date] = {}
        self.chance = Random(2025)

    def fill_all(self) -> None:
        """Fills the seats of every union, group and upper union."""
        for union in self.world.unions:
            self._fill(union, sorted(self.population.staying[union.n], key=lambda spell: spell.start))
        self._lose_chairs()
        self._seat_bosses()
        self._seat_officers()
        self._divide()
        self._renew()

    def _hold(self, spell: Spell, seat: Chair, manner: str = "elected") -> Held:
        held = Held(spell.person, seat, max(spell.start, seat.start), seat.end, manner)
        self.held.append(held)
        return held

    def _fill(self, union: Union, roster: list[Spell]) -> None:
        start = max(union.born, self.world.plan.start)
        first = {spell.unit: spell for spell in reversed(roster)}
        for group in union.groups:
            if group.key in first:
                seat = Chair(group.key, "group_leader", 1, group.born, union.end)
                self.leaders[group.key] = self._hold(first[group.key], seat)
        committee = _committee(roster, len(union.groups))
        names = ["chair", *["vice_chair"] * _vices(len(roster)), *["committee_member"] * len(roster)]
        counts: dict[str, int] = {}
        for spell, post in zip(committee, names, strict=False):
            counts[post] = counts.get(post, 0) + 1
            seat = Chair(union.key, post, counts[post], start, union.end)
            manner = PROVISIONAL if spell.start == union.born and union.born.year >= FOUNDED_SO else "elected"
            held = self._hold(spell, seat, manner)
            if post == "chair":
                self.chairs[union.n] = held
        if union.end == FOREVER and len(committee) > 2:
            self._elect(union, committee[2])
            self._elect_again(union, committee)

    def _elect(self, union: Union, before: Spell) -> None:
        """At the congresses of 2025 half of the unions chose another chair."""
        rng, held = self.world.rng, self.chairs[union.n]
        if held.start < CONGRESS[0] and before.start <= held.start and rng.random() < 0.5:
            day = day_in(rng, *CONGRESS)
            self.held.append(Held(before.person, held.seat, held.start, day, held.manner))
            held.start, held.manner = day, "elected"
            self.congress[union.key] = [day]

    def _elect_again(self, union: Union, committee: list[Spell]) -> None:
        """At the congresses after that too: one of the committee follows."""
        for day in self._congresses(union.key)[1:]:
            held = self.chairs[union.n]
            others = [spell for spell in committee[:3] if spell.start < day and spell.person is not held.person]
            if others and held.start < day and self.chance.random() < 0.5:
                held.end = day
                self.chairs[union.n] = Held(others[0].person, held.seat, day, held.seat.end)
                self.held.append(self.chairs[union.n])

    def _congresses(self, unit: uuid.UUID) -> list[dt.date]:
        """The days of a unit's congresses up to today, one in each term."""
        found, today = self.congress.setdefault(unit, []), self.world.plan.today
        done = {day.year for day in found}
        for year in range(CONGRESS[0].year, today.year + 1, TERM):
            day = day_in(self.chance, *(each.replace(year=year) for each in CONGRESS))
            if year not in done and day <= today:
                found.append(day)
        return found

    def _renew(self) -> None:
        """At a congress a new term begins; a provisional committee ends with the first one, within a year."""
        before: list[Held] = []
        for held in self.held:
            days = self._congresses(held.seat.unit) if held.seat.post in ELECTED else []
            if held.manner == PROVISIONAL:
                days = self._with_first(held.seat, days)
            for day in sorted(days):
                if held.start < day < held.end and day <= self.world.plan.today:
                    before.append(Held(held.person, held.seat, held.start, day, held.manner))
                    held.start, held.manner = day, "elected"
        self.held += before

    def _with_first(self, seat: Chair, days: list[dt.date]) -> list[dt.date]:
        """A new union's congresses with the first of them, the same for its whole committee."""
        chosen = working(seat.start + DAY * self.chance.randint(*FIRST_TERM))
        first = self.first.setdefault(seat.unit, chosen)
        return [first, *(day for day in days if day > first + DAY * 365)]

    def _lose_chairs(self) -> None:
        """Some unions have had no chair for more than sixty days, most of them not much longer."""
        plan, rng = self.world.plan, self.world.rng
        last, first = (plan.today - DAY * days for days in UNFILLED)
        fit = [union for union in self.world.alive(plan.today) if union.born < CONGRESS[0] and not union.changed()]
        own = [union for union in fit if union.trade != "garment" and self.chairs[union.n].start < first]
        for union in rng.sample(own, plan["chairless"]):
            held = self.chairs[union.n]
            held.end = max(working(last - (last - first) * rng.random() ** 2), first)

    def _seat_bosses(self) -> None:
        """In some unions somebody from the management is chair."""
        plan, rng = self.world.plan, self.world.rng
        firms = self.world.alive(plan.today, sector="non_state_enterprise")
        for union in rng.sample([union for union in firms if self.chairs[union.n].end == FOREVER], plan["bosses"]):
            self.chairs[union.n].person.position = rng.choice(BOSSES)

    def _seat_officers(self) -> None:
        plan = self.world.plan
        house = next(union for union in self.world.unions if union.name == HOUSE)
        roster = iter(sorted(self.population.staying[house.n], key=lambda spell: spell.start)[9:])
        root = self.world.uppers[plan.province]
        for post, count in plan["officers"].items():
            for n in range(1, count + 1):
                self._office(root.key, post, n, next(roster), plan.start, FOREVER, FULL_TIME)
        self._seat_managers()

    def _seat_managers(self) -> None:
        """One officer at each upper union, two where there is much to manage: most wear a second hat."""
        plan = self.world.plan
        size = {row["name_vi"]: row["cdcs"] for row in plan.communes}
        for upper in self.world.uppers.values():
            if upper.kind == "province":
                continue
            homes = self._homes(upper)
            for n in range(1, 2 + (size.get(upper.name, 0) > 24)):
                roster = sorted(self.population.staying[homes[n - 1].n], key=lambda spell: spell.start)
                spell = roster[len(roster) // 3]
                start = max(upper.start, plan.start, spell.start)
                position = TWO_HATS if n == 1 and upper.name in size else FULL_TIME
                self._office(upper.key, "managing_officer", n, spell, start, upper.end, position)

    def _homes(self, upper: Upper) -> list[Union]:
        """The unions in which an upper union's officers are members: schools and such first."""
        days = (min(upper.end - DAY * back, self.world.plan.today) for back in (1, 15))
        own = [
            [union for union in self.world.unions if union.lives(day) and union.under(day) == upper.name]
            for day in days
        ]
        return sorted(
            own[0] or own[1], key=lambda u: (u.fact("sector", self.world.plan.today) != "public_service", u.n)
        )

    def _office(
        self, unit: uuid.UUID, post: str, n: int, spell: Spell, start: dt.date, end: dt.date, position: str
    ) -> None:
        seat = Chair(unit, post, n, start, end)
        held = self._hold(spell, seat, "appointed")
        spell.person.position = position
        self.officers.setdefault(f"{post} {unit}", []).append(held)

    def of(self, unit: uuid.UUID, post: str) -> list[Held]:
        """The officers of a post in an upper union."""
        return self.officers[f"{post} {unit}"]

    def _divide(self) -> None:
        """The unions directly under the province are divided among six named specialists; one has too many."""
        plan = self.world.plan
        root = self.world.uppers[plan.province].key
        seats = [held.seat for held in self.of(root, "provincial_specialist")[:6]]
        shares = (2, 3, 2, 2, 2, 2)
        turns = [seat for seat, share in zip(seats, shares, strict=True) for _ in range(share)]
        for i, union in enumerate(self.world.alive(plan.today, [plan.province])):
            self.care.append((union, turns[i % len(turns)]))


def _vices(size: int) -> int:
    return 0 if size < 12 else 1 if size < 400 else 2


def _committee(roster: list[Spell], groups: int) -> list[Spell]:
    """Those longest in the union; where there are groups, about a third of them lead one."""
    size = len(roster)
    want = 1 if size < 5 else 3 if size < 40 else 5 if size < 120 else 9 if size < 900 else 15
    leading = {spell.unit: spell for spell in reversed(roster)} if groups else {}
    leaders = list(leading.values())[: max(1, want // 3)] if leading else []
    rest = [spell for spell in roster[: want * 2 + groups] if spell not in leaders]
    return [*rest[:2], *leaders, *rest[2:]][:want]


def write_posts(posts: Posts, a: Act) -> int:
    """Writes seats, appointments and portfolios. Returns the number of appointments."""
    seats = dict.fromkeys(held.seat for held in posts.held)
    a.create(Seat, ["id", "unit_id", "post", "n", "start", "end"], _seats(seats))
    columns = ["id", "person_id", "seat_id", "manner", "start", "end", "document"]
    rows = ((new_key(), h.person.key, h.seat.key, h.manner, h.start, h.end, "") for h in posts.held)
    count = a.create(Appointment, columns, rows)
    day = posts.world.plan.day("communes")
    care = ((new_key(), union.key, seat.key, max(day, union.born), FOREVER) for union, seat in posts.care)
    a.create(Portfolio, ["id", "unit_id", "seat_id", "start", "end"], care)
    return count


def _seats(seats: Iterable[Chair]) -> Iterator[tuple[object, ...]]:
    for seat in seats:
        yield seat.key, seat.unit, seat.post, seat.n, seat.start, seat.end
