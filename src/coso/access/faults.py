"""Faults of the machine: the full disk, a lost race, a busy database are told in words, others by their names."""

import errno
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.db import Error, IntegrityError, OperationalError, connection

SQLITE_FULL = "database or disk is full"
SQLITE_LOCKED = "database is locked"
SQLITE_NULL = "NOT NULL constraint failed"
POSTGRESQL_FULL = "53100"
POSTGRESQL_NULL = "23502"
POSTGRESQL_DEADLOCK = ("40P01", "40001")  # one of two transactions was ended for the other: it can be done again
POSTGRESQL_BUSY = (*POSTGRESQL_DEADLOCK, "55P03", "57014")


def disk_is_full(wrong: BaseException | None) -> bool:
    """Whether a fault, or what caused it, is a disk with no room left: of a file, of SQLite or of PostgreSQL."""
    return any(_full(each) for each in _causes(wrong))


def _full(wrong: BaseException) -> bool:
    if isinstance(wrong, OSError):
        return wrong.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(wrong, OperationalError) and SQLITE_FULL in str(wrong):
        return True
    return getattr(wrong, "sqlstate", None) == POSTGRESQL_FULL


def lost_race(wrong: BaseException) -> bool:
    """Whether a rule of the database refused what somebody else did first; a column left empty is a fault of ours."""
    if not isinstance(wrong, IntegrityError):
        return False
    return SQLITE_NULL not in str(wrong) and POSTGRESQL_NULL not in _states(wrong)


def was_deadlock(wrong: BaseException) -> bool:
    """Whether the database ended the transaction in favour of another."""
    return isinstance(wrong, OperationalError) and not _states(wrong).isdisjoint(POSTGRESQL_DEADLOCK)


def is_busy(wrong: BaseException) -> bool:
    """Whether the database could not get to it in time."""
    if not isinstance(wrong, OperationalError):
        return False
    return SQLITE_LOCKED in str(wrong) or not _states(wrong).isdisjoint(POSTGRESQL_BUSY)


def _states(wrong: BaseException) -> set[str]:
    return {getattr(each, "sqlstate", None) or "" for each in _causes(wrong)}


def _causes(wrong: BaseException | None) -> Iterator[BaseException]:
    while wrong is not None:
        yield wrong
        wrong = wrong.__cause__ or wrong.__context__


def name_fault(wrong: Exception) -> str:
    """A fault by its kind and place, without the values it speaks of: they may name people."""
    frames = traceback.extract_tb(wrong.__traceback__)
    place = next((f"{Path(each.filename).name}:{each.lineno}" for each in reversed(frames) if _ours(each)), "")
    words = str(wrong).splitlines()[0] if isinstance(wrong, OperationalError) and str(wrong) else ""
    return " · ".join(filter(None, [type(wrong).__name__, words, place])).replace("\x00", "")


def _ours(frame: traceback.FrameSummary) -> bool:
    return "coso" in Path(frame.filename).parts and "site-packages" not in Path(frame.filename).parts


def renew_connection() -> None:
    """After a fault: a connection that was lost, or that still reads for what failed, is not used again."""
    if not connection.in_atomic_block:
        with suppress(Error):
            connection.close()
