"""What was typed into a form that could not be taken: shown again, and sent again where that is safe."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_SHOWN = re.compile("csrfmiddlewaretoken|passw|secret|credential", re.IGNORECASE)
# What a page put into its form itself: keys, marks, numbers of a choice. Sent again, but nothing that was typed.
NOT_TYPED = re.compile(r"[0-9a-f-]{36}|[a-z0-9_.-]{0,30}", re.ASCII)


def sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form as they came, without passwords and the token that was refused."""
    named = [(name, value) for name, values in request.POST.lists() for value in values if isinstance(value, str)]
    return [(name, value) for name, value in named if not NEVER_SHOWN.search(name)]


def typed(request: HttpRequest) -> list[str]:
    """The texts among the fields of a form, to be read and copied."""
    return [value for _name, value in sent_again(request) if not NOT_TYPED.fullmatch(value.strip())]


def from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the form: what a foreign one made up is not offered again."""
    site = request.headers.get("Sec-Fetch-Site")
    ours = {settings.ORIGIN, *settings.CSRF_TRUSTED_ORIGINS}
    return site == "same-origin" if site else request.headers.get("Origin") in ours


def not_taken(request: HttpRequest, *, signed_out: bool, status: int) -> HttpResponse:
    """The page that says why a form was not taken, with what was typed."""
    context: dict[str, Any] = {"signed_out": signed_out, "texts": [], "fields": [], "again": False, "files": False}
    if from_our_page(request):
        context |= {"texts": typed(request), "fields": sent_again(request), "again": True, "files": bool(request.FILES)}
    return render(request, "403_csrf.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is of an older sign-in, or of a foreign page. `reason` is Django's, for its log."""
    return not_taken(request, signed_out=False, status=403)
