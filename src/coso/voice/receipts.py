"""Receipts ("mã tra cứu"): ten digits that only their owner has, and a stamp that proves a day.

All that a receipt is made of comes out of `once`, the chance number in the form that was sent, by keyed hashes: the
same form sent twice is the same concern with the same receipt, and `once` itself is kept nowhere. Five digits find the
row by a keyed hash; Argon2 of all ten, with the PIN if there is one, verifies it.
"""

import datetime as dt
import hmac
import re
import secrets
import uuid
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from django.conf import settings

from coso.lib import clock
from coso.lib.dates import show_day
from coso.voice.keys import BITS

DIGITS, FINDING = 10, 5
# Some milliseconds each: a whole shift speaks within minutes, and guessing online is slowed by the doors, not by this.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
_ONCE = re.compile(r"[0-9a-f]{32}")
_STAMP = re.compile(r"([0-9]{8})([0-9A-F]{8})([0-9A-F]{12})")


@dataclass(frozen=True)
class Made:
    """What a form leads to: the key of its concern, the ten digits, the answer to the question for people."""

    key: int
    digits: str
    sum_of: tuple[int, int]


def is_once(once: str) -> bool:
    """Whether a text is the chance number of a form of ours."""
    return bool(_ONCE.fullmatch(once))


def made_of(once: str) -> Made:
    """The concern and receipt of a form, the same each time."""
    digits = f"{_number('receipt', once) % 10**DIGITS:0{DIGITS}}"
    question = _number("question", once)
    return Made(_number("key", once) >> (128 - BITS) or 1, digits, (question % 9 + 1, question // 9 % 9 + 1))


def look_of(digits: str) -> uuid.UUID:
    """What a concern is found by; others may share it."""
    return uuid.UUID(bytes=settings.KEYS.look_up(f"receipt {digits[:FINDING]}"))


def prove(digits: str, pin: str = "") -> str:
    """What verifies a receipt later."""
    return _HASHER.hash(f"{digits} {pin}")


def is_proved(digits: str, pin: str, proof: str) -> bool:
    """Whether a receipt is the one of a proof; takes as long where there is no proof."""
    try:
        return _HASHER.verify(proof or _nobodys(), f"{digits} {pin}") and bool(proof)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex())


def bare_digits(typed: str) -> str:
    """Ten digits as they were made, however they were typed; "" for anything else."""
    found = "".join(char for char in typed if char.isdecimal() and char.isascii())
    return found if len(found) == DIGITS else ""


def grouped_digits(digits: str) -> str:
    """Ten digits for the eye: "4827 163 905"."""
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def stamp(once: str, on: dt.date) -> str:
    """What proves that something was sent on a day, and nothing of what it was."""
    day = f"{on:%Y%m%d}"
    nonce = f"{_number('nonce', once):032X}"[:8]
    return f"{day}-{nonce}-{_seal(day, nonce)}"


def stamped_day(typed: str) -> str:
    """The day that a stamp proves, in words; "" if it is none of ours."""
    found = _STAMP.fullmatch("".join(char for char in typed.upper() if char.isalnum()))
    if not found or not hmac.compare_digest(_seal(found[1], found[2]), found[3]):
        return ""
    return show_day(dt.datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=clock.ZONE).date())


def _seal(day: str, nonce: str) -> str:
    return f"{_number('stamp', day + nonce):032X}"[:12]


def _number(what: str, text: str) -> int:
    return int.from_bytes(settings.KEYS.look_up(f"voice {what} {text}"), "big")
