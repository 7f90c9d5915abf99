"""What the administrator of the machine is shown: accounts by user name, unit and post, and the work of the machine.

Nothing personal: no names, no codes of people, no text of a job that may name somebody.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account, Job, TickFailure
from coso.access.periodic import ticks
from coso.access.permissions import by_key
from coso.lib import clock
from coso.register.abbreviations import named
from coso.register.kinds import posts
from coso.register.models import AccessRequest, Appointment, UnitVersion

SHOWN = 50
STATES = {
    Job.WAITING: (_("Waits"), "gold", "hourglass"),
    Job.RUNNING: (_("Runs"), "blue", "progress"),
    Job.DONE: (_("Done"), "green", "circle-check"),
    Job.FAILED: (_("Failed"), "red", "circle-x"),
}
FAULT = _("A fault of the program: its details stand in the log of the server.")
REFUSED = _("Refused; whoever started it sees why.")


@dataclass(frozen=True)
class JobRow:
    """A job as the list shows it. `share`: what is done of the whole, as text."""

    kind: str | Promise
    made: dt.datetime
    state: tuple[str | Promise, str, str]
    share: str
    why: str | Promise


def job_rows() -> list[JobRow]:
    """The newest jobs."""
    found, words = Job.objects.order_by("-made", "-id").defer("asked")[:SHOWN], by_key("jobs", "WORDS")
    return [JobRow(words.get(job.kind, job.kind), job.made, STATES[job.state], _share(job), _why(job)) for job in found]


def _share(job: Job) -> str:
    return f"{job.done}/{job.total}" if job.total and job.state == Job.RUNNING else ""


def _why(job: Job) -> str | Promise:
    if job.state != Job.FAILED:
        return ""
    return FAULT if (job.result or {}).get("error") or not job.attempts else REFUSED


def tick_rows() -> list[tuple[str | Promise, TickFailure | None]]:
    """What is done every minute, each with its last failure."""
    failures, words = TickFailure.objects.in_bulk(), by_key("ticks", "WORDS")
    return [(words.get(name, name), failures.get(name)) for name, _work in ticks()]


@dataclass(frozen=True)
class AccountRow:
    """An account and a post of today or to come."""

    key: uuid.UUID
    username: str
    post: str
    unit: str


def find_accounts(words: str) -> list[AccountRow]:
    """Accounts of officers by user name, by the code or by words of the name of their unit, at most SHOWN."""
    today, text = clock.today(), words.strip()
    if not text:
        return []
    units = UnitVersion.objects.on(today).filter(named("name_key", text)).values("unit")
    hit = Q(person__user__username__icontains=text) | Q(seat__unit__code__iexact=text) | Q(seat__unit__in=units)
    held = Appointment.objects.filter(hit, end__gt=today, person__user__runs_machine=False)
    rows = held.select_related("person__user", "seat").order_by("person__user__username", "seat__post")[:SHOWN]
    shown = {row.seat.unit_id for row in rows}
    names = dict(UnitVersion.objects.on(today).filter(unit__in=shown).values_list("unit_id", "name"))
    return [
        AccountRow(user.pk, user.username, str(posts()[row.seat.post]), names.get(row.seat.unit_id, ""))
        for row in rows
        if (user := row.person.user)
    ]


def asked_for(user: Account) -> list[AccessRequest]:
    """The codes that the reader gave out, the newest first."""
    rows = AccessRequest.objects.filter(asked_by=user.pk).select_related("person__user")
    return list(rows.order_by("-id")[:SHOWN])
