"""Who is late in a group of duties, and the reminder that goes out to them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from coso.access.requests import Request, absolute
from coso.duties.groups import DutyGroup
from coso.duties.overdue import Late, lateness, reminder
from coso.duties.registry import duty_kinds
from coso.duties.reminders import AlreadyRemindedError, remind, reminded_at
from coso.lib import clock
from coso.register.models import Unit
from coso.register.visibility import may


def late(request: Request, key: uuid.UUID, about: type[DutyGroup]) -> HttpResponse:
    """On-time rates by unit and kind of duty, most overdue first, and a text to remind those who are late."""
    group = about.find(key)
    subjects = group.subjects(request.user)
    if not subjects.exists():
        raise Http404
    today = clock.today()
    rows = lateness(group, subjects, today)
    one = _asked_for(request, rows)
    told = [one] if one else rows
    unit = get_object_or_404(Unit, pk=one.unit if one else group.unit.pk)
    text = reminder(group, told, today, absolute("/"))
    overdue = sum(row.total for row in told)
    if request.method == "POST":
        return _remind(request, group, unit, text if overdue else "")
    kinds = [kind for kind in group.kinds if any(kind in row.rates for row in rows)]
    context = {
        "group": group,
        "kinds": [(kind, duty_kinds()[kind]) for kind in kinds],
        "rows": [(row, [(duty_kinds()[kind], row.rates.get(kind)) for kind in kinds]) for row in rows],
        "overdue": overdue,
        "reminds": may(request.user, group.permission, unit) and not request.past,
        "one": one,
        "text": text,
        "reminded": reminded_at(group, unit),
        "again": request.GET.get("nhac"),
    }
    return render(request, "duties/late.html", context)


def _asked_for(request: Request, rows: list[Late]) -> Late | None:
    """The one unit that the address names. Raises Http404 where it is none of those called to account."""
    code = request.GET.get("dv", "")
    found = next((row for row in rows if row.code == code), None)
    if code and found is None:
        raise Http404
    return found


def _remind(request: Request, group: DutyGroup, unit: Unit, text: str) -> HttpResponse:
    code = request.GET.get("dv", "")
    query = f"?dv={code}" if code else "?"
    if not text:
        messages.info(request, _("Nobody is late"))
        return redirect(f"{group.page}{query}")
    try:
        remind(group=group, unit=unit, text=text, again="again" in request.POST, by=request.user)
        messages.success(request, _("The reminder is noted in the journal; paste the text into Zalo."))
        asked = ""
    except AlreadyRemindedError as wrong:
        messages.warning(request, str(wrong))
        asked = "&nhac=1"
    return redirect(f"{group.page}{query}{asked}#text")
