"""What every desk page shows around its own matter."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account
from coso.register.sight import may, posts_of


@dataclass(frozen=True)
class Entry:
    """An entry of the main menu, shown to whoever has the permission, or runs the machine (MACHINE)."""

    name: str
    icon: str
    text: str | Promise
    permission: str


MACHINE = "machine"


MENU = (
    Entry("home", "checklist", _("To do"), ""),
    Entry("units", "sitemap", _("Organisation"), "units.see"),
    Entry("members", "users", _("Members"), "people.see"),
    Entry("grading", "clipboard-check", _("Grading"), "evaluation.see"),
    Entry("machine", "settings", _("The machine"), MACHINE),
)


def _open_to(user: Account, entry: Entry) -> bool:
    if entry.permission == MACHINE:
        return user.runs_machine
    return not entry.permission or may(user, entry.permission)


def _section(request: HttpRequest, entries: list[Entry]) -> str:
    """The entry of the menu under which the page stands: the one whose address begins its own."""
    home, *others = MENU
    inside = [entry.name for entry in others if entry in entries and request.path.startswith(reverse(entry.name))]
    return inside[0] if inside else home.name if request.path == reverse(home.name) else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu of this user, the day, the demo banner."""
    user = getattr(request, "user", None)
    active = isinstance(user, Account) and (user.runs_machine or posts_of(user))
    entries = [entry for entry in MENU if active and isinstance(user, Account) and _open_to(user, entry)]
    return {
        "menu": entries,
        "place": getattr(request.resolver_match, "url_name", None),
        "section": _section(request, entries),
        "demo": settings.DEMO,
        "day": getattr(request, "day", None),
        "past": getattr(request, "past", False),
    }
