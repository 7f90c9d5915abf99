"""The health of an installation: invariants, duties, seals, jobs, disk, keys."""

import datetime as dt
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from coso.access.jobs import DEAD, TRIES
from coso.access.journal.seal import check_seals
from coso.access.models import Action, Job, TickFailure
from coso.duties.registry import duty_kinds
from coso.duties.services import differences
from coso.lib import clock
from coso.lib.crypto import NotReadableError
from coso.lib.dates import show_day
from coso.register import doctor as register
from coso.register.homes import rehome
from coso.register.models import Person, Unit, UnitVersion
from coso.register.services.units import derive

LOW = 500_000_000
SEALED_WITHIN = dt.timedelta(hours=1)


def findings(printed: tuple[int, str] | None = None) -> Iterator[str]:
    """Everything that is wrong and what to do, in words; nothing if the installation is well.

    `printed` is the number and root of a seal from paper.
    """
    yield from register.findings()
    yield from _duties()
    yield from _seals(printed)
    yield from _jobs()
    yield from _ticks()
    yield from _disk()
    yield from _keys()


def mend() -> None:
    """Derives places, sight and homes of the whole register anew from its facts. Raises RefusedError."""
    with transaction.atomic():
        first = UnitVersion.objects.aggregate(day=Min("start"))["day"]
        if first:
            derive(set(Unit.objects.values_list("id", flat=True)), first)
        rehome(Person.objects.values_list("id", flat=True))


def _duties() -> Iterator[str]:
    missing = _("A duty is missing: {kind}, owed by {unit}, about {subject}. Report it with this line.")
    surplus = _("A duty is open that should not be: {kind}, owed by {unit}, about {subject}. Report it with this line.")
    found = list(differences())
    codes = dict(Unit.objects.filter(pk__in={key[2] for _what, key in found}).values_list("id", "code"))
    for what, (kind, subject, unit) in found:
        text = missing if what == "missing" else surplus
        yield text.format(kind=duty_kinds()[kind], subject=subject, unit=codes.get(unit, unit))


def _seals(printed: tuple[int, str] | None) -> Iterator[str]:
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
    for finding in check_seals(printed):
        yield words[finding.what].format(seal=finding.seal, action=finding.action)
    old = Action.objects.filter(seal=None, until__lt=clock.now() - SEALED_WITHIN).count()
    if old:
        yield _("{n} actions wait for their seal for over an hour: is the worker running (./coso run)?").format(n=old)


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


def _ticks() -> Iterator[str]:
    text = _(
        "What is done every minute fails since {day} ({name}, {n} times): {fault}. The log of the worker says more."
    )
    for row in TickFailure.objects.filter(ended=None).order_by("since"):
        yield text.format(day=show_day(clock.day_of(row.since)), name=row.name, n=row.times, fault=row.fault)


def _disk() -> Iterator[str]:
    free = shutil.disk_usage(settings.DATA).free
    if free < LOW:
        yield _("Only {n} MB are free on the disk of {path}. Make room, or move the data to a larger disk.").format(
            n=free // 1_000_000, path=settings.DATA
        )


def _keys() -> Iterator[str]:
    if settings.KEY_FILE.stat().st_mode & 0o077:
        yield _("Others on this machine can read the key file: chmod 600 {path}").format(path=settings.KEY_FILE)
    person = Person.objects.exclude(id_cipher=None).first()
    try:
        if person:
            settings.KEYS.decrypt(bytes(person.id_cipher or b""))
    except NotReadableError:
        yield _(
            "The key file does not fit this database: national IDs cannot be read. Put the key file of this "
            "installation back at {path}."
        ).format(path=settings.KEY_FILE)
