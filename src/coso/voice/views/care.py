"""Places that need care: the board, and the first hour of a place that somebody took up."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.register.kinds import posts
from coso.register.managers import is_manager_at
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.reads import officers
from coso.register.visibility import may
from coso.voice.care import Spot, board
from coso.voice.models import ACCEPTED, DISMISSED, NOTED, WATCHED, Stoppage
from coso.voice.permissions import ANSWER, READ, STOPPAGES
from coso.voice.services.care import care, notes_of
from coso.voice.words import CARES

DONE = {
    ACCEPTED: gettext_lazy("Taken up. The first hour is below; note what happens."),
    WATCHED: gettext_lazy("Noted: watched for another day."),
    DISMISSED: gettext_lazy("Dismissed; the reason is kept."),
    NOTED: gettext_lazy("Noted."),
}
FIRST_HOUR = (
    gettext_lazy("Call the chair, or the committee member on the spot: what is asked, by how many, where."),
    gettext_lazy("Go there, or send a named officer; speak with the workers first, then with the employer."),
    gettext_lazy("Write down the demands in the workers' own words; name nobody who leads."),
    gettext_lazy("Say when an answer comes, and keep that hour even if the answer is not ready."),
    gettext_lazy("Tell the union above. What the rules on secrets say stands before any report is typed."),
)


def places(request: Request) -> HttpResponse:
    """The board: what stands high first, the calm folded."""
    if not may(request.user, READ):
        raise Http404
    covered = request.GET.get("che") == "1"
    spots = [] if covered else board(request.user, request.day)
    levels = [(level, [spot for spot in spots if spot.found.level == level]) for level in (3, 2, 1)]
    calm = [spot for spot in spots if spot.found.level == 0]
    context = {"levels": [row for row in levels if row[1]], "calm": calm, "spots": spots}
    context |= {"covered": covered, "may_test": may(request.user, STOPPAGES)}
    return render(request, "voice/places.html", context)


def _unit(user: Account, code: str, permission: str) -> Unit:
    unit = get_object_or_404(Unit.objects.visible_to(user, permission), code=code)
    if is_manager_at(user, unit):
        raise Http404
    return unit


def place(request: Request, code: str) -> HttpResponse:
    """One place: its reasons, who to call, the first hour and what was noted."""
    unit = _unit(request.user, code, READ)
    return _page(request, unit)


def _page(request: Request, unit: Unit, wrong: RefusedError | None = None) -> HttpResponse:
    spot: Spot | None = next((each for each in board(request.user, request.day) if each.unit.pk == unit.pk), None)
    notes = notes_of(unit)
    who = dict(Account.objects.filter(pk__in={row.by for row in notes if row.by}).values_list("id", "name"))
    contact = may(request.user, "people.see_contact", unit)
    context = {
        "unit": unit,
        "name": unit_names([unit.pk], request.day).get(unit.pk, unit.code),
        "spot": spot,
        "steps": FIRST_HOUR,
        "notes": [(row, str(CARES[row.deed]), who.get(row.by, "") if row.by else "") for row in notes],
        "taken": any(row.deed == ACCEPTED for row in notes),
        "officers": [(posts()[held.seat.post], held) for held in officers(unit, request.day)],
        "contact": contact,
        "may_stop": may(request.user, STOPPAGES, unit) and not request.past,
        "stoppages": Stoppage.objects.visible_to(request.user, STOPPAGES).filter(unit=unit).order_by("-day"),
        "works": not request.past and may(request.user, ANSWER, unit),
        "typed": request.POST.get("text", ""),
        "wrong": wrong,
    }
    return render(request, "voice/place.html", context, status=422 if wrong else 200)


@require_POST
def caring(request: Request, code: str) -> HttpResponse:
    """Something is done about a place."""
    unit = _unit(request.user, code, ANSWER)
    deed = request.POST.get("deed", "")
    try:
        care(unit=unit, deed=deed, text=request.POST.get("text", ""), by=request.user)
    except RefusedError as wrong:
        return _page(request, unit, wrong)
    messages.success(request, str(DONE[deed]))
    return redirect("place", unit.code)
