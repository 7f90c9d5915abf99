"""The open sessions of an account: each is a row, so each can be ended."""

import uuid
from collections.abc import Collection

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from coso.access.models import Account
from coso.lib import clock
from coso.register.models import Appointment

HAD_POST = "had_post"


def open_sessions(account: Account) -> QuerySet[UserSession]:
    """The sessions of an account that have not ended, the newest first."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    found: QuerySet[UserSession] = UserSession.objects.filter(user=account, session_key__in=alive)
    return found.order_by("-created_at", "-pk")


def end_sessions(account: Account, *, but: str | None = None) -> int:
    """Ends the sessions of an account, all but the one of that key; how many."""
    return _end(UserSession.objects.filter(user=account).exclude(session_key=but or ""))


def end_session(account: Account, key: int) -> bool:
    """Ends one session of an account; no if it is not its own or has ended."""
    return bool(_end(UserSession.objects.filter(user=account, pk=key)))


def _end(found: QuerySet[UserSession]) -> int:
    with transaction.atomic():
        keys = list(found.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def forget_ended() -> None:
    """Takes away the sessions that have run out, and what was kept about them."""
    Session.objects.filter(expire_date__lte=clock.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def end_sessions_without_post() -> None:
    """Ends the sessions that began, or went on, with a post where the account has none today."""
    users = set(UserSession.objects.values_list("user_id", flat=True))
    holding = _holding(users)
    UserSession.objects.filter(user__in=holding, data={}).update(data={HAD_POST: True})
    _end(UserSession.objects.exclude(user__in=holding).exclude(data={}))


def _holding(users: Collection[uuid.UUID]) -> set[uuid.UUID]:
    held = Appointment.objects.on(clock.today()).filter(person__user__in=users)
    return set(held.values_list("person__user_id", flat=True))
