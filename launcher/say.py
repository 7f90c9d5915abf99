"""What the launcher prints, and the one error it stops with."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class StopError(Exception):
    """The launcher cannot go on; the message says why and what to do."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def say(text: str = "") -> None:
    print(text, flush=True)


def plain_output() -> None:
    """Let a terminal without Vietnamese letters show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def seconds(since: float) -> str:
    return f"{time.monotonic() - since:.1f} giây"


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Say that a piece of work begins, and how long it took."""
    say(f"→ {title} …")
    start = time.monotonic()
    yield
    say(f"  ✓ xong sau {seconds(start)}")
