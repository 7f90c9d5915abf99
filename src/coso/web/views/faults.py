"""What is shown when something was not done: what was typed is kept. A full disk in words, the rest as our fault."""

import logging
import sys
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from coso.access.faults import disk_is_full
from coso.access.journal import StaleError
from coso.access.models import Action
from coso.access.stale import changed_by
from coso.web.typed import sent_again, typed

FULL, CONFLICT, BUSY = 507, 409, 503
OURS = ("once",)
log = logging.getLogger(__name__)


def no_room(request: HttpRequest) -> HttpResponse:
    """507: nothing was written, and what to do."""
    log.warning("the disk is full: nothing was written for %s", request.path)
    return render(request, "507.html", status=FULL)


def not_done(request: HttpRequest, text: str, *, status: int = CONFLICT, without: tuple[str, ...] = ()) -> HttpResponse:
    """Nothing was written, and why: with what was typed, a way back, and a button that sends it once more.

    Fields in `without` are not sent again. Files cannot be kept: they are chosen anew.
    """
    kept = [(name, value) for name, value in sent_again(request) if name not in (*OURS, *without)]
    context = {
        "text": text,
        "kept": kept,
        "typed": typed(request),
        "files": bool(request.FILES),
        "back": page_before(request),
    }
    return render(request, "web/not_done.html", context, status=status)


def page_before(request: HttpRequest) -> str:
    """The page of ours on which a form stood, else the first page."""
    before = urlsplit(request.headers.get("Referer", ""))
    ours = before.path.startswith("/") and not before.path.startswith("//")
    return urlunsplit(("", "", before.path, before.query, "")) if ours else reverse("home")


def moved(request: HttpRequest, wrong: Exception) -> HttpResponse:
    """409: somebody else wrote the same meanwhile."""
    log.warning("not done, for somebody was faster: %s", request.path, exc_info=wrong)
    since = wrong.since if isinstance(wrong, StaleError) else None
    action = Action.objects.filter(pk=since).first() if since else None
    return not_done(request, changed_by(action), without=("seen",))


def busy(request: HttpRequest) -> HttpResponse:
    """503: the database could not get to it."""
    log.warning("the database was busy: nothing was written for %s", request.path)
    text = _("Too much is being saved at this moment, and this was not. Wait a little and send it once more.")
    response = not_done(request, text, status=BUSY)
    response["Retry-After"] = "5"
    return response


def fault(request: HttpRequest) -> HttpResponse:
    """The page of a fault that no view caught, as while an upload is being read."""
    return no_room(request) if disk_is_full(sys.exc_info()[1]) else server_error(request)
