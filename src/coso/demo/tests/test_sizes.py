"""Members shared out: whole, never too few, exact in sum."""

from hypothesis import given
from hypothesis import strategies as st

from coso.demo.plan import plan_of
from coso.demo.reform import make_world
from coso.demo.sizes import LEAST, set_sizes, share_out, total


@given(st.lists(st.floats(0.5, 5000), min_size=1, max_size=60), st.integers(0, 20000))
def test_shares_add_up(weights, more):
    members = LEAST * len(weights) + more
    out = share_out(weights, members)
    assert sum(out) == members
    assert min(out) >= LEAST


def test_the_province_passes_through_its_totals():
    plan = plan_of("province")
    world = make_world(plan)
    set_sizes(world)
    for day, unions, members in plan.totals:
        alive = [union for union in world.unions if union.lives(day)]
        assert (len(alive), total(alive, day)) == (unions, members), day


def test_commune_unions_have_the_unions_and_members_of_the_plan():
    plan = plan_of("province")
    world = make_world(plan)
    set_sizes(world)
    day = plan.totals[6][0]
    for row in plan.communes:
        own = [union for union in world.unions if union.lives(day) and union.under(day) == row["name_vi"]]
        assert (len(own), total(own, day)) == (row["cdcs"], row["members"]), row["name_vi"]
