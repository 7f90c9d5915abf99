"""Forms that are sent twice: a second click, a reload, Back and send again."""

import hashlib
import time
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from coso.access.models import SentForm
from coso.access.once import OnceKey, RepeatedFormError, carrying
from coso.web.views.faults import OURS, not_done, page_before

Answer = Callable[[HttpRequest], HttpResponse]
FIELD = "once"
PATIENCE, STEP = 1.0, 0.05  # seconds that a second click waits for the answer to the first


class OnceMiddleware:
    """A form that was acted on is not acted on again: its sender is led where the first sending led.

    Cells that save by themselves (htmx) send one form with other values again and again; they carry no key.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        once = key_of(request)
        vars(request)["once"] = once
        if once is None:
            return self.answer(request)
        if SentForm.objects.filter(pk=once.key).exists():
            return _again(request, once)
        with carrying(once):
            response = self.answer(request)
        if once.spent:
            _remember(once, response)
        return response

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """Another request with the same key was faster."""
        once: OnceKey | None = vars(request).get("once")
        return _again(request, once) if once and isinstance(wrong, RepeatedFormError) else None


def key_of(request: HttpRequest) -> OnceKey | None:
    """The one-time key of the form that a signed-in account sends; None without one."""
    if request.method != "POST" or request.headers.get("HX-Request") or not request.user.is_authenticated:
        return None
    try:
        return OnceKey(uuid.UUID(request.POST.get(FIELD, "")), request.user.pk, _digest(request))
    except ValueError:
        return None


def _digest(request: HttpRequest) -> str:
    """A hash of where the form goes and what it holds, files by name and size."""
    held = [(name, values) for name, values in sorted(request.POST.lists()) if name not in OURS]
    files = [(name, file.name, file.size) for name, each in sorted(request.FILES.lists()) for file in each]
    return hashlib.sha256(repr((request.path, held, files)).encode()).hexdigest()


def _remember(once: OnceKey, response: HttpResponse) -> None:
    """Where the form led; what answered with a page of its own may be asked for again, unless it says otherwise."""
    sent = SentForm.objects.filter(pk=once.key)
    if led_to := response.url if isinstance(response, HttpResponseRedirect) else once.leads_to:
        sent.update(led_to=led_to)
    else:
        sent.delete()


def _again(request: HttpRequest, once: OnceKey) -> HttpResponse:
    sent = _answered(once.key)
    if sent and sent.actor != once.actor:
        return not_done(request, _("Somebody else sent this form already; open the page anew and send your own."))
    if sent and sent.digest != once.digest:
        text = _("This form was sent already, with other words in it. Nothing of what you typed now is saved yet.")
        return not_done(request, text)
    messages.info(request, _("This form came twice; it was done once."))
    return redirect((sent and sent.led_to) or page_before(request))


def _answered(key: uuid.UUID) -> SentForm | None:
    """What is known of a form that was sent, as soon as it is known where it led; None if it led nowhere."""
    until = time.monotonic() + PATIENCE
    while sent := SentForm.objects.filter(pk=key).first():
        if sent.led_to or time.monotonic() > until:
            return sent
        time.sleep(STEP)
    return None
