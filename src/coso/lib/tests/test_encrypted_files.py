"""An encrypted file comes back byte by byte, and nothing of it is taken for whole that was changed or cut off."""

import os

import pytest

from coso.lib.crypto import Keys, NotReadableError
from coso.lib.encrypted_files import PART, EncryptedFile, decrypted

KEYS = Keys(os.urandom(32), os.urandom(32), "x")


def keep(path, *parts):
    with EncryptedFile(path, KEYS) as file:
        for part in parts:
            file.write(part)
    return path


def read(path, keys=KEYS):
    return b"".join(decrypted(path, keys))


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 7])
def test_what_was_written_comes_back(tmp_path, size):
    body = os.urandom(size)
    assert read(keep(tmp_path / "a", body[:5], body[5:])) == body


def test_nothing_of_it_stands_in_clear(tmp_path):
    assert b"Nguyen Thi Hoa" not in keep(tmp_path / "a", b"Nguyen Thi Hoa" * 9).read_bytes()


@pytest.mark.parametrize("cut", [1, 40, PART])
def test_a_cut_file_is_told(tmp_path, cut):
    path = keep(tmp_path / "a", os.urandom(2 * PART + 5))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(NotReadableError):
        read(path)


def test_parts_that_changed_places_and_foreign_keys_are_told(tmp_path):
    path = keep(tmp_path / "a", b"a" * PART + b"b" * PART + b"c")
    raw, whole = path.read_bytes(), 12 + PART + 16
    with pytest.raises(NotReadableError):
        read(path, Keys(os.urandom(32), KEYS.look, "x"))
    path.write_bytes(raw[:16] + raw[16 + whole : 16 + 2 * whole] + raw[16 : 16 + whole] + raw[16 + 2 * whole :])
    with pytest.raises(NotReadableError):
        read(path)


@pytest.mark.parametrize("body", [b"", b"x" * 10, b"x" * 60])
def test_a_file_that_is_none_is_told(tmp_path, body):
    (tmp_path / "a").write_bytes(body)
    with pytest.raises(NotReadableError):
        read(tmp_path / "a")
