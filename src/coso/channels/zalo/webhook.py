"""What Zalo delivers: signed with SHA-256 over the app, the raw body, its time and the secret of the account."""

import hashlib
import hmac
import json

from django.conf import settings

from coso.channels.base import Event, Headers
from coso.lib import clock

SIGNATURE, TIME = "X-ZEvent-Signature", "X-ZEvent-Timestamp"
SKEW, LATE = 300, 86_400  # seconds by which clocks may differ, and for which a delivery is repeated


def verified(headers: Headers, raw: bytes) -> bool:
    """Whether Zalo signed this body, with the time of its header or of the body, and not too long ago."""
    given = headers.get(SIGNATURE, "").encode()
    return bool(settings.ZALO_OA_SECRET) and any(
        _is_near(moment) & hmac.compare_digest(given, _signed(raw, moment))
        for moment in (headers.get(TIME, ""), _time_in(raw))
    )


def _signed(raw: bytes, moment: str) -> bytes:
    parts = (settings.ZALO_APP_ID.encode(), raw, moment.encode(), settings.ZALO_OA_SECRET.encode())
    return b"mac=" + hashlib.sha256(b"".join(parts)).hexdigest().encode()


def _is_near(moment: str) -> bool:
    if not moment.isascii() or not moment.isdigit() or len(moment) > 15:
        return False
    ago = clock.seconds() - int(moment) / 1000
    return -SKEW <= ago <= LATE


def _time_in(raw: bytes) -> str:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return ""
    return str(said.get("timestamp", "")) if isinstance(said, dict) else ""


def parsed(raw: bytes) -> list[Event]:
    """The texts of people in a delivery; whatever else is delivered is nothing."""
    said = json.loads(raw)
    message, sender = said.get("message") or {}, said.get("sender") or {}
    if said.get("event_name") != "user_send_text" or not message.get("msg_id") or not sender.get("id"):
        return []
    return [Event(str(message["msg_id"]), str(sender["id"]), str(message.get("text", "")))]
