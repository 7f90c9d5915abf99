"""Background work: a job is a row; a worker claims it, keeps its heart beating, and takes up what a dead one left."""

import datetime as dt
import logging
import threading
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coso.access.faults import disk_is_full
from coso.access.models import Account, Job
from coso.access.once import spending
from coso.access.permissions import by_key
from coso.access.refusals import RefusedError
from coso.lib import clock

BEAT = dt.timedelta(seconds=10)
DEAD = dt.timedelta(seconds=45)
TRIES = 3
Work = Callable[["Running"], Mapping[str, Any]]
log = logging.getLogger(__name__)


class LostError(Exception):
    """Another worker has taken this job up; what this one did is not kept."""


class Running:
    """A job at work: it reports progress outside any transaction, and writes and finishes in one."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.asked: dict[str, Any] = job.asked
        self.by = Account.objects.filter(pk=job.by).first() if job.by else None

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Says how far the work is; never inside a transaction."""
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total, message=message, heartbeat=clock.now())

    @contextmanager
    def finishing(self) -> Iterator[dict[str, Any]]:
        """The one transaction that writes the work and marks the job done; give the result in the dict."""
        result: dict[str, Any] = {}
        with transaction.atomic():
            mine = Job.objects.filter(pk=self.job.pk, state=Job.RUNNING, attempts=self.job.attempts)
            if not mine.update(state=Job.DONE, heartbeat=clock.now()):
                raise LostError
            yield result
            Job.objects.filter(pk=self.job.pk).update(result=result)


def queue(kind: str, asked: Mapping[str, Any], by: Account | None) -> Job:
    """A new job, in the caller's transaction; a form sent twice queues one. Raises KeyError on an unknown kind."""
    works()[kind]
    with transaction.atomic(), spending():
        return Job.objects.create(kind=kind, asked=dict(asked), by=by.id if by else None)


@cache
def works() -> Mapping[str, Work]:
    """The kinds of work of all rooms by name. Raises ValueError on a doubled name."""
    return by_key("jobs", "JOBS")


def claim(now: dt.datetime) -> Job | None:
    """The next job to do: a waiting one, or one whose worker died; after three tries it has failed."""
    with transaction.atomic():
        dead = Q(state=Job.RUNNING, heartbeat__lt=now - DEAD)
        ready = Job.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        job = ready.filter(Q(state=Job.WAITING) | dead).order_by("made").first()
        if job is None:
            return None
        job.attempts += 1
        job.state = Job.RUNNING if job.attempts <= TRIES else Job.FAILED
        job.heartbeat = now
        if job.state == Job.FAILED:
            job.message = _("The work stopped three times; please tell the system administrator.")
        job.save()
    return job


@contextmanager
def _beating(key: uuid.UUID, attempt: int) -> Iterator[None]:
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT.total_seconds()):
            Job.objects.filter(pk=key, attempts=attempt, state=Job.RUNNING).update(heartbeat=clock.now())
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def run_one(now: dt.datetime | None = None) -> bool:
    """Does one job if there is one. A refusal is the job's answer; anything else is logged and the job has failed."""
    job = claim(now or clock.now())
    if job is None:
        return False
    if job.state == Job.FAILED:
        return True
    try:
        with _beating(job.pk, job.attempts):
            _finish(job, works()[job.kind](Running(job)))
    except LostError:
        log.warning("job %s was taken over", job.pk)
    except RefusedError as wrong:
        Job.objects.filter(pk=job.pk).update(state=Job.FAILED, message=str(wrong))
    except Exception as wrong:
        _tell(job, wrong)
    return True


def _tell(job: Job, wrong: Exception) -> None:
    """What became of a job that failed; nothing of it was written."""
    if disk_is_full(wrong):
        log.warning("job %s: the disk is full", job.pk)
        text = _("The disk of the server is full; nothing was written. Make room, then do it again.")
    else:
        log.exception("job %s", job.pk)
        text = _("Something went wrong on our side; nothing was written.")
    Job.objects.filter(pk=job.pk).update(state=Job.FAILED, message=text, result={"error": traceback.format_exc()})


def _finish(job: Job, result: Mapping[str, Any]) -> None:
    still = Job.objects.filter(pk=job.pk, state=Job.RUNNING, attempts=job.attempts)
    still.update(state=Job.DONE, result=dict(result))
