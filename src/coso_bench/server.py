"""The application as it is served, for as long as a measurement lasts, and clients that are signed in."""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.test import Client

from coso.access.models import Account
from coso_bench.timing import BenchError

PATIENCE = 30.0
HOST = "127.0.0.1"


@contextmanager
def served() -> Iterator[int]:
    """The port of a server with two processes of two threads, on this installation's data."""
    port = _free_port()
    argv = [sys.executable, "-m", "coso.web.server", "--host", HOST, "--port", str(port)]
    child = subprocess.Popen(argv, env=os.environ.copy())
    try:
        _wait(port)
        yield port
    finally:
        child.terminate()
        child.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise BenchError("the server does not answer")


@dataclass
class Browser:
    """A signed-in account on a connection of its own that is kept open."""

    port: int
    account: Account
    token: str = field(default_factory=lambda: secrets.token_hex(16))

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.account)
        cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {"csrftoken": self.token}
        self.cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.line = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)

    def get(self, path: str) -> int:
        """The status of a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, said: Mapping[str, str]) -> int:
        """The status of a form sent as a cell sends it."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token, "HX-Request": "true"}
        return self._ask("POST", path, urlencode(said), kind)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> int:
        self.line.request(method, path, body, {"Cookie": self.cookies, **headers})
        answer = self.line.getresponse()
        answer.read()
        return answer.status
