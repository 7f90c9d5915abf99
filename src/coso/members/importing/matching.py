"""Whom of a list we know already: by national ID, by card, by name and birth within the union."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from coso.access.journal import bulk
from coso.lib.dates import FOREVER
from coso.lib.text import fold
from coso.members.roster import RosterRow
from coso.register.models import Membership, Person

Look = tuple[str, Any]
MANY = 5_000


@dataclass(slots=True)
class Known:
    """A person we know: the open membership, if one, and its unit."""

    person: uuid.UUID
    membership: uuid.UUID | None = None
    unit: uuid.UUID | None = None
    start: dt.date | None = None


@dataclass
class Memory:
    """The people that a list may mean, by what they are found by."""

    found: dict[Look, uuid.UUID] = field(default_factory=dict)
    open: dict[uuid.UUID, Known] = field(default_factory=dict)

    def know(self, looks: Iterable[Look]) -> Known | None:
        """The person of the first mark that is known."""
        person = next((self.found[look] for look in looks if look in self.found), None)
        return None if person is None else self.open.get(person) or Known(person)


def looks_of(row: RosterRow) -> list[Look]:
    """What a row's person is found by, the surest first."""
    out: list[Look] = []
    look_up = settings.KEYS.look_up
    if row.national_id:
        out.append(("id_look", look_up(row.national_id)))
    if row.old_id:
        out.append(("old_id_look", look_up(row.old_id)))
    if row.card:
        out.append(("card", row.card))
    out.append(("name", (fold(row.name), row.born)))
    return out


def remember(looks: list[list[Look]], units: Iterable[uuid.UUID]) -> Memory:
    """Loads whom the looks may mean. Names with births are looked for among the members of the given units only."""
    memory = Memory()
    for column in ("id_look", "old_id_look", "card"):
        values = {value for row in looks for kind, value in row if kind == column}
        memory.found.update(((column, _plain(value)), key) for value, key in _pairs(column, values))
    names = Membership.objects.filter(end=FOREVER, unit__in=list(units))
    rows = names.values_list("person__name_key", "person__born", "person_id")
    memory.found.update((("name", (name, born)), key) for name, born, key in rows)
    for part in bulk.chunks(set(memory.found.values())):
        live = Membership.objects.filter(person__in=part, end=FOREVER)
        for key, person, unit, start in live.values_list("id", "person_id", "unit_id", "start"):
            memory.open[person] = Known(person, key, unit, start)
    return memory


def _pairs(column: str, values: set[Any]) -> Iterator[tuple[Any, uuid.UUID]]:
    known = Person.objects.exclude(**{f"{column}__isnull": True})
    if len(values) > MANY:
        yield from known.values_list(column, "id").iterator(chunk_size=10_000)
        return
    for part in bulk.chunks(values):
        yield from known.filter(**{f"{column}__in": part}).values_list(column, "id")


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
