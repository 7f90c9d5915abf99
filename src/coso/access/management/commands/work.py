"""The worker: does jobs as they come and, with --tick, what is due every minute."""

import logging
import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand

from coso.access.faults import renew_connection
from coso.access.jobs import run_one
from coso.access.periodic import run_ticks

MINUTE = 60.0
IDLE = 0.5  # seconds between two looks for a job
RESTS = 5.0  # seconds after a look that failed
GIVES_WAY = 10  # added to the niceness: whoever waits for a page goes first
log = logging.getLogger(__name__)


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
                run_ticks()
                next_tick = time.monotonic() + MINUTE
            if options["once"]:
                if not run_one():
                    return
            else:
                time.sleep(self._do_job())

    def _do_job(self) -> float:
        """Does the next job. Returns for how many seconds to wait before another look; a look that fails is logged."""
        try:
            return 0 if run_one() else IDLE
        except Exception:
            log.exception("no job could be taken up")
            renew_connection()
            return RESTS

    def _stop(self, *_: Any) -> None:
        self.stopping = True
