"""The reorganisation of 2024 and 2025: who moves where on which day, who ends, who goes on and under whom."""

import datetime as dt
from collections.abc import Iterable

from coso.lib.dates import DAY, FOREVER
from coso_demo.flows import apply_flows, dissolve_dormant, fall_asleep, new_name, rename_some
from coso_demo.founding import found_all
from coso_demo.plan import Plan, Row
from coso_demo.world import Union, Upper, World, day_in, new_world

HOUSE = "CĐCS Nhà Văn hóa Lao động Hồng Lam"
STATE = ("state_body", "public_service")


def make_world(plan: Plan) -> World:
    """The whole history of the demo's units."""
    world = new_world(plan)
    found_all(world)
    _join_town(world)
    apply_flows(world, plan["flows"])
    _end_sectors(world)
    staying = _staying(world)
    fall_asleep(world, plan["dormant"])
    _end_in_june(world, staying)
    _hand_over(world, staying)
    known = len(plan["later_flows"])
    apply_flows(world, plan.later_flows[:known])
    _settle_garment(world)
    _settle_house(world)
    rename_some(world)
    _go_on(world, plan.later_flows[known:])
    return world


def _go_on(world: World, flows: list[Row]) -> None:
    """What happened between the last told day and today."""
    apply_flows(world, flows)
    fall_asleep(world, world.plan.later_dormant)
    if world.plan.today > world.plan.facts_until:
        dissolve_dormant(world)


def _join_town(world: World) -> None:
    """E1: a town's federation and unions of four communes go to the city."""
    town = world.plan["town"]
    if not town:
        return
    day = world.plan.day("town")
    world.uppers[town["ended"]].end = day
    world.uppers[town["ended"]].heir = town["into"]
    for union in world.alive(day, [town["ended"]]):
        union.change(day, upper=town["into"])
    for sector, count in town["cdcs"].items():
        pool = [union for union in world.alive(day, [town["from"]], sector) if union.trade not in ("market", "health")]
        for union in pool[-count:]:
            union.change(day, upper=town["into"])


def _end_sectors(world: World) -> None:
    """E2: the sector unions end; two agencies' unions take what serves the Party and the government."""
    plan, day = world.plan, world.plan.day("sectors")
    told = plan["sectors"]
    for name in told["ended"]:
        world.uppers[name].end = day
    moving = {name: world.alive(day, [name]) for name in told["ended"]}
    for key in ("party", "government"):
        if key in told:
            world.uppers[told[key]["name_vi"]] = Upper(told[key]["name_vi"], "agency_union", day, plan.day("uppers"))
    if "party" in told:
        officials = moving.pop(told["ended"][0])
        for i, union in enumerate(sorted(officials, key=lambda union: union.sector != "state_body")):
            union.change(day, upper=told["party" if i < told["party"]["cdcs"] else "government"]["name_vi"])
        _split(world, moving[told["split"]["of"]], day)
    for name, unions in moving.items():
        seats = told["seats"].get(name, told["seats"]["other"])
        for i, union in enumerate(union for union in unions if union.under(day) == name):
            union.seat = seats[i % len(seats)]
            union.change(day, upper=union.seat)


def _split(world: World, unions: list[Union], day: dt.date) -> None:
    told = world.plan["sectors"]
    for sector, count in told["split"]["to_government"].items():
        for union in [union for union in unions if union.sector == sector][:count]:
            union.change(day, upper=told["government"]["name_vi"])


def _staying(world: World) -> dict[str, list[Union]]:
    """The unions that live through June 2025, by where they go: a part of the direct ones, or a commune union."""
    day = world.plan.day("sectors") + DAY * 85
    out: dict[str, list[Union]] = {}
    pool = [union for union in world.alive(day) if union.fact("sector", day) not in STATE]
    public = [union for union in world.alive(day) if union.fact("sector", day) == "public_service"]
    for part in world.plan["direct"]:
        out[part["vi"]] = [] if part.get("large") else _taken(part["take"], pool, public, day)
    kept = _taken(world.plan["kept"], pool, public, day)
    pool += kept
    areas = {row["name_vi"]: world.plan["areas"][row["name_vi"]]["of"] for row in world.plan.communes}
    large = next((part for part in world.plan["direct"] if part.get("large")), None)
    if large:
        out[large["vi"]] = _large(world, pool, areas, large["cdcs"])
    for districts in dict.fromkeys(tuple(of) for of in areas.values()):
        cells = [row for row in world.plan.communes if _shares(areas[row["name_vi"]], districts)]
        if not _shares(areas[cells[0]["name_vi"]], districts) or cells[0]["name_vi"] in out:
            continue
        members = _fill(world, [union for union in pool if union.seat in districts], public, districts, cells)
        out.update(_into_cells(members, cells))
    return out


def _shares(one: Iterable[str], two: Iterable[str]) -> bool:
    return bool(set(one) & set(two))


def _taken(rows: list[Row], pool: list[Union], public: list[Union], day: dt.date) -> list[Union]:
    """Takes the largest unions that a part of the plan names out of the pools."""
    out: list[Union] = []
    for row in rows:
        source = public if row["sector"] == "public_service" else pool
        fit = [union for union in source if union.part == row["at"] and union.fact("sector", day) == row["sector"]]
        for union in sorted(fit, key=lambda union: -union.weight)[: row["n"]]:
            source.remove(union)
            out.append(union)
    return out


