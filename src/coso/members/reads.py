"""What the pages of members show, each in a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from coso.access.prepared import prepared
from coso.lib.dates import DAY
from coso.lib.paths import branch_end
from coso.register.kinds import BASE, Movement, Post, movements, posts, states
from coso.register.models import Appointment, Membership, MembershipState, Person, Unit, UnitPlace, UnitVersion
from coso.register.querysets import FEW, people_of
from coso.register.reads import place_on, trail

if TYPE_CHECKING:
    from coso.members.row_stream import Plain

MANY_GROUPS = 300
Live = tuple[uuid.UUID | None, dt.date | None, str]  # unit, since when, how they came
NOWHERE: Live = (None, None, "")


class Member(NamedTuple):
    """A person on a day: where, since when and how; the person's own details are those of today."""

    person: "Person | Plain"
    union: str = ""
    group: str = ""
    start: dt.date | None = None
    opened: str = ""
    first: dt.date | None = None
    posts: tuple[str, ...] = ()
    state: str = ""


def members_on(day: dt.date, units: Q | None) -> QuerySet[Person]:
    """The people who are members on a day in the units of a condition; None is no condition.

    In a wide branch people are walked in the order of names and asked for a membership: the page is full soon. In a
    narrow one the memberships of its units come first.
    """
    live = Membership.objects.on(day).filter(person=OuterRef("pk"))
    if units is None:
        return Person.objects.filter(Exists(live))
    keys = list(Unit.objects.filter(units).values_list("id", flat=True)[: FEW + 1])
    if len(keys) > FEW:
        return Person.objects.filter(Exists(people_of(live, "unit", units)))
    during = {"memberships__start__lte": day, "memberships__end__gt": day}
    return Person.objects.filter(memberships__unit__in=keys, **during)


# ── rows ──


def rows_of(people: Sequence[Person], day: dt.date) -> list[Member]:
    """What a list shows of these people on a day: six queries, however many they are."""
    keys = [person.pk for person in people]
    live: dict[uuid.UUID, Live] = {key: (unit, start, opened) for key, unit, start, opened in _live(keys, day)}
    names = standing({unit for unit, _start, _opened in live.values() if unit}, day)
    first = dict(_first(keys, day))
    held, waiting = _posts(keys, day), states_on(day, keys)
    return [
        Member(
            person,
            *names.get(unit, ("", "")),
            start=start,
            opened=str(movements()[opened]) if opened else "",
            first=first.get(person.pk),
            posts=tuple(held[person.pk]),
            state=waiting.get(person.pk, ""),
        )
        for person in people
        for unit, start, opened in (live.get(person.pk, NOWHERE),)
    ]


@prepared
def _live(people: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Membership, Any]:
    rows = Membership.objects.on(day).filter(person__in=people)
    return rows.values_list("person_id", "unit_id", "start", "opened")


