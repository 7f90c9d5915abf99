"""Everybody of a list, however long, in the order of names: one row of the database a person and no models.

The same `Member` as a page shows, at a tenth of the cost; memory does not grow with the list.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import ExpressionWrapper, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, TextField

from coso.access.journal.bulk import chunks
from coso.members.reads import Member, standing, states_on
from coso.register.kinds import movements, posts
from coso.register.models import Appointment, Membership, Person, Unit

PART = 2_000
NAMELESS = ("", "")


class Home(NamedTuple):
    """Through which unit a person is seen."""

    path: str


class Plain(NamedTuple):
    """What columns read of a person, named as in the model."""

    home: Home | None
    code: str
    name: str
    female: bool | None
    born: dt.date | None
    born_exact: bool
    phone: str
    email: str
    position: str
    card: str
    id_look: bytes | None
    id_cipher: bytes | None
    old_id_cipher: bytes | None
    passport_cipher: bytes | None


_COLUMNS = ["key", "seen", *Plain._fields[1:]]
_LIVE = ["where", "live__start", "live__opened", "first"]
Key = Any  # of a row, as the database gives it: a list has half a million, and each takes as long to unpack as to read


def _key(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(column), output_field=TextField())


def walk(people: QuerySet[Person], day: dt.date) -> Iterator[Member]:
    """The people as members on a day. What a member is comes with the person, names of units as they are met."""
    held, units = _posts(people, day), _Units(day)
    waiting = {_as_key(key): state for key, state in states_on(day, people.order_by().values("pk")).items()}
    words = {key: str(movement) for key, movement in movements().items()}
    last = None
    for rows in chunks(_rows(people, day).iterator(chunk_size=PART), PART):
        units.learn({key for row in rows for key in (row[1], row[-4]) if key})
        for key, home, *plain, unit, start, opened, first in rows:
            if key != last:
                person = Plain(units.homes.get(home), *plain)
                came = words.get(opened or "", "")
                names = units.names.get(unit, NAMELESS)
                yield Member(person, *names, start, came, first, held.get(key, ()), waiting.get(_as_key(key), ""))
            last = key


def _as_key(key: Key) -> uuid.UUID:
    return key if isinstance(key, uuid.UUID) else uuid.UUID(key)


def _rows(people: QuerySet[Person], day: dt.date) -> QuerySet[Person, tuple[Any, ...]]:
    on = Q(memberships__start__lte=day, memberships__end__gt=day)
    began = Membership.objects.filter(person=OuterRef("pk"), start__lte=day).order_by("start").values("start")[:1]
    found = people.order_by("sort_key", "id").annotate(live=FilteredRelation("memberships", condition=on))
    keys = {"key": _key("pk"), "seen": _key("home_id"), "where": _key("live__unit_id")}
    return found.annotate(first=Subquery(began), **keys).values_list(*_COLUMNS, *_LIVE)


class _Units:
    """What is to be known of units, asked for once each."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self.homes: dict[Key, Home] = {}
        self.names: dict[Key, tuple[str, str]] = {}

    def learn(self, keys: set[Key]) -> None:
        """Looks up those of the units that were not met before."""
        fresh = {key if isinstance(key, uuid.UUID) else uuid.UUID(key): key for key in keys - self.homes.keys()}
        if fresh:
            paths = Unit.objects.filter(pk__in=fresh).values_list("id", "path")
            self.homes.update((fresh[unit], Home(path)) for unit, path in paths)
            self.names.update((fresh[unit], names) for unit, names in standing(fresh, self.day).items() if unit)


def _posts(people: QuerySet[Person], day: dt.date) -> dict[Key, tuple[str, ...]]:
    """The posts that some of the people hold on a day: few beside the people."""
    words = {key: str(post) for key, post in posts().items()}
    held = Appointment.objects.on(day).filter(person__in=people.order_by().values("pk"))
    out: dict[Key, list[str]] = defaultdict(list)
    rows = held.order_by("seat__unit__path", "seat__post").annotate(key=_key("person_id"))
    for person, post in rows.values_list("key", "seat__post"):
        out[person].append(words[post])
    return {person: tuple(names) for person, names in out.items()}
