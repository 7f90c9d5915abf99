"""The day on which the tests play: one for all of them, also in worker processes and in the programs they start."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager

import time_machine

from coso.lib import clock, keys

VARIABLE = "COSO_TEST_MOMENT"  # a moment as the clocks in Vietnam show it
USUAL = "2026-11-22T09:00"


def moment() -> dt.datetime:
    """When the tests play; the clock runs on from there."""
    return dt.datetime.fromisoformat(os.environ.get(VARIABLE, USUAL)).replace(tzinfo=clock.ZONE)


def settle() -> None:
    """Sets the clock of this process, for good."""
    time_machine.travel(moment(), tick=True).start()


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Another day for the tests inside the block, at nine in the morning. Keys made afterwards tell the usual day."""
    with time_machine.travel(dt.datetime.combine(day, dt.time(9), clock.ZONE), tick=True):
        yield
    keys._last = 0
