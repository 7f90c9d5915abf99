"""How many members each union has on the days that the plan tells of: exact by cell, fitted to the totals between."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from coso.lib.dates import DAY
from coso_demo.founding import COUNTED
from coso_demo.world import Union, World

LEAST = 3
AFTER = dt.date(2025, 7, 31)
MAY = dt.date(2025, 5, 31)
EVE_2024 = dt.date(2024, 12, 31)
GROWTH = 11_000  # days in which the members would double


def share_out(weights: Sequence[float], total: int, least: int = LEAST) -> list[int]:
    """Whole numbers as the weights, at least `least` each, that add up to the total."""
    whole = sum(weights)
    exact = [weight * total / whole for weight in weights]
    out = [max(least, int(part)) for part in exact]
    order = sorted(range(len(out)), key=lambda i: out[i] - exact[i])
    i = 0
    while (missing := total - sum(out)) > 0:
        for at in order[: max(1, missing)]:
            out[at] += 1
    while (over := sum(out) - total) > 0:
        at = max(range(len(out)), key=out.__getitem__) if over > len(out) else order[-1 - i % len(order)]
        out[at] -= min(out[at] - least, max(1, over - len(out)))
        i += 1
        if i > 50 * len(out):
            raise ValueError(total)
    return out


def set_sizes(world: World) -> None:
    """Gives every union its members on every checkpoint."""
    _anchor_all(world)
    for day, _unions, members in world.plan.totals:
        _fit(world, day, members)
    last, _unions, members = world.plan.totals[-1]
    for day in world.plan.checkpoints:
        members += members * (day - last).days // GROWTH
        last = day
        _fit(world, day, members)


def _anchor_all(world: World) -> None:
    plan = world.plan
    _anchor_2023(world)
    _inherit(world, COUNTED, MAY)
    zone = [union for union in world.unions if union.lives(EVE_2024) and union.under(EVE_2024) == plan.zone]
    _anchor(EVE_2024, zone, plan["zone_members_2024"])
    _anchor_events(world)
    for sector, members in plan["left_in_june"].items():
        ending = [union for union in world.unions if union.lives(MAY) and not union.lives(AFTER)]
        _anchor(MAY, [union for union in ending if union.fact("sector", MAY) == sector], members)
    _inherit(world, MAY, AFTER)
    rows = {row["name_vi"]: row for row in plan.communes} | {row["vi"]: row for row in plan["direct"]}
    _anchor_tiny(world)
    for part, unions in _by(world, AFTER, lambda union: union.part).items():
        rest = [union for union in unions if AFTER not in union.anchors]
        members = rows[part]["members"] - sum(union.anchors.get(AFTER, 0) for union in unions)
        _anchor(AFTER, rest, members, _grown(rest, members))
    _inherit(world, AFTER, plan.today)


def _anchor_tiny(world: World) -> None:
    """The smallest of those that stay have fewer than ten members: too few for a ballot."""
    sectors = ("non_state_enterprise", "non_public_service", "cooperative")
    staying = [union for union in world.unions if union.lives(AFTER) and union.fact("sector", AFTER) in sectors]
    for union in sorted(staying, key=lambda union: _latest(union, AFTER))[: world.plan["tiny"]]:
        union.anchors[AFTER] = world.rng.randint(4, 8)


def _grown(unions: list[Union], members: int) -> list[float]:
    """Where a commune grew much, two of its enterprises did."""
    weights = [_latest(union, AFTER) for union in unions]
    over = members - 1.25 * sum(weights)
    firms = [i for i, union in enumerate(unions) if union.trade in ("garment", "footwear", "food", "electronics")]
    if over > 0 and firms:
        for i, part in zip(sorted(firms, key=lambda i: -weights[i])[:2], (0.65, 0.35), strict=False):
            weights[i] += part * over
    return weights


def _by(world: World, day: dt.date, key: Callable[[Union], str]) -> dict[str, list[Union]]:
    out: dict[str, list[Union]] = defaultdict(list)
    for union in world.unions:
        if union.lives(day):
            out[key(union)].append(union)
    return out


def _anchor(day: dt.date, unions: list[Union], members: int, weights: Sequence[float] = ()) -> None:
    if unions:
        sizes = share_out(weights or [_latest(union, day) for union in unions], members)
        for union, size in zip(unions, sizes, strict=True):
            union.anchors[day] = size


def _latest(union: Union, day: dt.date) -> float:
    known = [since for since in union.anchors if since <= day]
    return union.anchors[max(known)] if known else union.weight


def _anchor_2023(world: World) -> None:
    plan = world.plan
    rows = {row["name_vi"]: row["members_by_type"] for row in (*plan.districts, *plan.sectors)}
    direct = next((row["name_vi"] for row in plan.sectors if row["kind"] == "direct"), "")
    rows[plan.province] = rows[direct]
    for upper, own in _by(world, COUNTED, lambda union: union.under(COUNTED)).items():
        for sector, members in rows[upper].items():
            _anchor(COUNTED, [union for union in own if union.sector == sector], members)


def _inherit(world: World, after: dt.date, until: dt.date) -> None:
    """An heir has its own members up to the day before, and both unions' from the day on."""
    for union in sorted((union for union in world.unions if union.heir), key=lambda union: union.end):
        heir = union.heir
        if heir is None or not after < union.end <= until:
            continue
        before = round(_latest(heir, union.end))
        heir.anchors[union.end - DAY] = before
        heir.anchors[union.end] = before + round(_latest(union, union.end))


