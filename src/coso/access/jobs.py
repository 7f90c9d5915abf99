"""Background work: a job is a row; a worker claims it, keeps its heart beating, and takes up what a dead one left."""

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.faults import disk_is_full, renew_connection
from coso.access.heartbeat import Heartbeat, LostError, beating
from coso.access.models import Account, Job
from coso.access.once import spending
from coso.access.permissions import by_key
from coso.access.refusals import RefusedError
from coso.lib import clock

DEAD = dt.timedelta(seconds=45)
TRIES = 3
Work = Callable[["Running"], Mapping[str, Any]]
log = logging.getLogger(__name__)


class Running:
    """A job at work: it reports progress outside any transaction, and writes and finishes in one."""

    def __init__(self, job: Job, heartbeat: Heartbeat | None = None) -> None:
        self.job = job
        self.heartbeat = heartbeat
        self.asked: dict[str, Any] = job.asked
        self.by = Account.objects.filter(pk=job.by).first() if job.by else None

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Says how far the work is; never inside a transaction. Raises LostError."""
        progress = {"done": done, "total": total, "message": message}
        if self.heartbeat:
            self.heartbeat.tell(progress)
        elif not _mine(self.job).update(**progress, heartbeat=clock.now()):
            raise LostError

    @contextmanager
    def finishing(self) -> Iterator[dict[str, Any]]:
        """The one transaction that writes the work and marks the job done; give the result in the dict."""
        result: dict[str, Any] = {}
        with transaction.atomic():
            if not _mine(self.job).update(state=Job.DONE, heartbeat=clock.now()):
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


def run_one(now: dt.datetime | None = None) -> bool:
    """Does one job if there is one. A refusal is the job's answer; anything else is logged and the job has failed."""
    job = claim(now or clock.now())
    if job is None:
        return False
    if job.state == Job.RUNNING:
        with translation.override(job.asked.get("language", settings.LANGUAGE_CODE)):
            failure = _attempt(job)
        if failure:
            _keep_failure(job, failure)
    return True


def _attempt(job: Job) -> Mapping[str, Any] | None:
    """Does a job; what its row is to say if it failed."""
    try:
        with beating(job) as heartbeat:
            result = works()[job.kind](Running(job, heartbeat))
            _mine(job).update(state=Job.DONE, result=dict(result))
    except LostError:
        log.warning("job %s was taken over", job.pk)
    except RefusedError as wrong:
        return {"message": _storable(str(wrong))}
    except Exception as wrong:
        return _failure(job, wrong)
    return None


def _failure(job: Job, wrong: Exception) -> Mapping[str, Any]:
    if disk_is_full(wrong):
        log.warning("job %s: the disk is full", job.pk)
        text = _("The disk of the server is full; nothing was written. Make room, then do it again.")
    else:
        log.exception("job %s", job.pk)
        text = _("Something went wrong on our side; nothing was written.")
    return {"message": text, "result": {"error": _storable(traceback.format_exc())}}


def _keep_failure(job: Job, failure: Mapping[str, Any]) -> None:
    """Outside the `except`: what failed may still be reading. What cannot be kept looks left, and is tried again."""
    renew_connection()
    try:
        _mine(job).update(state=Job.FAILED, **failure)
    except Exception:
        log.warning("how job %s failed could not be kept", job.pk, exc_info=True)
        renew_connection()


def _mine(job: Job) -> QuerySet[Job]:
    """The row of a job as long as it is this attempt's."""
    return Job.objects.filter(pk=job.pk, state=Job.RUNNING, attempts=job.attempts)


def _storable(text: str) -> str:
    """Text that both databases take: PostgreSQL knows no zero byte, and none of them half a character."""
    return text.replace("\x00", "").encode(errors="replace").decode()
