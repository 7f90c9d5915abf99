"""Where services deliver, where people link a channel, and how the channels fare."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.channels import services
from coso.channels.base import Event, Headers
from coso.channels.messenger import webhook as messenger_hook
from coso.channels.models import EMAIL, FAILED, MESSENGER, WAITING, ZALO, ChannelLink, Outgoing
from coso.channels.permissions import SEE
from coso.channels.registry import NAMES, TRANSPORTS, WHY
from coso.channels.zalo import webhook as zalo_hook
from coso.register.visibility import may

FEW = 50


def _deliver(
    request: HttpRequest,
    channel: str,
    verified: Callable[[Headers, bytes], bool],
    parsed: Callable[[bytes], list[Event]],
) -> HttpResponse:
    """A delivery: refused where it is not signed, else dealt with and answered fast."""
    raw = request.body
    if not verified(request.headers, raw):
        return HttpResponse(status=403)
    try:
        events = parsed(raw)
    except (ValueError, AttributeError, TypeError, RecursionError):
        return HttpResponse(status=400)
    for event in events:
        services.take(channel, event)
    return HttpResponse(status=200)


# Exempt from the CSRF check: services send no cookie; each delivery is signed instead.
@csrf_exempt
@login_not_required
def zalo(request: HttpRequest) -> HttpResponse:
    """Deliveries of Zalo. Its console first asks with an empty body whether somebody is there."""
    if request.method != "POST":
        return HttpResponse(status=405)
    if not request.body:
        return HttpResponse(status=200)
    return _deliver(request, ZALO, zalo_hook.verified, zalo_hook.parsed)


@csrf_exempt
@login_not_required
def messenger(request: HttpRequest) -> HttpResponse:
    """Deliveries of Messenger, and its question whether the address is ours."""
    if request.method == "GET":
        asked = (request.GET.get(f"hub.{name}", "") for name in ("mode", "verify_token", "challenge"))
        said = messenger_hook.challenge(*asked)
        return HttpResponse(status=403) if said is None else HttpResponse(said, content_type="text/plain")
    return _deliver(request, MESSENGER, messenger_hook.verified, messenger_hook.parsed)


def channels(request: Request) -> HttpResponse:
    """The channels of the reader: linked with the day of consent, or how to link."""
    linked = {row.channel: row for row in ChannelLink.objects.filter(account=request.user, ended=None)}
    rows = [(NAMES[key], linked.get(key), each.ready()) for key, each in TRANSPORTS.items()]
    return _mine(request, rows=rows, code="", typed="")


def _mine(request: Request, **more: Any) -> HttpResponse:
    if "rows" not in more:
        linked = {row.channel: row for row in ChannelLink.objects.filter(account=request.user, ended=None)}
        more["rows"] = [(NAMES[key], linked.get(key), each.ready()) for key, each in TRANSPORTS.items()]
    wrong = more.setdefault("wrong", None)
    more.setdefault("asked", "")
    more |= {"email": EMAIL, "sees": may(request.user, SEE)}
    return render(request, "channels/mine.html", more, status=422 if wrong else 200)


@require_POST
def channel_deed(request: Request, channel: str) -> HttpResponse:
    """Asks for a code, gives one back, or unlinks."""
    if channel not in TRANSPORTS:
        raise Http404
    what, typed = request.POST.get("what", ""), request.POST.get("address", "")[:200].strip()
    try:
        if what == "unlink":
            services.unlink(account=request.user, channel=channel)
            messages.success(request, _("Unlinked. Nothing goes out by it any more."))
            return redirect("channels")
        if what == "code":
            code = services.begin_link(account=request.user, channel=channel, address=typed)
            return _mine(request, code="" if channel == EMAIL else code, asked=channel, typed=typed)
        if services.finish_link(channel=channel, typed=request.POST.get("code", "")[:40], account=request.user):
            messages.success(request, _("Linked."))
            return redirect("channels")
        raise RefusedError(_("This code is not good any more. Ask for another."))
    except RefusedError as wrong:
        return _mine(request, code="", asked=channel, typed=typed, wrong=wrong)


def channels_state(request: Request) -> HttpResponse:
    """How the channels fare: registered or not, what waits, what failed and why."""
    if not may(request.user, SEE):
        raise Http404
    if request.method == "POST":
        try:
            services.send_again(key=request.POST.get("key", "")[:80], by=request.user)
            messages.success(request, _("It is in the outbox again."))
        except RefusedError as wrong:
            messages.error(request, str(wrong))
        return redirect("channels_state")
    counted = Outgoing.objects.values("link__channel", "state").annotate(n=Count("id"), last=Max("sent_at"))
    told = {(row["link__channel"], row["state"]): row for row in counted}
    rows = [(NAMES[key], each.ready(), *_fares(told, key)) for key, each in TRANSPORTS.items()]
    failed = Outgoing.objects.filter(state=FAILED).select_related("link").order_by("-next_at")[:FEW]
    shown = [(NAMES[row.link.channel], WHY.get(row.why, row.why), row) for row in failed]
    return render(request, "channels/state.html", {"rows": rows, "failed": shown})


def _fares(told: dict[tuple[str, str], Any], key: str) -> tuple[Any, int, int]:
    """When something last went out, how many wait, how many failed."""
    sent, waiting, failed = (told.get((key, state)) for state in ("sent", WAITING, FAILED))
    return (sent["last"] if sent else None, waiting["n"] if waiting else 0, failed["n"] if failed else 0)
