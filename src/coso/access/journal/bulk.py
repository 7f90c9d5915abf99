"""Many rows at once, by `executemany` or COPY: the ORM's own bulk calls are six times slower."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter, methodcaller
from typing import Any, TypeVar

from django.db import connection, models, transaction

from coso.lib.keys import new_key

Rows = Iterable[Sequence[Any]]
_CHUNK = 500
MANY = 2_000
ROOM = 200  # MB
Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = _CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def _lite(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value of the column is handed to SQLite; None if as it is."""
    if isinstance(field, models.JSONField):
        return json.dumps
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, models.UUIDField):
        return attrgetter("hex")
    if isinstance(kind, models.DateTimeField):
        return lambda value: str(value.astimezone(dt.UTC).replace(tzinfo=None))
    if isinstance(kind, models.DateField):
        return methodcaller("isoformat")
    return None


def _post(field: models.Field) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        from psycopg.types.json import Jsonb

        return Jsonb
    return None


def fields_of(model: type[models.Model], names: Sequence[str]) -> list[models.Field]:
    """The columns of a model by attribute name (`unit_id`), in the order given."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


def ready(model: type[models.Model], names: Sequence[str], rows: Rows) -> Iterator[Sequence[Any]]:
    """Rows with every value as this database takes it: the slow half of an insert, best done before it."""
    return _ready(fields_of(model, names), rows)


def _ready(fields: Sequence[models.Field], rows: Rows) -> Iterator[Sequence[Any]]:
    how = [(_lite if connection.vendor == "sqlite" else _post)(field) for field in fields]
    prepare = [(n, ready) for n, ready in enumerate(how) if ready]
    if not prepare:
        yield from rows
        return
    for row in map(list, rows):
        for n, ready in prepare:
            if row[n] is not None:
                row[n] = ready(row[n])
        yield row


def _quoted(fields: Sequence[models.Field]) -> list[str]:
    return [f'"{field.column}"' for field in fields]


def insert(model: type[models.Model], names: Sequence[str], rows: Rows) -> None:
    """New rows, with values for every named column; the rest must have a database default or be null."""
    insert_ready(model, names, list(ready(model, names, rows)))


def insert_ready(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """New rows whose values are as the database takes them."""
    _fill(model._meta.db_table, fields_of(model, names), rows)


def _fill(table: str, fields: Sequence[models.Field], rows: Sequence[Sequence[Any]]) -> None:
    columns = ",".join(_quoted(fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ",".join(["%s"] * len(fields))
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)


def make_room(megabytes: int) -> None:
    """A larger cache for this connection, on SQLite: indexes that are filled in no order stay in it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size=-{megabytes * 1000}")


@dataclass(frozen=True, slots=True)
class Staged:
    """New rows waiting in a table of this connection's own: filling it keeps nobody waiting, emptying it is quick."""

    table: str
    fields: Sequence[models.Field]

    def insert(self, model: type[models.Model]) -> None:
        """Moves the rows to their table, in the order in which they came."""
        columns = ",".join(_quoted(self.fields))
        with connection.cursor() as cursor:
            cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {columns} FROM "{self.table}"')
        transaction.on_commit(self._drop)

    def _drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE "{self.table}"')


def stage(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Staged:
    """Puts rows, as the database takes them, aside; on SQLite a savepoint, for BEGIN would lock the whole database."""
    staged = Staged(f"staged_{new_key().hex}", fields_of(model, names))
    columns, lite = ",".join(_quoted(staged.fields)), connection.vendor == "sqlite"
    make_room(ROOM)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{staged.table}" AS SELECT {columns} FROM "{model._meta.db_table}" WHERE 1=0'
        )
        if lite:
            cursor.execute(f'SAVEPOINT "{staged.table}"')
        _fill(staged.table, staged.fields, rows)
        if lite:
            cursor.execute(f'RELEASE "{staged.table}"')
    return staged


def update(model: type[models.Model], names: Sequence[str], rows: Rows) -> None:
    """Rows of (key, value of each named column)."""
    fields = fields_of(model, ["id", *names])
    places = ",".join(f"{column}=%s" for column in _quoted(fields[1:]))
    ready = [(*row[1:], row[0]) for row in _ready(fields, rows)]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{model._meta.db_table}" SET {places} WHERE id=%s', ready)


def lock(model: type[models.Model], keys: Iterable[uuid.UUID]) -> None:
    """Locks the rows of these keys until the transaction ends, in one statement and in the order of the keys.

    Unordered or in parts, two sessions that write the same rows would dead-lock. SQLite has one writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE', [list(keys)])


def delete(model: type[models.Model], keys: Iterable[Any]) -> None:
    """The rows of these keys are gone."""
    every: models.QuerySet = models.QuerySet(model)
    for part in chunks(keys):
        every.filter(pk__in=part)._raw_delete(every.db)


def fetch(model: type[models.Model], names: Sequence[str], keys: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """The named columns of the rows of these keys, in no order."""
    wanted = set(keys)
    every: models.QuerySet = models.QuerySet(model)
    if len(wanted) > MANY:
        rows = every.filter(spanned("pk", wanted)).values_list("pk", *names)
        yield from (row[1:] for row in rows.iterator(chunk_size=10_000) if row[0] in wanted)
        return
    for part in chunks(wanted):
        yield from every.filter(pk__in=part).values_list(*names)


Span = tuple[uuid.UUID, uuid.UUID]


def covering(name: str, keys: Collection[uuid.UUID], span: Span | None = None) -> Iterator[models.Q]:
    """Conditions that find every row of these keys; of many keys, other rows made at the same time too."""
    if len(keys) > MANY:
        yield spanned(name, keys, span)
    else:
        yield from (models.Q(**{f"{name}__in": part}) for part in chunks(keys))


def spanned(name: str, keys: Collection[uuid.UUID], span: Span | None = None) -> models.Q:
    """From the least of many keys to the greatest: what one action made lies close together, for keys rise."""
    first, last = span or span_of(keys)
    return models.Q(**{f"{name}__gte": first, f"{name}__lte": last})


def span_of(keys: Collection[uuid.UUID]) -> Span:
    """The least and the greatest of some keys. Raises ValueError if there are none."""
    numbers = [key.int for key in keys]
    return uuid.UUID(int=min(numbers)), uuid.UUID(int=max(numbers))
