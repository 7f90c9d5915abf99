"""The worker: does jobs as they come and, with --tick, what is due every minute."""

import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand

from coso.access.jobs import run_one
from coso.access.permissions import declared

MINUTE = 60.0
GIVES_WAY = 10  # added to the niceness: whoever waits for a page goes first


def tick() -> None:
    """What the rooms have to do every minute, each in its own transaction."""
    for _room, module in declared("ticks"):
        for work in module.TICKS:
            work()


class Command(BaseCommand):
    """Runs until it is told to stop."""

    help = "Do background jobs."
    stopping = False

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--tick", action="store_true", help="also do what is due every minute")
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["once"]:
            signal.signal(signal.SIGTERM, self._stop)
            os.nice(GIVES_WAY)
        next_tick = time.monotonic()
        while not self.stopping:
            if options["tick"] and time.monotonic() >= next_tick:
                tick()
                next_tick = time.monotonic() + MINUTE
            if not run_one():
                if options["once"]:
                    return
                time.sleep(0.5)

    def _stop(self, *_: Any) -> None:
        self.stopping = True