@prepared
def _places(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[UnitPlace, Any]:
    here = UnitPlace.objects.filter(unit__in=units, start__lte=day, end__gt=day)
    return here.values_list("unit_id", "base", "version__name")


@prepared
def names_on(units: Iterable[uuid.UUID], day: dt.date) -> QuerySet[UnitVersion, tuple[uuid.UUID, str]]:
    """(unit, name) on a day."""
    return UnitVersion.objects.on(day).filter(unit__in=units).values_list("unit_id", "name")


def standing(units: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID | None, tuple[str, str]]:
    """(grassroots union, group) of each unit on a day; a unit above the unions stands in the first place alone."""
    found = _places(units, day)
    names = dict(names_on({base for _unit, base, _name in found if base}, day))
    return {unit: (name, "") if base in (None, unit) else (names[base], name) for unit, base, name in found}


def states_on(day: dt.date, people: Any) -> dict[uuid.UUID, str]:
    """The state in words of each membership that is in one on a day, by the person."""
    words = {key: str(state) for key, state in states().items()}
    rows = _states.build(people, day) if isinstance(people, QuerySet) else _states(people, day)
    return {person: words.get(state, state) for person, state in rows}


@prepared
def _states(people: Any, day: dt.date) -> QuerySet[MembershipState, tuple[uuid.UUID, str]]:
    rows = MembershipState.objects.on(day).filter(membership__person__in=people)
    return rows.values_list("membership__person_id", "state")


@prepared
def _first(people: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Membership, tuple[uuid.UUID, dt.date]]:
    began = Membership.objects.filter(person__in=people, start__lte=day).values_list("person_id")
    return began.annotate(first=Min("start"))


def _posts(people: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID, list[str]]:
    out: dict[uuid.UUID, list[str]] = defaultdict(list)
    for person, post in _held(people, day):
        out[person].append(str(posts()[post]))
    return out


@prepared
def _held(people: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Appointment, tuple[uuid.UUID, str]]:
    held = Appointment.objects.on(day).filter(person__in=people).order_by("seat__unit__path", "seat__post")
    return held.values_list("person_id", "seat__post")


# ── units ──


def where(unit: Unit | None, day: dt.date) -> dict[str, Any]:
    """What the bar above a page says: the units above a unit, and its name on a day, else the one nearest to it."""
    if unit is None:
        return {"trail": [], "name": ""}
    name = _name_then.first(unit.pk, day) or _first_name.first(unit.pk) or unit.code
    return {"trail": trail(unit, day), "name": name}


@prepared
def _name_then(unit: uuid.UUID, day: dt.date) -> QuerySet[UnitVersion, str]:
    found = UnitVersion.objects.filter(unit=unit, start__lte=day)
    return found.order_by("-start").values_list("name", flat=True)[:1]


@prepared
def _first_name(unit: uuid.UUID) -> QuerySet[UnitVersion, str]:
    return UnitVersion.objects.filter(unit=unit).order_by("start").values_list("name", flat=True)[:1]


def groups_in(unit: Unit | None, day: dt.date) -> list[tuple[str, str]]:
    """(code, name) of the groups of a grassroots union on a day; none for a unit above the unions."""
    place = place_on.first(unit.pk, day) if unit else None
    return _groups(place.path, day) if place and place.base else []


@prepared
def _groups(path: str, day: dt.date) -> QuerySet[UnitPlace, tuple[str, str]]:
    here = UnitPlace.objects.filter(path__gte=path, path__lt=branch_end(path), start__lte=day, end__gt=day)
    below = here.exclude(version__kind=BASE).order_by("version__name_key")
    return below.values_list("unit__code", "version__name")[:MANY_GROUPS]


def units_to_name(units: QuerySet[Unit], day: dt.date) -> list[tuple[str, str]]:
    """(code, name) of units to choose from while typing; none where they are too many to choose."""
    here = UnitVersion.objects.on(day).filter(unit__in=units).order_by("unit__path")
    found = list(here.values_list("unit__code", "name")[: MANY_GROUPS + 1])
    return found if len(found) <= MANY_GROUPS else []


# ── one person ──


@dataclass(frozen=True)
class Stay:
    """A membership as the person's page shows it."""

    membership: Membership
    unit: str
    opened: Movement
    closed: Movement | None


@dataclass(frozen=True)
class Held:
    """A post as the person's page shows it."""

    appointment: Appointment
    post: Post
    unit: str


def stays(memberships: QuerySet[Membership]) -> list[Stay]:
    """Memberships, the newest first, each under the name its unit had when it ended."""
    rows = list(memberships.select_related("unit").order_by("-start"))
    names = _names([(row.unit_id, row.end) for row in rows])
    words = movements()
    return [
        Stay(row, name, words[row.opened], words[row.closed] if row.closed else None)
        for row, name in zip(rows, names, strict=True)
    ]


def times_away(person: Person) -> list[tuple[str, dt.date, dt.date]]:
    """(state in words, from, until) of every time somebody was away as a member, the newest first."""
    rows = MembershipState.objects.filter(membership__person=person).order_by("-start")
    words = states()
    return [(str(words[row.state]) if row.state in words else row.state, row.start, row.end) for row in rows]


def held_posts(person: Person) -> list[Held]:
    """Posts, the newest first, each under the name its unit had when it ended."""
    rows = list(Appointment.objects.filter(person=person).select_related("seat__unit").order_by("-start", "id"))
    names = _names([(row.seat.unit_id, row.end) for row in rows])
    return [Held(row, posts()[row.seat.post], name) for row, name in zip(rows, names, strict=True)]


def _names(asked: list[tuple[uuid.UUID, dt.date]]) -> list[str]:
    """The name each unit had on the day before the one given."""
    versions = UnitVersion.objects.filter(unit__in={unit for unit, _day in asked}).order_by("start")
    found = list(versions.values_list("unit_id", "start", "name"))
    return [
        next((name for key, start, name in reversed(found) if key == unit and start <= end - DAY), "")
        for unit, end in asked
    ]
