"""Keys of rows: UUID version 7, increasing within a process."""

import datetime as dt
import os
import threading
import uuid
from collections.abc import Iterator

from coso.lib import clock

_lock = threading.Lock()
_last = 0
_VERSION = 7 << 76
_VARIANT = 2 << 62
_CHANCE = (1 << 62) - 1


def new_key() -> uuid.UUID:
    """A new key, greater than every key this process made before."""
    return next(new_keys(1))


def made_at(key: uuid.UUID) -> dt.datetime:
    """When a key was made: its first 48 bits are milliseconds since 1970, UTC."""
    return dt.datetime.fromtimestamp((key.int >> 80) / 1000, dt.UTC)


def new_keys(count: int) -> Iterator[uuid.UUID]:
    """Many new keys in rising order: milliseconds and a counter lead, chance follows."""
    return (uuid.UUID(int=number) for number in _numbers(count))


def new_digits(count: int) -> Iterator[str]:
    """Many new keys as their 32 hexadecimal digits, for rows that go straight to the database."""
    return (f"{number:032x}" for number in _numbers(count))


def key_of(digits: str) -> uuid.UUID:
    """The key of 32 hexadecimal digits: in half the time of `uuid.UUID`, which takes them with signs between too."""
    return uuid.UUID(int=int(digits, 16))


def _numbers(count: int) -> Iterator[int]:
    global _last
    with _lock:
        first = max(clock.milliseconds() << 12, _last + 1)
        _last = first + count - 1
    noise = memoryview(os.urandom(8 * count)).cast("Q")
    for chance, tick in zip(noise, range(first, first + count), strict=True):
        yield (tick >> 12) << 80 | _VERSION | (tick & 0xFFF) << 64 | _VARIANT | chance & _CHANCE
