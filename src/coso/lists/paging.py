"""Pages of a list by the key of its last row, never by a count of rows before: a deep page costs no more."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Field, Q, QuerySet

from coso.lib.numbers import read_whole


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the keys of the pages beside it ("" where there is none)."""

    rows: Sequence[Any]
    before: str = ""
    after: str = ""


def in_order(rows: QuerySet[Any], order: tuple[str, ...]) -> QuerySet[Any]:
    """The rows in the order of a list, with what their keys are read from."""
    near = {name.lstrip("-").rpartition("__")[0] for name in order} - {""}
    return (rows.select_related(*near) if near else rows).order_by(*order)


def page_of(rows: QuerySet[Any], order: tuple[str, ...], *, after: str = "", before: str = "", size: int = 50) -> Page:
    """The rows next after a key, or the last before one; an unreadable key gives the first page.

    Raises FieldError for an order by something that may be null.
    """
    fields, ordered = [_field(rows, name.lstrip("-")) for name in order], in_order(rows, order)
    if key := _read_key(fields, before):
        found = list(ordered.filter(_beyond(order, key, back=True)).reverse()[: size + 1])
        shown = found[:size][::-1]
        return _page(shown, order, back=len(found) > size, on=True) if shown else page_of(rows, order, size=size)
    key = _read_key(fields, after)
    found = list((ordered.filter(_beyond(order, key)) if key else ordered)[: size + 1])
    return _page(found[:size], order, back=key is not None, on=len(found) > size)


def part_of(rows: Sequence[Any], *, after: str = "", before: str = "", size: int = 50) -> Page:
    """The same of a short list at hand: its keys are places in it."""
    at, below = read_whole(after), read_whole(before)
    start = at if at is not None else below - size if below is not None else 0
    start = max(0, start if start < len(rows) else 0)
    end = start + size
    return Page(rows[start:end], str(start) if start else "", str(end) if end < len(rows) else "")


def _page(shown: list[Any], order: tuple[str, ...], *, back: bool, on: bool) -> Page:
    if not shown:
        return Page(shown)
    return Page(shown, key_of(shown[0], order) if back else "", key_of(shown[-1], order) if on else "")


def key_of(row: Any, order: tuple[str, ...]) -> str:
    """Where a row stands in a list, as the address carries it: only its first value may have dots."""
    return ".".join(_as_text(attrgetter(name.lstrip("-").replace("__", "."))(row)) for name in order)


def _as_text(value: Any) -> str:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _read_key(fields: list[Field], text: str) -> list[Any] | None:
    parts = text.rsplit(".", len(fields) - 1)
    if not text or len(parts) != len(fields):
        return None
    try:
        key = [field.to_python(part) for field, part in zip(fields, parts, strict=True)]
    except (ValidationError, ValueError, OverflowError):
        return None
    return None if any(isinstance(value, dt.datetime) and not _in_any_zone(value) for value in key) else key


def _in_any_zone(moment: dt.datetime) -> bool:
    """Whether a moment is one in every zone: the first and the last day there are lie outside some."""
    return moment.tzinfo is not None and dt.MINYEAR < moment.year < dt.MAXYEAR


def _field(rows: QuerySet[Any], name: str) -> Field:
    """The field of a value in the order; one that the database works out is known by its own type."""
    if name in rows.query.annotations:
        worked_out: Field = rows.query.annotations[name].output_field
        return worked_out
    model: Any = rows.model
    *near, last = name.split("__")
    for each in near:
        model = model._meta.get_field(each).related_model
    found: Field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if found.null:
        raise FieldError(f"{name} may be null: it orders no list.")
    return found


def _beyond(order: tuple[str, ...], key: list[Any], *, back: bool = False) -> Q:
    """Rows after a key (or before it): by the first field, and among its equals by the rest."""
    name, value = order[0].lstrip("-"), key[0]
    sign = "lt" if back != order[0].startswith("-") else "gt"
    past = Q(**{f"{name}__{sign}": value})
    return (
        past if len(order) == 1 else Q(**{f"{name}__{sign}e": value}) & (past | _beyond(order[1:], key[1:], back=back))
    )
