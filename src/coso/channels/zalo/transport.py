"""Zalo Official Account, open API v3 and OAuth v4 (developers.zalo.me, as read in 2026).

A message is out where the answer is 200 and its `error` is 0. The access token lives about 25 hours; the refresh token
is good once: the new pair is saved before anything is sent with it, under a lock, so that two workers refresh once.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from coso.channels.base import NotNowError, PermanentError, TemporaryError, parts
from coso.channels.models import ZALO, Token
from coso.channels.web import post
from coso.lib import clock

EXPIRED = (-216, -124, 401)
TEMPORARY = (-32, -211, -200)  # too many at once, out of quota for now, trouble at the service
EARLY = dt.timedelta(minutes=10)


class ZaloTransport:
    """Answers to people who wrote to the account of the federation."""

    key = ZALO
    windowed = True

    def ready(self) -> bool:
        """Whether the account is registered."""
        return bool(settings.ZALO_APP_ID and settings.ZALO_APP_SECRET)

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Sends a message. Raises TemporaryError, NotNowError, PermanentError."""
        for part in parts(text, settings.ZALO_LONGEST):
            token = access_token()
            answer = self._sent(address, part, token)
            if answer in EXPIRED:
                answer = self._sent(address, part, access_token(refused=token))
            if answer:
                raise (TemporaryError if answer in (*TEMPORARY, *EXPIRED) else PermanentError)(f"Zalo {answer}")

    @staticmethod
    def _sent(address: str, text: str, token: str) -> int:
        body = {"recipient": {"user_id": address}, "message": {"text": text}}
        said: Any = post(f"{settings.ZALO_API}/v3.0/oa/message/cs", {"access_token": token}, body=body)
        return int(said.get("error", -1))


def access_token(*, refused: str = "") -> str:
    """The token that is good now; refreshed where it is about to end, or where the service `refused` it.

    A refresh token that an administrator sets anew replaces the pair that was kept. Raises TemporaryError, NotNowError.
    """
    origin = settings.KEYS.look_up(f"zalo {settings.ZALO_REFRESH}")
    Token.objects.get_or_create(channel=ZALO, defaults={"refresh": b"", "origin": b"", "until": clock.now()})
    with transaction.atomic():
        held = Token.objects.select_for_update().get(channel=ZALO)
        if bytes(held.origin) != origin:
            held.origin, held.refresh, held.access = origin, _closed(settings.ZALO_REFRESH), None
        if held.access and _open(held.access) != refused and held.until > clock.now() + EARLY:
            return _open(held.access)
        said = _refreshed(_open(held.refresh))
        held.access, held.refresh = _closed(said["access_token"]), _closed(said["refresh_token"])
        held.until = clock.now() + dt.timedelta(seconds=int(said.get("expires_in", 90_000)))
        held.save()
    return _open(held.access)


def _refreshed(refresh: str) -> Any:
    form = {"app_id": settings.ZALO_APP_ID, "grant_type": "refresh_token", "refresh_token": refresh}
    said = post(f"{settings.ZALO_OAUTH}/v4/oa/access_token", {"secret_key": settings.ZALO_APP_SECRET}, form=form)
    if "access_token" not in said or "refresh_token" not in said:
        raise NotNowError("token refused")
    return said


def _closed(text: str) -> bytes:
    sealed: bytes = settings.KEYS.encrypt(text)
    return sealed


def _open(stored: bytes | memoryview) -> str:
    text: str = settings.KEYS.decrypt(bytes(stored))
    return text
