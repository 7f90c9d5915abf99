"""A page beside two hundred clients that begin a request and do not go on: how long a person waits meanwhile."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.urls import reverse

from coso_bench.server import HOST, served
from coso_bench.timing import BenchError, Measured, ms, p95

CLIENTS, ASKED, PATIENCE = 200, 40, 10.0
# The most that a person may wait beside them.
TARGET = 100
OK = 200
TOKEN = "a" * 32  # with it, the body of a form is read
HEAD = f"POST {{path}} HTTP/1.1\r\nHost: {HOST}\r\nCookie: csrftoken={TOKEN}\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ncode="


def beginnings(path: str) -> tuple[bytes, ...]:
    """What slow clients send before they fall silent: nothing, half of the headers, five bytes of a body."""
    head = HEAD.format(path=path)
    return b"", head[:30].encode(), (head + FORM).encode()


@contextmanager
def slow_clients(port: int, count: int, path: str) -> Iterator[None]:
    """So many open connections, each with a beginning of a request."""
    with ExitStack() as held:
        for n in range(count):
            each = held.enter_context(socket.create_connection((HOST, port), timeout=PATIENCE))
            each.sendall(beginnings(path)[n % 3])
        yield


def wait_for(port: int, path: str) -> float:
    """The seconds until a page is there, on a connection of its own. Raises BenchError."""
    begun = time.perf_counter()
    line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
    except OSError as wrong:
        raise BenchError(f"{path} does not answer") from wrong
    finally:
        line.close()
    if answer.status != OK:
        raise BenchError(f"{path} answers with {answer.status}")
    return time.perf_counter() - begun


def beside_slow_clients() -> Iterator[Measured]:
    """A page without signing in, alone and beside the slow clients."""
    path = reverse("first_sign_in")
    with served() as port:
        wait_for(port, path)
        alone = p95([wait_for(port, path) for _ in range(ASKED)])
        with slow_clients(port, CLIENTS, path):
            time.sleep(1)
            beside = p95([wait_for(port, path) for _ in range(ASKED)])
    yield Measured("slow", "a page, nobody else", ms(alone), "ms p95")
    what = f"a page beside {CLIENTS} slow clients"
    yield Measured("slow", what, ms(beside), "ms p95", TARGET, round(beside / alone, 2), "nobody else")
