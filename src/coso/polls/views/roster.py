"""The roster of a poll: who signed for a slip or for a paper ballot, and the list on which they sign."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coso.access.refusals import RefusedError
from coso.access.requests import Request, keys_in
from coso.ballots.models import HANDED, Ballot
from coso.ballots.reads import handed_to, roster
from coso.polls.permissions import RUN
from coso.polls.services.running import mark_handed
from coso.polls.subjects import PollSubject
from coso.polls.views.running import Kind, about_poll, poll_of
from coso.register.models import Person, Unit
from coso.register.names import unit_names
from coso.register.querysets import PersonQuerySet

PAGE = 100
GROUP, LEFT = "to", "chua"


def poll_roster(request: Request, about: Kind, key: uuid.UUID) -> HttpResponse:
    """The members of the first day with what they signed for; marks of many at once."""
    subject = about.seen(request.user, RUN, key)
    shown = about_poll(request, subject)
    ballot = shown["view"].ballot
    if ballot is None:
        return redirect(subject.address("poll"))
    if request.method == "POST":
        return _mark(request, subject)
    page = Paginator(_filtered(ballot, request.GET), PAGE).get_page(request.GET.get("trang"))
    context = {**shown, "people": page, "rows": _rows(request, ballot, list(page.object_list))}
    context |= {"groups": _groups(request, ballot), "group": request.GET.get(GROUP, ""), "left": LEFT in request.GET}
    return render(request, "polls/roster.html", context)


def _filtered(ballot: Ballot, asked: QueryDict) -> PersonQuerySet:
    people = roster(ballot, left_only=LEFT in asked)
    return people.filter(home__code=asked[GROUP]) if asked.get(GROUP) else people


def _rows(request: Request, ballot: Ballot, people: list[Person]) -> list[tuple[Person, str, str]]:
    """Each with the name of the group and what was signed for."""
    handed = handed_to(ballot, [person.id for person in people])
    names = unit_names({person.home_id for person in people}, request.day)
    return [(person, names.get(person.home_id, ""), handed.get(person.id, "")) for person in people]


def _groups(request: Request, ballot: Ballot) -> list[tuple[str, str]]:
    """The groups that members of the roster are in, by name: (code, name)."""
    homes = roster(ballot).order_by().exclude(home=None).values("home")
    codes = Unit.objects.filter(pk__in=homes).values_list("pk", "code")
    names = unit_names([key for key, _code in codes], request.day)
    return sorted(((code, names.get(key, code)) for key, code in codes), key=lambda each: each[1])


def _mark(request: Request, subject: PollSubject) -> HttpResponse:
    poll, asked, handed = poll_of(subject), request.POST, request.POST.get("handed", "")
    if "all" in asked:
        people = set(_filtered(poll.ballot, asked).values_list("id", flat=True))
    else:
        people = set(keys_in(request, "who"))
    try:
        if handed not in HANDED or not people:
            raise RefusedError(_("Tick at least one member."))
        n = mark_handed(poll=poll, people=people, handed=handed, by=request.user)
        messages.success(request, ngettext("Noted for {n} member.", "Noted for {n} members.", n).format(n=n))
    except RefusedError as wrong:
        messages.error(request, str(wrong))
    kept = {name: asked[name] for name in (GROUP, LEFT, "trang") if asked.get(name)}
    return redirect(f"{subject.address('poll_roster')}?{urlencode(kept)}")


@require_safe
def poll_sign_list(request: Request, about: Kind, key: uuid.UUID) -> HttpResponse:
    """The list on which members sign for a slip or a paper ballot, to be printed."""
    subject = about.seen(request.user, RUN, key)
    shown = about_poll(request, subject)
    ballot = shown["view"].ballot
    if ballot is None:
        return redirect(subject.address("poll"))
    rows = _rows(request, ballot, list(_filtered(ballot, request.GET)))
    return render(request, "polls/sign_list.html", {**shown, "ballot": ballot, "rows": rows})