def _anchor_events(world: World) -> None:
    """E1 and E2: how many members moved."""
    plan = world.plan
    if town := plan["town"]:
        day = plan.day("town")
        moved = [u for u in world.unions if u.lives(day) and u.upper == town["from"] and u.under(day) == town["into"]]
        _anchor(day - DAY, moved, town["members"])
    told, day = plan["sectors"], plan.day("sectors")
    for name, members in told["members"].items():
        _anchor(day - DAY, [union for union in _moved(world, day) if union.upper == name], members)
    if split := told.get("split"):
        own = [union for union in _moved(world, day) if union.upper == split["of"]]
        to = told["government"]["name_vi"]
        _anchor(day - DAY, [union for union in own if union.under(day) == to], split["members"])
        _anchor(day - DAY, [union for union in own if union.under(day) != to], split["rest"])


def _moved(world: World, day: dt.date) -> list[Union]:
    return [union for union in world.unions if union.lives(day) and union.upper in world.plan["sectors"]["ended"]]


def _between(union: Union, day: dt.date) -> float:
    """The size on a day along the line between its anchors; a new union grows to its first."""
    days = sorted(union.anchors)
    if not days:
        return union.weight
    if day <= days[0]:
        return union.anchors[days[0]] * (0.75 if union.born > COUNTED else 1)
    if day >= days[-1]:
        return union.anchors[days[-1]]
    after = next(at for at in days if at >= day)
    before = max(at for at in days if at <= day)
    if after == before:
        return union.anchors[day]
    part = (day - before).days / (after - before).days
    return union.anchors[before] + part * (union.anchors[after] - union.anchors[before])


def _fit(world: World, day: dt.date, members: int) -> None:
    """Sizes on a day that add up to the members of the province; enterprises make up the difference."""
    alive = [union for union in world.unions if union.lives(day)]
    fixed = {union.n: union.anchors[day] for union in alive if day in union.anchors}
    free = [union for union in alive if union.n not in fixed]
    sizes = {union.n: max(LEAST, round(_before(union, day))) for union in free}
    elastic = [union for union in free if union.trade not in ("office", "agency", "preschool", "primary", "lower")]
    rest = members - sum(fixed.values()) - sum(sizes.values())
    if elastic:
        held = [sizes[union.n] for union in elastic]
        sizes |= {u.n: size for u, size in zip(elastic, share_out(held, sum(held) + rest), strict=True)}
    for union in alive:
        union.sizes[day] = fixed.get(union.n, sizes.get(union.n, 0))


def _before(union: Union, day: dt.date) -> float:
    """After the last anchor the size of the checkpoint before goes on."""
    last = max(union.sizes, default=dt.date.min)
    if union.sizes and last > max(union.anchors, default=dt.date.min):
        return union.sizes[last]
    return _between(union, day)


def total(unions: Iterable[Union], day: dt.date) -> int:
    """Members of some unions on a checkpoint."""
    return sum(union.sizes.get(day, 0) for union in unions)
