"""Before something is sent or cannot be taken back: what goes, what is missing, and a second press that does it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SURE, TOLD = "sure", "told"
OWN = frozenset({"csrfmiddlewaretoken", "once", SURE, TOLD})


@dataclass(frozen=True)
class Deed:
    """What is about to be done, in words: a title, what goes, what is missing, the label of the second press."""

    title: str
    verb: str
    goes: Sequence[str]
    missing: Sequence[str] = ()
    back: str = ""

    @property
    def mark(self) -> str:
        """Stands for exactly what is told: a page that was read before something changed has another one."""
        return hashlib.sha256("\n".join((self.title, *self.goes, "", *self.missing)).encode()).hexdigest()


def ask_first(request: HttpRequest, deed: Deed) -> HttpResponse | None:
    """The page that asks, which carries on what was sent; None once it was pressed there and still tells the same."""
    changed = request.POST.get(TOLD, deed.mark) != deed.mark
    if SURE in request.POST and not changed:
        return None
    carried = [(name, value) for name, values in request.POST.lists() if name not in OWN for value in values]
    return render(request, "web/sure.html", {"asked": deed, "carried": carried, "changed": changed})
