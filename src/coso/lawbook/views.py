"""The law for everybody: its numbers, and its functions to be asked, without signing in and without a script."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coso.access.public_pages import in_language, public_page
from coso.law.answering import Given, Said, WrongInputError
from coso.law.arguments import Argument
from coso.law.functions import FUNCTIONS, Function
from coso.lawbook.results import result
from coso.lawbook.rows import TOPICS, found, status
from coso.lawbook.slip import OVERTIME, slip
from coso.lawbook.wording import sentence
from coso.lib import clock
from coso.lib.dates import read_day, show_day
from coso.lib.numbers import read_whole

PER_PAGE = 40
_LONGEST = 100
_EMPTY: dict[str, Any] = {"page": None, "rest": "", "asked": "", "topic": "", "topics": []}


@login_not_required
@require_safe
@in_language
def law(request: HttpRequest) -> HttpResponse:
    """The functions, and the numbers of a topic or those in which the words asked for stand."""
    asked, topic = request.GET.get("q", "")[:_LONGEST].replace("\x00", ""), request.GET.get("nhom", "")
    topic = topic if topic in TOPICS else ""
    rows = found(clock.today(), topic, asked) if asked or topic else []
    page = Paginator(rows, PER_PAGE).get_page(read_whole(request.GET.get("trang", "1")) or 1)
    context = {
        "functions": _functions(),
        "topics": [(key, _(title), key == topic) for key, title in TOPICS.items()],
        "asked": asked,
        "topic": topic,
        "title": _(TOPICS[topic]) if topic else "",
        "page": page,
        "rest": urlencode({"q": asked, "nhom": topic}),
    }
    return public_page("lawbook/law.html", context)


@login_not_required
@require_safe
@in_language
def law_function(request: HttpRequest, name: str) -> HttpResponse:
    """The form of a function, and its answer once something is asked."""
    held = FUNCTIONS.get(name)
    if held is None:
        return public_page("lawbook/law.html", _EMPTY | {"functions": _functions()}, 404)
    given = {each.name: request.GET.get(each.name, "")[:_LONGEST].replace("\x00", "") for each in held.asked}
    context = {
        "name": name,
        "title": _(held.title),
        "today": show_day(clock.today()),
        "fields": [_field(each, given[each.name]) for each in held.asked],
    }
    context |= {"rest": urlencode({key: text for key, text in given.items() if text})}
    context |= slip(given["on"]) if name == OVERTIME else {}
    return public_page("lawbook/function.html", context | _said(held, given))


def _functions() -> list[tuple[str, str]]:
    return [(each.name, _(each.title)) for each in FUNCTIONS.values()]


def _field(asked: Argument, text: str) -> dict[str, Any]:
    return {
        "name": asked.name,
        "label": _(asked.label),
        "kind": asked.kind,
        "needed": asked.default is None,
        "value": _day(text) if asked.kind == "day" else text or asked.default or "",
        "choices": [(each.name, _(each.label)) for each in asked.choices],
    }


def _day(text: str) -> str:
    found = read_day(text)
    return show_day(found) if found else text


def _said(held: Function, given: dict[str, str]) -> dict[str, Any]:
    """The answer in words; nothing before something is asked."""
    if not any(given.values()):
        return {}
    try:
        answer = held.ask(given, clock.today())
    except WrongInputError as wrong:
        return {"wrong": sentence(_labelled(held, wrong.said))}
    return {
        "result": result(held.name, answer),
        "steps": [sentence(step) for step in answer.steps],
        "source": answer.source,
        "status": status(answer.status),
    }


def _labelled(held: Function, said: Said) -> Said:
    """What is wrong, with the label of the field in place of its name."""
    labels: dict[Given, str] = {each.name: _(each.label) for each in held.asked}
    name = said.places.get("name")
    return replace(said, places={**said.places, "name": labels.get(name, name)}) if name else said
