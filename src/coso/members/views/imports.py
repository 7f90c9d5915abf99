"""Importing a list in three steps: sending it, looking at what would be booked, and what was booked."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from coso.access.models import Job
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.access.uploads import folder_of, keep_file
from coso.lib import clock
from coso.members.filters import top_unit
from coso.members.forms import UploadForm
from coso.members.importing import WORKERS
from coso.members.jobs import (
    PROBLEM_FILE,
    booking_of,
    check_again,
    check_of,
    checks_of,
    failure_of,
    problems_of,
    start_booking,
    start_check,
    workers_of,
)
from coso.members.reads import units_to_name, where
from coso.members.roster import Field
from coso.members.views.fields import field_choices
from coso.register.models import Unit
from coso.register.sight import may

CHANGE = "people.change"
SHOWN = 100
REMEMBERED = 3
ENDED = (Job.DONE, Job.FAILED)


def upload(request: Request) -> HttpResponse:
    """A list is sent to be checked; the lists sent before are found again."""
    if not may(request.user, CHANGE):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, initial=_start(request))
    if request.method == "POST" and form.is_valid():
        return redirect("members_import_check", _send(request, form.cleaned_data))
    context = {
        **where(top_unit(request.user, CHANGE), clock.today()),
        "form": form,
        "units": units_to_name(Unit.objects.visible_to(request.user, CHANGE), clock.today()),
        "sent": [(job, booking_of(job)) for job in checks_of(request.user)],
    }
    return render(request, "members/import.html", context, status=422 if form.errors else 200)


def _start(request: Request) -> dict[str, str]:
    """What can be known: the unit in the address or the reader's own, and what the last list was of."""
    code = request.GET.get("dv", "")
    unit = None if code else top_unit(request.user, CHANGE)
    return {"unit": unit.code if unit else code, "of": request.session.get("import_of", "")}


def _send(request: Request, said: dict[str, Any]) -> uuid.UUID:
    key = keep_file(said["file"])
    request.session["import_of"] = said["of"]
    remembered = request.session.get("import_columns", {})
    about = {"unit": said["unit"], "day": said["day"], "of": said["of"]}
    start_check(key=key, remembered=remembered, by=request.user, **about)
    return key


def _mine(request: Request, key: uuid.UUID) -> Job:
    """The newest check of a list that the reader sent and may still book. Raises Http404."""
    found = check_of(request.user, key)
    if found is None:
        raise Http404
    get_object_or_404(Unit.objects.visible_to(request.user, CHANGE), pk=found.asked["unit"])
    return found


def _about(check: Job) -> dict[str, Any]:
    unit = Unit.objects.get(pk=check.asked["unit"])
    about = {"check": check, "key": check.asked["key"], "unit": unit, "workers": check.asked["of"] == WORKERS}
    return {**about, **where(unit, clock.today())}


def preview(request: Request, key: uuid.UUID) -> HttpResponse:
    """What booking the list would do, the rows with problems first; until the check is done, how far it is."""
    check = _mine(request, key)
    if booking_of(check):
        return redirect("members_import_done", key)
    found = check.result or {}
    problems = problems_of(check) if "rows" in found else []
    context = {
        **_about(check),
        "ended": check.state in ENDED,
        "found": found,
        "unread": check.state == Job.DONE and "rows" not in found,
        "problems": problems[:SHOWN],
        "more": max(found.get("problems", 0) - SHOWN, 0) if len(problems) > SHOWN else 0,
        "choices": field_choices(),
        "seen": workers_of(check) if "rows" in found else None,
        "refused": failure_of(check),
    }
    return render(request, "members/import_check.html", context)


def progress(request: Request, key: uuid.UUID) -> HttpResponse:
    """How far the work on a list is; when it is done, the page that asks is shown anew."""
    check = _mine(request, key)
    job = booking_of(check) or check
    if job.state in ENDED:
        return HttpResponseClientRefresh()
    return render(request, "members/import_progress.html", {"job": job, "key": key})


def columns(request: Request, key: uuid.UUID) -> HttpResponse:
    """The columns as the reader corrected them: the list is checked again, and the choice kept for the next one."""
    check = _mine(request, key)
    if request.method == "POST" and check.result:
        said = {str(column["at"]): request.POST.get(f"c{column['at']}", "") for column in check.result["columns"]}
        chosen = {at: field for at, field in said.items() if field in list(Field)}
        _remember(request, check.result["signature"], chosen)
        check_again(check=check, columns=chosen, by=request.user)
    return redirect("members_import_check", key)


def _remember(request: Request, signature: str, chosen: dict[str, str]) -> None:
    """The last few choices stay in the session, which is a cookie and has little room."""
    known = {key: its for key, its in request.session.get("import_columns", {}).items() if key != signature}
    request.session["import_columns"] = dict([*known.items(), (signature, chosen)][-REMEMBERED:])


def problem_file(request: Request, key: uuid.UUID) -> FileResponse:
    """The rows with problems in the layout of the file, with a column of reasons."""
    check = _mine(request, key)
    path = folder_of(key) / PROBLEM_FILE
    if not path.exists():
        raise Http404
    name = _("{file} - rows to mend").format(file=check.asked["file"].rpartition(".")[0])
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.xlsx")


def book(request: Request, key: uuid.UUID) -> HttpResponse:
    """Has the list booked: all of it, or its good rows."""
    check = _mine(request, key)
    if request.method == "POST":
        try:
            rows = request.POST.get("rows")
            how = {"good_rows": rows in ("good", "broken"), "broken": rows == "broken", "sure": "sure" in request.POST}
            start_booking(check=check, by=request.user, **how)
        except RefusedError as wrong:
            messages.error(request, str(wrong))
    return redirect("members_import_check", key)


def done(request: Request, key: uuid.UUID) -> HttpResponse:
    """What was booked, and where it can be taken back."""
    check = _mine(request, key)
    booking = booking_of(check)
    if booking is None:
        return redirect("members_import_check", key)
    about = _about(check)
    context = {
        **about,
        "job": booking,
        "ended": booking.state in ENDED,
        "found": booking.result or {},
        "action": (booking.result or {}).get("action", ""),
        "may_journal": may(request.user, "journal.see", about["unit"]),
        "list_url": f"{reverse('members')}?dv={about['unit'].code}",
        "seen": workers_of(check),
        "has_file": (folder_of(key) / PROBLEM_FILE).exists(),
    }
    return render(request, "members/import_done.html", context)
