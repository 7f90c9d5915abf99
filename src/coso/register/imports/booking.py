"""Units of a file booked in one action: either the whole file or only its good rows."""

import datetime as dt
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from coso.access.counters import next_numbers
from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.access.sheets import require_one_order, sheet_of, tell
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key, new_keys
from coso.lib.paths import label
from coso.lib.report import ImportReport, RowProblem
from coso.lib.text import fold
from coso.register.abbreviations import ByName
from coso.register.imports.reading import UnitRow, mixed_days, read_units, weigh_units
from coso.register.kinds import kinds
from coso.register.models import Headcount, Unit, UnitArea, UnitVersion, UnitWorkplace, Workplace
from coso.register.services.follow import follow, follow_counts
from coso.register.services.guards import lock, require, require_past
from coso.register.services.versions import derive, row_of, write_versions
from coso.register.tree import TreeError, Version, below, change, versions_of

_Stand = tuple[list[tuple[str, uuid.UUID]], list[tuple[Any, ...]]]


def _stand() -> _Stand:
    """The codes and the lasting facts of all units: what a list is compared with."""
    versions = UnitVersion.objects.filter(end=FOREVER).order_by("unit")
    facts = versions.values_list("unit_id", "name_key", "kind", "start", "parent_id")
    return list(Unit.objects.order_by("pk").values_list("code", "id")), list(facts)


@dataclass
class _Book:
    """The units known before and those of the file, by code and by name."""

    day: dt.date
    problems: list[RowProblem] = field(default_factory=list)
    codes: dict[str, uuid.UUID] = field(default_factory=dict)
    names: ByName[uuid.UUID] = field(default_factory=ByName)
    kind: dict[uuid.UUID, str] = field(default_factory=dict)
    start: dict[uuid.UUID, dt.date] = field(default_factory=dict)
    above: dict[uuid.UUID, uuid.UUID | None] = field(default_factory=dict)
    fresh: dict[uuid.UUID, UnitRow] = field(default_factory=dict)
    known: dict[uuid.UUID, UnitRow] = field(default_factory=dict)
    stand: "_Stand" = field(default_factory=lambda: ([], []))

    @classmethod
    def opened(cls, day: dt.date) -> "_Book":
        book = cls(day)
        book.stand = codes, versions = _stand()
        book.codes = dict(codes)
        founded = dict(UnitVersion.objects.order_by().values_list("unit").annotate(Min("start")))
        for key, name, kind, _start, parent in versions:
            book.add(key, name, kind, founded[key])
            book.above[key] = parent
        return book

    def add(self, key: uuid.UUID, name: str, kind: str, start: dt.date) -> None:
        self.names.add(name, key)
        self.kind[key], self.start[key] = kind, start

    def wrong(self, row: UnitRow, column: str, value: str, reason: str) -> None:
        self.problems.append(RowProblem(row.row, column, value, reason))

    def take_in(self, rows: list[UnitRow]) -> None:
        for row, key in zip(rows, new_keys(len(rows)), strict=True):
            known = self.codes.get(row.code) or self._root(row)
            if known:
                self.known[known] = row
                self.codes.setdefault(row.code, known)
                continue
            self.fresh[key] = row
            self.codes.update({row.code: key} if row.code else {})
            self.add(key, row.name, row.kind, row.start or self.day)

    def _root(self, row: UnitRow) -> uuid.UUID | None:
        """The province that is there already, however the file codes it; another one is a problem of its row."""
        above = (
            [] if kinds()[row.kind].parents else [key for key, kind in self.kind.items() if not kinds()[kind].parents]
        )
        for key in above:
            if key in self.names.find(row.name):
                return key
        if above:
            self.wrong(row, _("Kind"), row.name, _("There is a province already."))
        return None

    def parent_of(self, row: UnitRow) -> uuid.UUID | None:
        if self.codes.get(row.parent) in self.kind:
            return self.codes[row.parent]
        found = self.names.find(row.parent)
        if len(found) > 1:
            self.wrong(row, _("Upper unit"), row.parent, _("Several units have this name; write the code."))
        elif row.parent and not found:
            self.wrong(row, _("Upper unit"), row.parent, _("No unit has this code or name."))
        return found[0] if len(found) == 1 else None

    def check(self, key: uuid.UUID, row: UnitRow, parent: uuid.UUID | None) -> None:
        kind, day = kinds()[row.kind], row.start or self.day
        if day > clock.today():
            self.wrong(
                row, _("Founded"), f"{day:%d/%m/%Y}", _("The day lies in the future; facts can be entered up to today.")
            )
        if not kind.allowed(day):
            self.wrong(row, _("Kind"), str(kind), _("Units of this kind are not founded on this day."))
        if not row.parent and kind.parents:
            self.wrong(row, _("Upper unit"), "", _("The upper unit is missing."))
        self._check_above(row, row.kind, parent, day)

    def check_known(self, key: uuid.UUID, row: UnitRow, parent: uuid.UUID | None) -> None:
        """A unit of before is changed from the day of the list on, so it and its upper unit must be there by then."""
        if key not in self.kind or self.start[key] > self.day:
            self.wrong(row, _("Code"), row.code, _("The unit does not exist on this day."))
        elif parent and parent != self.above.get(key):
            self._check_above(row, self.kind[key], parent, self.day)

    def _check_above(self, row: UnitRow, kind: str, parent: uuid.UUID | None, day: dt.date) -> None:
        if parent is None:
            return
        if self.kind[parent] not in kinds()[kind].parents:
            self.wrong(row, _("Upper unit"), row.parent, _("A unit of this kind does not stand under that upper unit."))
        if self.start[parent] > day:
            self.wrong(row, _("Founded"), f"{day:%d/%m/%Y}", _("The upper unit is younger than this unit."))


