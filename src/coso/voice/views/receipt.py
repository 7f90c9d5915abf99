"""Behind a receipt: what became of a concern, saying more, whether it helped; and the stamp that proves a day."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coso.access.public_pages import in_language, public_page
from coso.access.refusals import RefusedError
from coso.doors.services import in_words
from coso.lib import clock
from coso.register.names import unit_names
from coso.voice.models import ANSWERED, CLOSED, DESK, OWED, TOLD, Concern
from coso.voice.receipts import bare_digits, stamped_day
from coso.voice.services.guesses import right_guess, seconds_to_wait
from coso.voice.services.intake import find_by_receipt, note_told, say_helped, say_more
from coso.voice.words import CLIMBED, STATES


def _ask(code: str = "", wrong: object = None) -> HttpResponse:
    return public_page("voice/ask.html", {"code": code, "wrong": wrong}, 422 if wrong else 200)


def _found(request: HttpRequest) -> tuple[Concern, str, str] | HttpResponse:
    """The concern of the receipt in the form with what was typed, or the page that asks for it again."""
    code, pin = request.POST.get("code", "")[:40], request.POST.get("pin", "")[:40]
    digits = bare_digits(code)
    if digits and (wait := seconds_to_wait(digits)):
        return _ask(code, in_words(wait))
    try:
        concern = find_by_receipt(typed=code, pin=pin)
    except RefusedError as wrong:
        return _ask(code, wrong)
    right_guess(digits)
    return concern, code, pin


def _steps(concern: Concern) -> list[tuple[str, object, object]]:
    """The states with the day on which each was reached, or by which it is promised."""
    reached = {
        "received": concern.received,
        "handling": concern.handled,
        "answered": concern.answered,
        "told": concern.told,
    }
    first = next((key for key, day in reached.items() if day is None), "")
    promised = concern.due if concern.state in OWED else None
    return [(str(STATES[key]), day, promised if key == first else None) for key, day in reached.items()]


def _page(concern: Concern, code: str, pin: str, wrong: RefusedError | None = None, more: str = "") -> HttpResponse:
    names = unit_names([concern.unit_id, concern.desk_id], clock.today())
    said = list(concern.messages.order_by("n"))
    context: dict[str, Any] = {"concern": concern, "code": code, "pin": pin, "wrong": wrong, "more": more}
    context |= {"name": names.get(concern.unit_id, ""), "desk": names.get(concern.desk_id, ""), "said": said}
    context |= {"steps": _steps(concern), "desk_side": DESK, "state": STATES[concern.state]}
    context["climbed"] = CLIMBED if concern.climbed else ""
    context["asks_helped"] = concern.state in (ANSWERED, TOLD) and concern.helped is None
    context["closed"] = concern.state == CLOSED
    return public_page("voice/conversation.html", context, 422 if wrong else 200)


@csrf_exempt
@login_not_required
@in_language
def receipt(request: HttpRequest) -> HttpResponse:
    """Asks for a receipt; a right one leads to what was said and answered."""
    if request.method != "POST":
        return _ask()
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    concern, code, pin = found
    return _page(note_told(concern), code, pin)


@csrf_exempt
@login_not_required
@require_POST
@in_language
def more(request: HttpRequest) -> HttpResponse:
    """Says more, or whether the answer helped."""
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    concern, code, pin = found
    text = request.POST.get("more", "")
    try:
        if helped := request.POST.get("helped", ""):
            say_helped(concern=concern, helped=helped == "yes")
        else:
            say_more(concern=concern, text=text)
    except RefusedError as wrong:
        return _page(concern, code, pin, wrong, text)
    return _page(Concern.objects.get(pk=concern.pk), code, pin)


@csrf_exempt
@login_not_required
@in_language
def stamp(request: HttpRequest) -> HttpResponse:
    """Whether a stamp is ours, and which day it proves. It tells nothing of what was sent."""
    typed = request.POST.get("stamp", "")[:60]
    context = {"typed": typed, "asked": request.method == "POST", "day": stamped_day(typed) if typed else ""}
    return public_page("voice/stamp.html", context, 422 if context["asked"] and not context["day"] else 200)
