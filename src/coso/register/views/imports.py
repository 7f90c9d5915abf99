"""Importing units or officers: sending a list, looking at what would be booked, booking it, printing codes."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from coso.access.models import Job
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute
from coso.access.uploads import folder_of, keep_file
from coso.lib import clock
from coso.register.forms import ListForm
from coso.register.imports.returning import write_sample
from coso.register.imports.slips import render_slips
from coso.register.jobs import (
    PERMISSIONS,
    PROBLEM_FILE,
    booking_of,
    check_of,
    checks_of,
    failure_of,
    problems_of,
    start_booking,
    start_check,
)
from coso.register.services.first_codes import print_codes
from coso.register.sight import may

SHOWN = 100
ENDED = (Job.DONE, Job.FAILED)


def _titles(what: str) -> dict[str, str]:
    """The words of the two lists."""
    if what == "units":
        return {"title": _("Import units"), "sample": "units_sample", "upload": "units_import"}
    return {"title": _("Import officers"), "sample": "officers_sample", "upload": "officers_import"}


def upload(request: Request, what: str) -> HttpResponse:
    """A list is sent to be checked; the lists sent before are found again."""
    if not may(request.user, PERMISSIONS[what]):
        raise Http404
    form = ListForm(request.POST or None, request.FILES or None, what=what)
    if request.method == "POST" and form.is_valid():
        key = keep_file(form.cleaned_data["file"])
        start_check(what=what, key=key, day=form.cleaned_data.get("day", clock.today()), by=request.user)
        return redirect("register_import", key)
    sent = [(job, booking_of(job)) for job in checks_of(request.user, what)]
    context = {**_titles(what), "what": what, "form": form, "sent": sent}
    return render(request, "register/import.html", context, status=422 if form.errors else 200)


def sample(request: Request, what: str) -> FileResponse:
    """An empty list with the headings that are read."""
    if not may(request.user, PERMISSIONS[what]):
        raise Http404
    out = io.BytesIO()
    write_sample(what, out)
    out.seek(0)
    name = {"units": "mau-danh-sach-don-vi", "officers": "mau-danh-sach-can-bo"}[what]
    return FileResponse(out, as_attachment=True, filename=f"{name}.xlsx")


def _mine(request: Request, key: uuid.UUID) -> Job:
    """The check of a list that the reader sent and may still book. Raises Http404."""
    found = check_of(request.user, key)
    if found is None or not may(request.user, PERMISSIONS[found.asked["what"]]):
        raise Http404
    return found


def look(request: Request, key: uuid.UUID) -> HttpResponse:
    """How far the work on a list is, what booking it would do, or what was booked."""
    check = _mine(request, key)
    booking = booking_of(check)
    job = booking or check
    found = job.result or {}
    context: dict[str, Any] = {
        **_titles(check.asked["what"]),
        "what": check.asked["what"],
        "key": key,
        "check": check,
        "job": job,
        "stage": 3 if booking else 2,
        "ended": job.state in ENDED,
        "found": found,
        "problems": problems_of(check)[:SHOWN] if not booking and found else [],
        "has_file": (folder_of(key) / PROBLEM_FILE).exists(),
        "refused": "" if booking else failure_of(check),
        "may_journal": may(request.user, "journal.see"),
    }
    return render(request, "register/import_look.html", context)


def progress(request: Request, key: uuid.UUID) -> HttpResponse:
    """How far the work on a list is; when it is done, the page that asks is shown anew."""
    check = _mine(request, key)
    job = booking_of(check) or check
    if job.state in ENDED:
        return HttpResponseClientRefresh()
    return render(request, "register/import_progress.html", {"job": job, "key": key})


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
            start_booking(check=check, good_rows=request.POST.get("rows") == "good", by=request.user)
        except RefusedError as wrong:
            messages.error(request, str(wrong))
    return redirect("register_import", key)


def slips(request: Request, key: uuid.UUID) -> HttpResponse:
    """Prints the codes of the booked officers who have not opened their accounts; earlier codes are void."""
    booking = booking_of(_mine(request, key))
    if request.method != "POST" or booking is None or not booking.result:
        return redirect("register_import", key)
    found = print_codes(usernames=booking.result["users"], by=request.user)
    if not found:
        messages.info(request, _("Everybody on this list has opened the account already."))
        return redirect("register_import", key)
    return HttpResponse(render_slips(found, absolute()))
