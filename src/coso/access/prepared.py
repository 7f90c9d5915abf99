"""Queries whose SQL is built once: Django takes ten times as long to build one as the database to answer it.

    @prepared
    def live(people: Iterable[uuid.UUID], day: dt.date) -> QuerySet[Membership, tuple[uuid.UUID, str]]:
        return Membership.objects.on(day).filter(person__in=people).values_list("person_id", "opened")

    rows = live(keys, day)  # a list of what the queryset gives

What is written stays a queryset. Its SQL is built with stand-ins for days, keys, texts and numbers, twice, and is
taken only if both are the same but for them: an argument reaches the query as it is, or a path as the end of its
branch. A day that is no argument is refused: it would stay the day of the first call. None, True and False belong to
the shape of a query, and so does how many keys a list has, rounded up. While the tests run, each call is compared with
a query built anew (`Prepared.checked`).
"""

import copy
import datetime as dt
import re
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from coso.lib.dates import FOREVER
from coso.lib.paths import branch_end

P = ParamSpec("P")
Row = TypeVar("Row")
Form = Callable[[Any], Any]

MOST = 256  # keys of a list; a longer one is built each time
TEXT_OF_DAY = re.compile(r"\d{4}-\d\d-\d\d")
LARGEST = 32_767  # of the smallest column of numbers; Django knows what a larger one means
LASTS = (FOREVER, FOREVER.isoformat())
FIRST, SECOND = (
    10_000,
    20_000,
)  # days of the years 28 and 55, numbers that fit any column; more between than a query needs


def _same(value: Any) -> Any:
    return value


def _hex(value: uuid.UUID) -> str:
    return value.hex


# How a database is handed a value: as it is; on SQLite days and keys as text; of a path also the end of its branch.
FORMS: dict[type, tuple[Form, ...]] = {
    dt.date: (_same, str),
    uuid.UUID: (_same, _hex),
    str: (_same, branch_end),
    int: (_same,),
}


class _Shape(NamedTuple):
    """What of an argument belongs to the query: its kind and how many there are, else the argument itself."""

    kind: type | None
    size: int
    fixed: Any = None

    def apart(self, values: Iterator[Any]) -> Any:
        """The argument made of its values."""
        if self.kind is None:
            return self.fixed
        return [next(values) for _ in range(self.size)] if self.size else next(values)


def _shape(given: Any) -> _Shape:
    if isinstance(given, list):
        return _Shape(type(given[0]), 1 << (len(given) - 1).bit_length())
    if type(given) in FORMS:
        return _Shape(type(given), 0)
    if given is None or isinstance(given, bool):
        return _Shape(None, 0, given)
    raise TypeError(f"A query is not built beforehand for {given!r}")


def _stand_ins(shapes: Iterable[_Shape], first: int) -> list[Any]:
    """Values that occur nowhere else."""
    makes: dict[type, Callable[[int], Any]] = {
        dt.date: dt.date.fromordinal,
        uuid.UUID: lambda n: uuid.UUID(int=n << 64),
        str: lambda n: f"\x7f{n}",
        int: int,
    }
    kinds = [shape.kind for shape in shapes if shape.kind for _ in range(shape.size or 1)]
    return [makes[kind](first + n) for n, kind in enumerate(kinds)]


def _values(given: Iterable[Any], shapes: Iterable[_Shape], spare: list[Any]) -> list[Any]:
    """Days, keys and texts one after another; what stands in the empty places of a list is found nowhere."""
    out: list[Any] = []
    for each, shape in zip(given, shapes, strict=True):
        if shape.kind:
            found = each if shape.size else [each]
            out += [*found, *spare[len(out) + len(found) : len(out) + shape.size]]
    return out


