"""A list of officers: people, seats, appointments, accounts with printed first sign-in codes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from coso.access.journal import Act, act, held, held_all
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.access.sheets import require_one_order, sheet_of, tell
from coso.lib import clock
from coso.lib.dates import FOREVER, month_first, read_iso
from coso.lib.identity import read_phone
from coso.lib.report import ImportReport, RowProblem
from coso.lib.tables import BadCell, Cell, Sheet, find_headings
from coso.lib.tables.choosing import Chosen, join_under
from coso.lib.tables.writing import INTERPRETED
from coso.lib.text import fold
from coso.register.granting import is_self, knows, may_grant
from coso.register.imports.reading import why_bad
from coso.register.kinds import posts
from coso.register.models import Appointment, Person, Unit
from coso.register.services.accounts import account_of
from coso.register.services.follow import follow_posts
from coso.register.services.guards import require, require_grant, require_grantee
from coso.register.services.people import new_person
from coso.register.services.seats import ensure_seat, free_n, held_words, holder, require_seat, write_appointment

COLUMNS = {
    "name": ("ho va ten", "ho ten", "ten"),
    "unit": ("ma don vi", "don vi", "ma cong doan", "cong doan"),
    "post": ("chuc danh", "chuc vu"),
    "phone": ("dien thoai", "so dien thoai", "sdt"),
    "start": ("tu ngay", "ngay bat dau"),
}
POSTS = {
    "provincial_leader": ("lanh dao", "lanh dao ldld tinh", "chu tich ldld tinh", "pho chu tich ldld tinh"),
    "provincial_specialist": ("chuyen vien", "chuyen vien ldld tinh"),
    "managing_officer": ("can bo cong doan", "can bo", "can bo cong doan quan ly truc tiep"),
    "inspector": ("can bo kiem tra", "kiem tra"),
    "chair": ("chu tich", "chu tich cdcs"),
    "vice_chair": ("pho chu tich", "pho chu tich cdcs"),
    "committee_member": ("uy vien", "uy vien ban chap hanh", "uv bch"),
    "group_leader": ("to truong", "to truong cong doan"),
}


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as a row says it."""

    row: int
    name: str
    unit: Unit
    post: str
    phone: str
    start: dt.date


@dataclass
class Officers:
    """A read list: rows, problems, the number of the heading row, the sheet, whether days begin with the month."""

    rows: list[OfficerRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    heading: int = 0
    chosen: Chosen | None = None
    months_first: bool = False
    mixed_days: list[str] = field(default_factory=list)


def import_officers(
    *,
    path: Path,
    sheet: str = "",
    dry_run: bool = False,
    good_rows: bool = False,
    months_first: bool | None = None,
    by: Account | None,
) -> tuple[ImportReport, list[str]]:
    """Books the officers of a file in one action; their user names, whose codes `print_codes` makes.

    Raises TableError; nothing is written if a row has a problem.
    """
    read = read_officers(path=path, sheet=sheet, months_first=months_first, by=by)
    if not dry_run:
        return book_officers(read=read, name=path.name, good_rows=good_rows, by=by)
    return foresee(read=read, by=by).as_promised(good_rows=good_rows), []


def read_officers(*, path: Path, sheet: str = "", months_first: bool | None = None, by: Account | None) -> Officers:
    """The half that only reads, best done outside any transaction. Raises TableError, ForbiddenError."""
    require(by, "seats.change")
    known = Unit.objects.visible_to(by, "seats.change") if by else Unit.objects.all()
    return _read(sheet_of(path, sheet, _weigh), known, months_first, by)


def report_of(read: Officers) -> ImportReport:
    """What a reading found, nothing booked."""
    rows = {row.row for row in read.rows} | {problem.row for problem in read.problems}
    report = ImportReport(len(rows), 0, 0, read.problems, heading=read.heading, mixed_days=read.mixed_days)
    if read.chosen:
        tell(report, read.chosen)
    return report


def foresee(*, read: Officers, by: Account | None) -> ImportReport:
    """What booking the good rows would do: whom the list brings, and who is known. A new person counts once."""
    report = report_of(read)
    new: list[OfficerRow] = []
    for row in read.rows:
        same = [one for one in new if one.unit == row.unit and fold(one.name) == fold(row.name)]
        above = [one for one in same if not row.phone or one.phone == row.phone]
        if len(above) == 1 or _known(row, by):
            report.updated += 1
        else:
            new.append(row)
    report.imported = len(new)
    return report


def book_officers(
    *, read: Officers, name: str, good_rows: bool = False, by: Account | None
) -> tuple[ImportReport, list[str]]:
    """The half that writes, in one action. Raises ForbiddenError if a unit or a post is no longer within reach."""
    report = report_of(read)
    require_one_order(report)
    users: list[str] = []
    if good_rows or not read.problems:
        with act(by=by, verb="officers.import", reason=name) as a:
            units = {unit.pk: unit for unit in held_all(Unit.objects.all(), {row.unit.pk for row in read.rows})}
            for row in read.rows:
                users.append(_book(a, replace(row, unit=units[row.unit.pk]), report, by))
            follow_posts(a, {row.unit.id for row in read.rows})
        report.action = str(a.id)
    return report, users


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    return find_headings(sheet.rows, COLUMNS, lambda named: {"name", "unit", "post"} <= named)


def _weigh(sheet: Sheet) -> int:
    found = _headings(sheet)
    return sum(map(bool, sheet.rows[found[0] :])) if found else 0


def _read(chosen: Chosen, known: Iterable[Unit], months_first: bool | None, by: Account | None) -> Officers:
    out = Officers(chosen=chosen)
    found = _headings(chosen.sheet)
    if found is None:
        out.problems.append(RowProblem(1, "", "", _("No row with the headings of a list of officers was found.")))
        return out
    out.heading, columns = found
    units = {fold(unit.code): unit for unit in known}
    rows = join_under(chosen.sheet, out.heading)[out.heading :]
    if "start" in columns:
        at = columns["start"]
        out.months_first, mixed = month_first((_text(row, at) for row in rows), months_first)
        out.mixed_days = [_text(chosen.sheet.rows[out.heading - 1], at)] * mixed
    for number, row in enumerate(rows, start=out.heading + 1):
        if broken := [cell for at in columns.values() if at < len(row) and isinstance(cell := row[at], BadCell)]:
            out.problems += [RowProblem(number, "", cell.shown, why_bad(cell)) for cell in broken]
            continue
        said = {name: _text(row, at) for name, at in columns.items()}
        if any(said.values()):
            _take(out, number, said, units, by)
    return out


def _text(row: list[Cell], at: int) -> str:
    cell = row[at] if at < len(row) else ""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())


