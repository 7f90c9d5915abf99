"""Before something is sent or cannot be taken back: what goes, what is missing, and a second press that does it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SURE = "sure"
OWN = frozenset({"csrfmiddlewaretoken", "once", SURE})


@dataclass(frozen=True)
class Deed:
    """What is about to be done, in words: a title, what goes, what is missing, the label of the second press."""

    title: str
    verb: str
    goes: Sequence[str]
    missing: Sequence[str] = ()
    back: str = ""


def ask_first(request: HttpRequest, deed: Deed) -> HttpResponse | None:
    """The page that asks, which carries on what was sent; None once it was pressed there."""
    if SURE in request.POST:
        return None
    carried = [(name, value) for name, values in request.POST.lists() if name not in OWN for value in values]
    return render(request, "web/sure.html", {"asked": deed, "carried": carried})
