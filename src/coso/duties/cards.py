"""What home says about duties: late desks and unled unions to a leader, the own portfolio to an officer."""

from collections.abc import Mapping
from typing import Any

from coso.access.models import Account
from coso.access.pages import Card
from coso.access.requests import Request
from coso.duties.standing import in_care, late_desks, unled
from coso.lib import clock
from coso.register.permissions import FIRST
from coso.register.visibility import holds


def _desks(request: Request, user: Account) -> Mapping[str, Any] | None:
    """The desks that are late, for who leads the province."""
    return {"rows": late_desks(user, clock.today())} if holds(user, FIRST) else None


def _unled(request: Request, user: Account) -> Mapping[str, Any] | None:
    """The unions that need a chair, for who leads the province."""
    return {"rows": unled(user, clock.today())} if holds(user, FIRST) else None


def _care(request: Request, user: Account) -> Mapping[str, Any] | None:
    """The unions in one's care that wait for something."""
    n, rows = in_care(user, clock.today())
    return {"n": n, "rows": rows} if n else None


CARDS = [
    Card("duties.care", "home_top", 20, "duties/care.html", _care),
    Card("duties.desks", "home_side", 10, "duties/desks.html", _desks),
    Card("duties.unled", "home_side", 20, "duties/unled.html", _unled),
]