@dataclass
class PreparedUnits:
    """A list of units read and checked, ready to be booked; nothing is written yet."""

    name: str
    book: _Book
    parents: dict[uuid.UUID, uuid.UUID | None]
    report: ImportReport


def import_units(
    *,
    path: Path,
    day: dt.date | None = None,
    sheet: str = "",
    dry_run: bool = False,
    good_rows: bool = False,
    months_first: bool | None = None,
    by: Account | None,
) -> ImportReport:
    """Founds the units of a file and changes those whose code is known, from `day` (today if none is given).

    Nothing is written if a row has a problem, unless only the good rows are asked for. Raises TableError on a file
    that cannot be read.
    """
    prepared = prepare_units(path=path, day=day, sheet=sheet, months_first=months_first, by=by)
    if dry_run:
        return prepared.report.as_promised(good_rows=good_rows)
    return book_units(prepared=prepared, good_rows=good_rows, by=by)


def prepare_units(
    *,
    path: Path,
    day: dt.date | None = None,
    sheet: str = "",
    months_first: bool | None = None,
    by: Account | None,
) -> PreparedUnits:
    """The half that only reads, best done outside any transaction. Raises as `import_units` does."""
    require(by, "units.import")
    require_past(day or clock.today())
    chosen = sheet_of(path, sheet, weigh_units)
    rows, problems, heading = read_units(chosen.sheet, months_first)
    book = _Book.opened(day or clock.today())
    bad = {problem.row for problem in problems}
    book.take_in([row for row in rows if row.row not in bad])
    parents = _settle(book)
    report = ImportReport(imported=len(book.fresh), problems=[*problems, *book.problems], heading=heading)
    report.rows = len({row.row for row in rows} | {problem.row for problem in report.problems})
    report.updated = len(_changes(book, parents))
    report.problems.sort(key=lambda problem: problem.row)
    report.mixed_days = mixed_days(chosen.sheet, months_first)
    tell(report, chosen)
    return PreparedUnits(path.name, book, parents, report)


def book_units(*, prepared: PreparedUnits, good_rows: bool = False, by: Account | None) -> ImportReport:
    """The half that writes, in one action. Raises RefusedError if units were founded or changed since the reading."""
    report = prepared.report
    require_one_order(report)
    report.imported = report.updated = 0
    if good_rows or not report.problems:
        with act(by=by, verb="units.import", reason=prepared.name) as a:
            _require_unchanged(prepared.book)
            _write(a, prepared.book, prepared.parents, report)
    return report


