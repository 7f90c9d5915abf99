"""Ten times as many members in the same units: by how much each page grows.

Writes: for a scratch installation only. A page is measured beside the empty page of the same rounds, before and after.
"""

from collections.abc import Iterator

from django.db import connection

from coso.register.member_counts import recount_all
from coso.register.models import Membership, Person
from coso_bench.pages import ADMIN, ADMIN_SEARCH, EMPTY, VIEW, spent_on_pages
from coso_bench.timing import Measured, Spent

COPIES = "012345689"  # in the place of the version in a key, where ours have 7: nine copies of each row
TARGET = 1.5


def measure(times: int) -> Iterator[Measured]:
    """By how much each page grows, and the worst."""
    before = spent_on_pages(times)
    for digit in COPIES:
        for model in (Person, Membership):
            _copy(model, digit)
    recount_all()
    _gather_statistics()
    after = spent_on_pages(times)
    grown = {name: _grown(before, after, name) for name in before if name not in (EMPTY, VIEW, ADMIN, ADMIN_SEARCH)}
    for name, ratio in grown.items():
        told = f"{before[name]} → {after[name]}"
        yield Measured("growth", f"{name}, ten times as many members", ratio, "÷", None, None, told)
    yield Measured("growth", "worst page", max(grown.values()), "÷", TARGET)


def _grown(before: dict[str, Spent], after: dict[str, Spent], name: str) -> float:
    machine = after[EMPTY].cpu / before[EMPTY].cpu
    return round(after[name].cpu / before[name].cpu / machine, 2)


def _copy(model: type[Person | Membership], digit: str) -> None:
    """Each row once more, under a key of its own that points to the keys of the same copy."""
    table = model._meta.db_table
    columns = [str(field.column) for field in model._meta.concrete_fields]
    same: dict[str, str] = {column: f'"{column}"' for column in columns}
    for column in ("id", "person_id", "previous_id"):
        same[column] = _key(f'"{column}"', digit)
    changed: dict[str, str] = {"code": f"code || '-{digit}'", "user_id": "NULL"}
    for look in ("id_look", "old_id_look", "passport_look"):
        changed[look] = _look(look, digit)
    values = {**same, **changed}
    names = ",".join(f'"{column}"' for column in columns)
    taken = ",".join(values[each] for each in columns)
    sql = f'INSERT INTO "{table}" ({names}) SELECT {taken} FROM "{table}" WHERE {_version("id")} = %s'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, ["7"])


def _version(column: str) -> str:
    return (
        f"substr({column}, 13, 1)"
        if connection.vendor == "sqlite"
        else f"substr(replace({column}::text, '-', ''), 13, 1)"
    )


def _key(column: str, digit: str) -> str:
    if connection.vendor == "sqlite":
        return f"substr({column}, 1, 12) || '{digit}' || substr({column}, 14)"
    return f"overlay({column}::text placing '{digit}' from 15 for 1)::uuid"


def _look(column: str, digit: str) -> str:
    if connection.vendor == "sqlite":
        return f"CAST({column} || X'0{digit}' AS BLOB)"
    return f"{column} || '\\x0{digit}'::bytea"


def _gather_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