@dataclass(frozen=True)
class _Ready:
    """A query that is built: its parameters, and which of the values goes where in what form."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int, Form], ...] = ()
    spare: tuple[Any, ...] = ()

    def filled(self, values: list[Any]) -> tuple[Any, ...]:
        """The parameters for these values."""
        params = list(self.params)
        for at, which, form in self.places:
            params[at] = form(values[which])
        return tuple(params)

    def fetch(self, params: tuple[Any, ...]) -> list[Any]:
        """The rows, as the queryset itself would give them."""
        compiler, query = copy.copy(self.compiler), self.rows.query
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_options: (self.sql, params)
        names = ("selected", "extra_select", "values_select", "annotation_select")
        asked = {each: getattr(query, each) for each in names}
        source: Any = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=self.rows.model,
            query=SimpleNamespace(get_compiler=lambda *_args, **_options: compiler, **asked),
            _fields=vars(self.rows)["_fields"],
            _known_related_objects={},
        )
        return list(vars(self.rows)["_iterable_class"](source))


def _is_odd(given: Any) -> bool:
    """What is built anew each time: no keys or very many, and numbers that may fit no column."""
    if isinstance(given, list):
        return not 0 < len(given) <= MOST
    return isinstance(given, int) and abs(given) > LARGEST


class Prepared(Generic[P, Row]):
    """A function that builds a queryset, called for its rows."""

    checked = False

    def __init__(self, build: Callable[P, QuerySet[Any, Row]]) -> None:
        self.build: Callable[..., QuerySet[Any, Row]] = build
        self.ready: dict[tuple[Any, ...], _Ready] = {}
        self.__name__, self.__doc__ = build.__name__, build.__doc__

    def __call__(self, *args: P.args, **_none: P.kwargs) -> list[Row]:
        """The rows. Raises TypeError for a query that cannot be built beforehand."""
        given = [each if isinstance(each, str) or not isinstance(each, Iterable) else _once(each) for each in args]
        if any(_is_odd(each) for each in given):
            return list(self.build(*given))
        shapes = tuple(map(_shape, given))
        key = (connections[DEFAULT_DB_ALIAS].vendor, *shapes)
        ready = self.ready.get(key)
        if ready is None:
            ready = self.ready[key] = self._prepare(shapes)
        values = _values(given, shapes, list(ready.spare))
        params = ready.filled(values)
        if self.checked:
            self._check(ready.sql, params, self._built(shapes, values))
        return ready.fetch(params)

    def first(self, *args: P.args, **none: P.kwargs) -> Row | None:
        """The first row, or None."""
        return next(iter(self(*args, **none)), None)

    def _check(self, sql: str, params: tuple[Any, ...], anew: _Ready) -> None:
        if (sql, params) != (anew.sql, anew.params):
            raise TypeError(f"{self.__name__} is another query for other values")

    def _built(self, shapes: Iterable[_Shape], values: list[Any]) -> _Ready:
        each = iter(values)
        rows = self.build(*(shape.apart(each) for shape in shapes))
        compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet as empty:
            raise TypeError(f"{self.__name__} finds nothing whatever it is given") from empty
        if vars(rows)["_prefetch_related_lookups"] or vars(rows)["_known_related_objects"]:
            raise TypeError(f"{self.__name__}: rows that belong to other rows")
        return _Ready(rows, compiler, sql, tuple(params))

    def _prepare(self, shapes: tuple[_Shape, ...]) -> _Ready:
        spare, others = _stand_ins(shapes, FIRST), _stand_ins(shapes, SECOND)
        built = self._built(shapes, spare)
        forms = {}
        for n, value in enumerate(spare):
            forms.update({(type(text), text): (n, form) for form in FORMS[type(value)] for text in (form(value),)})
        found = [(at, forms.get(_key(each))) for at, each in enumerate(built.params) if isinstance(each, Hashable)]
        places = [(at, place[0], _form(place[1], built.params[at])) for at, place in found if place]
        rest = set(range(len(built.params))) - {at for at, _which, _form in places}
        if any(_is_day(built.params[at]) for at in rest):
            raise TypeError(f"{self.__name__}: a day that is no argument")
        ready = replace(built, places=tuple(places), spare=tuple(spare))
        self._check(ready.sql, ready.filled(others), self._built(shapes, others))
        return ready


def _once(given: Iterable[Any]) -> list[Any]:
    return [each for each in dict.fromkeys(given) if each is not None]  # as Django has it: None is among nothing


def _key(param: Any) -> tuple[type, Any]:
    """What a parameter is known by; PostgreSQL has several kinds of numbers."""
    return (int if isinstance(param, int) and not isinstance(param, bool) else type(param)), param


def _form(form: Form, param: Any) -> Form:
    return type(param) if isinstance(param, int) else form


def _is_day(param: Any) -> bool:
    if isinstance(param, str):
        return bool(TEXT_OF_DAY.match(param)) and param not in LASTS
    return isinstance(param, dt.date) and param not in LASTS


prepared = Prepared
