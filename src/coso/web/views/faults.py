"""What is shown when the machine fails: a full disk in words, everything else as a fault of ours."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from coso.access.faults import disk_is_full

FULL = 507
log = logging.getLogger(__name__)


def no_room(request: HttpRequest) -> HttpResponse:
    """507: nothing was written, and what to do."""
    log.warning("the disk is full: nothing was written for %s", request.path)
    return render(request, "507.html", status=FULL)


def fault(request: HttpRequest) -> HttpResponse:
    """The page of a fault that no view caught, as while an upload is being read."""
    return no_room(request) if disk_is_full(sys.exc_info()[1]) else server_error(request)
