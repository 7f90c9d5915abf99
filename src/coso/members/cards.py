"""What home says about members: her group, to who leads one."""

from collections.abc import Mapping
from typing import Any

from coso.access.models import Account
from coso.access.pages import Card
from coso.access.requests import Request
from coso.lib import clock
from coso.members.groups import group_list, groups_led
from coso.register.names import unit_names


def _groups(request: Request, user: Account) -> Mapping[str, Any] | None:
    """The groups that somebody leads, each with its list to confirm and what is missing in it."""
    groups = groups_led(user)
    names = unit_names([each.pk for each in groups], clock.today()) if groups else {}
    return {"groups": [(each, names.get(each.pk, each.code), group_list(each)) for each in groups]} if groups else None


CARDS = [Card("members.groups", "home_top", 30, "members/groups.html", _groups)]
