"""A round's own page: its days and chains, what counts, what came after its figures were closed."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.grading.chain import CLUSTER, chains
from coso.grading.forms.deeds import DenominatorForm
from coso.grading.forms.opening import COUNTING, track_text
from coso.grading.late_entries import late_memberships
from coso.grading.models import Round, Sheet
from coso.grading.reads import progress
from coso.grading.services.cancelling import scored_in
from coso.grading.services.rounds import choose_denominator
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.visibility import may

MOST = 20


def round_of(request: Request, key: uuid.UUID, permission: str = "") -> Round:
    """A round; with a permission, only for those who have it for the branch of the round."""
    row: Round = get_object_or_404(Round.objects.select_related("rubric", "unit"), pk=key)
    if permission and not may(request.user, permission, row.unit):
        get_object_or_404(Round.objects.none())
    return row


def round_page(request: Request, key: uuid.UUID) -> HttpResponse:
    """One round: days, chains, progress, the denominator, and the ways to what is done with it."""
    row = round_of(request, key)
    decides = may(request.user, "grading.decide", row.unit) and not request.past
    form = DenominatorForm(request.POST or None, initial={"denominator": row.denominator})
    done = submitted(
        request,
        form if decides else None,
        lambda sent: choose_denominator(round_=row, by=request.user, **sent.cleaned_data),
        done=_("Changed: what the share is counted over."),
        to=reverse("round", args=[row.pk]),
    )
    context = {**_about(request, row), **_late(request, row), "form": form, "decides": decides}
    return done or render_form(request, "grading/round.html", context, form)


def _about(request: Request, row: Round) -> dict[str, Any]:
    sheets = Sheet.objects.visible_to(request.user, "grading.see").filter(round=row)
    counts = progress(row, sheets)
    found = chains(row)
    by_track = [
        (track_text(track), [(step, counts.get(step.kind, 0) if not track else None) for step in steps])
        for track, steps in found.items()
    ]
    return {
        "round": row,
        "chains": by_track,
        "counting": dict(COUNTING)[row.denominator],
        "may_cancel": may(request.user, "grading.open", row.unit) and not request.past and not scored_in(row),
        "graded": sheets.filter(why_not="").count(),
        "rubric": row.rubric,
        "has_clusters": any(step.kind == CLUSTER for steps in found.values() for step in steps),
        "manages": may(request.user, "grading.appraise"),
        "reviews": may(request.user, "grading.review", row.unit),
    }


def _late(request: Request, row: Round) -> dict[str, Any]:
    """What came after the figures were closed, by union, most first."""
    known = late_memberships(row, Unit.objects.visible_to(request.user, "grading.see"))
    found = known or {}
    most = sorted(found.items(), key=lambda pair: -pair[1])[:MOST]
    names = unit_names([unit for unit, _n in most], request.day)
    return {
        "late": [(names.get(unit, ""), n) for unit, n in most],
        "late_total": sum(found.values()),
        "late_known": known is not None,
    }
