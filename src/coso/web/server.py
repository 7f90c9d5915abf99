"""The web server of an installation: `python -m coso.web.server --host --port --workers --threads`.

waitress takes in a request whole before it gives it to a thread: slow senders cost memory and no thread. What it
does not have is added here: a limit of size by address before anything is read of a body, a limit of time on the whole
of a request and not only on its pauses, and several processes on one socket.
"""

import argparse
import copy
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.db import connection
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.utilities import Error, RequestEntityTooLarge

from coso.lib import clock
from coso.web.limits import SMALL, limit, limit_of
from coso.wsgi import application

CONNECTIONS = 1_000  # of one process
CROWDED = 0.8  # from this share of them on, slow senders have a fifth of their time
BACKLOG = 1_024
HEAD_BYTES, HEAD_SECONDS = 32 * 1024, 10
IDLE_SECONDS = 20
SEND_SECONDS = 60  # without a byte taken by the reader
# A finished page or file waits for its reader in a temporary file and holds no thread; larger than any we send.
WAITING_BYTES = 256 * 1024 * 1024
RESPAWN_SECONDS = 1.0
log = logging.getLogger(__name__)

PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Cơ Sở</title>
<body style="font-family:sans-serif;max-width:40em;margin:3em auto;padding:0 1em">
<h1>Nội dung gửi lên quá lớn</h1><p>Trang này nhận nhiều nhất {most}. Chưa có gì được lưu. Nếu là tệp, xin chọn tệp nhỏ
hơn; nếu đã đăng nhập từ lâu, xin đăng nhập lại rồi gửi lại.</p>
<p lang="en">Too large: this page takes {most} at most. Nothing was saved. If you signed in long ago, sign in again.</p>
"""


class TooLargeError(RequestEntityTooLarge):
    """413 in words."""

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and page."""
        body = PAGE.format(most=self.body).encode()
        return f"{self.code} {self.reason}", [("Content-Type", "text/html; charset=utf-8")], body


def in_words(size: int) -> str:
    """A size as people read it: "16 KB", "64 MB"."""
    return f"{size // 1024**2} MB" if size >= 1024**2 else f"{size // 1024} KB"


class Parser(HTTPRequestParser):
    """A request that is being received, with the size and the time that its address allows."""

    error: Error | None
    adj: Any

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.begun = time.monotonic()
        self.seconds = HEAD_SECONDS

    def parse_header(self, header_plus: bytes) -> None:
        """The headers; a body that is announced as too large is not waited for."""
        super().parse_header(header_plus)
        if self.body_rcv is None:
            return
        small, cookies = limit(SMALL), self.headers.get("COOKIE", "")
        large = self.chunked or self.content_length > small.size
        if large:
            connection.close_if_unusable_or_obsolete()
        known = limit_of(self.path, cookies if large else "")
        self.adj, self.seconds = copy.copy(self.adj), known.seconds
        self.adj.max_request_body_size = known.size + 1  # waitress refuses what reaches the number
        if self.content_length > known.size:
            self.expect_continue = False

    def received(self, data: bytes) -> int:
        """Takes in some bytes; how many were this request's."""
        taken: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) and not isinstance(self.error, TooLargeError):
            self.error = TooLargeError(in_words(self.adj.max_request_body_size - 1))
        return taken


class Channel(HTTPChannel):
    """A connection; `late` says whether it has had its time."""

    parser_class = Parser

    def late(self, hurry: int) -> bool:
        """Whether the request is not whole in time, the next one does not come, or the reader takes nothing."""
        pause = clock.seconds() - self.last_activity
        if self.total_outbufs_len:
            return bool(pause > SEND_SECONDS / hurry)
        if self.requests:
            return False
        if self.request is None:
            return bool(pause > IDLE_SECONDS / hurry)
        return bool(time.monotonic() - self.request.begun > self.request.seconds / hurry)


class Server(TcpWSGIServer):
    """The server of one process."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        """Closes the connections that have had their time; once a second."""
        hurry = 5 if len(self.active_channels) > CROWDED * self.adj.connection_limit else 1
        for channel in list(self.active_channels.values()):
            if channel.late(hurry):
                channel.will_close = True


def proxies(count: int) -> dict[str, Any]:
    """What waitress believes of the headers that say who asked and how: of so many proxies in front, else nothing."""
    if not count:
        return {"clear_untrusted_proxy_headers": True}
    trusted = {"x-forwarded-for", "x-forwarded-proto"}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": count,
        "trusted_proxy_headers": trusted,
        "clear_untrusted_proxy_headers": True,
    }


def serve(application: Any, listening: socket.socket, threads: int) -> None:
    """Answers on a socket until the process is told to end."""
    adj = Adjustments(
        sockets=[listening],
        threads=threads,
        connection_limit=CONNECTIONS,
        cleanup_interval=1,
        asyncore_use_poll=True,
        max_request_body_size=limit(SMALL).size + 1,
        max_request_header_size=HEAD_BYTES,
        outbuf_high_watermark=WAITING_BYTES,
        ident="",
        **proxies(settings.PROXIES),
    )
    found = (listening.family, listening.type, listening.proto, listening.getsockname())
    Server(application, _sock=listening, adj=adj, bind_socket=False, sockinfo=found).run()


def listen(host: str, port: int) -> socket.socket:
    """The socket that all processes accept from."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listening.setblocking(False)
    return listening


def end(number: int, _frame: FrameType | None) -> NoReturn:
    """Ends this process in order."""
    raise SystemExit(128 + number if number != signal.SIGTERM else 0)


def keep(workers: int, work: Callable[[], None]) -> NoReturn:
    """Keeps so many processes at work, each made from this one; one that dies is made anew. Ends on a signal."""
    alive: set[int] = set()
    try:
        while True:
            while len(alive) < workers:
                alive.add(_fork(work))
            gone, status = os.wait()
            alive.discard(gone)
            log.warning("web process %d ended with %d", gone, os.waitstatus_to_exitcode(status))
            time.sleep(RESPAWN_SECONDS)
    finally:
        for pid in alive:
            os.kill(pid, signal.SIGTERM)
        for pid in alive:
            os.waitpid(pid, 0)


def _fork(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except SystemExit:
        pass
    except BaseException:
        log.exception("web process")
        os._exit(1)
    os._exit(0)


def main(words: list[str]) -> None:
    """Serves until told to end."""
    parser = argparse.ArgumentParser("coso.web.server")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(words)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    listening = listen(chosen.host, chosen.port)
    keep(chosen.workers, lambda: serve(application, listening, chosen.threads))


if __name__ == "__main__":
    main(sys.argv[1:])
