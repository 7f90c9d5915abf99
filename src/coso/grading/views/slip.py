"""What a member sees without signing in: the slip's page, the thanks, the result of one's own union.

These pages are drawn without the request: no session is read, no cookie set, and no name of who is signed in reaches
them. Nothing is logged of an address, since a slip's QR carries its code there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from coso.access.refusals import RefusedError
from coso.ballots.models import Ballot
from coso.ballots.services.voting import Found, find_slip, vote
from coso.grading.models import Poll, Sheet
from coso.grading.poll.questions import question_sets
from coso.grading.poll.reads import least_answers, poll_view
from coso.grading.reads import sheet_view
from coso.lib import clock
from coso.register.names import unit_names
from coso.rubrics.words import words

View = Callable[..., HttpResponse]


def _in_language(view: View) -> View:
    """The language that the address or the form names: a cookie would have to be set for it otherwise."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        asked = request.POST.get("tieng") or request.GET.get("tieng") or ""
        language = asked if asked in ("vi", "en") else translation.get_language() or "vi"
        with translation.override(language):
            response = view(request, *args, **options)
        response.headers["Content-Language"] = language
        return response

    return shown


def _page(name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = HttpResponse(render_to_string(f"grading/poll/{name}", context), status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    # Django logs the address of every refusal unless the response says that this was done.
    vars(response)["_has_been_logged"] = True
    return response


def _ask(code: str = "", wrong: RefusedError | None = None, status: int = 422) -> HttpResponse:
    return _page("ask.html", {"code": code, "wrong": wrong}, status if wrong else 200)


def _about(sheet: Sheet) -> dict[str, Any]:
    name = unit_names([sheet.unit_id], clock.today()).get(sheet.unit_id, sheet.unit.code)
    return {"sheet": sheet, "name": name, "year": sheet.round.year, "published": _newest_published(sheet)}


def _newest_published(sheet: Sheet) -> Sheet | None:
    found = Sheet.objects.filter(unit=sheet.unit_id, published__isnull=False, step="done").select_related(
        "unit", "round"
    )
    return found.order_by("-round__year").first()


def _poll_of(ballot: Ballot) -> Poll:
    return get_object_or_404(Poll.objects.select_related("sheet__unit", "sheet__round__rubric"), ballot=ballot)


def _questions(found: Found, said: dict[str, str], wrong: RefusedError | None = None) -> HttpResponse:
    poll = _poll_of(found.ballot)
    asked = question_sets()[poll.questions]
    missing = {reason.field for reason in wrong.reasons} if wrong else set()
    rows = [(question, said.get(question.key, ""), question.key in missing) for question in asked.questions]
    context = {**_about(poll.sheet), "ballot": found.ballot, "code": found.code, "asked": asked, "rows": rows}
    context["least"] = least_answers(found.ballot.last)
    return _page("questions.html", {**context, "wrong": wrong}, 422 if wrong else 200)


def _offer(code: str, status: int = 422) -> HttpResponse:
    try:
        return _questions(find_slip(code=code), {})
    except RefusedError as wrong:
        return _ask(code, wrong, status)


# Exempt from the CSRF check on purpose, here and below: the token needs a cookie, and these pages set none. What gives
# the right to answer is the code of a slip in the body; whoever could forge the request would have to know the code.
@csrf_exempt
@login_not_required
@_in_language
def slip(request: HttpRequest) -> HttpResponse:
    """Asks for the code of a slip; a good one leads to the questions."""
    return _offer(request.POST.get("code", "")[:40]) if request.method == "POST" else _ask()


@login_not_required
@require_safe
@_in_language
def slip_code(request: HttpRequest, code: str) -> HttpResponse:
    """The questions, reached by a slip's QR."""
    return _offer(code[:40], 404)


@csrf_exempt
@login_not_required
@require_POST
@_in_language
def slip_answer(request: HttpRequest) -> HttpResponse:
    """Takes the answers of a slip and thanks."""
    code = request.POST.get("code", "")[:40]
    said = {name.removeprefix("q-"): str(value) for name, value in request.POST.items() if name.startswith("q-")}
    try:
        ballot = vote(code=code, answers=said)
    except RefusedError as wrong:
        return _again(code, said, wrong)
    return _page("thanks.html", {**_about(_poll_of(ballot).sheet), "ballot": ballot})


def _again(code: str, said: dict[str, str], wrong: RefusedError) -> HttpResponse:
    """The questions again with what was chosen, if the slip is still good; else what is wrong with it."""
    try:
        return _questions(find_slip(code=code), said, wrong)
    except RefusedError as refused:
        return _ask(code, refused)


@login_not_required
@require_safe
@_in_language
def public_result(_request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The result of a union for its notice board, once published; before that, and for any other code, alike 404."""
    found = Sheet.objects.filter(unit__code=code, round__year=year, step="done", published__isnull=False)
    sheet = found.select_related("unit", "round__rubric").first()
    if sheet is None:
        return _page("no_result.html", {"year": year, "name": ""}, 404)
    view = sheet_view(sheet)
    counted = [each for each in view.lines if each.line.appraised is not None and each.rule.max and not each.bonus]
    ranked = sorted(counted, key=lambda each: (-(each.line.appraised or 0) / each.rule.max, each.line.n))
    weak = [each for each in reversed(ranked) if (each.line.appraised or 0) < each.rule.max]
    level = words(view.grammar.band(sheet.grade))
    context = {"view": view, "level": level, "strong": ranked[:3], "weak": weak[:3], "found": poll_view(sheet)}
    return _page("result.html", {**_about(sheet), **context, "notice": words(view.grammar, "notice")})
