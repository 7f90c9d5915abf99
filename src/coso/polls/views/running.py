"""The poll about a subject for those who run it: opening, printing slips, counting paper, closing, the result."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coso.access.forms import day_sent, render_form, submitted
from coso.access.once import done_once
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute
from coso.access.sure import Deed, ask_first
from coso.ballots.models import OPEN
from coso.lib import clock
from coso.lib.codes import bare
from coso.lib.numbers import read_whole
from coso.polls.forms import MeetingForm, PaperForm
from coso.polls.models import Poll
from coso.polls.permissions import RUN
from coso.polls.reads import SMALL, poll_view
from coso.polls.services.counting import count_paper, record_meeting
from coso.polls.services.running import close_poll, open_poll, print_slips, renew_poll, void_slips
from coso.polls.subjects import PollSubject
from coso.register.visibility import may

Kind = type[PollSubject]
USUAL = dt.timedelta(days=14)


def about_poll(request: Request, subject: PollSubject) -> dict[str, Any]:
    """What the pages of a poll show."""
    runs = may(request.user, RUN, subject.unit) and not request.past
    return {"subject": subject, "page": subject.page(request), "view": poll_view(subject), "runs": runs}


def poll(request: Request, about: Kind, key: uuid.UUID) -> HttpResponse:
    """Where a poll stands, and what can be done next."""
    today, subject = clock.today(), about.seen(request.user, about.see, key)
    days = {"today": today, "last": _usual_last_day(subject, today)}
    return render(request, "polls/poll.html", {**about_poll(request, subject), **days})


def _usual_last_day(subject: PollSubject, today: dt.date) -> dt.date:
    """The day that is proposed: two weeks from now, but while answers still count for something."""
    until = subject.until
    return min(today + USUAL, until) if until and until >= today else today + USUAL


def poll_of(subject: PollSubject) -> Poll:
    """The poll about a subject; else 404."""
    return get_object_or_404(Poll.objects.select_related("ballot", "unit"), subject=subject.row.pk)


Asks = Callable[[PollSubject], Deed | None]


def _deed(
    do: Callable[[PollSubject, Request], object], done: Promise, asks: Asks | None = None
) -> Callable[..., HttpResponse]:
    """The page of a deed that takes a POST: it does the deed and leads to the poll. `asks`: what is said before it."""

    @require_POST
    def deed(request: Request, about: Kind, key: uuid.UUID) -> HttpResponse:
        subject = about.seen(request.user, RUN, key)
        before = asks(subject) if asks else None
        if before and (asked := ask_first(request, before)):
            return asked
        try:
            do(subject, request)
            messages.success(request, str(done))
        except RefusedError as wrong:
            messages.error(request, str(wrong))
        return redirect(subject.address("poll"))

    return deed


def _last_day(request: Request) -> dt.date:
    return day_sent(request, "last", missing=_("Say by which day."))


def _before_closing(subject: PollSubject) -> Deed | None:
    """What closing means, and who has signed for nothing yet."""
    view = poll_view(subject)
    if view.ballot is None or view.result:
        return None
    handed = view.handed
    left = view.ballot.voters - handed["slip"] - handed["paper"]
    said = [
        _("Closing is for good: no slip is taken and no paper counted in any more, and the result is shown."),
        _("{slips} members signed for a slip, {papers} for a paper ballot.").format(
            slips=handed["slip"], papers=handed["paper"]
        ),
    ]
    missing = [_("{n} members have signed for nothing yet.").format(n=left)] if left > 0 else []
    if handed["paper"] and not view.papers.exists():
        missing.append(_("No paper ballot has been counted in."))
    return Deed(_("Close the poll"), _("Close it for good"), said, missing, subject.address("poll"))


poll_open = _deed(
    lambda subject, request: open_poll(about=subject, last=_last_day(request), by=request.user),
    gettext_lazy("The poll is open. Print the slips next."),
)
poll_renew = _deed(
    lambda subject, request: renew_poll(poll=poll_of(subject), last=_last_day(request), by=request.user),
    gettext_lazy("The poll is open anew. The old slips are void; print new ones."),
)
poll_close = _deed(
    lambda subject, request: close_poll(poll=poll_of(subject), by=request.user),
    gettext_lazy("The poll is closed."),
    _before_closing,
)
poll_void = _deed(
    lambda subject, request: void_slips(poll=poll_of(subject), why=request.POST.get("why", ""), by=request.user),
    gettext_lazy("Every slip is void; new ones can be printed."),
)


@require_POST
@never_cache
def poll_print(request: Request, about: Kind, key: uuid.UUID) -> HttpResponse:
    """New slips as pages to print and cut: the only time that their codes are seen."""
    subject = about.seen(request.user, RUN, key)
    held = poll_of(subject)
    try:
        codes = print_slips(poll=held, count=read_whole(request.POST.get("count", "")) or 0, by=request.user)
    except RefusedError as wrong:
        messages.error(request, str(wrong))
        return redirect(subject.address("poll"))
    done_once(subject.address("poll"))
    slips = [(code, _square(code)) for code in codes]
    context = {"page": subject.page(request), "poll": held, "slips": slips, "address": absolute(reverse("slip"))}
    return render(request, "polls/slips.html", context)


def _square(code: str) -> str:
    address = absolute(reverse("slip_code", args=[bare(code)]))
    square: str = segno.make(address, error="m").svg_inline(scale=2, border=2, omitsize=True)
    return square


def poll_count(request: Request, about: Kind, key: uuid.UUID) -> HttpResponse:
    """Paper ballots counted in by minutes."""
    subject = about.seen(request.user, RUN, key)
    shown = about_poll(request, subject)
    held = shown["view"].poll
    if held is None or held.ballot.state != OPEN:
        return redirect(subject.address("poll"))
    form = PaperForm(request.POST or None, asked=shown["view"].asked, today=clock.today())
    done = submitted(
        request,
        form,
        lambda sent: count_paper(poll=held, by=request.user, **sent.facts),
        done=_("The paper ballots are counted in."),
        to=subject.address("poll"),
    )
    return done or render_form(request, "polls/paper.html", {**shown, "form": form}, form)


def poll_meeting(request: Request, about: Kind, key: uuid.UUID) -> HttpResponse:
    """A recorded meeting in place of a poll."""
    subject = about.seen(request.user, RUN, key)
    shown = about_poll(request, subject)
    if shown["view"].state != SMALL:
        return redirect(subject.address("poll"))
    form = MeetingForm(request.POST or None, asked=shown["view"].asked, today=clock.today())
    done = submitted(
        request,
        form,
        lambda sent: record_meeting(about=subject, by=request.user, **sent.facts),
        done=_("The meeting is recorded."),
        to=subject.address("poll"),
    )
    return done or render_form(request, "polls/meeting.html", {**shown, "form": form}, form)
