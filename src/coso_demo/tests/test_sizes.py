"""Members shared out: whole, never too few, exact in sum."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso_demo.plan import plan_of
from coso_demo.reform import make_world
from coso_demo.sizes import LEAST, set_sizes, share_out, total

D = dt.date


@given(st.lists(st.floats(0.5, 5000), min_size=1, max_size=60), st.integers(0, 20000))
def test_shares_add_up(weights, more):
    members = LEAST * len(weights) + more
    out = share_out(weights, members)
    assert sum(out) == members
    assert min(out) >= LEAST


@pytest.fixture(scope="module")
def province():
    world = make_world(plan_of("province"))
    set_sizes(world)
    return world


def test_the_province_passes_through_its_totals(province):
    for day, unions, members in province.plan.totals:
        alive = [union for union in province.unions if union.lives(day)]
        assert (len(alive), total(alive, day)) == (unions, members), day


def test_commune_unions_have_the_unions_and_members_of_the_plan(province):
    day = D(2025, 7, 31)
    for row in province.plan.communes:
        own = [union for union in province.unions if union.lives(day) and union.under(day) == row["name_vi"]]
        assert (len(own), total(own, day)) == (row["cdcs"], row["members"]), row["name_vi"]


def test_the_same_seed_tells_the_same_story(province):
    again = make_world(plan_of("province"))
    told = [
        [(union.name, union.born, union.end, union.changes) for union in world.unions] for world in (province, again)
    ]
    assert told[0] == told[1]
