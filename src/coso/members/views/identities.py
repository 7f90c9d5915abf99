"""Settling whose a number is: what waits, one case at a time, and what a union asked."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coso.access.forms import render_form, submitted
from coso.access.journal import Act
from coso.access.requests import Request
from coso.lib import clock
from coso.lists.pages import show
from coso.members.forms_moves import DOUBLE, KEEP, ClashForm, MatchForm
from coso.members.identity_reads import cases_seen, covers_all, sharing, sides_of
from coso.members.listings import asked_list, cases_list
from coso.members.reads import standing, where
from coso.members.services.settling import SETTLE, answer_match, end_double, keep_both, mend_number
from coso.register.models import NumberMatch, Person, Unit
from coso.register.visibility import Reach, may, reach


def identities(request: Request, key: uuid.UUID | None = None) -> HttpResponse:
    """What waits in the reader's branches, or in those of one unit."""
    seen = reach(request.user, SETTLE)
    if not seen.paths:
        raise Http404
    unit = get_object_or_404(Unit.objects.visible_to(request.user, SETTLE), pk=key) if key else None
    cases = cases_seen(Reach((unit.path,)) if unit else seen)
    return show(request, cases_list(cases), "members/identities.html", **where(unit, clock.today()))


def clash(request: Request, code: str) -> HttpResponse:
    """Records that share a number, side by side, and how they are settled."""
    row = get_object_or_404(Person.objects.visible_to(request.user, SETTLE), code=code)
    people = sharing(row)
    paths = tuple(each.home.path if each.home else None for each in people)
    if len(people) < 2 or not covers_all(reach(request.user, SETTLE), paths):
        raise Http404
    form = ClashForm(request.POST or None, people=people)
    done = submitted(
        request,
        form,
        lambda sent: _settle(request, row, people, sent.cleaned_data),
        done=_("Settled. The journal keeps why."),
        to="identities",
    )
    if done:
        return done
    sides = sides_of([each.pk for each in people])
    context = {**where(None, clock.today()), "form": form, "sides": [sides[each.pk] for each in people], "person": row}
    return render_form(request, "members/clash.html", context, form)


def _settle(request: Request, row: Person, people: list[Person], said: dict[str, Any]) -> Act:
    why: dict[str, Any] = {"reason": said["reason"], "by": request.user}
    if said["how"] == KEEP:
        return keep_both(person=row, **why)
    person = next(each for each in people if each.code == said["which"])
    if said["how"] == DOUBLE:
        keep = next(each for each in people if each.pk != person.pk)
        return end_double(person=person, keep=keep, day=said["day"], **why)
    return mend_number(person=person, values=said["number"], **why)


def match(request: Request, key: uuid.UUID) -> HttpResponse:
    """A number that a union typed and that is on record: what was typed beside the record, and the answer."""
    rows = NumberMatch.objects.visible_to(request.user, SETTLE).filter(asked=True)
    row = get_object_or_404(rows.select_related("unit", "person__home"), pk=key)
    home = row.person.home
    if not covers_all(reach(request.user, SETTLE), (row.unit.path, home.path if home else None)):
        raise Http404
    form = MatchForm(request.POST or None)
    done = submitted(
        request,
        form,
        lambda sent: answer_match(match=row, by=request.user, **sent.cleaned_data),
        done=_("Answered. The union reads it among what it asked."),
        to="identities",
    )
    if done:
        return done
    side = sides_of([row.person_id])[row.person_id]
    names = standing([row.unit_id], clock.today()).get(row.unit_id, ("", ""))
    context = {**where(row.unit, clock.today()), "form": form, "match": row, "side": side, "names": names}
    return render_form(request, "members/match.html", context, form)


def asked(request: Request) -> HttpResponse:
    """What the reader's union typed and left to the union above, and the answers."""
    if not may(request.user, "people.change"):
        raise Http404
    return show(request, asked_list(request.user), "members/asked.html")
