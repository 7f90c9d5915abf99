"""Private keys of open polls: one file each, in a folder that no backup holds; destroyed when the poll closes."""

import os
import secrets
import uuid
from pathlib import Path

from django.conf import settings

from coso.ballots.models import CLOSED, LOST, Ballot
from coso.lib import clock
from coso.lib.sealing import KEY

HOUR = 3600


def _folder() -> Path:
    folder = Path(settings.BALLOT_KEYS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(ballot: uuid.UUID) -> Path:
    return Path(settings.BALLOT_KEYS) / f"{ballot}.key"


def keep_key(ballot: uuid.UUID, private: bytes) -> None:
    """Writes the key of a poll that opens, for this machine's user alone; it is on the disk before a slip is printed.

    Raises FileExistsError if there is one.
    """
    _folder()
    handle = os.open(_path(ballot), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder()


def read_key(ballot: uuid.UUID) -> bytes | None:
    """The key of an open poll; None if it is not here."""
    try:
        private = _path(ballot).read_bytes()
    except FileNotFoundError:
        return None
    return private if len(private) == KEY else None


def has_key(ballot: uuid.UUID) -> bool:
    """Whether the key of an open poll is here."""
    return read_key(ballot) is not None


def destroy_key(ballot: uuid.UUID) -> None:
    """Overwrites and removes a key; nothing happens if it is gone. What a disk keeps beneath a file stays beyond us."""
    _destroy(_path(ballot))


def _destroy(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(KEY))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    _sync_folder()


def _sync_folder() -> None:
    handle = os.open(_folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_keys() -> None:
    """Destroys what a killed closing or opening left: keys of ballots that have ended, or that never came to be."""
    for path in Path(settings.BALLOT_KEYS).glob("*.key"):
        state = Ballot.objects.filter(pk=path.stem).values_list("state", flat=True).first()
        if state in (CLOSED, LOST) or (state is None and _older_than_an_hour(path)):
            _destroy(path)


def _older_than_an_hour(path: Path) -> bool:
    """An opening that is under way has written its key and not yet its row."""
    return path.exists() and path.stat().st_mtime < clock.seconds() - HOUR


def destroy_every_key() -> None:
    """Destroys the keys of all polls: a restored database takes none of its open polls up again."""
    for path in Path(settings.BALLOT_KEYS).glob("*.key"):
        _destroy(path)
