"""A member file to people, memberships, encrypted IDs and journal; beside bare inserts and beside django-import-export.

Writes: for a scratch installation only.
"""

import resource
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models
from python_calamine import CalamineWorkbook

from coso.access.journal import undo
from coso.access.models import Action
from coso.lib import clock
from coso.lib.dates import years_before
from coso.members.importing import Asked, book_import, prepare_import
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitVersion
from coso_bench.member_file import HEADINGS, write_members
from coso_bench.timing import BenchError, Measured, once

MEMORY, TRANSACTION, BACK, TIMES_FASTER, OF_FLOOR = 800, 5, 10, 4.5, 2.0
MEGABYTE = 1024  # ru_maxrss counts kilobytes


def measure(rows: int) -> Iterator[Measured]:
    """The import, its undo, the floor, and the usual library on the same file."""
    file = Path(settings.DATA) / f"members-{rows}.xlsx"
    write_members(file, rows, union_codes())
    whole, written, report = _import(file)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    back = once(lambda: undo(action=Action.objects.get(pk=report.action), reason="bench", by=None))
    table = flat_table()
    floor = once(lambda: _bare(file, table))
    what = f"{rows} × {len(HEADINGS)}, file to members"
    yield Measured("import", what, whole, "s", None, _ratio(whole, floor), "floor")
    yield Measured("import", "file to members ÷ floor", whole / floor, "÷", OF_FLOOR)
    yield Measured("import", "its write transaction", written, "s", TRANSACTION)
    yield Measured("import", "memory at most", memory, "MB", MEMORY)
    yield Measured("import", "its undo", back, "s", BACK)
    yield Measured("import", "floor: unzip and bare insert", floor, "s", None, 1.0, "itself")
    if find_spec("import_export"):
        usual = once(lambda: _usual(file, table))
        yield Measured("import", "django-import-export in bulk, one flat table", usual, "s", None, _ratio(usual, floor))
        yield Measured("import", "faster than django-import-export", usual / whole, "×", TIMES_FASTER)


def union_codes() -> list[str]:
    """The codes of the grassroots unions of a year ago that still are. Raises BenchError if there are none."""
    today = clock.today()
    now = UnitVersion.objects.on(today).filter(kind=BASE).values("unit")
    then = UnitVersion.objects.on(years_before(today, 1)).filter(kind=BASE, unit__in=now)
    codes = list(then.values_list("unit__code", flat=True))
    if not codes:
        raise BenchError("no grassroots unions to import into")
    return codes


def _import(file: Path) -> tuple[float, float, Any]:
    root = Unit.objects.order_by("path").first()
    if root is None:
        raise BenchError("no units")
    done: dict[str, Any] = {}
    read = once(lambda: done.update(prepared=prepare_import(asked=Asked(file, root, good_rows=True), by=None)))
    written = once(lambda: done.update(report=book_import(prepared=done["prepared"], by=None)))
    if not done["report"].action:
        raise BenchError("the file was not booked")
    return read + written, written, done["report"]


def _ratio(value: float, floor: float) -> float:
    return round(value / floor, 1)


def flat_table() -> type[models.Model]:
    """A table of text columns without an index, in this database."""
    columns: dict[str, Any] = {f"c{n}": models.TextField() for n in range(len(HEADINGS))}
    meta = type("Meta", (), {"app_label": "bench_floor", "db_table": "bench_flat"})
    table = type("Flat", (models.Model,), {**columns, "__module__": __name__, "Meta": meta})
    number = {"sqlite": "integer PRIMARY KEY", "postgresql": "bigserial PRIMARY KEY"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_flat (id {number}, {', '.join(f'{name} text' for name in columns)})")
    return table


def _bare(file: Path, table: type[models.Model]) -> None:
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[1:]
    _insert(table, [[str(cell) for cell in row] for row in rows])
    table.objects.all().delete()  # type: ignore[attr-defined]


def _insert(table: type[models.Model], rows: Sequence[Sequence[str]]) -> None:
    columns = ",".join(f"c{n}" for n in range(len(HEADINGS)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY bench_flat ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ",".join(["%s"] * len(HEADINGS))
            cursor.executemany(f"INSERT INTO bench_flat ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _usual(file: Path, table: type[models.Model]) -> None:
    from import_export.formats.base_formats import XLSX
    from import_export.resources import modelresource_factory

    options = {"use_bulk": True, "skip_diff": True, "force_init_instance": True, "import_id_fields": []}
    resource_class = modelresource_factory(table, meta_options={"model": table, **options})
    data = XLSX().create_dataset(file.read_bytes())
    data.headers = [f"c{n}" for n in range(len(HEADINGS))]
    result = resource_class().import_data(data, use_transactions=True, raise_errors=True)
    if result.has_errors():
        raise BenchError("django-import-export refused the file")
