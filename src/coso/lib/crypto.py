"""Secrets of a row: AES-GCM for what must be read back, HMAC for what is only looked up."""

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_LOOK = 16


class KeysMissingError(Exception):
    """The key file is not where it should be, or not whole."""


class NotReadableError(Exception):
    """A stored secret does not open with this installation's keys."""


@dataclass(frozen=True)
class Keys:
    """The installation's keys: one to encrypt, one to look up, one to sign."""

    cipher: bytes
    look: bytes
    django: str

    @cached_property
    def _box(self) -> AESGCM:
        return AESGCM(self.cipher)

    def encrypt(self, text: str) -> bytes:
        """Nonce and ciphertext; another each time."""
        nonce = os.urandom(_NONCE)
        return nonce + self._box.encrypt(nonce, text.encode(), None)

    def decrypt(self, stored: bytes) -> str:
        """The text again; NotReadableError if the keys are not those it was written with."""
        try:
            return self._box.decrypt(stored[:_NONCE], stored[_NONCE:], None).decode()
        except InvalidTag as wrong:
            raise NotReadableError from wrong

    def look_up(self, text: str) -> bytes:
        """What an exact value is found by; tells nothing without the key."""
        return hmac.digest(self.look, text.encode(), hashlib.sha256)[:_LOOK]


def load_keys(path: Path) -> Keys:
    """The keys of a file of three hexadecimal lines. Raises KeysMissingError."""
    try:
        lines = path.read_text().split()
        cipher, look, django = (bytes.fromhex(line) for line in lines)
    except (OSError, ValueError) as wrong:
        raise KeysMissingError(str(path)) from wrong
    if len(cipher) != 32 or len(look) != 32:
        raise KeysMissingError(str(path))
    return Keys(cipher, look, django.hex())


def make_keys(path: Path) -> Keys:
    """Writes a new key file that only its owner reads; raises FileExistsError rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(os.urandom(32).hex() for _ in range(3)) + "\n")
    return load_keys(path)
