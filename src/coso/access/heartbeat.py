"""That a job is alive, and how far it is, is told on a connection of its own.

The job's own connection may be reading: on SQLite a connection that reads cannot write once somebody else has written.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from coso.access.models import Job
from coso.lib import clock

PACE = 1.0  # seconds between two writings of progress
BEAT = 10.0  # seconds between two signs of life
GIVES_UP = 30.0  # seconds that the end of a job waits for the thread
log = logging.getLogger(__name__)


class LostError(Exception):
    """Another worker has taken this job up; what this one did is not kept."""


class Heartbeat:
    """Tells of one attempt at a job in a thread. A telling that fails is logged, and tried again."""

    def __init__(self, job: Job) -> None:
        self._mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.RUNNING)
        self._progress: dict[str, Any] = {}
        self._lost = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def tell(self, progress: dict[str, Any]) -> None:
        """Has the columns of the job written soon. Raises LostError if another worker was found to have it."""
        if self._lost:
            raise LostError
        self._progress = progress

    def start(self) -> None:
        """Begins to tell."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the telling, and waits for one that is under way."""
        self._stopping.set()
        self._thread.join(GIVES_UP)

    def _run(self) -> None:
        written, waited = self._progress, 0.0
        try:
            while not self._stopping.wait(PACE):
                progress, waited = self._progress, waited + PACE
                if (progress is not written or waited >= BEAT) and self._write(progress):
                    written, waited = progress, 0.0
        finally:
            connection.close()

    def _write(self, progress: dict[str, Any]) -> bool:
        try:
            self._lost = not self._mine.update(**progress, heartbeat=clock.now())
        except Exception:
            log.warning("a sign of life could not be written", exc_info=True)
            connection.close()
            return False
        return True


@contextmanager
def beating(job: Job) -> Iterator[Heartbeat | None]:
    """A heartbeat for the block; None inside a transaction, whose rows no other connection sees."""
    if connection.in_atomic_block:
        yield None
        return
    heartbeat = Heartbeat(job)
    heartbeat.start()
    try:
        yield heartbeat
    finally:
        heartbeat.stop()
