"""Tables that another took over: the journal's pages of before are read as rows of the table of today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from coso.access.models import Journaled
from coso.access.permissions import by_key

Columns = dict[str, Any]


@dataclass(frozen=True)
class Moved:
    """A table (`key`) whose rows went on under the same keys in the table `now`.

    `read` makes the columns of today of those that a page has; what it leaves out stays as it is when an entry is
    undone.
    """

    key: str
    now: str
    read: Callable[[Columns], Columns]

    def body(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body of a page as one of today's table."""
        rows = [row and self.read(dict(zip(body["names"], row, strict=True))) for row in body["rows"] or ()]
        names = list(next(filter(None, rows), ()))
        return {**body, "names": names, "rows": [row and [row[name] for name in names] for row in rows] or None}


@cache
def moved_tables() -> Mapping[str, Moved]:
    """What the rooms declare in their `journal_words.py` as MOVED, by the name of before."""
    return by_key("journal_words", "MOVED")


def tables_of(model: type[Journaled]) -> list[str]:
    """The names under which the journal may know the rows of a model."""
    now = model._meta.label_lower
    return [now, *(old.key for old in moved_tables().values() if old.now == now)]
