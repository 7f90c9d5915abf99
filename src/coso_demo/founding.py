"""The tree of 2021: upper unions, and the grassroots unions of each with their trades and names."""

import datetime as dt
from random import Random
from typing import Any

from coso.lib.dates import DAY
from coso_demo import names
from coso_demo.plan import Row
from coso_demo.words import TRADES
from coso_demo.world import OLDEST, Union, Upper, World, day_in

KINDS = {"city_federation": "district_federation", "town_federation": "district_federation"}
COUNTED = dt.date(2023, 6, 30)
BIG, SMALL = 200, 30
_LARGE = ("garment",) * 6 + ("footwear",) * 2 + ("electronics", "food", "construction")
_MIDDLE = ("garment", "food", "construction", "transport", "trade", "stone", "urban", "tea", "hotel")
_LITTLE = ("trade", "construction", "transport", "hotel", "stone", "food")
_ZONE = ("electronics",) * 3 + ("garment",) * 2 + ("footwear", "food", "construction")
_SECTOR = {
    "Công đoàn ngành Công Thương": ("food", "trade", "garment", "urban"),
    "Công đoàn ngành Xây dựng": ("construction",),
    "Công đoàn ngành Giao thông vận tải": ("transport",),
    "Công đoàn ngành Nông nghiệp và Phát triển nông thôn": ("tea", "food"),
}


def found_all(world: World) -> None:
    """Upper unions of 2021 and their grassroots unions as counted in mid-2023, and those that were gone by then."""
    plan = world.plan
    world.uppers[plan.province] = Upper(plan.province, "province")
    given = plan["naming"]["place_parts_vi"]
    for row in plan.districts:
        found_upper(world, row)
        district = short(row["name_vi"])
        extra = given.get(district.split(" ", 1)[1], []) if "Vinh" not in district else given["Vinh"]
        world.communes[row["name_vi"]] = names.communes(district, row["communes"], extra)
    for row in plan.sectors:
        if row["kind"] != "direct":
            found_upper(world, row)
    for row in (*plan.districts, *plan.sectors):
        for sector, count in row["by_type"].items():
            _found_row(world, row, sector, count)
    _before_counting(world)


def short(name: str) -> str:
    """A district's own name: "LĐLĐ huyện Diễn Châu" → "huyện Diễn Châu"."""
    return name.removeprefix("LĐLĐ ")


def found_upper(world: World, row: Row) -> None:
    """An upper union of 2021."""
    name, kind = row["name_vi"], str(row["kind"])
    world.uppers[name] = Upper(name, KINDS.get(kind, kind), row.get("from", OLDEST))


def _found_row(world: World, row: Row, sector: str, count: int) -> None:
    for i in range(count):
        union = found(world, row["name_vi"], sector, i, row)
        union.born = day_in(world.rng, dt.date(2012, 4, 2), world.plan.start - DAY)


def found(world: World, upper: str, sector: str, i: int, row: Row) -> Union:
    """The i-th union of a sector under an upper union, born on the day of the first lists."""
    plan, rng = world.plan, world.rng
    district = upper if upper in world.communes else _seat(world, row)
    terrain = next((each["terrain_vi"] for each in plan.districts if each["name_vi"] == district), "đô thị")
    own = world.communes[district]
    weight = _weight(world, row, sector)
    trade, at = _trade(row, sector, i, weight, rng, terrain)
    place = own[at % len(own)]
    direct = row["kind"] == "direct"
    return world.add(
        name=f"CĐCS {workplace_name(world, trade, place)}",
        sector=sector,
        trade=trade,
        upper=plan.province if direct else upper,
        seat=district,
        place=place,
        terrain=terrain,
        weight=weight if trade not in ("health", "college") else weight * 4,
        born=plan.start,
        part=row["name_vi"],
    )


def _seat(world: World, row: Row) -> str:
    others = [name for name in world.communes if "Nghi Lộc" in name]
    return others[0] if row["kind"] == "zone_union" and others else next(iter(world.communes))


def workplace_name(world: World, trade: str, place: str) -> str:
    """The name of a new workplace."""
    kind = "phường" if place in ("Hồng Lam", "Bến Gỗ") else "xã"
    if trade == "office":
        return world.workplaces.once(f"UBND {kind} {place}")
    if trade in ("preschool", "primary", "lower"):
        pattern = TRADES[trade].patterns[0]
        return world.workplaces.once(pattern.format(xã=place))
    return world.workplaces.company(trade, place)


