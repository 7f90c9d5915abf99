"""What an action did to each row: what stood there before it, and after it."""

import uuid
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice

from coso.access.journal.moved import tables_of
from coso.access.journal.snapshots import Snapshot, open_page, pages_of, read_snapshots
from coso.access.models import Action, Change, Journaled


@dataclass(frozen=True)
class Written:
    """A row that an action wrote. `before` is None where the action made the row, `after` where it took it away."""

    model: type[Journaled]
    key: uuid.UUID
    before: Snapshot | None
    after: Snapshot | None


def written_by(action: Action, most: int, among: Container[uuid.UUID] | None = None) -> list[Written]:
    """The first rows that an action wrote, as they stood before and after it; only `among` some keys, if given."""
    rows = (row for row in _first(action) if among is None or row[1] in among)
    return [Written(model, key, snapshot, _after(action, model, key)) for model, key, snapshot in islice(rows, most)]


def _first(action: Action) -> Iterator[tuple[type[Journaled], uuid.UUID, Snapshot | None]]:
    """Each row once, with its oldest snapshot in the action."""
    seen: set[tuple[type[Journaled], uuid.UUID]] = set()
    for page in pages_of(action):
        for key, snapshot in page.snapshots.items():
            if (page.model, key) not in seen:
                seen.add((page.model, key))
                yield page.model, key, snapshot


def _after(action: Action, model: type[Journaled], key: uuid.UUID) -> Snapshot | None:
    """What the next action found there; if there is none, what stands there now."""
    spans = Change.objects.filter(table__in=tables_of(model), first__lte=key, last__gte=key)
    for change in spans.filter(action__at__gt=action.at).order_by("action__at", "id").iterator(chunk_size=20):
        page = open_page(change)
        if key in page.snapshots and not page.after:
            return page.snapshots[key]
    return read_snapshots(model, [key]).get(key)
