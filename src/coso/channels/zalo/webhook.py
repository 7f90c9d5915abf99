"""What Zalo delivers: signed with SHA-256 over the app, the raw body, its time and the secret of the account."""

import hashlib
import hmac
import json

from django.conf import settings

from coso.channels.base import Event, Headers
from coso.lib import clock

SIGNATURE, TIME = "X-ZEvent-Signature", "X-ZEvent-Timestamp"
SKEW = 300  # seconds by which clocks may differ, and a delivery may be late


def verified(headers: Headers, raw: bytes) -> bool:
    """Whether Zalo signed this body, and not long ago."""
    moment = headers.get(TIME, "") or _time_in(raw)
    if not settings.ZALO_OA_SECRET or not moment.isascii() or not moment.isdigit() or len(moment) > 15:
        return False
    if abs(clock.seconds() - int(moment) / 1000) > SKEW:
        return False
    parts = (settings.ZALO_APP_ID.encode(), raw, moment.encode(), settings.ZALO_OA_SECRET.encode())
    right = "mac=" + hashlib.sha256(b"".join(parts)).hexdigest()
    return hmac.compare_digest(headers.get(SIGNATURE, "").encode(), right.encode())


def _time_in(raw: bytes) -> str:
    try:
        said = json.loads(raw)
    except ValueError:
        return ""
    return str(said.get("timestamp", "")) if isinstance(said, dict) else ""


def parsed(raw: bytes) -> list[Event]:
    """The texts of people in a delivery; whatever else is delivered is nothing."""
    said = json.loads(raw)
    message, sender = said.get("message") or {}, said.get("sender") or {}
    if said.get("event_name") != "user_send_text" or not message.get("msg_id") or not sender.get("id"):
        return []
    return [Event(str(message["msg_id"]), str(sender["id"]), str(message.get("text", "")))]
