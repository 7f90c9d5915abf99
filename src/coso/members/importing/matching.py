"""Whom of a list we know already: by national ID, by card, by name and birth within the union."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from coso.access.journal import bulk
from coso.lib.dates import FOREVER
from coso.lib.likeness import Spoken
from coso.lib.text import fold
from coso.members.roster import RosterRow
from coso.register.models import Membership, Person

MANY = 5_000


class Marks(NamedTuple):
    """What a row's person is found by, the surest first; None where the row does not say."""

    id_look: bytes | None
    old_id_look: bytes | None
    passport_look: bytes | None
    card: str | None
    spoken: Spoken


_NUMBERS = Marks._fields[:-1]
_PAPERS = 3
CARD = _NUMBERS.index("card")


@dataclass(slots=True)
class Known:
    """A person we know: the open membership, if one, and its unit."""

    person: uuid.UUID
    membership: uuid.UUID | None = None
    unit: uuid.UUID | None = None
    start: dt.date | None = None


class Who(NamedTuple):
    """What is on record of somebody whom a list may mean; `papers` are the look-ups of the three papers."""

    name: str
    code: str
    spoken: Spoken
    path: str | None
    papers: tuple[bytes | None, ...]


@dataclass
class Memory:
    """The people that a list may mean: for each kind of number, who has which; by folded name, who is a member."""

    found: list[dict[Any, list[uuid.UUID]]] = field(default_factory=lambda: [{} for _kind in _NUMBERS])
    named: dict[str, list[uuid.UUID]] = field(default_factory=dict)
    who: dict[uuid.UUID, Who] = field(default_factory=dict)
    open: dict[uuid.UUID, Known] = field(default_factory=dict)

    def of_number(self, marks: Marks, units: set[uuid.UUID]) -> tuple[Known, int] | None:
        """The person of the first number that is known, and which number it is; of several, one who is here."""
        for n, (known, mark) in enumerate(zip(self.found, marks[:-1], strict=True)):
            if mark in known:
                people = [self.known(person) for person in known[mark]]
                return next((person for person in people if person.unit in units), people[0]), n
        return None

    def known(self, person: uuid.UUID) -> Known:
        """Somebody with the membership that lasts, if one does."""
        return self.open.get(person) or Known(person)

    def contradicts(self, marks: Marks) -> bool:
        """Whether the papers of one row belong to several people we know."""
        papers = [
            known[mark] for known, mark in zip(self.found[:_PAPERS], marks[:_PAPERS], strict=True) if mark in known
        ]
        return len(papers) > 1 and not set(papers[0]).intersection(*papers[1:])


def marks_of(rows: Iterable[RosterRow]) -> list[Marks]:
    """The marks of each row."""
    look_up = settings.KEYS.look_up
    return [
        Marks(
            look_up(row.national_id) if row.national_id else None,
            look_up(row.old_id) if row.old_id else None,
            look_up(row.passport) if row.passport else None,
            row.card or None,
            Spoken(fold(row.name), row.born, row.born_exact),
        )
        for row in rows
    ]


def remember(marks: Sequence[Marks], units: Iterable[uuid.UUID]) -> Memory:
    """Loads whom the marks may mean. Names are looked for among the members of the given units only."""
    memory = Memory()
    for n, column in enumerate(_NUMBERS):
        wanted = {mark for each in marks if (mark := each[n]) is not None}
        for mark, person in _with_number(column, wanted):
            memory.found[n].setdefault(mark, []).append(person)
    memory.named = _with_name({each.spoken.name for each in marks}, units)
    numbered = {person for known in memory.found for people in known.values() for person in people}
    everybody = numbered | {person for people in memory.named.values() for person in people}
    for part in bulk.chunks(everybody):
        live = Membership.objects.filter(person__in=part, end=FOREVER)
        for key, person, unit, start in live.values_list("id", "person_id", "unit_id", "start"):
            memory.open[person] = Known(person, key, unit, start)
        memory.who.update(_who(part))
    return memory


def _with_number(column: str, wanted: set[Any]) -> Iterator[tuple[Any, uuid.UUID]]:
    known = Person.objects.exclude(**{f"{column}__isnull": True})
    if len(wanted) > MANY:
        every = known.values_list(column, _digits("id")).iterator(chunk_size=10_000)
        yield from ((mark, uuid.UUID(key)) for value, key in every if (mark := _plain(value)) in wanted)
        return
    for part in bulk.chunks(wanted):
        yield from (
            (_plain(value), key) for value, key in known.filter(**{f"{column}__in": part}).values_list(column, "id")
        )


def _with_name(wanted: set[str], units: Iterable[uuid.UUID]) -> dict[str, list[uuid.UUID]]:
    live = Membership.objects.filter(end=FOREVER, unit__in=list(units))
    out: dict[str, list[uuid.UUID]] = defaultdict(list)
    for name, key in live.values_list("person__name_key", _digits("person_id")).iterator(chunk_size=10_000):
        if name in wanted:
            out[name].append(uuid.UUID(key))
    return dict(out)


def _who(people: Sequence[uuid.UUID]) -> Iterator[tuple[uuid.UUID, Who]]:
    columns = ("id", "name", "code", "name_key", "born", "born_exact", "home__path", *_NUMBERS[:_PAPERS])
    for key, name, code, name_key, born, exact, path, *looks in Person.objects.filter(pk__in=people).values_list(
        *columns
    ):
        yield key, Who(name, code, Spoken(name_key, born, exact), path, tuple(map(_plain, looks)))


def _digits(key: str) -> Cast:
    """A key as text: of everybody who is read, few are wanted, and only theirs is worth making."""
    return Cast(key, TextField())


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
