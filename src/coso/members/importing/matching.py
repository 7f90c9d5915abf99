"""Whom of a list we know already: by national ID, by card, by name and birth within the union."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from coso.access.journal import bulk
from coso.lib.dates import FOREVER
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
    name: tuple[str, dt.date | None]


_NUMBERS = Marks._fields[:-1]
_PAPERS = 3


@dataclass(slots=True)
class Known:
    """A person we know: the open membership, if one, and its unit."""

    person: uuid.UUID
    membership: uuid.UUID | None = None
    unit: uuid.UUID | None = None
    start: dt.date | None = None


@dataclass
class Memory:
    """The people that a list may mean: for each kind of mark, who has which."""

    found: list[dict[Any, uuid.UUID]] = field(default_factory=lambda: [{} for _kind in Marks._fields])
    open: dict[uuid.UUID, Known] = field(default_factory=dict)

    def know(self, marks: Marks) -> Known | None:
        """The person of the first mark that is known."""
        for known, mark in zip(self.found, marks, strict=True):
            if known and mark in known:
                return self.open.get(known[mark]) or Known(known[mark])
        return None

    def contradicts(self, marks: Marks) -> bool:
        """Whether the papers of one row belong to several people we know."""
        papers = zip(self.found[:_PAPERS], marks[:_PAPERS], strict=True)
        return len({known[mark] for known, mark in papers if mark in known}) > 1


def marks_of(rows: Iterable[RosterRow]) -> list[Marks]:
    """The marks of each row."""
    look_up = settings.KEYS.look_up
    return [
        Marks(
            look_up(row.national_id) if row.national_id else None,
            look_up(row.old_id) if row.old_id else None,
            look_up(row.passport) if row.passport else None,
            row.card or None,
            (fold(row.name), row.born),
        )
        for row in rows
    ]


def remember(marks: Sequence[Marks], units: Iterable[uuid.UUID]) -> Memory:
    """Loads whom the marks may mean. Names with births are looked for among the members of the given units only."""
    memory = Memory()
    for n, column in enumerate(_NUMBERS):
        wanted = {mark for each in marks if (mark := each[n]) is not None}
        memory.found[n].update(_with_number(column, wanted))
    memory.found[-1].update(_with_name({each.name for each in marks}, units))
    for part in bulk.chunks({person for known in memory.found for person in known.values()}):
        live = Membership.objects.filter(person__in=part, end=FOREVER)
        for key, person, unit, start in live.values_list("id", "person_id", "unit_id", "start"):
            memory.open[person] = Known(person, key, unit, start)
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


def _with_name(
    wanted: set[tuple[str, dt.date | None]], units: Iterable[uuid.UUID]
) -> Iterator[tuple[tuple[str, dt.date | None], uuid.UUID]]:
    live = Membership.objects.filter(end=FOREVER, unit__in=list(units))
    rows = live.values_list("person__name_key", "person__born", _digits("person_id")).iterator(chunk_size=10_000)
    yield from (((name, born), uuid.UUID(key)) for name, born, key in rows if (name, born) in wanted)


def _digits(key: str) -> Cast:
    """A key as text: of everybody who is read, few are wanted, and only theirs is worth making."""
    return Cast(key, TextField())


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
