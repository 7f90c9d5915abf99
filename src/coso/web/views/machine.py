"""Pages of the administrator of the machine: the work, giving access back, the health of the installation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from coso.access.models import Job
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute, keys_in
from coso.register.granting import lasting_posts, name_of
from coso.register.imports.slips import SignInSlip, render_slips
from coso.register.kinds import posts
from coso.register.models import AccessRequest, Person
from coso.register.services.accounts import ask_code, withdraw_code
from coso.web.jobs import last_check, start_check
from coso.web.machine import asked_for, find_accounts, job_rows, tick_rows

ENDED = (Job.DONE, Job.FAILED)


def _require_administrator(request: Request) -> None:
    if not request.user.runs_machine:
        raise Http404


def machine(request: Request) -> HttpResponse:
    """What the administrator can do, the jobs with state and failure, and how what is done every minute fares."""
    _require_administrator(request)
    return render(request, "web/machine.html", {"jobs": job_rows(), "ticks": tick_rows()})


def access(request: Request) -> HttpResponse:
    """An account is found by user name or unit and gets a code, which an officer over all its posts confirms."""
    _require_administrator(request)
    if request.method == "POST":
        return _give(request)
    words = request.GET.get("q", "")[:100]
    context = {"words": words, "found": find_accounts(words), "asked": asked_for(request.user)}
    return render(request, "web/machine_access.html", context)


def _give(request: Request) -> HttpResponse:
    try:
        if request.POST.get("what") == "withdraw":
            rows = AccessRequest.objects.select_related("person").filter(asked_by=request.user.pk)
            withdraw_code(request=get_object_or_404(rows, pk__in=keys_in(request, "request")[:1]), by=request.user)
            messages.success(request, _("Withdrawn; the code is void."))
        else:
            return _slip(request)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect("machine_access")


def _slip(request: Request) -> HttpResponse:
    person = get_object_or_404(Person, user__in=keys_in(request, "account")[:1], user__runs_machine=False)
    first = lasting_posts(person).first()
    _asked, account, text = ask_code(person=person, by=request.user)
    post, unit = (str(posts()[first.seat.post]), name_of(first.seat.unit)) if first else ("", "")
    slip = SignInSlip("", unit, post, account.username, text, waits=True)
    return HttpResponse(render_slips([slip], absolute()))


def health(request: Request) -> HttpResponse:
    """What `doctor` found last; a new check runs in the background."""
    _require_administrator(request)
    if request.method == "POST":
        start_check(request.user)
        return redirect("machine_health")
    job = last_check()
    return render(request, "web/machine_health.html", {"job": job, "ended": job is None or job.state in ENDED})


def health_progress(request: Request) -> HttpResponse:
    """Whether the check is done; then the page that asks is shown anew."""
    _require_administrator(request)
    job = last_check()
    if job is None or job.state in ENDED:
        return HttpResponseClientRefresh()
    return render(request, "web/machine_progress.html", {"job": job})
