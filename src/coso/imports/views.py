"""Taking in a list in three steps: sending it, looking at what would be booked, and what was booked."""

import io
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from coso.access.commands import ORDERS
from coso.access.forms import render_form
from coso.access.imports import Import, Sent, imports
from coso.access.models import Job
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.access.uploads import folder_of, keep_file
from coso.imports.services import (
    PROBLEM_FILE,
    check_again,
    checks_of,
    failure_of,
    problems_of,
    sent_by,
    start_booking,
    start_check,
)
from coso.lib.tables.choosing import ALL
from coso.register.models import Unit
from coso.register.visibility import may

SHOWN = 100
ENDED = (Job.DONE, Job.FAILED)


def _kind(request: Request, key: str) -> Import:
    """A kind of list that the reader may send. Raises Http404."""
    kind = imports()[key]
    if not may(request.user, kind.permission):
        raise Http404
    return kind


def _mine(request: Request, what: str, key: uuid.UUID) -> tuple[Import, Sent]:
    """A list that the reader sent and may still book. Raises Http404."""
    kind = _kind(request, what)
    found = sent_by(kind, request.user, key)
    if found is None:
        raise Http404
    return kind, found


def _about(request: Request, kind: Import, sent: Sent | None) -> dict[str, Any]:
    """What every page of a list shows; addresses are by name, for they are the kind's own."""
    names = {name: f"{kind.key}_import_{name}" for name in ("check", "progress", "problems", "sheet", "days", "book")}
    asked = sent.check.asked if sent else {}
    words = {"title": kind.heading(asked), "new": kind.new(asked)}
    return {**words, "kind": kind, "upload": f"{kind.key}_import", "page": names, **kind.context(request, sent)}


def upload(request: Request, what: str) -> HttpResponse:
    """A list is sent to be checked; the lists sent before are found again."""
    kind = _kind(request, what)
    form = kind.form(request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        key, unit = keep_file(said["file"]), said.get("unit")
        asked = {**({"day": said["day"].isoformat()} if "day" in said else {}), **kind.ask(request, said)}
        start_check(kind=kind, key=key, asked=asked, unit=unit, by=request.user)
        return redirect(f"{what}_import_check", key)
    context = {**_about(request, kind, None), "form": form, "sent": checks_of(kind, request.user)}
    return render_form(request, "imports/upload.html", context, form)


def sample(request: Request, what: str) -> FileResponse:
    """An empty list with the headings that are read."""
    found = _kind(request, what).sample
    if found is None:
        raise Http404
    out = io.BytesIO()
    found.write(out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{found.file}.xlsx")


def look(request: Request, what: str, key: uuid.UUID) -> HttpResponse:
    """How far the work on a list is, what booking it would do, or what was booked."""
    kind, sent = _mine(request, what, key)
    job = sent.booking or sent.check
    found = (job.result or {}) if job.state == Job.DONE else {}
    read = "rows" in found
    problems = problems_of(sent.check) if read and not sent.booking else []
    unit = Unit.objects.get(pk=sent.check.asked["unit"]) if "unit" in sent.check.asked else None
    context = {
        **_about(request, kind, sent),
        "key": key,
        "check": sent.check,
        "job": job,
        "stage": 3 if sent.booking else 2,
        "ended": job.state in ENDED,
        "found": found,
        "read": read,
        "problems": problems[:SHOWN],
        "more": len(problems) > SHOWN,
        "mixed_days": found.get("mixed_days", []) if not sent.booking else [],
        "months_first": sent.check.asked.get("months_first"),
        "sheets": _sheets(sent.check) if job == sent.check else [],
        "has_file": (folder_of(key) / PROBLEM_FILE).exists(),
        "refused": "" if sent.booking else failure_of(kind, sent.check),
        "may_journal": may(request.user, "journal.see", unit),
    }
    return render(request, "imports/look.html", context)


def progress(request: Request, what: str, key: uuid.UUID) -> HttpResponse:
    """How far the work on a list is; when it is done, the page that asks is shown anew."""
    kind, sent = _mine(request, what, key)
    job = sent.booking or sent.check
    if job.state in ENDED:
        return HttpResponseClientRefresh()
    return render(request, "imports/progress.html", {**_about(request, kind, sent), "job": job, "key": key})


def problem_file(request: Request, what: str, key: uuid.UUID) -> FileResponse:
    """The rows with problems in the layout of the file, with a column of reasons."""
    sent = _mine(request, what, key)[1]
    path = folder_of(key) / PROBLEM_FILE
    if not path.exists():
        raise Http404
    name = _("{file} - rows to mend").format(file=sent.check.asked["file"].rpartition(".")[0])
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.xlsx")


def sheet(request: Request, what: str, key: uuid.UUID) -> HttpResponse:
    """Another sheet of the file is read; columns that were chosen belong to the one before."""
    _kind_of, sent = _mine(request, what, key)
    name = request.POST.get("sheet", "")
    if request.method == "POST" and name in _sheets(sent.check):
        try:
            check_again(sent=sent, sheet=name, columns=None, months_first=None, by=request.user)
        except RefusedError as wrong:
            messages.error(request, str(wrong))
    return redirect(sent.back)


def days(request: Request, what: str, key: uuid.UUID) -> HttpResponse:
    """Which comes first in days that are written both ways: the whole file is read so."""
    _kind_of, sent = _mine(request, what, key)
    order = request.POST.get("days", "")
    if request.method == "POST" and order in ORDERS:
        try:
            check_again(sent=sent, months_first=ORDERS[order], by=request.user)
        except RefusedError as wrong:
            messages.error(request, str(wrong))
    return redirect(sent.back)


def _sheets(check: Job) -> list[str]:
    """The sheets that may be chosen, or all of them together where the kind of list has groups."""
    found = check.result or {}
    names = [name for name, _rows in found.get("sheets", ())]
    return [*names, *([ALL] if found.get("together") else [])]


def book(request: Request, what: str, key: uuid.UUID) -> HttpResponse:
    """Has the list booked: all of it, or its good rows."""
    kind, sent = _mine(request, what, key)
    if request.method == "POST":
        rows = request.POST.get("rows")
        how = {"good_rows": rows in ("good", "broken"), "broken": rows == "broken", "sure": "sure" in request.POST}
        try:
            start_booking(kind=kind, check=sent.check, by=request.user, **how)
        except RefusedError as wrong:
            messages.error(request, str(wrong))
    return redirect(sent.back)


def of_sender(what: str, view: Callable[[Request, Sent], HttpResponse]) -> Callable[..., HttpResponse]:
    """A room's own page for a list, opened to its sender only."""

    def page(request: Request, key: uuid.UUID) -> HttpResponse:
        return view(request, _mine(request, what, key)[1])

    return page
