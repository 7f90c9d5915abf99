"""Where an account is signed in: one's own devices, each of which can be signed out."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coso.access.requests import Request
from coso.doors.sessions import end_session, end_sessions, open_sessions

# The first that a browser names of itself is what it is: the others are there to be taken for one another.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "coc_coc": "Cốc Cốc",
    "Firefox": "Firefox",
    "Chrom": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def device(agent: str) -> str:
    """A browser's name of itself as people know it: "Chrome, Android"."""
    names = [next((name for mark, name in known.items() if mark in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, names)) or pgettext("device", "Unknown browser")


def devices(request: Request) -> HttpResponse:
    """Lists the open sessions of the account; a POST ends one of them, or all but this one."""
    if request.method == "POST":
        return _end(request)
    here = request.session.session_key
    rows = [
        {"key": each.pk, "device": device(each.user_agent), "since": each.created_at, "here": each.session_key == here}
        for each in open_sessions(request.user)
    ]
    return render(request, "web/devices.html", {"rows": rows})


def _end(request: Request) -> HttpResponse:
    one = request.POST.get("session", "")
    if not one:
        end_sessions(request.user, but=request.session.session_key)
        messages.success(request, _("You are signed out everywhere but here."))
    elif re.fullmatch(r"\d{1,18}", one, re.ASCII) and end_session(request.user, int(one)):
        messages.success(request, _("That device is signed out."))
    return redirect("devices")
