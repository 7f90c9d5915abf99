"""Snapshots of rows: what a row was before an action, packed in pages."""

import datetime as dt
import json
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from coso.access.journal.bulk import chunks, fetch
from coso.access.journal.moved import moved_tables
from coso.access.models import Action, Change, Journaled
from coso.lib.keys import key_of, new_key

PAGE = 1000
Snapshot = dict[str, Any]


def names_of(model: type[Journaled]) -> list[str]:
    """The columns of a snapshot: all but the derived ones, the key first."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in model.derived]
    return ["id", *(name for name in names if name != "id")]


def read_snapshots(model: type[Journaled], keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Snapshot]:
    """The rows as they are now, by key; missing rows are left out."""
    names = names_of(model)
    return {row[0]: dict(zip(names, row, strict=True)) for row in fetch(model, names, keys)}


def pack_value(value: Any) -> Any:
    """A value as a body holds it."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value


def _unpacker(field: models.Field) -> Callable[[Any], Any]:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, models.UUIDField):
        return uuid.UUID
    if isinstance(kind, models.BinaryField):
        return bytes.fromhex
    if isinstance(kind, models.DateTimeField):
        return dt.datetime.fromisoformat
    if isinstance(kind, models.DateField):
        return dt.date.fromisoformat
    return lambda value: value


@dataclass(frozen=True)
class Page:
    """Rows of one table that an action wrote: key → snapshot before, or None where the action created the row.

    `after`: the snapshots are of the rows as the action left them, kept so that a seal covers them too.
    """

    model: type[Journaled]
    snapshots: dict[uuid.UUID, Snapshot | None]
    after: bool = False


def make_page(
    action: uuid.UUID, model: type[Journaled], snapshots: Mapping[uuid.UUID, Snapshot | None], *, after: bool = False
) -> list[Any]:
    """The columns of a Change row for at most PAGE rows."""
    keys = sorted(snapshots)
    names = names_of(model)
    rows = [
        snapshot and [pack_value(snapshot[name]) for name in names] for snapshot in (snapshots[key] for key in keys)
    ]
    return _page(action, model, [key.hex for key in keys], rows if any(rows) else None, after=after)


def _page(
    action: uuid.UUID, model: type[Journaled], keys: list[str], rows: list[Any] | None, *, after: bool = False
) -> list[Any]:
    body: dict[str, Any] = {"keys": keys, "names": names_of(model), "rows": rows, **({"after": 1} if after else {})}
    packed = zlib.compress(json.dumps(body, separators=(",", ":")).encode(), 1)
    return [new_key(), action, model._meta.label_lower, uuid.UUID(keys[0]), uuid.UUID(keys[-1]), len(keys), packed]


def pages_of_new(action: uuid.UUID, model: type[Journaled], keys: Iterable[uuid.UUID | str]) -> Iterator[list[Any]]:
    """Change rows for rows that the action created; a key may be given as its 32 digits."""
    for part in chunks(sorted(key if isinstance(key, str) else key.hex for key in keys), PAGE):
        yield _page(action, model, part, None)


PAGE_COLUMNS = ["id", "action_id", "table", "first", "last", "n", "body"]


def make_pages(
    action: uuid.UUID, model: type[Journaled], snapshots: Mapping[uuid.UUID, Snapshot | None], *, after: bool = False
) -> Iterator[list[Any]]:
    """Change rows for any number of rows."""
    for keys in chunks(sorted(snapshots), PAGE):
        yield make_page(action, model, {key: snapshots[key] for key in keys}, after=after)


def open_page(change: Change) -> Page:
    """A stored page again, its values as the columns of today hold them."""
    body = json.loads(zlib.decompress(bytes(change.body)))
    old = moved_tables().get(change.table)
    model = apps.get_model(old.now if old else change.table)
    body = old.body(body) if old else body
    keys = [key_of(key) for key in body["keys"]]
    if body["rows"] is None:
        return Page(model, dict.fromkeys(keys))
    fields = {field.attname: _unpacker(field) for field in model._meta.concrete_fields}
    readers = [(name, fields[name]) for name in body["names"] if name in fields]
    rows = zip(keys, body["rows"], strict=True)
    snapshots = {key: row and _unpack(body["names"], readers, row) for key, row in rows}
    return Page(model, snapshots, after="after" in body)


def _unpack(names: list[str], readers: list[tuple[str, Callable[[Any], Any]]], row: list[Any]) -> Snapshot:
    values = dict(zip(names, row, strict=True))
    return {name: None if values[name] is None else read(values[name]) for name, read in readers}


def pages_of(action: Action) -> Iterator[Page]:
    """All that an action wrote, as it was before, in the order of writing."""
    for change in action.changes.order_by("id").iterator(chunk_size=50):
        page = open_page(change)
        if not page.after:
            yield page
