"""Writing an import: people, memberships and groups in one action."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings

from coso.access.counters import next_numbers
from coso.access.journal import Act, NewRows, act, bulk, new_rows
from coso.access.models import Account
from coso.indicators.services import start_coverage
from coso.lib.dates import FOREVER
from coso.lib.keys import new_digits, new_key
from coso.lib.paths import label
from coso.lib.text import sort_key
from coso.members.importing.matching import Known, Marks
from coso.members.importing.places import Places
from coso.members.importing.records import WHAT, records_begin
from coso.members.roster import RosterRow
from coso.register.homes import rehome
from coso.register.models import Headcount, Membership, Person, Unit, UnitVersion, UnitWorkplace, Workplace
from coso.register.services.follow import follow_counts
from coso.register.services.guards import lock
from coso.register.services.people import person_code
from coso.register.services.units import row_of
from coso.register.services.versions import found_places
from coso.register.tree import Version, insert_places

PERSON = [
    "id", "code", "name", "name_key", "sort_key", "female", "born", "born_exact", "phone", "email", "position", "card",
    "id_cipher", "id_look", "old_id_cipher", "old_id_look", "passport_cipher", "passport_look", "home_id",
    "id_clash", "act",
]  # fmt: skip
PAPERS = ("id", "old_id", "passport")
MEMBERSHIP = ["id", "person_id", "unit_id", "start", "end", "opened", "closed"]


@dataclass
class Booking:
    """The rows of a list sorted: new people, people known here, people known who are no members.

    `people` and `memberships` are the new rows made ready for the database and the journal under the key of the action
    to come: what is done before the transaction does not keep others waiting in it.
    """

    day: dt.date
    key: uuid.UUID = field(default_factory=new_key)
    fresh: list[tuple[RosterRow, uuid.UUID, Marks]] = field(default_factory=list)
    known: list[tuple[RosterRow, uuid.UUID, Known, Marks]] = field(default_factory=list)
    begin: dict[uuid.UUID, dt.date] = field(default_factory=dict)
    people: NewRows | None = None
    memberships: NewRows | None = None

    def add(self, row: RosterRow, unit: uuid.UUID, known: Known | None, marks: Marks) -> None:
        """Sorts a row in."""
        if known is None:
            self.fresh.append((row, unit, marks))
        else:
            self.known.append((row, unit, known, marks))

    @property
    def changes(self) -> int:
        """People known before."""
        return len(self.known)

    def make_ready(self, places: Places) -> None:
        """Makes the rows of the new people and of their memberships, and sees which unions begin their record."""
        units = {unit for _row, unit, _marks in self.fresh} | {unit for _row, unit, _known, _marks in self.known}
        self.begin = records_begin({places.unions[unit] for unit in units}, places, self.day)
        first = not Membership.objects.filter(unit__in=places.units).exists()
        self.fresh.sort(key=_in_order)
        keys = list(new_digits(len(self.fresh)))
        opened = "founding" if first else "joined"
        self.people = new_rows(self.key, Person, PERSON, list(_people(self, keys)))
        self.people.stage()
        stays = list(_memberships(self, places, keys, opened))
        self.memberships = new_rows(self.key, Membership, [*MEMBERSHIP, "act"], stays)
        self.memberships.stage()


def book_members(booking: Booking, places: Places, file: str, by: Account | None) -> Act:
    """Writes new people with their memberships, corrects those known, founds the groups that the list names."""
    with act(by=by, verb="members.import", unit=places.unit.id, reason=file, key=booking.key) as a:
        lock([places.unit.id])
        _found_groups(a, places)
        _create(a, booking)
        _correct(a, booking, places)
        start_coverage(a, WHAT, booking.begin)
    return a


def _create(a: Act, booking: Booking) -> None:
    if booking.people and booking.memberships:
        a.create_ready(booking.people)
        a.create_ready(booking.memberships)


class _Digits(dict[uuid.UUID, str]):
    """Keys as their digits, each made once."""

    def __missing__(self, key: uuid.UUID) -> str:
        digits = self[key] = key.hex
        return digits


class _Days(dict[dt.date | None, str | None]):
    """Days as text, each made once."""

    def __missing__(self, day: dt.date | None) -> str | None:
        text = self[day] = day.isoformat() if day else None
        return text


def _in_order(each: tuple[RosterRow, uuid.UUID, Marks]) -> str:
    """The order of lists: rows that come in the order of their widest index are written in half the time."""
    return sort_key(each[0].name)


def _people(booking: Booking, keys: list[str]) -> Iterator[list[Any]]:
    units, days, stamp = _Digits(), _Days(), booking.key.hex
    numbers, papers = next_numbers("person", len(keys)), _ciphers([row for row, _unit, _marks in booking.fresh])
    for key, number, (row, unit, marks), paper in zip(keys, numbers, booking.fresh, papers, strict=True):
        yield [
            key, person_code(number), row.name, marks.spoken.name, sort_key(row.name), row.female,
            days[row.born], row.born_exact, row.phone or "", row.email or "", row.position[:120], row.card[:20],
            paper[0], marks.id_look, paper[1], marks.old_id_look, paper[2], marks.passport_look,
            units[unit], False, stamp,
        ]  # fmt: skip


def _ciphers(rows: list[RosterRow]) -> Iterator[tuple[bytes | None, ...]]:
    """The three papers of each row, encrypted."""
    encrypt = settings.KEYS.encrypt_all
    columns = ([row.national_id for row in rows], [row.old_id for row in rows], [row.passport for row in rows])
    return zip(*map(encrypt, columns), strict=True)


def _start(row: RosterRow, unit: uuid.UUID, booking: Booking, places: Places) -> dt.date:
    return max(row.joined or booking.day, places.starts[unit])


def _memberships(booking: Booking, places: Places, people: list[str], opened: str) -> Iterator[tuple[Any, ...]]:
    units, days, stamp, forever = _Digits(), _Days(), booking.key.hex, FOREVER.isoformat()
    for key, person, (row, unit, _marks) in zip(new_digits(len(people)), people, booking.fresh, strict=True):
        start = days[_start(row, unit, booking, places)]
        yield key, person, units[unit], start, forever, opened, "", stamp


def _found_groups(a: Act, places: Places) -> None:
    if not places.fresh:
        return
    numbers = next_numbers("unit", len(places.fresh))
    versions = [
        Version(new_key(), key, base, name, "group", "", "active", places.starts[key])
        for key, (base, name) in places.fresh.items()
    ]
    labels = {key: label(n) for key, n in zip(places.fresh, numbers, strict=True)}
    found = found_places(versions, labels)
    units = [
        (key, f"CD{n:05d}", labels[key], found[key][-1].path) for key, n in zip(places.fresh, numbers, strict=True)
    ]
    a.create(Unit, ["id", "code", "label", "path"], units)
    a.create(UnitVersion, ["id", *row_of(versions[0])], ([v.id, *row_of(v).values()] for v in versions))
    insert_places(place for each in found.values() for place in each)


def _correct(a: Act, booking: Booking, places: Places) -> None:
    people = [known.person for _row, _unit, known, _marks in booking.known]
    looks = [f"{paper}_look" for paper in PAPERS]
    columns = ["id", "born", "born_exact", *looks]
    stored = {
        key: _Stored(born is not None and exact, [bytes(look or b"") for look in has])
        for key, born, exact, *has in bulk.fetch(Person, columns, people)
    }
    a.write(
        Person, {known.person: _details(row, marks, stored[known.person]) for row, _u, known, marks in booking.known}
    )
    ended: dict[uuid.UUID, dict[str, Any]] = {}
    opened = []
    for row, unit, known, _marks in booking.known:
        start = _moves_on(row, unit, known, booking, places)
        if start is None:
            continue
        if known.membership:
            ended[known.membership] = {"end": start, "closed": "moved_out"}
        kind = "moved_in" if known.membership else "rejoined"
        opened.append((new_key(), known.person, unit, start, FOREVER, kind, "", known.membership))
    a.write(Membership, ended)
    a.create(Membership, [*MEMBERSHIP, "previous_id"], opened)
    rehome(people)


def _moves_on(row: RosterRow, unit: uuid.UUID, known: Known, booking: Booking, places: Places) -> dt.date | None:
    """The day on which a known person comes to the unit of the list; None if there already, or come there today."""
    if known.unit == unit:
        return None
    if known.membership is None:
        return _start(row, unit, booking, places)
    start = max(booking.day, places.starts[unit])
    return start if known.start and known.start < start else None


class _Stored(NamedTuple):
    """What is on record and is not replaced by less: whether a whole day of birth is, the look-ups of the papers."""

    dated: bool
    looks: list[bytes]


def _details(row: RosterRow, marks: Marks, stored: _Stored) -> dict[str, Any]:
    """What the list knows of a person and is not empty: an import never blanks what is there."""
    said = {
        "name": row.name,
        "name_key": marks.spoken.name,
        "sort_key": sort_key(row.name),
        "female": row.female,
        "phone": row.phone,
        "email": row.email,
        "position": row.position[:120],
        "card": row.card[:20],
    }
    out: dict[str, Any] = {name: value for name, value in said.items() if value not in (None, "")}
    if row.born and not stored.dated:
        out |= {"born": row.born, "born_exact": row.born_exact}
    numbers = (row.national_id, row.old_id, row.passport)
    for paper, number, look, has in zip(PAPERS, numbers, marks[: len(PAPERS)], stored.looks, strict=True):
        if number and look != has:
            out |= {f"{paper}_look": look, f"{paper}_cipher": settings.KEYS.encrypt(number)}
    return out


def book_workers(booking: Booking, places: Places, file: str, by: Account | None) -> Act:
    """Counts the workers of a union's workplace on the day; nobody becomes a member."""
    rows = [row for row, _unit, _marks in booking.fresh] + [row for row, _unit, _known, _marks in booking.known]
    base = places.only or places.unit.id
    with act(by=by, verb="workers.import", unit=places.unit.id, reason=file) as a:
        link = UnitWorkplace.objects.on(booking.day).filter(unit=base).first()
        place = link.workplace_id if link else new_key()
        if link is None:
            name = UnitVersion.objects.on(booking.day).get(unit=base).name.removeprefix("CĐCS ")
            a.write(Workplace, {place: {"name": name}})
            a.write(UnitWorkplace, {new_key(): {"unit_id": base, "workplace_id": place, "start": booking.day}})
        known = Headcount.objects.filter(workplace=place, on=booking.day, source="list").first()
        facts = {"workplace_id": place, "on": booking.day, "source": "list"}
        count = {"total": len(rows), "women": sum(1 for row in rows if row.female)}
        a.write(Headcount, {known.id if known else new_key(): {**facts, **count}})
        follow_counts(a, [base])
    return a
