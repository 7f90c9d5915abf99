"""Faults of the machine that are told in words: the full disk."""

import errno
from collections.abc import Iterator

from django.db import OperationalError

SQLITE_FULL = "database or disk is full"
POSTGRESQL_FULL = "53100"


def disk_is_full(wrong: BaseException | None) -> bool:
    """Whether a fault, or what caused it, is a disk with no room left: of a file, of SQLite or of PostgreSQL."""
    return any(_full(each) for each in _causes(wrong))


def _full(wrong: BaseException) -> bool:
    if isinstance(wrong, OSError):
        return wrong.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(wrong, OperationalError) and SQLITE_FULL in str(wrong):
        return True
    return getattr(wrong, "sqlstate", None) == POSTGRESQL_FULL


def _causes(wrong: BaseException | None) -> Iterator[BaseException]:
    while wrong is not None:
        yield wrong
        wrong = wrong.__cause__ or wrong.__context__
