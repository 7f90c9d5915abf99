"""Files that only this installation's keys open: AES-GCM in parts of a megabyte, in an order that cannot be changed."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag

from coso.lib.crypto import Keys, NotReadableError

PART = 1 << 20
_MARK, _NONCE, _TAG = 16, 12, 16
_WHOLE = _NONCE + PART + _TAG


class EncryptedFile(io.RawIOBase):
    """A new file to write from front to end; what is written is on disk only encrypted. Closing it makes it whole."""

    def __init__(self, path: Path, keys: Keys) -> None:
        super().__init__()
        self._file, self._keys, self._waiting, self._n = path.open("wb"), keys, bytearray(), 0
        self._mark = os.urandom(_MARK)
        self._file.write(self._mark)

    def writable(self) -> bool:
        """Yes; it is never read or wound back."""
        return True

    def write(self, data: Any) -> int:
        """Takes bytes of any length."""
        said = bytes(data)
        self._waiting += said
        while len(self._waiting) > PART:
            self._put(bytes(self._waiting[:PART]), last=False)
            del self._waiting[:PART]
        return len(said)

    def _put(self, part: bytes, *, last: bool) -> None:
        nonce = os.urandom(_NONCE)
        self._file.write(nonce + self._keys.box.encrypt(nonce, part, _place(self._mark, self._n, last)))
        self._n += 1

    def close(self) -> None:
        """Writes the last part."""
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
            self._file.close()
        super().close()


def _place(mark: bytes, n: int, last: bool) -> bytes:
    return b"file" + mark + n.to_bytes(8) + bytes([last])


def decrypted(path: Path, keys: Keys) -> Iterator[bytes]:
    """The parts of an encrypted file in clear. Raises NotReadableError if it is cut off, changed or of other keys."""
    with path.open("rb") as file:
        mark = file.read(_MARK)
        part, n = file.read(_WHOLE), 0
        while part:
            following = file.read(_WHOLE)
            yield _clear(part, _place(mark, n, not following), keys)
            part, n = following, n + 1
        if not n:
            raise NotReadableError


def _clear(part: bytes, place: bytes, keys: Keys) -> bytes:
    try:
        return keys.box.decrypt(part[:_NONCE], part[_NONCE:], place)
    except InvalidTag as wrong:
        raise NotReadableError from wrong
