"""Since when the demo's unions keep their records: members and posts from the first day of the demo."""

from coso.access.journal import Act
from coso.indicators.services import start_coverage
from coso_demo.world import World


def write_records(world: World, a: Act) -> None:
    """Every union keeps its members and its posts from its founding, or from the demo's first day."""
    since = {union.key: max(union.born, world.plan.start) for union in world.unions}
    for what in ("members", "seats"):
        start_coverage(a, what, since)
