"""What home offers to who hears people: the half minute, at the top."""

from collections.abc import Mapping
from typing import Any

from coso.access.models import Account
from coso.access.pages import Card
from coso.access.requests import Request
from coso.register.permissions import LEADERS
from coso.register.visibility import holds
from coso.voice.models import DESK, OWED, Concern


def _report(request: Request, user: Account) -> Mapping[str, Any] | None:
    """For leaders of groups: what waits and what was answered of what they wrote down."""
    if not holds(user, LEADERS):
        return None
    mine = Concern.objects.filter(author=user.pk)
    answered = mine.filter(messages__side=DESK, closed=None).distinct().count()
    return {"waiting": mine.filter(state__in=OWED).count(), "answered": answered}


CARDS = [Card("voice.report", "home_top", 10, "voice/report_card.html", _report)]