def _require_unchanged(book: _Book) -> None:
    """What the list was compared with must still stand when it is booked."""
    lock(book.known)
    if _stand() != book.stand:
        raise RefusedError(_("Units were founded or changed meanwhile; read the list once more."))


def _settle(book: _Book) -> dict[uuid.UUID, uuid.UUID | None]:
    """Each unit's parent; rows with a problem, and what would stand under them, are taken out."""
    parents = {}
    for key, row in {**book.fresh, **book.known}.items():
        parents[key] = book.parent_of(row) if row.parent else None
        check = book.check if key in book.fresh else book.check_known
        check(key, row, parents[key])
    bad = {problem.row for problem in book.problems}
    rows = {**book.fresh, **book.known}
    out = {key for key, row in rows.items() if row.row in bad}
    while lost := {key for key in rows.keys() - out if parents[key] in out & book.fresh.keys()}:
        out |= lost
        for key in lost:
            book.wrong(rows[key], _("Upper unit"), rows[key].parent, _("The row of the upper unit has a problem."))
    book.fresh = {key: row for key, row in book.fresh.items() if key not in out}
    book.known = {key: row for key, row in book.known.items() if key not in out}
    return parents


def _write(a: Act, book: _Book, parents: Mapping[uuid.UUID, uuid.UUID | None], report: ImportReport) -> None:
    versions = _found(a, book, parents)
    _side_facts(a, book)
    changed = _changes(book, parents)
    for old, new in changed.values():
        write_versions(a, old, new)
    if versions:
        derive({version.unit for version in versions}, min(version.start for version in versions))
    if changed:
        touched = below(changed, book.day)
        derive(touched, book.day)
        follow(a, touched)
    follow_counts(a, {key for key, row in book.fresh.items() if row.headcount is not None})
    report.imported, report.updated, report.action = len(versions), len(changed), str(a.id)


def _found(a: Act, book: _Book, parents: Mapping[uuid.UUID, uuid.UUID | None]) -> list[Version]:
    numbers = next_numbers("unit", len(book.fresh)) if book.fresh else range(0)
    units = [
        (key, row.code or f"CD{n:05d}", label(n), "") for (key, row), n in zip(book.fresh.items(), numbers, strict=True)
    ]
    versions = [
        Version(new_key(), key, parents[key], row.name, row.kind, row.sector, "active", row.start or book.day)
        for key, row in book.fresh.items()
    ]
    a.create(Unit, ["id", "code", "label", "path"], units)
    columns = list(row_of(versions[0])) if versions else []
    a.create(UnitVersion, ["id", *columns], ([v.id, *row_of(v).values()] for v in versions))
    return versions


def _changes(
    book: _Book, parents: Mapping[uuid.UUID, uuid.UUID | None]
) -> dict[uuid.UUID, tuple[list[Version], list[Version]]]:
    """The versions, before and after, of the known units that the list changes."""
    stored: dict[uuid.UUID, list[Version]] = {}
    for version in versions_of(book.known):
        stored.setdefault(version.unit, []).append(version)
    found = {}
    for key, row in book.known.items():
        said = {"name": row.name, "parent": parents[key], "sector": row.sector}
        old = stored.get(key, [])
        with suppress(TreeError):
            new = change(old, book.day, {name: value for name, value in said.items() if value})
            if new != old:
                found[key] = old, new
    return found


def _side_facts(a: Act, book: _Book) -> None:
    areas, places, links, counts = [], [], [], []
    for key, row in book.fresh.items():
        start = row.start or book.day
        areas += [(new_key(), key, area, fold(area), start, FOREVER) for area in row.areas]
        if row.workplace or row.headcount is not None:
            place = new_key()
            places.append((place, row.workplace or row.name, row.tax_code, "", row.sector))
            links.append((new_key(), key, place, start, FOREVER))
            if row.headcount is not None:
                counts.append((new_key(), place, book.day, row.headcount, row.women, "reported"))
    a.create(UnitArea, ["id", "unit_id", "area", "area_key", "start", "end"], areas)
    a.create(Workplace, ["id", "name", "tax_code", "region", "ownership"], places)
    a.create(UnitWorkplace, ["id", "unit_id", "workplace_id", "start", "end"], links)
    a.create(Headcount, ["id", "workplace_id", "on", "total", "women", "source"], counts)
