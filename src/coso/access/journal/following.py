"""What is kept beside some rows because counting them is slow follows every action that wrote them, at its end."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from coso.access.journal import bulk
from coso.access.models import Journaled

Follow = Callable[[set[Any]], None]
_following: dict[type[Journaled], tuple[str, Follow]] = {}


def follows(model: type[Journaled], column: str) -> Callable[[Follow], Follow]:
    """Declares what follows writes of a model: it is called with the values of a column before and after."""

    def declare(follow: Follow) -> Follow:
        _following[model] = (column, follow)
        return follow

    return declare


class Touched:
    """The values of that column in what an action wrote."""

    def __init__(self) -> None:
        self._of: dict[type[Journaled], set[Any]] = defaultdict(set)

    def note(self, model: type[Journaled], rows: Iterable[Mapping[str, Any] | None]) -> None:
        """Rows by column, before or after; a row that leaves the column as it was need not name it."""
        if model in _following:
            column, _follow = _following[model]
            self._of[model].update(row[column] for row in rows if row and column in row)

    def note_made(self, model: type[Journaled], keys: list[uuid.UUID]) -> None:
        """Rows that are still there, by key."""
        if model in _following:
            column, _follow = _following[model]
            every: models.QuerySet = models.QuerySet(model)
            for part in bulk.covering("pk", keys) if keys else ():
                self._of[model].update(every.filter(part).order_by().values_list(column, flat=True).distinct())

    def note_new(self, model: type[Journaled], values: set[Any]) -> None:
        """What `told_of` said of new rows."""
        self._of[model] |= values

    def follow(self) -> None:
        """Lets everything follow; for the end of an action."""
        for model, values in self._of.items():
            if values:
                _following[model][1](values)


def told_of(model: type[Journaled], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> set[Any]:
    """The values of that column in new rows, as they are handed to the database."""
    if model not in _following:
        return set()
    at = list(names).index(_following[model][0])
    return {row[at] for row in rows}
