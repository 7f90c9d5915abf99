"""Monthly syntheses: which are there and which are missing, one with its figures and sentences."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coso.access.forms import render_form, submitted
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.access.stale import SeenForm
from coso.lib import clock
from coso.lists.pages import show
from coso.register.names import unit_names
from coso.register.visibility import may
from coso.triage.terms import TOPICS
from coso.voice.permissions import ANSWER, READ
from coso.voice.services.synthesis import LONGEST, edit_synthesis, hand_up
from coso.voice.synthesis_figures import figures_of
from coso.voice.synthesis_listing import synthesis_list
from coso.voice.synthesis_models import Synthesis
from coso.voice.synthesis_paper import SynthesisSubject

AREA = forms.Textarea(attrs={"rows": 5})


class SentencesForm(SeenForm):
    """The sentences of the officer."""

    compared = ("assessment", "asks")

    assessment = forms.CharField(
        label=gettext_lazy("Assessment, one sentence a line"), max_length=LONGEST, required=False, widget=AREA
    )
    asks = forms.CharField(
        label=gettext_lazy("Asked of the upper union, one request a line"),
        max_length=LONGEST,
        required=False,
        widget=AREA,
        help_text=gettext_lazy("Never the name of somebody who spoke."),
    )


def syntheses(request: Request) -> HttpResponse:
    """The syntheses that the reader may see, with those that are missing."""
    if not may(request.user, READ):
        raise Http404
    return show(request, synthesis_list(Synthesis.objects.visible_to(request.user, READ)), "voice/syntheses.html")


def _row(user: Account, key: uuid.UUID, permission: str = READ) -> Synthesis:
    return get_object_or_404(Synthesis.objects.visible_to(user, permission).select_related("unit"), pk=key)


def synthesis(request: Request, key: uuid.UUID) -> HttpResponse:
    """One synthesis: figures, sentences, its paper."""
    row = _row(request.user, key)
    works = row.handed is None and not request.past and may(request.user, ANSWER, row.unit)
    form = SentencesForm(request.POST or None, initial={"assessment": row.assessment, "asks": row.asks})
    form.watch([row])
    done = submitted(
        request,
        form if works else None,
        lambda sent: edit_synthesis(synthesis=row, by=request.user, **sent.facts),
        done=_("Kept."),
        to=reverse("synthesis", args=[row.pk]),
    )
    found = figures_of(row) if row.handed is None else None
    name = unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code)
    context = {"row": row, "name": name, "works": works, "form": form, "found": found}
    context["topics"] = [(TOPICS[topic], n, many) for topic, n, many in found.topics] if found else []
    context["papers"] = SynthesisSubject(row).papers_page
    return done or render_form(request, "voice/synthesis.html", context, form)


@require_POST
def handing(request: Request, key: uuid.UUID) -> HttpResponse:
    """Issues the paper and hands it up."""
    row = _row(request.user, key, ANSWER)
    try:
        hand_up(synthesis=row, by=request.user)
        messages.success(request, _("Issued and handed to the upper union."))
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect("synthesis", row.pk)
