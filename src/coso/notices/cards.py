"""What home offers: the notices that wait for the reader's word, at the top, to be read and confirmed there."""

from collections.abc import Mapping
from typing import Any

from coso.access.models import Account
from coso.access.pages import Card
from coso.access.requests import Request
from coso.lib import clock
from coso.notices.reach import mine
from coso.register.names import unit_names
from coso.register.permissions import LEADERS
from coso.register.visibility import holds

FEW = 3


def _waiting(request: Request, user: Account) -> Mapping[str, Any] | None:
    """For leaders of groups: the notices to pass on, the earliest due first."""
    if not holds(user, LEADERS):
        return None
    rows = mine(user).filter(confirmed=None, notice__closed=None).order_by("notice__last", "pk")
    shown = list(rows[: FEW + 1])
    if not shown:
        return None
    names = unit_names({row.notice.unit_id for row in shown}, clock.today())
    told = [(row, names.get(row.notice.unit_id, "")) for row in shown[:FEW]]
    return {"rows": told, "more": len(shown) > FEW, "confirms": not request.past}


CARDS = [Card("notices.waiting", "home_top", 5, "notices/home_card.html", _waiting)]
