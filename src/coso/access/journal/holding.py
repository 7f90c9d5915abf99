"""Rows held inside an action until it ends: what is checked is what is written, whoever else is at work.

On PostgreSQL the rows are locked, all in one statement and in the order of their keys, so that two actions wait for
one another instead of dead-locking. On SQLite a transaction is IMMEDIATE: reading inside it is the lock.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import connection, models

from coso.access.journal.writer import StaleError

Row = TypeVar("Row", bound=models.Model)
Rule = Callable[[Any], None]


def held(rows: "models.QuerySet[Row]", key: uuid.UUID, step: Rule | None = None) -> Row:
    """The row of this key as it is now, held until the action ends; `step` raises if the row is not as it must be.

    Raises StaleError if the row is gone or out of `rows`; RuntimeError outside an action.
    """
    return held_all(rows, [key], step)[0]


def held_all(rows: "models.QuerySet[Row]", keys: Iterable[uuid.UUID], step: Rule | None = None) -> list[Row]:
    """The rows of these keys as they are now, in the order of the keys, held until the action ends.

    Raises StaleError if one of them is gone or out of `rows`; RuntimeError outside an action.
    """
    wanted = set(keys)
    found = held_where(rows.filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise StaleError(None)
    for row in found:
        if step:
            step(row)
    return found


def held_where(rows: "models.QuerySet[Row]") -> list[Row]:
    """Whatever rows a query finds now, in the order of their keys, held until the action ends; none is no error.

    Raises RuntimeError outside an action.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("rows are held inside an action only")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
