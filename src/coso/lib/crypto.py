"""Secrets of a row: AES-GCM for what must be read back, HMAC for what is only looked up."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_LOOK = 16


class KeysMissingError(Exception):
    """The key file is not where it should be, or not whole; carries its path."""

    @property
    def words(self) -> str:
        """Which file, what is lost without it, and what to do; in both languages, for a terminal."""
        return _MISSING.format(path=self)


_MISSING = """\
✗ Không đọc được tệp khóa: {path}
  Thiếu tệp này thì không đọc và không tra được số định danh đã lưu, các mã đăng nhập đã in hết hiệu lực.
  Dữ liệu khác vẫn nguyên vẹn, chưa có gì bị ghi đè. Xin chép tệp khóa đã cất riêng về đúng chỗ trên rồi chạy lại.
  Nếu tệp khóa đã mất hẳn: xem docs/van-hanh.md, mục "Mất tệp khóa".
✗ The key file cannot be read: {path}
  Without it the stored national IDs can be neither read nor searched, and printed sign-in codes are void.
  All other data are whole and nothing was overwritten. Put the key file that you kept apart back there and start again.
  If it is lost for good: docs/van-hanh.md, "Mất tệp khóa"."""


class NotReadableError(Exception):
    """A stored secret does not open with this installation's keys."""


@dataclass(frozen=True)
class Keys:
    """The installation's keys: one to encrypt, one to look up, one to sign."""

    cipher: bytes
    look: bytes
    django: str

    @cached_property
    def box(self) -> AESGCM:
        """What encrypts and decrypts with the first key."""
        return AESGCM(self.cipher)

    def encrypt(self, text: str) -> bytes:
        """Nonce and ciphertext; another each time."""
        nonce = os.urandom(_NONCE)
        return nonce + self.box.encrypt(nonce, text.encode(), None)

    def encrypt_all(self, texts: Sequence[str | None]) -> list[bytes | None]:
        """What `encrypt` gives of each text, None of none: all nonces are drawn in one call, half of the time."""
        chance, encrypt = os.urandom(_NONCE * len(texts)), self.box.encrypt
        nonces = (chance[at : at + _NONCE] for at in range(0, len(chance), _NONCE))
        pairs = zip(nonces, texts, strict=True)
        return [nonce + encrypt(nonce, text.encode(), None) if text else None for nonce, text in pairs]

    def decrypt(self, stored: bytes) -> str:
        """The text again; NotReadableError if the keys are not those it was written with."""
        try:
            return self.box.decrypt(stored[:_NONCE], stored[_NONCE:], None).decode()
        except InvalidTag as wrong:
            raise NotReadableError from wrong

    @property
    def print(self) -> str:
        """What tells these keys from others and gives nothing of them away."""
        return self.look_up("which keys these are").hex()

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


def open_keys(path: Path, *, begun: bool) -> Keys:
    """The keys of an installation, made on its first start only. Raises KeysMissingError.

    A mark beside the folder of the keys says that there were keys once; `begun` says that there are data.
    """
    mark = path.parent.parent / "started"
    known = path.exists() or begun or mark.exists()
    keys = load_keys(path) if known else make_keys(path)
    if not mark.exists():
        mark.touch()
    return keys


def make_keys(path: Path) -> Keys:
    """Writes a new key file that only its owner reads, whole or not at all; raises FileExistsError if one is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(os.urandom(32).hex() for _ in range(3)) + "\n")
    try:
        os.link(part, path)
    finally:
        part.unlink()
    return load_keys(path)
