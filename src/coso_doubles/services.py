"""Doubles of Zalo and Messenger on one small HTTP server: tokens that end, single-use refreshing, quotas, outages."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

APP, APP_SECRET, OA_SECRET = "1001", "app-secret", "oa-secret"
FB_SECRET, FB_TOKEN, FB_VERIFY, FB_PAGE = "fb-secret", "fb-token", "fb-verify", "2002"


@dataclass
class World:
    """What the services know: the refresh token that is good now, what reached people, what is wrong at present."""

    refresh: str = "refresh-0"
    access: str = ""
    refreshed: int = 0
    quota: int = 1000
    outage: bool = False
    sent: list[tuple[str, str]] = field(default_factory=list)

    def token(self, form: dict[str, list[str]], secret: str) -> dict[str, Any]:
        """The next pair; a refresh token that was used before is refused (-14020)."""
        if secret != APP_SECRET or form.get("refresh_token") != [self.refresh]:
            return {"error": -14020, "error_name": "Invalid refresh token"}
        self.refreshed += 1
        self.access, self.refresh = f"access-{self.refreshed}", f"refresh-{self.refreshed}"
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}

    def message(self, body: dict[str, Any], token: str) -> dict[str, Any]:
        """Takes a message where the token is good and something of the quota is left."""
        if token != self.access:
            return {"error": -216, "message": "Access token is invalid"}
        if self.quota <= 0:
            return {"error": -211, "message": "Out of quota"}
        self.quota -= 1
        self.sent.append((body["recipient"]["user_id"], body["message"]["text"]))
        return {"error": 0, "message": "Success"}


def zalo_delivery(text: str, sender: str, number: str, at: float) -> tuple[bytes, dict[str, str]]:
    """The raw body and headers of a text that somebody sent to the account."""
    moment = str(int(at * 1000))
    said = {"event_name": "user_send_text", "app_id": APP, "sender": {"id": sender}, "timestamp": moment}
    raw = json.dumps({**said, "message": {"msg_id": number, "text": text}}).encode()
    mac = hashlib.sha256(APP.encode() + raw + moment.encode() + OA_SECRET.encode()).hexdigest()
    return raw, {"X-ZEvent-Signature": f"mac={mac}"}


def messenger_delivery(text: str, sender: str, number: str) -> tuple[bytes, dict[str, str]]:
    """The same of Messenger."""
    message = {"sender": {"id": sender}, "message": {"mid": number, "text": text}}
    raw = json.dumps({"object": "page", "entry": [{"messaging": [message]}]}).encode()
    return raw, {"X-Hub-Signature-256": "sha256=" + hmac.new(FB_SECRET.encode(), raw, hashlib.sha256).hexdigest()}


def _handler(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if world.outage:
                self.answer(503, {})
            elif self.path == "/v4/oa/access_token":
                self.answer(200, world.token(parse_qs(raw.decode()), self.headers.get("secret_key", "")))
            elif self.path == "/v3.0/oa/message/cs":
                self.answer(200, world.message(json.loads(raw), self.headers.get("access_token", "")))
            elif self.path == f"/{FB_PAGE}/messages" and self.headers.get("Authorization") == f"Bearer {FB_TOKEN}":
                said = json.loads(raw)
                world.sent.append((said["recipient"]["id"], said["message"]["text"]))
                self.answer(200, {"message_id": "m"})
            else:
                self.answer(400, {"error": {"code": 190}})

        def answer(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Nothing is logged."""

    return Handler


@contextmanager
def running(world: World, port: int = 0) -> Iterator[str]:
    """The address of a server that stands for both services."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(world))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
