"""What Messenger delivers: signed with HMAC-SHA256 of the raw body under the secret of the app."""

import hashlib
import hmac
import json
from collections.abc import Iterator

from django.conf import settings

from coso.channels.base import Event, Headers

SIGNATURE = "X-Hub-Signature-256"


def verified(headers: Headers, raw: bytes) -> bool:
    """Whether Facebook signed this body."""
    secret = settings.MESSENGER_SECRET
    right = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(headers.get(SIGNATURE, "").encode(), right.encode())


def parsed(raw: bytes) -> list[Event]:
    """The texts of people in a delivery."""
    said = json.loads(raw)
    return list(_events(said)) if isinstance(said, dict) and said.get("object") == "page" else []


def _events(said: dict) -> Iterator[Event]:
    for entry in said.get("entry") or []:
        for each in entry.get("messaging") or []:
            message, sender = each.get("message") or {}, each.get("sender") or {}
            if message.get("mid") and message.get("text") and sender.get("id") and not message.get("is_echo"):
                yield Event(str(message["mid"]), str(sender["id"]), str(message["text"]))


def challenge(mode: str, token: str, said: str) -> str | None:
    """What to answer where Facebook asks whether the address is ours; None where the token is not."""
    right = settings.MESSENGER_VERIFY
    known = bool(right) and hmac.compare_digest(token.encode(), right.encode())
    return said[:100] if mode == "subscribe" and known else None
