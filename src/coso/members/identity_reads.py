"""What waits to be settled about numbers of papers: records that share one, numbers typed that are on record."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from coso.lib import clock
from coso.lib.likeness import Spoken
from coso.members.owners import owners_of
from coso.members.reads import standing
from coso.register.models import ClashDecision, Membership, NumberMatch, Person
from coso.register.visibility import Reach

PAPERS = ("id_look", "old_id_look", "passport_look")


@dataclass(frozen=True)
class Clash:
    """Records that share a number: their keys, and the paths of their homes."""

    look: bytes
    people: tuple[uuid.UUID, ...]
    paths: tuple[str | None, ...]


def clashes() -> list[Clash]:
    """The records that share a number and were not kept so for a reason, in one query each."""
    heaps: dict[bytes, list[tuple[uuid.UUID, str | None]]] = defaultdict(list)
    rows = Person.objects.filter(id_clash=True).order_by("sort_key", "id")
    for key, path, *looks in rows.values_list("id", "home__path", *PAPERS):
        for look in looks:
            if look is not None:
                heaps[bytes(look)].append((key, path))
    kept = {(person, bytes(look)) for person, look in ClashDecision.objects.values_list("person_id", "look")}
    return [
        Clash(look, tuple(key for key, _path in heap), tuple(path for _key, path in heap))
        for look, heap in heaps.items()
        if len(heap) > 1 and not all((key, look) in kept for key, _path in heap)
    ]


def open_matches() -> list[NumberMatch]:
    """The numbers typed that are on record and wait to be settled, the oldest first."""
    rows = NumberMatch.objects.filter(asked=True, settled=None).select_related("unit", "person__home")
    return list(rows.order_by("on", "id"))


def owed_for_identities() -> dict[uuid.UUID, int]:
    """{the union that settles: how many cases wait for it}."""
    cases = [clash.paths for clash in clashes()]
    cases += [_paths(match) for match in open_matches()]
    owners = owners_of(set(cases))
    out: dict[uuid.UUID, int] = defaultdict(int)
    for paths in cases:
        if paths in owners:
            out[owners[paths]] += 1
    return dict(out)


def _paths(match: NumberMatch) -> tuple[str | None, ...]:
    home = match.person.home
    return match.unit.path, home.path if home else None


@dataclass(frozen=True)
class Side:
    """One record of a case: who, where today, since when."""

    person: Person
    union: str
    group: str
    member: Membership | None


@dataclass
class Case:
    """A line of the page: the records that share a number, or what was typed and the record that has it."""

    sides: list[Side] = field(default_factory=list)
    match: NumberMatch | None = None
    unit: str = ""


def covers_all(seen: Reach, paths: tuple[str | None, ...]) -> bool:
    """Whether somebody's branch holds every one of the places."""
    return seen.everything or all(path is not None and seen.covers(path) for path in paths)


def cases_seen(seen: Reach) -> list[Any]:
    """The clashes and matches that lie wholly in somebody's branches: matches first."""
    matches = [match for match in open_matches() if covers_all(seen, _paths(match))]
    return [*matches, *(clash for clash in clashes() if covers_all(seen, clash.paths))]


def shown(cases: Sequence[Any]) -> list[Case]:
    """A page of cases with what is shown of each, in a fixed number of queries."""
    keys = [key for case in cases for key in ((case.person_id,) if isinstance(case, NumberMatch) else case.people)]
    sides = sides_of(keys)
    units = standing({case.unit_id for case in cases if isinstance(case, NumberMatch)}, clock.today())
    return [
        Case([sides[case.person_id]], case, " · ".join(filter(None, units.get(case.unit_id, ("", "")))))
        if isinstance(case, NumberMatch)
        else Case([sides[key] for key in case.people])
        for case in cases
    ]


def sides_of(keys: list[uuid.UUID]) -> dict[uuid.UUID, Side]:
    """Some people as sides of a case."""
    today = clock.today()
    people = {person.pk: person for person in Person.objects.filter(pk__in=keys).select_related("home")}
    live = {row.person_id: row for row in Membership.objects.on(today).filter(person__in=people)}
    names = standing({row.unit_id for row in live.values()}, today)
    return {
        key: Side(person, *(names.get(live[key].unit_id, ("", "")) if key in live else ("", "")), live.get(key))
        for key, person in people.items()
    }


def sharing(person: Person) -> list[Person]:
    """Everybody who shares a number with somebody, that person first."""
    out = {person.pk: person}
    for paper in PAPERS:
        if look := getattr(person, paper):
            out.update({each.pk: each for each in Person.objects.filter(**{paper: look}).select_related("home")})
    return list(out.values())


def spoken(person: Person) -> Spoken:
    """Who a record says somebody is."""
    return Spoken(person.name_key, person.born, person.born_exact)
