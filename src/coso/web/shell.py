"""What every desk page shows around its own matter."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account
from coso.access.pages import MenuEntry, menu
from coso.register.visibility import may, posts_of

HOME = MenuEntry("home", "checklist", _("To do"), "", 10)
MACHINE = MenuEntry("machine", "settings", _("The machine"), "", 90)


def _open_to(user: Account, entry: MenuEntry) -> bool:
    if entry is MACHINE:
        return user.runs_machine
    return not entry.permission or may(user, entry.permission)


def _section(request: HttpRequest, entries: list[MenuEntry]) -> str:
    """The entry of the menu under which the page stands: the one whose address begins its own."""
    others = [entry.key for entry in entries if entry is not HOME]
    inside = [key for key in others if request.path.startswith(reverse(key))]
    return inside[0] if inside else HOME.key if request.path == reverse(HOME.key) else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu of this user, the day, the demo banner: worked out once a request, for every card on its page."""
    user = getattr(request, "user", None)
    known: tuple[Any, dict[str, Any]] | None = vars(request).get("shell")
    if known is None or known[0] != user:
        known = vars(request)["shell"] = (user, _shell(request, user))
    return known[1]


def _shell(request: HttpRequest, user: Any) -> dict[str, Any]:
    active = isinstance(user, Account) and (user.runs_machine or posts_of(user))
    entries = [
        entry for entry in (HOME, *menu(), MACHINE) if active and isinstance(user, Account) and _open_to(user, entry)
    ]
    return {
        "menu": entries,
        "place": getattr(request.resolver_match, "url_name", None),
        "section": _section(request, entries),
        "sees_journal": bool(active) and isinstance(user, Account) and may(user, "journal.see"),
        "demo": settings.DEMO,
        "day": getattr(request, "day", None),
        "past": getattr(request, "past", False),
    }
