"""Cancelling a round that was opened by mistake: first what would go, then one action."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.duties.models import Duty
from coso.grading.forms.deeds import WhyForm
from coso.grading.models import Sheet
from coso.grading.services.cancelling import cancel_round, scored_in
from coso.grading.views.overview import round_of


def cancel(request: Request, key: uuid.UUID) -> HttpResponse:
    """What a round would take with it, and a reason to be given."""
    row = round_of(request, key, "grading.open")
    form = WhyForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: cancel_round(round_=row, by=request.user, **sent.cleaned_data),
        done=_("Cancelled: {name}. Its sheets and duties are gone; the journal keeps why.").format(name=row.name),
        to="grading",
    )
    sheets = Sheet.objects.filter(round=row)
    context = {
        "round": row,
        "form": form,
        "sheets": sheets.filter(why_not="").count(),
        "duties": Duty.objects.still_open().filter(subject__in=sheets.values("pk")).count(),
        "scored": scored_in(row),
    }
    return done or render_form(request, "grading/cancel.html", context, form)
