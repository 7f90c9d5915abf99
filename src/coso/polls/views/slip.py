"""What a member sees without signing in: the slip's page and the thanks.

These are pages for the public (`coso.access.public_pages`): no session, no cookie, no name of who is signed in. Nothing
is logged of an address, since a slip's QR carries its code there.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from coso.access.public_pages import in_language, public_page
from coso.access.refusals import RefusedError
from coso.ballots.models import Ballot
from coso.ballots.services.voting import Found, find_slip, vote
from coso.lib import clock
from coso.polls.models import Poll
from coso.polls.services.running import least_answers
from coso.polls.subjects import questions_of, subject_of
from coso.register.names import unit_names


def _ask(code: str = "", wrong: RefusedError | None = None, status: int = 422) -> HttpResponse:
    return public_page("polls/ask.html", {"code": code, "wrong": wrong}, status if wrong else 200)


def _poll_of(ballot: Ballot) -> Poll:
    return get_object_or_404(Poll.objects.select_related("unit"), ballot=ballot)


def _about(poll: Poll, ballot: Ballot) -> dict[str, Any]:
    name = unit_names([poll.unit_id], clock.today()).get(poll.unit_id, poll.unit.code)
    return {"name": name, "year": poll.year, "ballot": ballot, "read_on": subject_of(poll).read_on()}


def _questions(found: Found, said: dict[str, str], wrong: RefusedError | None = None) -> HttpResponse:
    poll = _poll_of(found.ballot)
    asked = questions_of(poll)
    missing = {reason.field for reason in wrong.reasons} if wrong else set()
    rows = [(question, said.get(question.key, ""), question.key in missing) for question in asked.questions]
    context = {**_about(poll, found.ballot), "code": found.code, "asked": asked, "rows": rows}
    context["least"] = least_answers(found.ballot.last)
    return public_page("polls/questions.html", {**context, "wrong": wrong}, 422 if wrong else 200)


def _offer(code: str, status: int = 422) -> HttpResponse:
    try:
        return _questions(find_slip(code=code), {})
    except RefusedError as wrong:
        return _ask(code, wrong, status)


# Exempt from the CSRF check on purpose, here and below: the token needs a cookie, and these pages set none. What gives
# the right to answer is the code of a slip in the body; whoever could forge the request would have to know the code.
@csrf_exempt
@login_not_required
@in_language
def slip(request: HttpRequest) -> HttpResponse:
    """Asks for the code of a slip; a good one leads to the questions."""
    return _offer(request.POST.get("code", "")[:40]) if request.method == "POST" else _ask()


@login_not_required
@require_safe
@in_language
def slip_code(request: HttpRequest, code: str) -> HttpResponse:
    """The questions, reached by a slip's QR."""
    return _offer(code[:40], 404)


@csrf_exempt
@login_not_required
@require_POST
@in_language
def slip_answer(request: HttpRequest) -> HttpResponse:
    """Takes the answers of a slip and thanks."""
    code = request.POST.get("code", "")[:40]
    said = {name.removeprefix("q-"): str(value) for name, value in request.POST.items() if name.startswith("q-")}
    try:
        ballot = vote(code=code, answers=said)
    except RefusedError as wrong:
        return _again(code, said, wrong)
    return public_page("polls/thanks.html", _about(_poll_of(ballot), ballot))


def _again(code: str, said: dict[str, str], wrong: RefusedError) -> HttpResponse:
    """The questions again with what was chosen, if the slip is still good; else what is wrong with it."""
    try:
        return _questions(find_slip(code=code), said, wrong)
    except RefusedError as refused:
        return _ask(code, refused)
