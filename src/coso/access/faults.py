"""Faults of the machine that are told in words: the full disk, a lost race, a database that is busy."""

import errno
from collections.abc import Iterator

from django.db import IntegrityError, OperationalError

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
