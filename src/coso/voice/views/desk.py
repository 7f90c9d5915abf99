"""What a desk sees and does: the list of concerns, one concern with its conversation."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.lib import clock
from coso.lists.pages import show
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.querysets import branches
from coso.register.visibility import may
from coso.triage.judging import Reason
from coso.triage.terms import TOPICS
from coso.voice.clocks import sound_kept
from coso.voice.listings import concern_list
from coso.voice.masks import masked
from coso.voice.mass import heaps_seen
from coso.voice.models import ANSWERED, CLOSED, DESK, HANDLING, PHOTO, RECEIVED, TOLD, WAITING, Concern, Message
from coso.voice.permissions import ANSWER, POSTERS, READ
from coso.voice.readers import desk_above, is_above, officer_for, people_at
from coso.voice.services import desk
from coso.voice.services.intake import LONGEST
from coso.voice.words import CLIMBED, PEOPLE, STATES, TONES, URGENCIES, URGENCY_TONES

FEW = 5  # minutes of answers in a heap that are told about
DONE = {
    "take": gettext_lazy("It stands as being handled; the author sees that."),
    "answer": gettext_lazy("Answered. Whoever spoke finds it by the receipt."),
    "ask": gettext_lazy("Asked. Whoever spoke finds the question by the receipt."),
    "wait": gettext_lazy("The clock stands still until you go on."),
    "up": gettext_lazy("Handed up; its clock begins anew there."),
    "close": gettext_lazy("Closed."),
    "sort": gettext_lazy("Corrected; the correction is kept."),
    "merge": gettext_lazy("Joined; both are answered together."),
    "split": gettext_lazy("Split: the other thing is a concern of its own, with its own clock."),
    "note": gettext_lazy("Written down."),
    "table": gettext_lazy("It is proposed for the agenda of the next dialogue."),
}


def concerns(request: Request) -> HttpResponse:
    """The concerns that the reader may see, those that wait first."""
    if not may(request.user, READ):
        raise Http404
    rows = Concern.objects.visible_to(request.user, READ).filter(merged_into=None)
    if code := request.GET.get("dv", ""):
        unit = get_object_or_404(Unit.objects.visible_to(request.user, READ), code=code)
        rows = rows.filter(branches("unit__path", [unit.path]))
    listing, heaps = concern_list(rows, request.user), heaps_seen(request.user)[:FEW]
    return show(request, listing, "voice/concerns.html", may_posters=may(request.user, POSTERS), heaps=heaps)


def _seen(user: Account, permission: str, key: uuid.UUID) -> Concern:
    rows = Concern.objects.visible_to(user, permission).select_related("unit", "desk", "reader", "merged_into")
    return get_object_or_404(rows, pk=desk.key_of(key))


def _page(request: Request, row: Concern, wrong: RefusedError | None = None, deed: str = "") -> HttpResponse:
    names = unit_names([row.unit_id, row.desk_id, row.reader_id], clock.today())
    said = _as_read(request.user, row)
    enclosures = list(row.enclosures.defer("body").order_by("n"))
    known = {message.by for message in said if message.by}
    who = dict(Account.objects.filter(pk__in=known).values_list("id", "name"))
    context: dict[str, Any] = {
        "concern": row,
        "name": names.get(row.unit_id, row.unit.code),
        "desk_name": names.get(row.desk_id, row.desk.code),
        "reader_name": names.get(row.reader_id, row.reader.code),
        "photos": [each.n for each in enclosures if each.kind == PHOTO],
        "sounds": [(each.n, each.day + sound_kept()) for each in enclosures if each.kind != PHOTO],
        "masked": is_above(request.user, row.reader),
        "said": [(message, who.get(message.by, "") if message.by else "") for message in said],
        "desk_side": DESK,
        "typed": {name: request.POST.get(name, "") for name in ("text", "why", "general", "into", "part", "note")},
        "wrong": wrong,
        "deed": deed,
        "joined": Concern.objects.filter(merged_into=row).count(),
        **_words(row),
        **_may(request, row),
    }
    return render(request, "voice/concern.html", context, status=422 if wrong else 200)


def _as_read(user: Account, row: Concern) -> list[Message]:
    """What was said, as somebody reads it: from above, the names of colleagues are initials."""
    said = list(row.messages.order_by("n"))
    if is_above(user, row.reader):
        names = people_at(row.unit)
        for message in said:
            message.text = masked(message.text, names)
    return said


def _words(row: Concern) -> dict[str, Any]:
    urgency = str(row.urgency)
    return {
        "state": (str(STATES[row.state]), TONES[row.state]),
        "climbed": str(CLIMBED) if row.climbed else "",
        "urgency": (str(URGENCIES[urgency]), URGENCY_TONES[urgency]),
        "urgencies": URGENCIES.values(),
        "people": str(PEOPLE[row.people]) if row.people else "",
        "topics": [str(TOPICS[topic]) for topic in row.topics if topic in TOPICS],
        "all_topics": TOPICS.items(),
        "because": [str(Reason(**reason)) for reason in row.because],
        "late": bool(row.due and row.due < clock.today()),
        "hour": clock.local(row.due_at) if row.due_at else None,
        "cared_by": officer_for(row),
    }


def _may(request: Request, row: Concern) -> dict[str, bool]:
    """Which deeds are offered."""
    works = not request.past and row.merged_into_id is None and _answers(request.user, row)
    can = {
        "may_take": works and row.state in (RECEIVED, WAITING),
        "may_answer": works and row.state != CLOSED,
        "may_wait": works and row.state in (RECEIVED, HANDLING),
        "may_up": works and row.is_owed and desk_above(row.desk_id) is not None,
        "may_close": works and row.state in (ANSWERED, TOLD),
        "may_merge": works and row.is_owed,
        "may_split": works and row.is_owed,
        "may_table": works and row.state != CLOSED and row.at_table is None,
    }
    return {"works": works, "more": any(can[name] for name in can if name != "may_answer"), **can}


def _answers(user: Account, row: Concern) -> bool:
    return may(user, ANSWER) and Concern.objects.visible_to(user, ANSWER).filter(pk=row.pk).exists()


def concern(request: Request, key: uuid.UUID) -> HttpResponse:
    """A concern: what was said and answered, why it was sorted so, and what can be done."""
    return _page(request, _seen(request.user, READ, key))


def enclosure(request: Request, key: uuid.UUID, n: int) -> HttpResponse:
    """A photo or recording that came with a concern, to who may read the concern; kept by no browser."""
    row = _seen(request.user, READ, key)
    held = get_object_or_404(row.enclosures, n=min(n, FEW * FEW))
    response = HttpResponse(bytes(held.body), content_type="image/jpeg" if held.kind == PHOTO else "audio/wav")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _facts(deed: str, sent: QueryDict) -> Mapping[str, Any]:
    """What a deed takes of a form."""
    readers: dict[str, Callable[[], Mapping[str, Any]]] = {
        "answer": lambda: {"text": sent.get("text", "")},
        "ask": lambda: {"text": sent.get("text", "")},
        "up": lambda: {"why": sent.get("why", "")},
        "close": lambda: {"general": sent.get("general", "")},
        "sort": lambda: {"topics": sent.getlist("topics"), "urgency": _small(sent.get("urgency", ""))},
        "merge": lambda: {"into": sent.get("into", "")[:10]},
        "note": lambda: {"text": sent.get("note", "")[:LONGEST]},
        "split": lambda: {"text": sent.get("part", "")[:LONGEST]},
    }
    return readers.get(deed, dict)()


def _small(text: str) -> int:
    """A number of one digit; -1 for anything else, which no service takes."""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else -1


@require_POST
def deed(request: Request, key: uuid.UUID, deed: str) -> HttpResponse:
    """Does something with a concern as it was seen."""
    row = _seen(request.user, ANSWER, key)
    if deed not in desk.DEEDS:
        raise Http404
    turn = request.POST.get("turn", "")
    seen = desk.Seen(row.key, int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 9 else -1)
    try:
        desk.DEEDS[deed](seen=seen, by=request.user, **_facts(deed, request.POST))
    except RefusedError as wrong:
        return _page(request, row, wrong, deed)
    messages.success(request, str(DONE[deed]))
    return redirect("concern", key)
