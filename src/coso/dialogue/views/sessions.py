"""Dialogues of a union: the list, a new one, its page with the step that comes next."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coso.access.forms import render_form, submitted
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.dialogue import forms
from coso.dialogue.listings import session_list
from coso.dialogue.models import CALLED, HELD, PREPARING, SIGNED, Item, Session
from coso.dialogue.permissions import READ, RUN
from coso.dialogue.services import agenda, sessions
from coso.dialogue.words import CASES, KINDS, OUTCOMES, SIDES, STATES, TONES
from coso.lib import clock
from coso.lists.pages import show
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.querysets import branches
from coso.register.reads import find_units
from coso.register.visibility import may, reach
from coso.triage.terms import TOPICS

FEW = 40


@dataclass(frozen=True)
class Step:
    """A step that a session can take: its form, what does it, what is said before and after, from which states."""

    form: type[forms.StepForm]
    do: Callable[..., Session]
    title: Promise
    done: Promise
    states: tuple[str, ...]


STEPS = {
    "call": Step(
        forms.CallForm,
        sessions.call,
        gettext_lazy("The invitation went out"),
        gettext_lazy("Noted: the invitation went out."),
        (PREPARING,),
    ),
    "hold": Step(
        forms.HoldForm,
        sessions.hold,
        gettext_lazy("It was held"),
        gettext_lazy("Noted: it was held. Have the minutes signed next."),
        (PREPARING, CALLED),
    ),
    "sign": Step(
        forms.SignForm,
        sessions.sign,
        gettext_lazy("The minutes are signed"),
        gettext_lazy("Noted: the minutes are signed."),
        (HELD,),
    ),
    "publish": Step(
        forms.PublishForm,
        sessions.publish,
        gettext_lazy("The employer posted the main contents"),
        gettext_lazy("Noted: it is published."),
        (SIGNED,),
    ),
    "fail": Step(
        forms.FailForm,
        sessions.fail,
        gettext_lazy("It does not come about"),
        gettext_lazy("Noted: it did not come about."),
        (PREPARING, CALLED),
    ),
}


def dialogues(request: Request) -> HttpResponse:
    """The dialogues and conferences that the reader may see, the newest first."""
    if not may(request.user, READ):
        raise Http404
    rows = Session.objects.visible_to(request.user, READ)
    if code := request.GET.get("dv", ""):
        unit = get_object_or_404(Unit.objects.visible_to(request.user, READ), code=code)
        rows = rows.filter(branches("unit__path", [unit.path]))
    return show(request, session_list(rows), "dialogue/list.html", may_run=may(request.user, RUN))


def own_base(request: Request) -> Unit | None:
    """The one union for which the reader works, if it is one."""
    paths = reach(request.user, RUN).paths
    if len(paths) != 1:
        return None
    own = UnitVersion.objects.on(clock.today()).select_related("unit").filter(unit__path=paths[0], kind=BASE).first()
    return own.unit if own else None


def dialogue_new(request: Request) -> HttpResponse:
    """A new dialogue: of the reader's only union at once, else the union is chosen by name."""
    if not may(request.user, RUN) or request.past:
        raise Http404
    seen = Unit.objects.visible_to(request.user, RUN)
    code = request.GET.get("dv", "")
    unit = get_object_or_404(seen, code=code) if code else own_base(request)
    if unit is None:
        words = request.GET.get("q", "")[:100].replace("\0", "").strip()
        found = find_units(seen, words, clock.today(), limit=FEW) if words else []
        return render(request, "dialogue/where.html", {"words": words, "found": [each for each in found if each.now]})
    return _prepare(request, unit)


def _prepare(request: Request, unit: Unit) -> HttpResponse:
    form = forms.PrepareForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: sessions.prepare(unit=unit, by=request.user, **sent.cleaned_data),
        done=_("Begun. Put the points on the agenda next."),
        to=lambda made: reverse("dialogue", args=[made.pk]),
    )
    name = unit_names([unit.pk], clock.today()).get(unit.pk, unit.code)
    return done or render_form(request, "dialogue/new.html", {"form": form, "name": name}, form)


def _seen(request: Request, permission: str, key: uuid.UUID) -> Session:
    return get_object_or_404(Session.objects.visible_to(request.user, permission).select_related("unit"), pk=key)


def _page(
    request: Request, row: Session, step: str = "", sent: forms.StepForm | None = None, item: Any = None
) -> HttpResponse:
    works = may(request.user, RUN, row.unit) and not request.past
    steps = [
        (key, each.title, sent if key == step and sent else each.form(session=row))
        for key, each in STEPS.items()
        if works and row.state in each.states
    ]
    context = {
        "session": row,
        "name": unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code),
        "kind": KINDS[row.kind],
        "cause": CASES.get(row.cause),
        "state": (str(STATES[row.state]), TONES[row.state]),
        "items": [
            (each, SIDES[each.side], TOPICS.get(each.topic, ""), OUTCOMES[each.outcome])
            for each in agenda.items_of(row)
        ],
        "steps": steps,
        "step": step,
        "may_add": works and row.state in (PREPARING, CALLED),
        "item_form": item or forms.ItemForm(),
    }
    return render_form(request, "dialogue/session.html", context, sent, item)


def dialogue(request: Request, key: uuid.UUID) -> HttpResponse:
    """A dialogue: its agenda, where it stands, the step that comes next."""
    return _page(request, _seen(request, READ, key))


@require_POST
def dialogue_step(request: Request, key: uuid.UUID, step: str) -> HttpResponse:
    """Takes a step of a session as it was seen."""
    row = _seen(request, RUN, key)
    if step not in STEPS or request.past:
        raise Http404
    taken = STEPS[step]
    form = taken.form(request.POST, session=row)
    done = submitted(
        request,
        form,
        lambda sent: taken.do(session=row, by=request.user, **sent.facts),
        done=str(taken.done),
        to=reverse("dialogue", args=[key]),
    )
    return done or _page(request, row, step, form)


@require_POST
def dialogue_item(request: Request, key: uuid.UUID) -> HttpResponse:
    """Puts a point on the agenda."""
    row = _seen(request, RUN, key)
    form = forms.ItemForm(request.POST)
    done = submitted(
        request,
        form,
        lambda sent: agenda.add_item(session=row, by=request.user, **sent.cleaned_data),
        done=_("It is on the agenda."),
        to=reverse("dialogue", args=[key]),
    )
    return done or _page(request, row, item=form)


@require_POST
def dialogue_item_remove(request: Request, key: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Takes a point off the agenda."""
    row = _seen(request, RUN, key)
    found = get_object_or_404(Item.objects.filter(session=row).select_related("session"), pk=item)
    try:
        agenda.remove_item(item=found, by=request.user)
        messages.success(request, _("It is off the agenda."))
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    return redirect("dialogue", key)
