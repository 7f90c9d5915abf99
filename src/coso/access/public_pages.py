"""Pages that members read without signing in: drawn without the request, so that nothing of a session reaches them.

No cookie is set and nothing is logged of their addresses.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

View = Callable[..., HttpResponse]


def in_language(view: View) -> View:
    """The language that the address or the form names: a cookie would have to be set for it otherwise."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        asked = request.POST.get("tieng") or request.GET.get("tieng") or ""
        language = asked if asked in ("vi", "en") else translation.get_language() or "vi"
        with translation.override(language):
            response = view(request, *args, **options)
        response.headers["Content-Language"] = language
        return response

    return shown


def public_page(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page as it is drawn for everybody: no referrer, not kept, not indexed."""
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    # Django logs the address of every refusal unless the response says that this was done.
    vars(response)["_has_been_logged"] = True
    return response


class WithoutCodes(logging.Filter):
    """Cuts addresses that may hold a code out of what is logged: of a wrong method, a slip of the hand, a failure."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the record stays, without the address."""
        if isinstance(record.args, tuple):
            record.args = tuple(_cut(each) if isinstance(each, str) else each for each in record.args)
        return True


def _cut(text: str) -> str:
    found = (start for start in settings.WITH_CODES if text.lower().startswith(start))
    return next((f"{start}…" for start in found), text)