def _take(out: Officers, number: int, said: dict[str, str], units: dict[str, Unit], by: Account | None) -> None:
    unit, post = units.get(fold(said["unit"])), _post(said["post"])
    start = read_iso(said["start"], months_first=out.months_first) if said.get("start") else clock.today()
    problems = [
        (not said["name"], _("Name"), "", _("A name is needed.")),
        (said["name"].startswith(INTERPRETED), _("Name"), said["name"], _("A name does not begin with =, +, - or @.")),
        (unit is None, _("Unit"), said["unit"], _("No unit has this code.")),
        (not post, _("Post"), said["post"], _("This post is not known.")),
        (start is None, _("From"), said.get("start", ""), _("Not a day; write it as 22/11/2026.")),
    ]
    wrong = [RowProblem(number, column, value, reason) for bad, column, value, reason in problems if bad]
    out.problems += wrong
    if not wrong and unit and start:
        phone = read_phone(said.get("phone", "")).value or ""
        row = OfficerRow(number, said["name"], unit, post, phone, start)
        if text := _no_seat(row) or _taken(out, said["name"], unit, post, start) or _not_granted(row, by):
            out.problems.append(RowProblem(number, _("Post"), said["post"], text))
            return
        out.rows.append(row)


def _no_seat(row: OfficerRow) -> str:
    """Why the unit has no such post on the day; nothing if it has."""
    try:
        require_seat(row.unit, row.post, row.start)
    except RefusedError as wrong:
        return str(wrong)
    return ""


def _not_granted(row: OfficerRow, by: Account | None) -> str:
    """Why the actor cannot put this person in this post; nothing if he can, or if the person holds it already."""
    known = _known(row, by)
    if by is None or (known and _holds(known, row)):
        return ""
    if not may_grant(by, row.post, row.unit):
        return _("Nobody grants a post above his own.")
    if posts()[row.post].second:
        return _("Two officers give this post: enter it on the page of the unit, another officer confirms it.")
    if known and is_self(by, known):
        return _("Nobody grants a post to himself; another officer enters it.")
    return ""


def _holds(person: Person, row: OfficerRow) -> bool:
    lasting = Appointment.objects.filter(person=person, seat__unit=row.unit, seat__post=row.post, end=FOREVER)
    return lasting.exists()


def _taken(out: Officers, name: str, unit: Unit, post: str, start: dt.date) -> str:
    """Why somebody cannot have a post that one person holds at a time; nothing if they can."""
    if posts()[post].single and any(row.unit == unit and row.post == post for row in out.rows):
        return _("A row above has this post in this unit.")
    lasting = holder(unit, post, start)
    return held_words(lasting) if lasting and fold(lasting.person.name) != fold(name) else ""


def _post(text: str) -> str:
    key = fold(text)
    return next((post for post, words in POSTS.items() if key in words or key == post), "")


def _book(a: Act, row: OfficerRow, report: ImportReport, by: Account | None) -> str:
    person = _person(a, row, report, by)
    if not _holds(person, row):
        require_grant(by, row.post, row.unit)
        seat = ensure_seat(a, row.unit, row.post, row.start, free_n(row.unit, row.post, row.start))
        write_appointment(a, person.id, seat.id, row.start, FOREVER, "recognised", "")
    return account_of(a, person).username


def _known(row: OfficerRow, by: Account | None) -> Person | None:
    """The one person of this name, and phone if there is one, whom the unit knows: a member, or in a post today."""
    lasting = Appointment.objects.filter(seat__unit=row.unit, end__gt=clock.today()).values("person")
    here = Q(home__path__startswith=row.unit.path) | Q(pk__in=lasting)
    known = Person.objects.filter(here, name_key=fold(row.name)).select_related("home")
    same = list((known.filter(phone=row.phone) if row.phone else known)[:2])
    return same[0] if len(same) == 1 and (by is None or knows(by, same[0])) else None


def _person(a: Act, row: OfficerRow, report: ImportReport, by: Account | None) -> Person:
    if known := _known(row, by):
        report.updated += 1
        now = held(Person.objects.select_related("home"), known.pk)
        if not _holds(now, row):
            require_grantee(by, now)
        return now
    report.imported += 1
    values: dict[str, Any] = {"name": row.name, "phone": row.phone}
    return Person.objects.get(pk=new_person(a, values))
