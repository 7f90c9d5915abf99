"""Which actions wrote some rows, and which rows of an action are among some."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from coso.access.journal.moved import tables_of
from coso.access.journal.snapshots import open_page, pages_of
from coso.access.models import Action, Change, Journaled

Rows = Iterable[tuple[type[Journaled], Iterable[uuid.UUID]]]
Where = Callable[[QuerySet], Q]
Within = Callable[[type[Journaled], set[uuid.UUID]], set[uuid.UUID]]


def at(*columns: str) -> Where:
    """Which rows are about some units: those that name one of them in a column."""
    return lambda units: reduce(or_, (Q(**{f"{column}__in": units}) for column in columns))


def actions_on(rows: Rows) -> set[uuid.UUID]:
    """The keys of the actions that wrote any of the rows. Pages of many rows are opened, those of one are not."""
    out: set[uuid.UUID] = set()
    for model, keys in rows:
        wanted = set(keys)
        if wanted:
            pages = Change.objects.filter(table__in=tables_of(model))
            out.update(pages.filter(first__in=wanted).values_list("action_id", flat=True))
            out.update(_of_many(pages.filter(n__gt=1), wanted, out))
    return out


def _of_many(pages: QuerySet[Change], wanted: set[uuid.UUID], known: set[uuid.UUID]) -> Iterator[uuid.UUID]:
    over = pages.filter(first__lte=max(wanted), last__gte=min(wanted)).values_list("id", "action_id", "first", "last")
    near = {key for key, action, first, last in over if action not in known and _any_in(first, last, wanted)}
    for change in Change.objects.filter(pk__in=near).iterator(chunk_size=50):
        if not wanted.isdisjoint(open_page(change).snapshots):
            yield change.action_id


def _any_in(first: uuid.UUID, last: uuid.UUID, wanted: set[uuid.UUID]) -> bool:
    return any(first <= key <= last for key in wanted)


def written_among(action: Action, within: Within) -> set[uuid.UUID]:
    """The rows that an action wrote, as far as they are `within` (of a table, and keys in it)."""
    return {key for page in pages_of(action) for key in within(page.model, set(page.snapshots))}
