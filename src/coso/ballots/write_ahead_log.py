"""The write-ahead log of SQLite holds what the database has forgotten, until it is emptied.

PostgreSQL's cannot be scrubbed: there the sealing alone protects.
"""

import time
from pathlib import Path

from django.conf import settings
from django.db import connection

TRIES, PAUSE, PATIENCE = 5, 0.05, 100  # seconds between tries; milliseconds that a try waits for readers


def _pending() -> Path:
    return Path(settings.BALLOT_KEYS) / "log-to-empty"


def ask_to_empty() -> None:
    """Notes that the log must be emptied; the note outlives a kill."""
    _pending().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _pending().touch()


def empty_if_asked() -> bool:
    """Empties the log where that is noted; whether nothing is left to do. Call it outside any transaction.

    While somebody reads, the log stays: then the note stays too, and the next tick tries again.
    """
    if not _pending().exists():
        return True
    if connection.in_atomic_block:
        return False
    done = connection.vendor != "sqlite" or _truncate()
    if done:
        _pending().unlink(missing_ok=True)
    return done


def _truncate() -> bool:
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            for _each in range(TRIES):
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if not busy:
                    return True
                time.sleep(PAUSE)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    return False
