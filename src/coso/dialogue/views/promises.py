"""A commitment: for officers who note that it is done or conclude, and for those concerned, who say how it stands.

The page of those concerned is for the public (`coso.access.public_pages`): no session, no cookie, nothing logged.
"""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from coso.access.forms import render_form, submitted
from coso.access.public_pages import in_language, public_page
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute
from coso.dialogue.forms import ConcludeForm, SayDoneForm
from coso.dialogue.models import CONFIRMED, DROPPED, PROMISED, Promise
from coso.dialogue.permissions import READ, RUN
from coso.dialogue.reads import promise_rows
from coso.dialogue.services import promises
from coso.dialogue.words import ANSWERS, PROMISES
from coso.lib import clock
from coso.register.names import unit_names
from coso.register.visibility import may


def _seen(request: Request, permission: str, key: uuid.UUID) -> Promise:
    rows = Promise.objects.visible_to(request.user, permission).select_related("unit", "session", "tally")
    return get_object_or_404(rows, pk=key)


def commitment(request: Request, key: uuid.UUID) -> HttpResponse:
    """A commitment with the answers of those concerned; what an officer can note."""
    row = _seen(request, READ, key)
    works = may(request.user, RUN, row.unit) and not request.past
    sent = request.POST if works and request.method == "POST" else None
    concluding = sent is not None and "kept" in sent
    told = SayDoneForm(None if concluding else sent, promise=row)
    concluded = ConcludeForm(sent if concluding else None, promise=row)
    form: Any = (concluded if concluding else told) if works else None
    done = submitted(
        request,
        form,
        lambda form: _conclude(row, request, form) if concluding else _say_done(row, request, form),
        done=_("Noted."),
        to=reverse("commitment", args=[key]),
    )
    context = {
        "row": promise_rows([row])[0],
        "name": unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code),
        "address": absolute(reverse("confirm", args=[row.mark])),
        "told": told if works and row.state == PROMISED else None,
        "concluded": concluded if works and row.state not in (CONFIRMED, DROPPED) else None,
    }
    return done or render_form(request, "dialogue/commitment.html", context, form)


def _say_done(row: Promise, request: Request, form: SayDoneForm) -> Promise:
    return promises.say_done(promise=row, by=request.user, **form.facts)


def _conclude(row: Promise, request: Request, form: ConcludeForm) -> Promise:
    kept, why = form.cleaned_data["kept"], form.cleaned_data["why"]
    if kept == DROPPED:
        return promises.drop(promise=row, why=why, by=request.user)
    return promises.conclude(promise=row, kept=kept == CONFIRMED, why=why, by=request.user)


# Exempt from the CSRF check on purpose: the token needs a cookie, and this page sets none. Whoever forged such a form
# would say something in the name of nobody.
@csrf_exempt
@login_not_required
@in_language
def confirm(request: HttpRequest, mark: str) -> HttpResponse:
    """What was promised, and how it stands where the reader works."""
    row = get_object_or_404(Promise.objects.select_related("unit", "session", "tally"), mark=mark.upper()[:8])
    context: dict[str, Any] = {
        "promise": row,
        "name": unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code),
        "answers": ANSWERS.values(),
        "settled": "" if row.state in promises.OWED else str(PROMISES[row.state]),
        "wrong": None,
    }
    if request.method == "POST":
        try:
            promises.answer(promise=row, said=request.POST.get("said", "")[:10])
            return public_page("dialogue/confirmed.html", context)
        except RefusedError as wrong:
            context["wrong"] = wrong
    return public_page("dialogue/confirm.html", context, 422 if context["wrong"] else 200)
