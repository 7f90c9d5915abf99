"""The small world of the tests: built once by the services, then put back row by row for each test.

Founding, appointing and opening a round take most of a second; writing their rows takes a few hundredths.
"""

import functools
import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils import translation

from coso.access.models import Account, Action
from coso.lib import clock

P = ParamSpec("P")
T = TypeVar("T")
Rows = dict[Any, tuple[Any, ...]]
Tables = dict[type[Model], Rows]


@dataclass(frozen=True)
class Memory:
    """The rows that a build changed or added, the keys of those that it changed or took away, and what it returned."""

    rows: Tables
    gone: dict[type[Model], set[Any]]
    made: bytes

    @functools.cached_property
    def script(self) -> str:
        """All of it as one text of SQL: PostgreSQL answers once then, not once a row."""
        with connection.cursor() as cursor:
            return ";".join(cursor.mogrify(sql, given) for sql, given in _at_once(self))


KNOWN: dict[str, OrderedDict[Hashable, Memory]] = {}
MOST = 6  # worlds of one name: fixtures may be asked for in another order
DEEDS = 40  # of one deed: many a test does it in a world of its own, to which nobody comes back
SIGNING_IN = {"django_session", "usersessions_usersession"}


def put_back(name: str, build: Callable[[], T]) -> T:
    """What `build` makes. From the second time on its rows are written as they were, if the database stood alike."""
    return _remembered(name, _standing(), build, MOST)


def replayed(deed: Callable[P, T]) -> Callable[P, T]:
    """A deed in the middle of a test that is put back from the second time on, if every row stands as it did before.

    Where anything differs – a row, the day, the language, an argument – the services do it again.
    """

    @functools.wraps(deed)
    def again(*args: P.args, **options: P.kwargs) -> T:
        before = _plain(args), _plain(sorted(options.items())), _every_row()
        return _remembered(f"{deed.__module__}.{deed.__qualname__}", before, lambda: deed(*args, **options), DEEDS)

    return again


def _plain(value: object) -> str:
    """An argument as text: of a row its key."""
    if isinstance(value, Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, dict):
        return _plain(sorted(value.items(), key=repr))
    return f"({', '.join(map(_plain, value))})" if isinstance(value, list | tuple) else repr(value)


def _remembered(name: str, before: Hashable, build: Callable[[], T], most: int) -> T:
    worlds = KNOWN.setdefault(name, OrderedDict())
    if known := worlds.get(before):
        worlds.move_to_end(before)
        _restore(known)
        found: T = pickle.loads(known.made)
        return found
    rows, made = _read(), build()
    after = _read()
    worlds[before] = Memory(_changed(rows, after), _overwritten(rows, after), pickle.dumps(made))
    if len(worlds) > most:
        worlds.popitem(last=False)
    return made


def _standing() -> Hashable:
    """What tells two databases of tests apart: the day, what was done, who has an account."""
    actions = frozenset(Action.objects.values_list("id", flat=True))
    return clock.today(), actions, frozenset(Account.objects.values_list("id", flat=True))


def _every_row() -> Hashable:
    """As `_standing`, with all that is written down; who is signed in and since when aside."""
    out = hashlib.sha256(repr((clock.today(), translation.get_language())).encode())
    for model, rows in _read().items():
        table = model._meta.db_table
        if table not in SIGNING_IN:
            out.update(f"{table}{sorted(_lasting(model, rows).items(), key=_key)}".encode())
    return out.digest()


def _key(row: tuple[Any, Any]) -> Any:
    return row[0]


def _lasting(model: type[Model], rows: Rows) -> Rows:
    """The rows of a table without the moment at which an account last signed in."""
    if model is not Account:
        return rows
    place = _columns(model).index("last_login")
    return {key: (*row[:place], *row[place + 1 :]) for key, row in rows.items()}


def _read() -> Tables:
    return {model: _rows_of(model) for model in apps.get_models(include_auto_created=True)}


def _rows_of(model: type[Model]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {_listed(model)} FROM "{model._meta.db_table}"')
        return {row[0]: tuple(map(_kept, row)) for row in cursor.fetchall()}


def _kept(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _columns(model: type[Model]) -> list[str]:
    """The key first, then the others."""
    key = model._meta.pk.column
    return [key, *(field.column for field in model._meta.concrete_fields if field.column != key)]


def _listed(model: type[Model]) -> str:
    return ", ".join(f'"{name}"' for name in _columns(model))


def _changed(before: Mapping[type[Model], Rows], after: Tables) -> Tables:
    found = {
        model: {key: row for key, row in rows.items() if before[model].get(key) != row} for model, rows in after.items()
    }
    return {model: rows for model, rows in found.items() if rows}


def _overwritten(before: Tables, after: Tables) -> dict[type[Model], set[Any]]:
    found = {
        model: {key for key, row in rows.items() if after[model].get(key) != row} for model, rows in before.items()
    }
    return {model: keys for model, keys in found.items() if keys}


def _restore(known: Memory) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(known.script)
            return
        for model, keys in known.gone.items():
            cursor.executemany(f"{_deletion(model)} = %s", [(key,) for key in keys])
        for model, rows in known.rows.items():
            cursor.executemany(f"{_insertion(model)} ({_marks(model)})", list(rows.values()))


def _at_once(known: Memory) -> Iterator[tuple[str, list[Any]]]:
    for model, keys in known.gone.items():
        yield f"{_deletion(model)} = ANY(%s)", [list(keys)]
    for model, rows in known.rows.items():
        marks = ", ".join([f"({_marks(model)})"] * len(rows))
        yield f"{_insertion(model)} {marks}", list(chain.from_iterable(rows.values()))


def _deletion(model: type[Model]) -> str:
    return f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}"'


def _insertion(model: type[Model]) -> str:
    return f'INSERT INTO "{model._meta.db_table}" ({_listed(model)}) VALUES'


def _marks(model: type[Model]) -> str:
    return ", ".join(["%s"] * len(_columns(model)))
