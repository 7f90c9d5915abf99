"""Keys of rows: UUID version 7, increasing within a process."""

import os
import threading
import time
import uuid
from collections.abc import Iterator

_lock = threading.Lock()
_last = 0
_VERSION = 7 << 76
_VARIANT = 2 << 62
_CHANCE = (1 << 62) - 1


def new_key() -> uuid.UUID:
    """A new key, greater than every key this process made before."""
    return next(new_keys(1))


def new_keys(count: int) -> Iterator[uuid.UUID]:
    """Many new keys in rising order: milliseconds and a counter lead, chance follows."""
    global _last
    with _lock:
        first = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        _last = first + count - 1
    noise = os.urandom(8 * count)
    for i, tick in enumerate(range(first, first + count)):
        chance = int.from_bytes(noise[8 * i : 8 * i + 8]) & _CHANCE
        yield uuid.UUID(int=(tick >> 12) << 80 | _VERSION | (tick & 0xFFF) << 64 | _VARIANT | chance)
