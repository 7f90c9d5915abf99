"""Who is late in a round, and the reminder that goes out to them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from coso.access.requests import Request, absolute
from coso.duties.registry import duty_kinds
from coso.grading.models import Round, Sheet
from coso.grading.overdue import STEP_OF, SUPPLEMENT, lateness, reminder
from coso.grading.services.reminders import AlreadyRemindedError, remind, reminded_at
from coso.grading.views.overview import round_of
from coso.lib import clock
from coso.register.models import Unit


def late(request: Request, key: uuid.UUID) -> HttpResponse:
    """On-time rates by managing union and step, most overdue first, and a text to remind those who are late."""
    round_ = round_of(request, key)
    sheets = Sheet.objects.visible_to(request.user, "grading.appraise").filter(round=round_)
    if not sheets.exists():
        get_object_or_404(Sheet.objects.none())
    rows = lateness(round_, sheets, clock.today())
    one = next((row for row in rows if row.code == request.GET.get("dv")), None)
    told = [one] if one else rows
    unit = get_object_or_404(Unit, pk=one.unit if one else round_.unit_id)
    text = reminder(round_, told, clock.today(), absolute("/"))
    if request.method == "POST":
        return _remind(request, round_, unit, text)
    kinds = [kind for kind in [*STEP_OF, SUPPLEMENT] if any(kind in row.rates for row in rows)]
    context = {
        "round": round_,
        "kinds": [(kind, duty_kinds()[kind]) for kind in kinds],
        "rows": [(row, [(duty_kinds()[kind], row.rates.get(kind)) for kind in kinds]) for row in rows],
        "overdue": sum(row.total for row in told),
        "one": one,
        "text": text,
        "reminded": reminded_at(round_, unit),
        "again": request.GET.get("nhac"),
    }
    return render(request, "grading/late.html", context)


def _remind(request: Request, round_: Round, unit: Unit, text: str) -> HttpResponse:
    address: dict[str, Any] = {"code": request.GET.get("dv", "")}
    query = f"?dv={address['code']}" if address["code"] else "?"
    try:
        remind(round_=round_, unit=unit, text=text, again="again" in request.POST, by=request.user)
        messages.success(request, _("The reminder is noted in the journal; paste the text into Zalo."))
        asked = ""
    except AlreadyRemindedError as wrong:
        messages.warning(request, str(wrong))
        asked = "&nhac=1"
    return redirect(f"{redirect('late', round_.pk).url}{query}{asked}#text")
