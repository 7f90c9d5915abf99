"""What the doctor looks at: each room declares its checks, and those of accounts, journal, jobs and disk."""

import datetime as dt
import json
import shutil
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from coso.access.jobs import DEAD, TRIES
from coso.access.journal.seal import Finding, check_seals
from coso.access.journal.undo import ACTION
from coso.access.models import Action, Change, Job, TickFailure
from coso.access.permissions import by_key
from coso.lib import clock
from coso.lib.dates import show_day
from coso.lib.owner_only import open_to_others

LOW = 500_000_000
SEALED_WITHIN = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: what is wrong and what to do, in words; nothing if all is well."""

    key: str
    find: Callable[[], Iterator[str]]


@cache
def checks() -> Mapping[str, Check]:
    """Every declared check by key. Raises ValueError on a doubled key."""
    return by_key("checks", "CHECKS")


def _seals() -> Iterator[str]:
    for finding in check_seals():
        yield say_seal(finding)
    old = Action.objects.filter(seal=None, until__lt=clock.now() - SEALED_WITHIN).count()
    if old:
        yield _("{n} actions wait for their seal for over an hour: is the worker running (./coso run)?").format(n=old)


def say_seal(finding: Finding) -> str:
    """What is wrong with a seal, in words."""
    words = {
        "changed": _(
            "Seal {seal}: action {action} was changed after it was sealed. Compare it with a backup of before: "
            "somebody wrote past the application."
        ),
        "missing": _("Seal {seal}: an action is missing. Compare with a backup of before."),
        "chain": _("Seal {seal} does not follow from the one before. Compare with a backup of before."),
        "tail": _(
            "Seal {seal} of the paper is not here: the end of the journal was cut off or changed. Look for a backup "
            "made after the day of the paper."
        ),
    }
    return words[finding.what].format(seal=finding.seal, action=finding.action)


def _erased() -> Iterator[str]:
    """A page says that it was erased only where an erasure names somebody on it, of whom nothing is left there."""
    erased = dict(Action.objects.filter(verb="person.erase").values_list("subject", "at"))
    for page in Change.objects.filter(erased__isnull=False).select_related("action").order_by("id"):
        if not any(_is_blank(page, key) and erased[key] >= page.action.at for key in _keys(page) & erased.keys()):
            text = _("Action {action} has a page that says it was erased, and no erasure names anybody on it. {then}")
            yield text.format(action=page.action_id, then=_compare())


def _keys(page: Change) -> set[uuid.UUID]:
    return {uuid.UUID(key) for key in _body(page)["keys"]} if page.table == "register.person" else set()


def _is_blank(page: Change, key: uuid.UUID) -> bool:
    body = _body(page)
    snapshot = body["rows"][body["keys"].index(key.hex)] if body["rows"] else None
    row = dict(zip(body["names"], snapshot or [], strict=False))
    return bool(row) and not any(
        row.get(name) for name in ("born", "phone", "email", "id_cipher", "passport_cipher", "card")
    )


def _body(page: Change) -> dict[str, list]:
    found: dict[str, list] = json.loads(zlib.decompress(bytes(page.body)))
    return found


def _compare() -> str:
    return _("Compare with a backup of before: somebody wrote past the application.")


def _undone() -> Iterator[str]:
    """An entry is taken back only by one that names it."""
    for key, by in Action.objects.exclude(undone_by=None).values_list("id", "undone_by").order_by("at"):
        if (
            by is None
            or not Action.objects.filter(pk=by, verb="action.undo", subject_kind=ACTION, subject=key).exists()
        ):
            yield _("Action {action} is marked as taken back, and nothing took it back. {then}").format(
                action=key, then=_compare()
            )


def _jobs() -> Iterator[str]:
    now = clock.now()
    for job in Job.objects.filter(state=Job.RUNNING, heartbeat__lt=now - DEAD).order_by("made"):
        text = _("Job {kind} of {day} stopped in the middle; nothing of it is written. A worker takes it up again.")
        yield text.format(kind=job.kind, day=show_day(clock.day_of(job.made)))
    waiting = Job.objects.filter(state=Job.WAITING, made__lt=now - SEALED_WITHIN).count()
    if waiting:
        yield _("{n} jobs wait for over an hour: is the worker running (./coso run)?").format(n=waiting)
    broken = Q(attempts__gt=TRIES) | Q(result__error__isnull=False)  # not those that a person was told to mend
    for job in Job.objects.filter(broken, state=Job.FAILED, made__gt=now - dt.timedelta(days=1)).order_by("made"):
        text = _("Job {kind} of {day} failed: {why}")
        yield text.format(kind=job.kind, day=show_day(clock.day_of(job.made)), why=job.message)


def _disk() -> Iterator[str]:
    free = shutil.disk_usage(settings.DATA).free
    if free < LOW:
        yield _("Only {n} MB are free on the disk of {path}. Make room, or move the data to a larger disk.").format(
            n=free // 1_000_000, path=settings.DATA
        )


def _closed() -> Iterator[str]:
    if open_to_others(settings.DATA):
        yield _("Others on this machine can read the data folder: chmod 700 {path}").format(path=settings.DATA)
    if open_to_others(settings.KEY_FILE):
        yield _("Others on this machine can read the key file: chmod 600 {path}").format(path=settings.KEY_FILE)


def _ticks() -> Iterator[str]:
    text = _(
        "What is done every minute fails since {day} ({name}, {n} times): {fault}. The log of the worker says more."
    )
    for row in TickFailure.objects.filter(ended=None).order_by("since"):
        yield text.format(day=show_day(clock.day_of(row.since)), name=row.name, n=row.times, fault=row.fault)


CHECKS = [
    Check("seals", _seals),
    Check("erased", _erased),
    Check("undone", _undone),
    Check("jobs", _jobs),
    Check("ticks", _ticks),
    Check("disk", _disk),
    Check("closed", _closed),
]
