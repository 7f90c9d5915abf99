"""Figures of structure and posts: committees, chairs, boards, groups without a leader. One query gives the facts."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value

from coso.access.prepared import prepared
from coso.indicators.models import Coverage
from coso.indicators.register_figures import BASE, LEADER, committee, groups, members, unions, until
from coso.indicators.registry import NOT_APPLICABLE, Figure, Scope
from coso.law import parameter
from coso.register.models import Appointment, UnitPlace

BOARDS = {"inspection": ("inspection_head", "inspection_member"), "women": ("women_head", "women_member")}
COLUMNS = ("f_base", "f_what", "f_unit", "f_n", "f_w")
Rows = QuerySet[Any, Any]


@dataclass
class Facts:
    """What one union is made of at the end of a period; `seats` and `boards` say whether these are kept at all."""

    members: int = 0
    women: int = 0
    groups: int = 0
    leaderless: list[uuid.UUID] = field(default_factory=list)
    committee: int = 0
    chairs: int = 0
    manned: set[str] = field(default_factory=set)
    seats: bool = False
    boards: bool = False


def _number(key: str, day: dt.date) -> int:
    return int(parameter(key).at(day).number)


def _shaped(rows: QuerySet[Any], base: str, what: str, *, n: Any, w: Any, unit: str = "") -> Rows:
    zero = Value(0, output_field=IntegerField())
    word = Value(what, output_field=CharField())
    named: Any = rows.annotate(f_base=F(base)).values("f_base")
    if unit:
        named = named.annotate(f_what=word, f_unit=F(unit), f_n=zero, f_w=zero)
    else:
        named = named.annotate(f_what=word, f_unit=F("f_base"), f_n=n, f_w=w)
    shaped: Rows = named.values_list(*COLUMNS)
    return shaped


def _leaderless(scope: Scope, since: dt.date) -> QuerySet[UnitPlace]:
    """The groups that stood for longer than the days allowed, from a day on, and had no leader on any of them."""
    last = scope.period.last
    led = Appointment.objects.filter(seat__unit=OuterRef("unit"), seat__post=LEADER, start__lte=last, end__gt=since)
    old = UnitPlace.objects.filter(unit=OuterRef("unit"), start__lte=since)
    return groups(scope).filter(~Exists(led), Exists(old))


def _queries(scope: Scope, since: dt.date) -> Iterator[Rows]:
    day = scope.period.last
    one, women = Count("pk"), Count("pk", filter=Q(person__female=True))
    yield _shaped(unions(scope), "unit", "union", n=one, w=one)
    yield _shaped(members(scope), BASE, "members", n=one, w=women)
    yield _shaped(groups(scope), "base", "groups", n=one, w=one)
    yield _shaped(_leaderless(scope, since), "base", "leaderless", n=one, w=one, unit="unit")
    chairs = Count("pk", filter=Q(seat__post="chair"))
    yield _shaped(committee(scope), "seat__unit__places__base", "committee", n=one, w=chairs)
    for board, posts in BOARDS.items():
        here = Appointment.objects.on(day).filter(seat__post__in=posts, seat__unit__in=unions(scope).values("unit"))
        yield _shaped(here, "seat__unit", board, n=one, w=one)
    covered = Coverage.objects.filter(since__lte=day, unit__in=unions(scope).values("unit"))
    for what in ("seats", "boards"):
        yield _shaped(covered.filter(what=what), "unit", f"kept_{what}", n=one, w=one)


def facts_of(scope: Scope) -> dict[uuid.UUID, Facts]:
    """The facts of every union of a scope, in one query."""
    last = scope.period.last
    since = last - dt.timedelta(days=_number("structure.leaderless_days", last))
    out: dict[uuid.UUID, Facts] = defaultdict(Facts)
    for base, what, unit, n, w in _facts(scope.path, last, since):
        _take(out[base], what, unit, n, w)
    return dict(out)


@prepared
def _facts(path: str, day: dt.date, since: dt.date) -> Rows:
    first, *rest = _queries(until(path, day), since)
    return first.union(*rest, all=True)


def _take(facts: Facts, what: str, unit: uuid.UUID, n: int, w: int) -> None:
    match what:
        case "members":
            facts.members, facts.women = n, w
        case "groups":
            facts.groups = n
        case "leaderless":
            facts.leaderless.append(unit)
        case "committee":
            facts.committee, facts.chairs, facts.seats = n, w, True
        case "inspection" | "women":
            facts.manned.add(what)
        case "kept_seats":
            facts.seats = True
        case "kept_boards":
            facts.boards = True


def due_boards(facts: Facts, day: dt.date) -> list[str]:
    """The boards that a union of this size has to have."""
    due = {
        "inspection": facts.members >= _number("boards.inspection_min_members", day),
        "women": facts.women >= _number("boards.women_min_women", day),
    }
    return [board for board, needed in due.items() if needed]


def size_of_committee(members_: int, day: dt.date) -> int | None:
    """The size of a committee for so many members; None where the guidance was not seen."""
    for band in ("small", "medium"):
        if members_ < _number(f"committee.{band}_below", day):
            return _number(f"committee.{band}_size", day)
    return None


@dataclass(frozen=True)
class Finding:
    """Something in the structure of a union that is not as it should be; `unit` is the group or the union."""

    what: str
    base: uuid.UUID
    unit: uuid.UUID


def findings(scope: Scope) -> tuple[dict[uuid.UUID, Facts], list[Finding]]:
    """The facts of a scope, and what is found in them. A union that keeps no posts is not judged."""
    day, out = scope.period.last, []
    facts = facts_of(scope)
    for base, each in facts.items():
        if each.seats:
            out += [Finding("leaderless", base, unit) for unit in each.leaderless]
            out += [Finding(what, base, base) for what in _own(each, day)]
    return facts, out


def _own(facts: Facts, day: dt.date) -> Iterator[str]:
    size = size_of_committee(facts.members, day) or _number("committee.largest", day)
    if facts.groups == 0 and facts.members >= _number("structure.groups_from_members", day):
        yield "no_groups"
    if facts.committee > size:
        yield "committee_too_large"
    if facts.boards:
        yield from (f"no_{board}" for board in due_boards(facts, day) if board not in facts.manned)


def structure_findings(scope: Scope) -> Iterator[Figure]:
    """Open findings: groups without a leader, no groups, committee too large, a board due and missing."""
    facts, found = findings(scope)
    counts: dict[uuid.UUID, int] = defaultdict(int)
    for finding in found:
        counts[finding.base] += 1
    for base, each in facts.items():
        if each.seats:
            yield Figure(base, counts[base], records=counts[base])


def findings_evidence(scope: Scope) -> QuerySet[UnitPlace]:
    """The units found, once for each finding."""
    by_kind: dict[str, list[uuid.UUID]] = defaultdict(list)
    for finding in findings(scope)[1]:
        by_kind[finding.what].append(finding.unit)
    return _each_once(scope, list(by_kind.values()))


def _each_once(scope: Scope, sets: list[list[uuid.UUID]]) -> QuerySet[UnitPlace]:
    day = scope.period.last
    here = UnitPlace.objects.filter(start__lte=day, end__gt=day)
    first, *rest = [here.filter(unit__in=keys) for keys in sets] or [here.none()]
    return first.union(*rest, all=True) if rest else first


def chair_filled(scope: Scope) -> Iterator[Figure]:
    """Whether the chair's seat is filled; unknown where no post is kept."""
    for base, each in facts_of(scope).items():
        if each.seats:
            yield Figure(base, min(each.chairs, 1), records=each.chairs)


