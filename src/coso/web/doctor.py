"""The health of an installation: invariants, duties, seals, jobs, disk, keys."""

import datetime as dt
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from coso.access.jobs import DEAD
from coso.access.journal.seal import check_seals
from coso.access.models import Action, Job
from coso.duties.services import differences
from coso.lib.crypto import NotReadableError
from coso.register import doctor as register
from coso.register.models import Person

LOW = 500_000_000
SEALED_WITHIN = dt.timedelta(hours=1)


def findings(printed: tuple[int, str] | None = None) -> Iterator[str]:
    """Everything that is wrong, in words; nothing if the installation is well. `printed` is a seal from paper."""
    yield from register.findings()
    for what, (kind, subject, unit) in differences():
        text = _("A duty is missing: {kind} about {subject}, owed by {unit}.")
        surplus = _("A duty is open that should not be: {kind} about {subject}, owed by {unit}.")
        yield (text if what == "missing" else surplus).format(kind=kind, subject=subject, unit=unit)
    yield from _seals(printed)
    yield from _jobs()
    yield from _disk()
    yield from _keys()


def _seals(printed: tuple[int, str] | None) -> Iterator[str]:
    words = {
        "changed": _("Seal {seal}: action {action} was changed after it was sealed."),
        "missing": _("Seal {seal}: an action is missing."),
        "chain": _("Seal {seal} does not follow from the one before."),
        "tail": _("Seal {seal} of the paper is not here: the end of the journal was cut off or changed."),
    }
    for finding in check_seals(printed):
        yield words[finding.what].format(seal=finding.seal, action=finding.action)
    old = Action.objects.filter(seal=None, until__lt=timezone.now() - SEALED_WITHIN).count()
    if old:
        yield _("{n} actions wait for their seal for over an hour: is the worker running?").format(n=old)


def _jobs() -> Iterator[str]:
    stopped = Job.objects.filter(state=Job.RUNNING, heartbeat__lt=timezone.now() - DEAD).count()
    failed = Job.objects.filter(state=Job.FAILED, made__gt=timezone.now() - dt.timedelta(days=1)).count()
    if stopped:
        yield _("{n} jobs stopped in the middle; a worker takes them up again.").format(n=stopped)
    if failed:
        yield _("{n} jobs failed within a day.").format(n=failed)


def _disk() -> Iterator[str]:
    free = shutil.disk_usage(settings.DATA).free
    if free < LOW:
        yield _("Only {n} MB are free on the disk.").format(n=free // 1_000_000)


def _keys() -> Iterator[str]:
    person = Person.objects.exclude(id_cipher=None).first()
    try:
        if person:
            settings.KEYS.decrypt(bytes(person.id_cipher or b""))
    except NotReadableError:
        yield _("The key file does not fit this database: national IDs cannot be read.")
