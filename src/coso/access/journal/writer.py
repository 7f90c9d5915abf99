"""Opening an action and writing through it."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from coso.access.journal import bulk
from coso.access.journal.following import Touched, told_of
from coso.access.journal.snapshots import PAGE, PAGE_COLUMNS, Snapshot, make_pages, pages_of_new, read_snapshots
from coso.access.models import Account, Action, Change, Journaled
from coso.access.once import spending
from coso.lib import clock
from coso.lib.keys import new_key


class StaleError(Exception):
    """The row was written by another action since the page was opened; carries that action's key."""

    def __init__(self, since: uuid.UUID | None) -> None:
        super().__init__(since)
        self.since = since


def expect(row: Journaled, seen: uuid.UUID | str | None) -> None:
    """Raises StaleError if somebody wrote the row after the reader saw it. `seen` is the act the form carried."""
    if seen and str(row.act) != str(seen):
        raise StaleError(row.act)


@dataclass(slots=True)
class NewRows:
    """New rows of a table, key first and `act` last, with their pages of the journal: as the database takes them."""

    model: type[Journaled]
    names: Sequence[str]
    rows: list[Any]
    pages: list[Sequence[Any]]
    touched: set[Any]
    staged: bulk.Staged | None = None

    def stage(self) -> None:
        """Puts many rows aside in the database, outside the transaction to come; few stay where they are."""
        if len(self.rows) > bulk.MANY:
            self.staged, self.rows = bulk.stage(self.model, self.names, self.rows), []

    def insert(self) -> None:
        """Inserts the rows, wherever they wait."""
        if self.staged:
            self.staged.insert(self.model)
        else:
            bulk.insert_ready(self.model, self.names, self.rows)


def new_rows(action: uuid.UUID, model: type[Journaled], names: Sequence[str], rows: list[Any]) -> NewRows:
    """Rows as the database takes them, made ready for the action of a key before it is opened, or in it."""
    pages = pages_of_new(action, model, [row[0] for row in rows])
    return NewRows(model, names, rows, list(bulk.ready(Change, PAGE_COLUMNS, pages)), told_of(model, names, rows))


class Act:
    """An open action. All that it writes can be read, sealed and undone."""

    def __init__(self, action: Action) -> None:
        self.action = action
        self.id = action.id
        self.touched = Touched()

    def create(self, model: type[Journaled], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Inserts new rows whose first column is the key. Returns their number."""
        stamped, count = [*names, "act"], 0
        for part in bulk.chunks(rows, PAGE * 20):
            ready = bulk.ready(model, stamped, ((*row, self.id) for row in part))
            new = new_rows(self.id, model, stamped, list(ready))
            self.create_ready(new)
            count += len(new.rows)
        return count

    def create_ready(self, new: "NewRows") -> None:
        """Inserts new rows that were made ready under this action's key."""
        new.insert()
        self.touched.note_new(new.model, new.touched)
        bulk.insert_ready(Change, PAGE_COLUMNS, new.pages)

    def write(self, model: type[Journaled], rows: Mapping[uuid.UUID, Mapping[str, Any] | None]) -> int:
        """Makes rows so: {key: {column: value}}, or {key: None} to delete. Returns the number of rows changed.

        The rows are locked before they are read, so that the snapshot kept is what stood there.
        """
        bulk.lock(model, rows)
        old = read_snapshots(model, rows)
        gone = [key for key, row in rows.items() if row is None and key in old]
        fresh = {key: row for key, row in rows.items() if row is not None and key not in old}
        moved = {key: row for key, row in rows.items() if row is not None and _differs(old.get(key), row)}
        self._keep(model, {key: old.get(key) for key in [*gone, *fresh, *moved]})
        self.touched.note(model, (row for key in [*gone, *fresh, *moved] for row in (old.get(key), rows[key])))
        bulk.delete(model, gone)
        self._update(model, moved)
        self._insert(model, fresh)
        return len(gone) + len(fresh) + len(moved)

    def keep_outcome(self, model: type[Journaled], keys: Iterable[uuid.UUID]) -> None:
        """Keeps rows as the action leaves them: the seal covers what was decided, not only what stood before."""
        pages = make_pages(self.id, model, read_snapshots(model, keys), after=True)
        bulk.insert(Change, PAGE_COLUMNS, pages)

    def _update(self, model: type[Journaled], rows: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
        for names, keys in _by_columns(rows).items():
            bulk.update(model, [*names, "act"], [(key, *(rows[key][name] for name in names), self.id) for key in keys])

    def _insert(self, model: type[Journaled], rows: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
        start = defaults(model)
        full = [{**start, **row, "id": key, "act": self.id} for key, row in rows.items()]
        if full:
            names = list(full[0])
            bulk.insert(model, names, [[row[name] for name in names] for row in full])

    def _keep(self, model: type[Journaled], snapshots: Mapping[uuid.UUID, Snapshot | None]) -> None:
        bulk.insert(Change, PAGE_COLUMNS, make_pages(self.id, model, snapshots))


def defaults(model: type[Journaled]) -> dict[str, Any]:
    """Every column of a new row with its default."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def _differs(old: Snapshot | None, row: Mapping[str, Any]) -> bool:
    return old is not None and any(old[name] != value for name, value in row.items() if name in old)


def _by_columns(rows: Mapping[uuid.UUID, Mapping[str, Any]]) -> dict[tuple[str, ...], list[uuid.UUID]]:
    out: dict[tuple[str, ...], list[uuid.UUID]] = {}
    for key, row in rows.items():
        out.setdefault(tuple(sorted(row)), []).append(key)
    return out


@contextmanager
def act(
    *,
    by: Account | None,
    verb: str,
    unit: uuid.UUID | None = None,
    subject: Journaled | None = None,
    reason: str = "",
    key: uuid.UUID | None = None,
) -> Iterator[Act]:
    """Opens an action in one transaction; nothing of it stays if the block raises. `by` is None for the system.

    `key` is given where rows were made ready for the action before it opens. The first action of a request spends the
    one-time key of its form; raises RepeatedFormError if the form was sent before.
    """
    with transaction.atomic(), spending():
        now = clock.now()
        action = Action.objects.create(
            id=key or new_key(),
            at=now,
            until=now,
            actor=by.id if by else None,
            verb=verb,
            unit=unit,
            subject_kind=subject._meta.label_lower if subject else "",
            subject=subject.pk if subject else None,
            reason=reason,
        )
        opened = Act(action)
        yield opened
        opened.touched.follow()
        Action.objects.filter(pk=action.pk).update(until=clock.now())