def chairs(scope: Scope) -> QuerySet[Appointment]:
    """The chairs of the scope's unions."""
    return committee(scope).filter(seat__post="chair")


def committee_complete(scope: Scope) -> Iterator[Figure]:
    """People in the committee over its size for so many members; unknown where no size was seen or no post is kept."""
    for base, each in facts_of(scope).items():
        size = size_of_committee(each.members, scope.period.last)
        if each.seats and size:
            yield Figure(base, min(each.committee, size), size, records=each.committee)


def committee_of_known_size(scope: Scope) -> QuerySet[Appointment]:
    """The committees whose size is known."""
    day = scope.period.last
    known = [base for base, each in facts_of(scope).items() if each.seats and size_of_committee(each.members, day)]
    return committee(scope).filter(seat__unit__in=known)


def boards_in_post(scope: Scope) -> Iterator[Figure]:
    """Boards due by size that have somebody in post, over boards due; not applicable where none is due."""
    for base, each in facts_of(scope).items():
        due = due_boards(each, scope.period.last)
        if not due:
            yield Figure(base, absent=NOT_APPLICABLE)
        elif each.boards:
            yield Figure(base, sum(board in each.manned for board in due), len(due), records=len(due))


def unions_with_boards_due(scope: Scope) -> QuerySet[UnitPlace]:
    """The unions that keep boards, once for each board due."""
    facts = [(base, each) for base, each in facts_of(scope).items() if each.boards]
    day = scope.period.last
    sets = [[base for base, each in facts if board in due_boards(each, day)] for board in BOARDS]
    return _each_once(scope, sets)


def boards_active(scope: Scope) -> Iterator[Figure]:
    """Not applicable where no board is due. Where one is, its entries of work are not kept yet: no figure."""
    for base, each in facts_of(scope).items():
        if not due_boards(each, scope.period.last):
            yield Figure(base, absent=NOT_APPLICABLE)


def nothing(scope: Scope) -> QuerySet[UnitPlace]:
    """No records stand behind it yet."""
    return unions(scope).none()
