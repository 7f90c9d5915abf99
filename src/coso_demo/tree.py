"""Units written: one row for each, its versions by date, its place derived once for all."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator

from coso.access.counters import next_numbers
from coso.access.journal import Act
from coso.access.journal.bulk import chunks
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.lib.paths import label
from coso.lib.text import fold
from coso.register.models import Authorisation, Unit, UnitArea, UnitVersion
from coso.register.services.units import derive, row_of
from coso.register.tree import Version
from coso_demo import names
from coso_demo.world import OLDEST, Group, Union, Upper, World

SCHOOLS = ("preschool", "primary", "lower", "upper", "college", "nursery")
CARE = ("hospital", "health", "clinic")
NONE = ("office", "agency", "market", "centre", "cooperative")
PER_GROUP, PER_WARD, FROM = 62, 30, 44
PART = 60
ACTS = ["appraise", "submit"]


def groups_for(trade: str, size: int) -> int:
    """How many groups a union of a trade and size has."""
    if trade in NONE:
        return 0
    if trade in SCHOOLS:
        return 0 if size < 15 else 3 + size // 26 if size < 60 else 4 + size // 40
    if size < FROM:
        return 0
    return max(2, round(size / (PER_WARD if trade in CARE else PER_GROUP)))


def set_groups(world: World) -> None:
    """Gives each union its groups: those of its first size from its birth, more as it grows."""
    for union in world.unions:
        most = max(union.sizes.values(), default=0)
        titles = names.groups(union.trade, groups_for(union.trade, most), union.place)
        for day in sorted(union.sizes):
            now = groups_for(union.trade, union.sizes[day])
            born = union.born if len(union.groups) == 0 and day == min(union.sizes) else day
            union.groups += [Group(title, max(born, union.born)) for title in titles[len(union.groups) : now]]


def write_tree(world: World, a: Act) -> int:
    """Writes every unit and its versions, derives the places. Returns the number of units."""
    keys = {upper.name: upper.key for upper in world.uppers.values()}
    versions = [*_uppers(world, keys), *(v for union in world.unions for v in _own(union, keys)), *_outside(world)]
    heirs = _heirs(world)
    units = list(dict.fromkeys(version.unit for version in versions))
    numbers = next_numbers("unit", len(units))
    columns = ["id", "code", "label", "path", "heir_id"]
    rows = ((key, f"CD{n:05d}", label(n), "", heirs.get(key)) for key, n in zip(units, numbers, strict=True))
    a.create(Unit, columns, rows)
    a.create(UnitVersion, ["id", *row_of(versions[0])], ([v.id, *row_of(v).values()] for v in versions))
    _derive_all(world, {version.unit for version in versions})
    _write_areas(world, a)
    return len(units)


def _derive_all(world: World, units: set[uuid.UUID]) -> None:
    """Places part by part: upper units first, then unions with their groups, every heir before what it inherits."""
    unions = sorted(world.unions, key=lambda union: union.end, reverse=True)
    below = [{union.key, *(group.key for group in union.groups)} for union in unions]
    derive(units.difference(*below), OLDEST)
    for part in chunks(below, PART):
        derive(set().union(*part), OLDEST)


def _heirs(world: World) -> dict[uuid.UUID, uuid.UUID]:
    out = {union.key: union.heir.key for union in world.unions if union.heir}
    out |= {upper.key: world.uppers[upper.heir].key for upper in world.uppers.values() if upper.heir}
    return out


def _uppers(world: World, keys: dict[str, uuid.UUID]) -> Iterator[Version]:
    root = keys[world.plan.province]
    for upper in world.uppers.values():
        parent = None if upper.kind == "province" else root
        yield Version(new_key(), upper.key, parent, upper.name, upper.kind, "", "active", upper.start, upper.end)


def _outside(world: World) -> Iterator[Version]:
    """Branches of national unions: known, never counted."""
    root = world.uppers[world.plan.province].key
    for _ in range(world.plan["outside"]):
        name = f"CĐCS {world.workplaces.company('transport', '')}, chi nhánh trực thuộc trung ương"
        yield Version(new_key(), new_key(), root, name, "outside", "", "active", world.plan.start)


def _own(union: Union, keys: dict[str, uuid.UUID]) -> Iterator[Version]:
    days = sorted({union.born, *(day for day, _facts in union.changes if union.born < day < union.end)})
    for day, until in zip(days, [*days[1:], union.end], strict=True):
        yield Version(
            id=new_key(),
            unit=union.key,
            parent=keys[union.under(day)],
            name=union.fact("name", day),
            kind="grassroots",
            sector=union.fact("sector", day),
            state=union.fact("state", day),
            start=day,
            end=until,
        )
    for group in union.groups:
        yield Version(new_key(), group.key, union.key, group.name, "group", "", "active", group.born, union.end)


def _write_areas(world: World, a: Act) -> None:
    """The communes that each commune union covers, and its written authorisation."""
    plan, day = world.plan, world.plan.day("communes")
    unions = [world.uppers[row["name_vi"]] for row in plan.communes]
    areas = [(upper, area) for upper in unions for area in plan["areas"][upper.name]["communes"]]
    rows = ((new_key(), upper.key, area, fold(area), day, FOREVER) for upper, area in areas)
    a.create(UnitArea, ["id", "unit_id", "area", "area_key", "start", "end"], rows)
    root = world.uppers[plan.province].key
    columns = ["id", "holder_id", "giver_id", "acts", "number", "start", "end"]
    a.create(Authorisation, columns, _authorisations(unions, root, day))


def _authorisations(unions: Iterable[Upper], root: uuid.UUID, day: dt.date) -> Iterator[tuple[object, ...]]:
    for n, upper in enumerate(unions, start=1):
        yield new_key(), upper.key, root, ACTS, f"{300 + n}/UQ-LĐLĐ", day, FOREVER
