"""What grading adds to the pages of other rooms."""

from collections.abc import Mapping
from typing import Any

from coso.access.models import Account
from coso.access.pages import Card
from coso.access.requests import Request
from coso.lib import clock
from coso.register.portfolios import units_cared_for


def _portfolio(request: Request, user: Account) -> Mapping[str, Any] | None:
    """The way to one's portfolio, for whoever has one."""
    return {} if units_cared_for(user.pk, clock.today()) else None


CARDS = [Card("grading.portfolio", "home_actions", 10, "grading/portfolio_link.html", _portfolio)]
