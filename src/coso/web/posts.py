"""Whoever holds no post any more is refused from that day on, on every page, with a page that says why."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coso.access.models import Account
from coso.lib import clock
from coso.register.models import Appointment
from coso.register.visibility import posts_of

Answer = Callable[[HttpRequest], HttpResponse]
OPEN = {"account_logout", "set_language"}


class PostMiddleware:
    """Pages behind the sign-in are for those with a post of today, and for who runs the machine.

    The posts of today are those that sight asks for anyway, once a request; nothing is written.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """403 with the reason for an account without a post; nothing for everybody else and for public pages."""
        user = request.user
        if not isinstance(user, Account) or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in OPEN or user.runs_machine or posts_of(user):
            return None
        return render(request, "web/no_post.html", _why(user), status=403)


def _why(user: Account) -> dict[str, Any]:
    """The last post of an account, and the next one if one is to come."""
    today = clock.today()
    held = Appointment.objects.filter(person__user=user.pk)
    return {
        "last": held.filter(end__lte=today).order_by("-end").first(),
        "next": held.filter(start__gt=today).order_by("start").first(),
    }