def _trade(row: Row, sector: str, i: int, weight: float, rng: Random, terrain: str) -> tuple[str, int]:
    """The trade of a union, and the number of its commune within the district."""
    if sector == "state_body":
        return ("office", i) if i < row.get("communes", 0) else ("agency", i)
    if sector == "public_service":
        return _public(row, i)
    if sector == "non_public_service":
        return ("clinic" if "Y tế" in row["name_vi"] else "nursery"), rng.randrange(99)
    if sector == "nghiep_doan":
        return ("fishing" if "biển" in terrain and i % 2 == 0 else "street"), rng.randrange(99)
    if sector == "cooperative":
        return "cooperative", rng.randrange(99)
    return _enterprise(row, sector, weight, rng), rng.randrange(99)


def _enterprise(row: Row, sector: str, weight: float, rng: Random) -> str:
    if sector == "soe":
        return rng.choice(("forestry", "urban"))
    if row["kind"] == "zone_union":
        return rng.choice(_ZONE)
    if row["name_vi"] in _SECTOR:
        return rng.choice(_SECTOR[row["name_vi"]])
    if "Y tế" in row["name_vi"]:
        return "clinic"
    return rng.choice(_LARGE if weight >= BIG else _MIDDLE if weight >= SMALL else _LITTLE)


def _public(row: Row, i: int) -> tuple[str, int]:
    """Public units: of a district first what is no school, then kindergarten and two schools for each commune."""
    upper = row["name_vi"]
    special = {"Công đoàn ngành Giáo dục": "upper", "Công đoàn ngành Y tế": "hospital"}
    if "communes" not in row:
        return special.get(upper, "college" if row["kind"] == "direct" else "centre"), i * 7
    markets = round(row["by_type"]["public_service"] * 0.042)
    if i <= markets:
        return ("market" if i else "health"), i * 5
    if i == markets + 1 and row["by_type"]["public_service"] > 3 * row["communes"] + 1:
        return "centre", i
    at = i - markets
    return ("preschool", "primary", "lower")[at % 3], at // 3


def _weight(world: World, row: Row, sector: str) -> float:
    sizes = world.plan["sizes"]
    if sector == "state_body":
        return _drawn(sizes["commune_office"], world.rng)
    if sector == "nghiep_doan":
        return _drawn(sizes["nghiep_doan"], world.rng)
    if sector in ("public_service", "non_public_service"):
        block = {"Công đoàn ngành Giáo dục": "school_upper_secondary", "Công đoàn ngành Y tế": "hospital_health"}
        return _drawn(sizes[block.get(row["name_vi"], "school_district")], world.rng)
    if sector == "cooperative":
        return world.rng.uniform(8, 20)
    return _drawn(sizes["enterprise_zone" if row["kind"] == "zone_union" else "enterprise_outside_zone"], world.rng)


def _drawn(block: dict[str, Any], rng: Random) -> float:
    """A number of members: a bucket by its share, then about its mean."""
    buckets = block["buckets"]
    low, high, _share, mean = rng.choices(buckets, [bucket[2] for bucket in buckets])[0]
    return rng.triangular(low, high, min(high, max(low, 3 * mean - low - high)))


def _before_counting(world: World) -> None:
    """Some unions of the first lists had ended by the count of mid-2023, and some of that count were new."""
    plan, rng = world.plan, world.rng
    for sector, count in plan["before_2023"]["founded"].items():
        old = [union for union in world.unions if union.sector == sector and union.upper in world.communes]
        for union in rng.sample(old, count):
            union.born = day_in(rng, plan.start + DAY * 60, COUNTED - DAY * 30)
    for sector, count in plan["before_2023"]["ended"].items():
        for _ in range(count):
            row = rng.choice(plan.districts)
            union = found(world, row["name_vi"], sector, 50 + rng.randrange(20), row)
            union.born = day_in(rng, dt.date(2012, 4, 2), dt.date(2018, 1, 1))
            union.end = day_in(rng, plan.start + DAY * 90, COUNTED)
