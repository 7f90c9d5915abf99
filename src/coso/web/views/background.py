"""Background work as the administrator sees it: what every minute brings, the newest jobs. It names nobody."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from coso.access.jobs import TRIES
from coso.access.models import Job, TickFailure
from coso.access.periodic import ticks
from coso.access.requests import Request

SHOWN = 30
TICKS = {
    "access.seal": _("Seal finished actions"),
    "access.purge_imports": _("Take away files of old imports"),
    "duties.keep_seats": _("Watch for seats that ran out"),
    "documents.sweep": _("Take away what broken uploads left"),
    "indicators.keep_figures": _("Keep the figures of the month"),
    "evaluation.keep_figures": _("Bring the figures of rounds up to date"),
    "evaluation.keep_addresses": _("Hand duties over when an authorisation ends"),
}
JOBS = {
    "members.check": _("Check a list of members"),
    "members.book": _("Book a list of members"),
    "members.export": _("Write a list of members"),
    "register.check": _("Check a list of units or officers"),
    "register.book": _("Book a list of units or officers"),
}
STATES = {
    Job.WAITING: _("Waiting"),
    Job.RUNNING: _("Running"),
    Job.DONE: _("Done"),
    Job.FAILED: _("Failed"),
}


def background(request: Request) -> HttpResponse:
    """Every tick with its last failure, and the newest jobs; there only for whoever runs the machine."""
    if not request.user.runs_machine:
        raise Http404
    failures = TickFailure.objects.in_bulk()
    rows = [(TICKS.get(name, name), failures.get(name)) for name, _work in ticks()]
    return render(request, "web/background.html", {"ticks": rows, "jobs": [*map(_job, _newest())]})


def _newest() -> list[Job]:
    return list(Job.objects.order_by("-made", "-id")[:SHOWN])


def _job(job: Job) -> dict[str, object]:
    """A job in words; why it failed only where that was our side's fault: other reasons may name people."""
    broken = job.attempts > TRIES or "error" in (job.result or {})
    return {
        "job": job,
        "kind": JOBS.get(job.kind, job.kind),
        "state": STATES[job.state],
        "why": job.message if broken else "",
        "broken": broken,
    }
