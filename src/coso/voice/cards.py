"""What home offers to who hears people: what is urgent, and the half minute, at the top."""

from collections.abc import Mapping
from typing import Any

from coso.access.models import Account
from coso.access.pages import Card
from coso.access.requests import Request
from coso.register.permissions import LEADERS
from coso.register.visibility import holds, may
from coso.voice.models import DESK, OWED, RECEIVED, Concern
from coso.voice.permissions import ANSWER


def _report(request: Request, user: Account) -> Mapping[str, Any] | None:
    """For leaders of groups: what waits and what was answered of what they wrote down."""
    if not holds(user, LEADERS):
        return None
    mine = Concern.objects.filter(author=user.pk)
    answered = mine.filter(messages__side=DESK, closed=None).distinct().count()
    return {"waiting": mine.filter(state__in=OWED).count(), "answered": answered}


def _urgent(request: Request, user: Account) -> Mapping[str, Any] | None:
    """What is urgent and nobody has read: told at once, before the night makes a duty of it."""
    if not may(user, ANSWER):
        return None
    new = Concern.objects.visible_to(user, ANSWER).filter(urgency=3, state=RECEIVED, merged_into=None)
    n = new.count()
    return {"n": n} if n else None


CARDS = [
    Card("voice.urgent", "home_top", 5, "voice/urgent_card.html", _urgent),
    Card("voice.report", "home_top", 10, "voice/report_card.html", _report),
]
