"""The day in the address, and refusals told in words."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import translation

from coso.access.faults import disk_is_full, is_busy, lost_race, was_deadlock
from coso.access.journal import StaleError
from coso.access.once import OnceKey
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib import clock
from coso.lib.dates import read_day
from coso.web.typed import not_taken, typed
from coso.web.views.faults import busy, moved, no_room

Answer = Callable[[HttpRequest], HttpResponse]
NUL = "\0"


class CompressMiddleware(GZipMiddleware):
    """Packs pages on their way; files and lists in Excel are packed already. Django hides how long a packed page is."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, packed where it is text."""
        if not response.headers.get("Content-Type", "").startswith(("text/", "application/json")):
            return response
        return super().process_response(request, response)


class NulMiddleware:
    """404 for an address or a cookie that holds NUL, which PostgreSQL takes in no text; in a form it is left out.

    Nobody types it and no page of ours sends it.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (text for name, values in request.GET.lists() for text in (name, *values))
        if _has_nul((request.path_info, *request.COOKIES.values(), *asked)):
            return HttpResponseNotFound()
        sent = [(name, [str(value) for value in values]) for name, values in request.POST.lists()]
        if _has_nul(text for name, values in sent for text in (name, *values)):
            without = QueryDict(mutable=True)
            for name, values in sent:
                without.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
            vars(request)["_post"] = without
        return self.answer(request)


def _has_nul(texts: Iterable[str]) -> bool:
    return any(NUL in text for text in texts)


class LanguageMiddleware:
    """Vietnamese unless the reader chose otherwise: what a browser asks for does not count."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", language)
        return response


class DayMiddleware:
    """`request.day` is the day asked for in `?ngay=`, else today; a `request.past` page cannot be written to."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        asked = read_day(request.GET.get("ngay", "")) or today
        day = min(max(asked, dt.date(1945, 1, 1)), today)
        vars(request).update(day=day, past=day < today)
        if day < today and request.method == "POST":
            raise PermissionDenied
        return self.answer(request)


class PrivateMiddleware:
    """No page is kept by a browser or a proxy unless it says so itself; static files are answered before."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SignedOutMiddleware:
    """What is sent after the sign-in has ended gets 401: a cell without a page, a form with what was typed."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        to_login = response.status_code == 302 and response.headers["Location"].startswith(reverse(settings.LOGIN_URL))
        if to_login and request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        if to_login and request.method == "POST" and "next=" in response.headers["Location"]:
            return not_taken(request, signed_out=True, status=401)
        return response


class SorryMiddleware:
    """A refusal that no form caught becomes a page that says what is wrong."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """403 for what the actor may not do, 409 for what cannot be done now or was done by somebody else, 503, 507.

        What the database ended in favour of another transaction is done once more, if nothing of it was written.
        """
        if was_deadlock(wrong) and _nothing_written(request):
            try:
                return _once_more(request)
            except Exception as again:
                wrong = again
        if isinstance(wrong, RefusedError):
            status = 403 if isinstance(wrong, ForbiddenError) else 409
            context = {"reasons": wrong.reasons, "texts": typed(request)}
            return render(request, "web/refused.html", context, status=status)
        if isinstance(wrong, StaleError) or lost_race(wrong):
            return moved(request, wrong)
        if is_busy(wrong):
            return busy(request)
        return no_room(request) if disk_is_full(wrong) else None


def _nothing_written(request: HttpRequest) -> bool:
    """Whether the request carries a key that no action spent: then none was finished. Files cannot be read twice."""
    once: OnceKey | None = vars(request).get("once")
    return once is not None and not once.spent and not request.FILES


def _once_more(request: HttpRequest) -> HttpResponse:
    match = resolve(request.path_info)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
