"""What a worker sees who scans a poster: the form, and the receipt.

These are pages for the public (`coso.access.public_pages`): no session, no cookie, nothing logged of their addresses.
"""

import secrets
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coso.access.prepared import prepared
from coso.access.public_pages import in_language, public_page
from coso.access.refusals import RefusedError
from coso.lib import clock
from coso.register.names import unit_names
from coso.voice.clocks import due_from, rule_of
from coso.voice.enclosures import enclosed
from coso.voice.models import HANDLING, RECEIVED, GeneralAnswer, Poster
from coso.voice.readers import bases_of, desks_for, living
from coso.voice.receipts import bare_digits, grouped_digits, is_once, made_of, stamp
from coso.voice.services.intake import LONGEST, CrowdedError, Said, by_poster, is_taken, set_pin, take_in
from coso.voice.words import PEOPLE

LAST_ANSWERS = 3


def _poster(mark: str) -> Poster:
    if found := _posters.first(mark.upper()[:8]):
        return found
    raise Http404


@prepared
def _posters(mark: str) -> QuerySet[Poster]:
    return Poster.objects.select_related("unit").filter(mark=mark)


def about(poster: Poster) -> dict[str, Any]:
    """What every page of a poster shows around its own matter."""
    name = unit_names([poster.unit_id], clock.today()).get(poster.unit_id, poster.unit.code)
    return {"poster": poster, "name": name}


def _promised(poster: Poster) -> dict[str, Any]:
    """By when the nearest desk of a poster promises to read and to answer what is said today."""
    today = clock.today()
    rule = rule_of((bases_of(poster.unit) or [poster.unit_id])[0], today)
    return {state: due_from(state, 1, today, rule) for state in (RECEIVED, HANDLING)}


def _form(
    request: HttpRequest, poster: Poster, said: Said, wrong: RefusedError | None = None, asks: Any = None
) -> HttpResponse:
    missing = {reason.field for reason in wrong.reasons} if wrong else set()
    general = GeneralAnswer.objects.filter(unit=poster.unit_id).order_by("-day", "-pk")[:LAST_ANSWERS]
    context = {**about(poster), "said": said, "wrong": wrong, "missing": missing, "asks": asks, "general": general}
    context |= {
        "desks": desks_for(living(poster.unit)),
        "people": PEOPLE.values(),
        "heats": range(1, 6),
        "most": LONGEST,
    }
    context |= {"by": _promised(poster), "recorder": request.GET.get("ghi-am") == "1", "again": bool(request.FILES)}
    return public_page("voice/speak.html", context, 422 if wrong or asks else 200)


def _sent(request: HttpRequest) -> Said:
    sent = request.POST
    heat = sent.get("heat", "")
    return Said(
        once=sent.get("form_key", "")[:32],
        text=sent.get("text", ""),
        reader=sent.get("reader", "")[:30],
        people=sent.get("people", "")[:8],
        heat=int(heat) if heat in ("1", "2", "3", "4", "5") else 0,
        answer=sent.get("answer", "")[:5],
    )


# Exempt from the CSRF check on purpose, here and below: the token needs a cookie, and these pages set none. Whoever
# forged such a form would say something in the name of nobody.
@csrf_exempt
@login_not_required
@in_language
def speak(request: HttpRequest, mark: str) -> HttpResponse:
    """The form of a poster; what is sent is taken in, and the receipt is shown."""
    poster = _poster(mark)
    if poster.closed and request.method != "POST":
        return public_page("voice/replaced.html", about(poster), 410)
    if request.method != "POST" or "again" in request.POST:
        said = _sent(request) if request.method == "POST" else Said(secrets.token_hex(16), "", "")
        return _form(request, poster, said)
    said = _sent(request)
    try:
        files = enclosed(request.FILES.getlist("photos"), request.FILES.getlist("sound"))
        said = replace(said, enclosed=tuple(files))
        made = take_in(source=by_poster(poster), said=said)
    except CrowdedError as crowded:
        return _form(request, poster, said, asks=crowded.sum_of)
    except RefusedError as wrong:
        fresh = said if is_once(said.once) and not is_taken(said.once) else replace(said, once=secrets.token_hex(16))
        return _form(request, poster, fresh, wrong)
    return _receipt(poster, said.once, made.digits)


def _receipt(poster: Poster, once: str, digits: str, **more: Any) -> HttpResponse:
    today = clock.today()
    context = {**about(poster), "once": once, "digits": grouped_digits(digits), "stamp": stamp(once, today)}
    context |= {"wrong": None, "typed": "", **more}
    by = _promised(poster)
    context |= {"today": today, "read_by": by[RECEIVED], "answer_by": by[HANDLING]}
    return public_page("voice/receipt.html", context, 422 if more.get("wrong") else 200)


@csrf_exempt
@login_not_required
@require_POST
@in_language
def keep(request: HttpRequest, mark: str) -> HttpResponse:
    """The receipt is typed back once; it is shown again on wish. The concern is there in any case."""
    poster, once = _poster(mark), request.POST.get("form_key", "")[:32]
    if not is_once(once) or not is_taken(once):
        return public_page("voice/kept.html", {**about(poster), "lost": True}, 422)
    digits = made_of(once).digits
    if "typed" not in request.POST:
        return _receipt(poster, once, digits)
    if bare_digits(request.POST["typed"][:40]) != digits:
        return _receipt(poster, once, digits, wrong="typed", typed=request.POST["typed"][:40])
    if pin := request.POST.get("pin", "").strip()[:40]:
        try:
            set_pin(typed=digits, pin=pin)
        except RefusedError as wrong:
            return _receipt(poster, once, digits, wrong=wrong, typed=request.POST["typed"][:40])
    return public_page("voice/kept.html", {**about(poster), "lost": False, "pinned": bool(pin)})
