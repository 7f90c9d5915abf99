"""Dialogues of a union: the list, a new one, its page with the step that comes next."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.dialogue import forms
from coso.dialogue.clocks import is_good, post_by
from coso.dialogue.heard import topics_heard
from coso.dialogue.listings import session_list
from coso.dialogue.models import CALLED, HELD, PREPARING, SIGNED, Session
from coso.dialogue.permissions import READ, RUN
from coso.dialogue.reads import item_rows, promises_before
from coso.dialogue.services import sessions
from coso.dialogue.words import CASES, KINDS, STATES, TONES
from coso.lib import clock
from coso.lists.pages import show
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.querysets import branches
from coso.register.reads import find_units
from coso.register.visibility import may, reach

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


def seen_session(request: Request, permission: str, key: uuid.UUID) -> Session:
    """A session that the reader may see with a permission; else 404."""
    return get_object_or_404(Session.objects.visible_to(request.user, permission).select_related("unit"), pk=key)


def session_page(
    request: Request, row: Session, item: forms.ItemForm | None = None, sent: Mapping[str, Any] = MappingProxyType({})
) -> HttpResponse:
    """The page of a session; `sent` are forms that came back with errors, by the name of their block."""
    works = may(request.user, RUN, row.unit) and not request.past
    adds = works and row.state in (PREPARING, CALLED)
    records = works and row.state == HELD
    groups = groups_of(row.unit) if records else []
    points = [
        (
            each,
            sent.get(f"i{each.item.n}") or (forms.RecordForm(item=each.item) if records else None),
            sent.get(f"c{each.item.n}") or (forms.PointForm(item=each.item) if adds else None),
            sent.get(f"p{each.item.n}") or (forms.PromiseForm(item=each.item, groups=groups) if records else None),
        )
        for each in item_rows(row)
    ]
    context = {
        "session": row,
        "name": unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code),
        "kind": KINDS[row.kind],
        "cause": CASES.get(row.cause),
        "state": (str(STATES[row.state]), TONES[row.state]),
        "points": points,
        "good": is_good(row),
        "post_by": post_by(row.held) if row.held and not row.published else None,
        "before": promises_before(row),
        "steps": _steps(row, sent) if works else [],
        "works": works,
        "may_add": adds,
        "heard": topics_heard(row, request.user) if adds else [],
        "item_form": item or forms.ItemForm(),
        "sent": sent,
    }
    return render_form(request, "dialogue/session.html", context, item, *sent.values())


def _steps(row: Session, sent: Mapping[str, Any]) -> list[tuple[str, Promise, Any]]:
    able = [(key, each) for key, each in STEPS.items() if row.state in each.states]
    return [(key, each.title, sent.get(key) or each.form(session=row)) for key, each in able]


def groups_of(unit: Unit) -> list[tuple[str, str]]:
    """Codes and names of the groups of a union."""
    rows = UnitVersion.objects.on(clock.today()).filter(branches("unit__path", [unit.path]), kind="group")
    return list(rows.order_by("name_key").values_list("unit__code", "name"))


def dialogue(request: Request, key: uuid.UUID) -> HttpResponse:
    """A dialogue: its agenda, where it stands, the step that comes next."""
    return session_page(request, seen_session(request, READ, key))


@require_POST
def dialogue_step(request: Request, key: uuid.UUID, step: str) -> HttpResponse:
    """Takes a step of a session as it was seen."""
    row = seen_session(request, RUN, key)
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
    return done or session_page(request, row, sent={step: form})
