"""What becomes of single unions between the great days: founded, ended, merged, converted, asleep, renamed."""

import datetime as dt
from collections.abc import Sequence

from coso.lib.dates import DAY, FOREVER
from coso_demo.founding import found, workplace_name
from coso_demo.plan import Row
from coso_demo.world import Union, World, day_in
from coso_demo.years import working

SCHOOLS = ("preschool", "primary", "lower")
ASLEEP = DAY * 730


def apply_flows(world: World, flows: Sequence[Row]) -> None:
    """Applies flows in the order of the plan."""
    does = {"found": _found, "end": _end, "merge": _merge, "convert": _convert}
    for flow in flows:
        does[flow["what"]](world, flow)


def _days(world: World, flow: Row) -> list[dt.date]:
    first, last = flow["days"]
    return sorted(day_in(world.rng, first, last) for _ in range(flow["n"]))


def places_of(world: World, at: str) -> list[str]:
    """The upper unions that a flow names."""
    plan = world.plan
    named = {
        "districts": world.district_names,
        "zone": [plan.zone],
        "communes": [row["name_vi"] for row in plan.communes],
        "direct": [plan.province],
    }
    return named.get(at, [at])


def candidates(world: World, flow: Row, day: dt.date) -> list[Union]:
    """The old unions that a flow may take: alive, awake, of its sector and trade, untouched so far."""
    found = world.alive(day, places_of(world, flow["at"]), flow["sector"])
    trade = flow.get("trade")
    heirs = {union.heir.n for union in world.unions if union.heir}
    return [
        union
        for union in found
        if union.born < dt.date(max(2023, day.year - 4), 1, 1)
        and not union.changed()
        and union.n not in heirs
        and (trade is None or union.trade == trade)
    ]


def _small_first(world: World, unions: list[Union], count: int) -> list[Union]:
    few = sorted(unions, key=lambda union: union.weight)[: max(count, len(unions) * 2 // 3)]
    return world.rng.sample(few, min(count, len(few)))


def _end(world: World, flow: Row) -> None:
    days = _days(world, flow)
    for union, day in zip(_small_first(world, candidates(world, flow, days[-1]), flow["n"]), days, strict=False):
        union.end = day


def _merge(world: World, flow: Row) -> None:
    """Two unions of a kind become one; each heir inherits once."""
    taken: set[int] = set()
    for day in _days(world, flow):
        pool = [union for union in candidates(world, flow, day) if union.n not in taken]
        if flow["sector"] == "public_service" and flow["at"] in ("districts", "communes"):
            pool = [union for union in pool if union.trade in SCHOOLS] or pool
        for union, heir in _pair(world, pool, day):
            union.end, union.heir = day, heir
            taken |= {union.n, heir.n}


def _pair(world: World, pool: list[Union], day: dt.date) -> list[tuple[Union, Union]]:
    """Two neighbours, alike if possible; none once all of them have merged."""
    for union in world.rng.sample(pool, len(pool)):
        near = [other for other in pool if other is not union and other.under(day) == union.under(day)]
        alike = [other for other in near if other.trade == union.trade] or near
        if alike:
            return [(union, world.rng.choice(alike))]
    return []


def _convert(world: World, flow: Row) -> None:
    days = _days(world, flow)
    fit = candidates(world, flow, days[-1])
    for union, day in zip(world.rng.sample(fit, min(flow["n"], len(fit))), days, strict=False):
        union.change(day, sector=flow["to"])
        if union.trade == "market":
            name = union.name.replace("Ban Quản lý", "Công ty TNHH Quản lý")
            union.change(day, name=name)


def _found(world: World, flow: Row) -> None:
    uppers = [
        name for name in places_of(world, flow["at"]) if world.uppers[name].end == FOREVER or flow["at"] == "zone"
    ]
    for day in _days(world, flow):
        upper = world.rng.choices(uppers, [_pull(world, name) for name in uppers])[0]
        union = _founded(world, upper, flow["sector"])
        union.born = day


def _pull(world: World, upper: str) -> float:
    rows = (*world.plan.districts, *world.plan.communes)
    row: Row = next((row for row in rows if row["name_vi"] == upper), {})
    return float(row.get("by_type", {}).get("non_state_enterprise", row.get("cdcs", 10)))


def _founded(world: World, upper: str, sector: str) -> Union:
    """A new union: under a commune union it takes its place from one of the old districts."""
    plan = world.plan
    rows = {row["name_vi"]: row for row in (*plan.districts, *plan.sectors)}
    zone = rows[plan.zone]
    if upper in rows:
        union = found(world, upper, sector, 3 + world.rng.randrange(40), rows[upper])
    elif upper == plan.province:
        union = found(world, plan.zone, sector, 3, zone)
    else:
        old = world.rng.choice(plan["areas"][upper]["of"])
        union = found(world, old, sector, 3 + world.rng.randrange(40), rows[old])
    union.upper = upper
    union.weight = min(union.weight, world.rng.uniform(20, 160))
    return union


def fall_asleep(world: World, rows: Sequence[Row]) -> None:
    """Small unions in enterprises that exist on paper only."""
    rng = world.rng
    for row in rows:
        pool = [
            union
            for union in world.alive(row["days"][0])
            if union.sector == "non_state_enterprise"
            and union.part != world.plan.zone
            and union.born < dt.date(2022, 1, 1)
            and union.weight < 60
            and not any("state" in facts for _day, facts in union.changes)
        ]
        for union in rng.sample(pool, min(row["n"], len(pool))):
            union.change(day_in(rng, *row["days"]), state="dormant")


def dissolve_dormant(world: World) -> None:
    """Since the last told day a union that sleeps is dissolved in its third year."""
    plan = world.plan
    for union in world.unions:
        asleep = [day for day, facts in union.changes if facts.get("state") == "dormant"]
        if asleep and union.end == FOREVER:
            day = working(max(plan.facts_until + DAY * 30, asleep[0] + ASLEEP) + DAY * world.rng.randrange(300), 1)
            union.end = day if day < plan.today - DAY * 20 else FOREVER


def rename_some(world: World) -> None:
    """Five unions take the name of their new commune; two kindergartens in two communes have one name."""
    rng, day = world.rng, world.plan.day("communes")
    schools = [union for union in world.alive(day) if union.trade in SCHOOLS and union.end == FOREVER]
    for union in rng.sample(schools, min(5, len(schools))):
        area = union.under(day).split(" ", 3)[-1]
        name = f"{union.name.removesuffix(union.place).rstrip()} {area} {union.place.split()[-1]}"
        union.change(day_in(rng, day + DAY * 20, day + DAY * 80), name=name)
    nurseries = [union for union in world.alive(day) if union.trade == "nursery"]
    pairs = [(one, two) for one in nurseries for two in nurseries if one.under(day) != two.under(day)]
    if pairs:
        one, two = pairs[0]
        one.name = two.name = "CĐCS Trường Mầm non tư thục Hoa Sen"


def new_name(world: World, trade: str, place: str) -> str:
    """A name for a union whose trade was set by hand."""
    return f"CĐCS {workplace_name(world, trade, place)}"
