"""Whatever happens to the tree: it has no holes, every branch balances, an undo restores everything."""

import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coso.access.journal import BlockedError, undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.lib.dates import FOREVER, Period
from coso.register.balance import balance
from coso.register.checks import findings
from coso.register.models import Membership, Unit
from coso.register.services.people import add_member, leave, move
from coso.register.services.units import change_unit, end_unit, found_unit
from coso.register.testing.histories import digest

DAYS = st.dates(dt.date(2024, 2, 1), dt.date(2026, 11, 1))
FIRST = dt.date(2024, 2, 1)
N = st.integers(0, 99)
KINDS = ["found", "rename", "move", "end", "merge", "join", "join", "leave", "transfer", "undo"]
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), DAYS, N, N),
    min_size=3,
    max_size=14,
)  # fmt: skip


def units(kind):
    return list(Unit.objects.filter(versions__kind=kind).distinct().order_by("label"))


def pick(rows, n):
    if not rows:
        raise RefusedError("every unit of this level was undone")
    return rows[n % len(rows)]


def do(step):
    what, day, i, j = step
    unions, uppers, open_now = (
        units("grassroots"),
        units("zone_union"),
        list(Membership.objects.filter(end=FOREVER).order_by("id")),
    )
    if what == "found":
        found_unit(name=f"Tổ {i}", kind="group", parent=pick(unions, j), day=day, by=None)
    elif what == "rename":
        change_unit(unit=pick(unions, i), day=day, facts={"name": f"CĐCS {j}"}, reason="x", by=None)
    elif what == "move":
        change_unit(unit=pick(unions, i), day=day, facts={"parent": pick(uppers, j)}, reason="x", by=None)
    elif what == "end":
        end_unit(unit=pick(unions + uppers[1:] + units("group"), i), day=day, reason="x", by=None)
    elif what == "merge":
        level = pick([unions, unions, uppers, units("group")], i + j)
        end_unit(unit=pick(level, i), heir=pick(level, j), day=day, reason="x", by=None)
    elif what == "join":
        add_member(
            unit=pick(unions + units("group"), i), day=day, values={"name": "Lê Hoa", "female": bool(j % 2)}, by=None
        )
    elif what == "leave" and open_now:
        leave(membership=pick(open_now, i), day=day, closed="left_job", by=None)
    elif what == "transfer" and open_now:
        move(membership=pick(open_now, i), unit=pick(unions, j), day=day, by=None)
    elif what == "undo":
        undo(
            action=pick(list(Action.objects.filter(undone_by=None).order_by("-at", "-id")[:4]), i), reason="x", by=None
        )


def play(step):
    """Does a step and says whether it wrote anything; whatever is refused changes nothing."""
    before, actions = digest(), Action.objects.count()
    try:
        do(step)
    except (RefusedError, BlockedError):
        assert digest() == before
        return False
    return Action.objects.count() > actions


def undoing_restores(step):
    before = digest()
    if play(step):
        connection.check_constraints()
        assert not list(findings())
        if step[0] != "undo":
            undo(action=Action.objects.order_by("-at", "-id").first(), reason="x", by=None)
            assert digest() == before
            do(step)


def balances(unit, period):
    b = balance(unit, period)
    assert b.opening.total + b.increase.total - b.decrease.total == b.closing.total
    assert b.opening.women + b.increase.women - b.decrease.women == b.closing.women


@pytest.mark.usefixtures("tree")
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, low=DAYS, high=DAYS)
@example(
    steps=[("undo", FIRST, n, 0) for n in (0, 70, 94)]
    + [(what, FIRST, 25, 46) for what in ("rename", "merge", "join")],
    low=FIRST,
    high=FIRST,
)
def test_any_history_keeps_the_invariants(steps, low, high):
    with transaction.atomic():
        for step in steps:
            undoing_restores(step)
        connection.check_constraints()
        for unit in Unit.objects.all():
            balances(unit, Period(min(low, high), max(low, high) + dt.timedelta(days=1)))
        transaction.set_rollback(True)
