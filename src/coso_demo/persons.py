"""People and memberships written: names, birthdays, numbers, all made up, some missing as in real lists."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from django.conf import settings

from coso.access.counters import next_numbers
from coso.access.journal import Act
from coso.lib.text import fold, sort_key
from coso.register.models import Membership, Person
from coso.register.services.people import person_code
from coso_demo.names import People
from coso_demo.people import Population, Someone
from coso_demo.words import TRADES

PERSON = [
    "id", "code", "name", "name_key", "sort_key", "female", "born", "born_exact", "phone", "email", "position", "card",
    "id_cipher", "id_look", "home_id", "id_clash",
]  # fmt: skip
MEMBERSHIP = ["id", "person_id", "unit_id", "start", "end", "opened", "closed", "previous_id"]
SPREAD = 611_953  # shares no factor with a million: numbers of neighbours lie far apart
YOUNG = ("garment", "footwear", "electronics", "food", "trade", "hotel")


def write_people(population: Population, a: Act) -> None:
    """Writes everybody and every membership."""
    codes = next_numbers("person", len(population.people))
    a.create(Person, PERSON, _people(population, codes))
    rows = (
        (s.key, s.person.key, s.unit, s.start, s.end, s.opened, s.closed, s.previous.key if s.previous else None)
        for s in population.spells
    )
    a.create(Membership, MEMBERSHIP, rows)


def _people(population: Population, codes: range) -> Iterator[list[Any]]:
    world = population.world
    later = world.plan.today.year - world.plan.facts_until.year
    doubles = {one.twin.n for one in population.people if one.twin}
    for person, number in zip(population.people, codes, strict=True):
        same = person.twin or person
        own = Random(world.plan["seed"] + same.n) if person.twin or person.n in doubles else world.rng
        name, *details = _details(same, world.people, later, own)
        yield [
            person.key, person_code(number), name, fold(name), sort_key(name), person.female, *details[:4],
            person.position or own.choice(TRADES[person.union.trade].jobs), *details[4:], person.home,
            bool(person.twin) or person.n in doubles,
        ]  # fmt: skip


def _details(person: Someone, people: People, later: int, rng: Random) -> tuple[Any, ...]:
    """Name, birthday, phone, e-mail, card, national ID: about one field in ten is missing.

    `later`: by how many years the eldest are younger than those of the first demo.
    """
    name = people.name(person.female, person.union.terrain, rng)
    born = _birthday(person, later, rng)
    number = rng.randrange(10_000_000)
    phone = f"030{person.n * 31 + number % 31:07d}" if rng.random() < 0.9 else ""
    card = f"40{person.n % 10_000_000:07d}" if rng.random() < 0.88 else ""
    cipher, look = (None, None) if rng.random() < 0.08 else _national_id(person.female, born, person.n)
    known = rng.random() < 0.97
    return name, born if known else None, rng.random() < 0.98, phone, "", card, cipher, look


def _birthday(person: Someone, later: int, rng: Random) -> dt.date:
    low, high = (1975, 2006) if person.union.trade in YOUNG else (1966, 2001)
    low = min(low + later, high)
    year = round(rng.triangular(low, high, (low + high * 2) / 3))
    return dt.date(year, 1 + int(rng.random() * 12), 1 + int(rng.random() * 28))


def _national_id(female: bool, born: dt.date, n: int) -> tuple[bytes, bytes]:
    """A number in the form of this province, of nobody: another one for each of a million people."""
    sign = (2 if born.year >= 2000 else 0) + female
    text = f"040{sign}{born.year % 100:02d}{n * SPREAD % 1_000_000:06d}"
    return settings.KEYS.encrypt(text), settings.KEYS.look_up(text)