def _large(world: World, pool: list[Union], areas: dict[str, list[str]], count: int) -> list[Union]:
    """Large enterprises outside the zone: first where there are more unions than places, then the largest."""
    fit = [union for union in pool if union.fact("sector", world.plan.day("sectors")) == "non_state_enterprise"]
    fit = sorted((union for union in fit if union.trade != "market"), key=lambda union: -min(union.weight, 900))
    out: list[Union] = []
    for districts in dict.fromkeys(tuple(of) for of in areas.values()):
        places = sum(row["cdcs"] for row in world.plan.communes if areas[row["name_vi"]] == list(districts))
        here = [union for union in pool if union.seat in districts]
        over = len(here) - places + 1
        out += [union for union in fit if union.seat in districts][: max(0, over)]
    out += [union for union in fit if union not in out and union.weight < 1300][: count - len(out)]
    for union in out[:count]:
        pool.remove(union)
    return out[:count]


def _fill(
    world: World, own: list[Union], public: list[Union], districts: tuple[str, ...], cells: list[Row]
) -> list[Union]:
    """The unions of some districts, filled up with public units that pay their own way."""
    need = sum(row["cdcs"] for row in cells) - len(own)
    near = [union for union in public if union.seat in districts and union.trade not in ("market", "office")]
    fresh = world.plan.day("town")
    near.sort(key=lambda union: (union.born < fresh, union.trade != "health", world.rng.random()))
    if not 0 <= need <= len(near):
        raise LookupError(f"{districts}: {need} of {len(near)}")
    return own + near[:need]


def _into_cells(unions: list[Union], cells: list[Row]) -> dict[str, list[Union]]:
    """Each union, the largest first, to the commune union with the most room for members."""
    out: dict[str, list[Union]] = {row["name_vi"]: [] for row in cells}
    room = {row["name_vi"]: float(row["members"]) for row in cells}
    free = {row["name_vi"]: row["cdcs"] for row in cells}
    for union in sorted(unions, key=lambda union: -union.weight):
        name = max((name for name in free if free[name]), key=lambda name: room[name] / free[name])
        out[name].append(union)
        room[name] -= union.weight
        free[name] -= 1
    return out


def _end_in_june(world: World, staying: dict[str, list[Union]]) -> None:
    """E7: unions of state bodies and of units that live on the budget end in June 2025, district by district."""
    plan, rng = world.plan, world.rng
    going_on = {union.n for unions in staying.values() for union in unions}
    ending = [union for union in world.alive(plan.day("uppers") - DAY * 30) if union.n not in going_on]
    last = plan.day("uppers")
    days = {name: sorted(day_in(rng, dt.date(2025, 6, 3), last) for _ in range(3)) for name in world.uppers}
    for union in ending:
        union.end = _end_day(world, union, days)
    _inherit(world, ending, going_on)


def _end_day(world: World, union: Union, days: dict[str, list[dt.date]]) -> dt.date:
    plan = world.plan
    if union.part == "Công đoàn ngành Giáo dục":
        return plan.day("schools")
    if union.part == plan.zone:
        return plan.day("zone") - DAY * 5
    return world.rng.choice(days[union.under(plan.day("uppers") - DAY * 28)])


def _inherit(world: World, ending: list[Union], going_on: set[int]) -> None:
    """A few of those that end are taken over by a public unit that stays."""
    rng, heirs = world.rng, [union for union in world.unions if union.n in going_on and union.born.year < 2024]
    for _ in range(world.plan["merged_in_june"]):
        union = rng.choice([union for union in ending if union.heir is None and union.sector == "public_service"])
        fit = [heir for heir in heirs if heir.fact("sector", union.end) == "public_service"]
        fit = [heir for heir in fit if heir.weight > union.weight * 1.5] or fit
        near = [heir for heir in fit if heir.seat == union.seat] or fit
        union.heir = rng.choice(near)
        heirs.remove(union.heir)


def _hand_over(world: World, staying: dict[str, list[Union]]) -> None:
    """E4 to E8: everything to the province, the upper unions end, the commune unions begin eleven days later."""
    plan = world.plan
    for upper in world.uppers.values():
        if upper.kind != "province" and upper.end == FOREVER:
            upper.end = plan.day("uppers")
    communes = {row["name_vi"]: row for row in plan.communes}
    for name, row in communes.items():
        kind = "joint_commune_union" if row.get("joint") else "commune_union"
        world.uppers[name] = Upper(name, kind, plan.day("communes"))
    for name, unions in staying.items():
        for union in unions:
            _to_province(plan, union)
            if name in communes:
                union.change(plan.day("communes"), upper=name)
                union.part = name
            else:
                union.part = name


def _to_province(plan: Plan, union: Union) -> None:
    days = {plan.zone: plan.day("zone"), "Công đoàn ngành Giáo dục": plan.day("schools")}
    day = days.get(union.part, plan.day("uppers"))
    if union.part == "Công đoàn ngành Giáo dục" and union.sector == "public_service":
        day = plan.day("uppers")
    if union.under(day) != plan.province:
        union.change(day, upper=plan.province)


def _settle_garment(world: World) -> None:
    """The ward whose people have accounts has a garment union with groups of a good size."""
    plan = world.plan
    wanted: int = plan["garment_members"]
    own = [union for union in world.alive(plan.today, [plan["ward"]]) if union.born < plan.start]
    fit = [union for union in own if union.sector == "non_state_enterprise" and union.trade != "market"]
    awake = [union for union in fit if not any("state" in facts for _day, facts in union.changes)]
    union = min(awake, key=lambda union: abs(union.weight - wanted))
    union.trade, union.name = "garment", new_name(world, "garment", union.place)
    world.garment = union.n


def _settle_house(world: World) -> None:
    """The province's officers are members in a house of culture of the unions."""
    plan = world.plan
    own = world.alive(plan.today, [plan.province], "public_service")
    house = max((union for union in own if union.trade in ("centre", "college")), key=lambda union: union.weight)
    house.trade, house.name = "centre", HOUSE
