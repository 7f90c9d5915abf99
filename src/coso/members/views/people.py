"""The list of members: found, filtered, counted, taken away as a file."""

import uuid
from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django_htmx.http import HttpResponseClientRefresh

from coso.access.models import Job
from coso.access.requests import Request
from coso.lists.excel import XLSX
from coso.lists.pages import show_asked
from coso.members.columns import NATIONAL_ID, SEE, Eyes, exported
from coso.members.export import journal_export, write_members
from coso.members.filters import selection
from coso.members.reads import where
from coso.members.wide_export import content_of, export_of, file_of, is_wide, start_export
from coso.register.visibility import may


def members(request: Request) -> HttpResponse:
    """A page of the list, in the order of names; the number of all comes in a request of its own."""
    found = selection(request)
    eyes = Eyes(request.user)
    more = {
        **where(found.unit, found.day),
        "asked": found,
        "some_left": any(not eyes.may(SEE, member) for member in found.asked.rows),
        "may_change": may(request.user, "people.change", found.unit) and not request.past,
        "may_ids": may(request.user, NATIONAL_ID) and not request.past,
        "may_settle": may(request.user, "members.settle") and not request.past,
    }
    return show_asked(request, found.asked, "members/list.html", **more)


def total(request: Request) -> HttpResponse:
    """How many the list holds; asked for by the list itself, after it is shown."""
    asked = selection(request)
    return render(request, "members/total.html", {"total": asked.total(), "asked": asked})


def excel(request: Request) -> FileResponse | HttpResponseRedirect:
    """The same people in a file, many in the background. National IDs only by a POST, which the journal keeps."""
    asked = selection(request)
    ids = request.method == "POST"
    if ids and not may(request.user, NATIONAL_ID):
        raise Http404
    columns = exported(request.GET.getlist("cot"), request.user, ids=ids)
    if ids:
        journal_export(unit=asked.unit, columns=columns, by=request.user)
    if is_wide(asked):
        job = start_export(asked=request.GET, day=asked.day, ids=ids, by=request.user)
        return redirect("members_export", job.pk)
    file = BytesIO()
    write_members(file, asked.people(), columns, Eyes(request.user), asked.day)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"doan-vien-{asked.day}.xlsx", content_type=XLSX)


def _export(request: Request, key: uuid.UUID) -> Job:
    found = export_of(request.user, key)
    if found is None:
        raise Http404
    return found


def export(request: Request, key: uuid.UUID) -> HttpResponse:
    """How far a long list is; when it is written, where to take it."""
    job = _export(request, key)
    ready = job.state == Job.DONE and file_of(job).exists()
    context = {"job": job, "key": key, "ended": job.state in (Job.DONE, Job.FAILED), "ready": ready}
    return render(request, "members/export.html", context)


def export_progress(request: Request, key: uuid.UUID) -> HttpResponse:
    """The bar alone; when the work is over, the page that asks is shown anew."""
    job = _export(request, key)
    if job.state in (Job.DONE, Job.FAILED):
        return HttpResponseClientRefresh()
    return render(request, "members/export_progress.html", {"job": job, "key": key})


def export_file(request: Request, key: uuid.UUID) -> StreamingHttpResponse:
    """The file itself, decrypted on its way."""
    job = _export(request, key)
    if job.state != Job.DONE or not file_of(job).exists():
        raise Http404
    name = (job.result or {})["name"]
    answer = StreamingHttpResponse(content_of(job), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer
