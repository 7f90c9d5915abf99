"""Having a list that was sent checked and booked, and finding it again: only its sender does, with that reach."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.imports import Import, Sent
from coso.access.jobs import queue
from coso.access.models import Account, Job
from coso.access.refusals import RefusedError
from coso.access.uploads import folder_of, sent_file
from coso.lib.report import RowProblem
from coso.register.models import Unit
from coso.register.services.guards import require
from coso.register.visibility import covers, reach_now

PROBLEM_FILE, PROBLEM_ROWS = ".problems.xlsx", ".problems.json"
LATEST = 10


def start_check(
    *, kind: Import, key: uuid.UUID, asked: Mapping[str, Any], unit: Unit | None = None, by: Account
) -> Job:
    """Has a stored file read and compared; nothing is written. Raises ForbiddenError."""
    require(by, kind.permission, unit)
    reach = reach_now(by, [kind.permission], unit.path if unit else "")
    language = translation.get_language() or settings.LANGUAGE_CODE
    file = {"key": str(key), "file": sent_file(key).name, "language": language, "reach": reach}
    return queue(kind.kinds[0], {**asked, **file, **({"unit": str(unit.pk)} if unit else {})}, by)


def check_again(*, sent: Sent, by: Account, **more: Any) -> Job:
    """Has the same file read in another way; None takes back what was asked.

    Raises RefusedError once it is being booked.
    """
    if sent.booking:
        raise RefusedError(_("This list is already being booked."))
    asked = {**sent.check.asked, **more}
    return queue(sent.check.kind, {name: value for name, value in asked.items() if value is not None}, by)


def start_booking(
    *, kind: Import, check: Job, good_rows: bool, broken: bool = False, sure: bool = False, by: Account
) -> Job:
    """Has a checked list booked; a second click finds the booking that the first one started. Raises RefusedError."""
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=check.pk)
        found = booking_of(kind, check)
        if found:
            return found
        if not check.result or "rows" not in check.result:
            raise RefusedError(_("The list is not checked yet."))
        if check.result.get("mixed_days"):
            raise RefusedError(_("Say first which comes first in the days of this list, the day or the month."))
        how = {"good_rows": good_rows, "broken": broken, "sure": sure}
        return queue(kind.kinds[1], {**check.asked, **check.result["settled"], **how}, by)


def checks_of(kind: Import, user: Account) -> list[tuple[Job, Job | None]]:
    """The newest check of each list of a kind that somebody sent, with its booking, the newest first."""
    newest: dict[str, Job] = {}
    for job in Job.objects.filter(kind=kind.kinds[0], by=user.pk).order_by("-made", "-id")[: LATEST * 3]:
        newest.setdefault(job.asked["key"], job)
    return [(job, booking_of(kind, job)) for job in list(newest.values())[:LATEST]]


def sent_by(kind: Import, user: Account, key: uuid.UUID) -> Sent | None:
    """A list by its key; None unless this account sent it, and has today all the reach that it was checked with."""
    checks = Job.objects.filter(kind=kind.kinds[0], by=user.pk, asked__key=str(key))
    check = checks.order_by("-made", "-id").first()
    if check is None or not covers(user, check.asked["reach"]):
        return None
    return Sent(check, booking_of(kind, check), reverse(f"{kind.key}_import_check", args=[key]))


def booking_of(kind: Import, check: Job) -> Job | None:
    """The booking of a list that runs or is done; one that failed may be asked for again."""
    found = Job.objects.filter(kind=kind.kinds[1], by=check.by, asked__key=check.asked["key"])
    return found.exclude(state=Job.FAILED).order_by("-made", "-id").first()


def failure_of(kind: Import, check: Job) -> str:
    """Why the last booking was refused; nothing if it was not."""
    found = Job.objects.filter(kind=kind.kinds[1], by=check.by, asked__key=check.asked["key"], made__gt=check.made)
    last = found.order_by("-made", "-id").first()
    return last.message if last and last.state == Job.FAILED else ""


def problems_of(check: Job) -> list[RowProblem]:
    """The problems that the last reading of a list found, those that keep a row out first; at most KEPT."""
    path = folder_of(check.asked["key"]) / PROBLEM_ROWS
    return [RowProblem(**row) for row in json.loads(path.read_text())] if path.exists() else []
