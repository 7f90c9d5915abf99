"""The lists that the organisation takes in: units, and officers with the slips of their first codes."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from coso.access.forms import ListForm
from coso.access.imports import Import, Outcome, Page, Sample, source_of
from coso.access.jobs import Running
from coso.access.requests import Request
from coso.register.forms import UnitsForm
from coso.register.imports import book_units, prepare_units
from coso.register.imports.booking import PreparedUnits
from coso.register.imports.officers import book_officers, foresee, read_officers
from coso.register.imports.samples import write_sample
from coso.register.views.imports import slips


def _prepared(running: Running) -> PreparedUnits:
    day = dt.date.fromisoformat(running.asked["day"])
    return prepare_units(path=source_of(running.asked), day=day, **_how(running), by=running.by)


def _how(running: Running) -> dict[str, Any]:
    """The sheet that was chosen, and what was said of the order of days."""
    return {"sheet": running.asked.get("sheet", ""), "months_first": running.asked.get("months_first")}


def _check_units(running: Running) -> Outcome:
    return Outcome(_prepared(running).report)


def _book_units(running: Running) -> Callable[[], Outcome]:
    prepared, good_rows = _prepared(running), running.asked["good_rows"]
    return lambda: Outcome(book_units(prepared=prepared, good_rows=good_rows, by=running.by))


def _check_officers(running: Running) -> Outcome:
    read = read_officers(path=source_of(running.asked), **_how(running), by=running.by)
    return Outcome(foresee(read=read, by=running.by))


def _book_officers(running: Running) -> Callable[[], Outcome]:
    path, by, good_rows = source_of(running.asked), running.by, running.asked["good_rows"]
    read = read_officers(path=path, **_how(running), by=by)

    def write() -> Outcome:
        report, users = book_officers(read=read, name=path.name, good_rows=good_rows, by=by)
        return Outcome(report, {"users": users})

    return write


def _form(form: type[ListForm], request: Request) -> ListForm:
    return form(request.POST or None, request.FILES or None)


def _always(text: Any) -> Callable[[Any], Any]:
    return lambda _asked: text


IMPORTS = [
    Import(
        key="units",
        permission="units.import",
        path="to-chuc/nhap/don-vi/",
        home="units",
        heading=_always(_("Import units")),
        new=_always(_("new units")),
        form=partial(_form, UnitsForm),
        check=_check_units,
        book=_book_units,
        work=(_("Check a list of units"), _("Book a list of units")),
        intro=_(
            "One unit a row: code, name, kind, upper unit (its code or name). "
            "A unit whose code is known is changed, every other one is founded."
        ),
        parts={"links": "register/import_links.html"},
        sample=Sample("units_sample", "mau-danh-sach-don-vi", partial(write_sample, "units")),
    ),
    Import(
        key="officers",
        permission="seats.change",
        path="to-chuc/nhap/can-bo/",
        home="units",
        heading=_always(_("Import officers")),
        new=_always(_("new officers")),
        form=partial(_form, ListForm),
        check=_check_officers,
        book=_book_officers,
        work=(_("Check a list of officers"), _("Book a list of officers")),
        intro=_(
            "One officer a row: name, code of the unit, post, phone. "
            "Each gets an account; after booking you print the slips with the first sign-in codes."
        ),
        parts={"booked": "register/import_slips.html", "links": "register/import_links.html"},
        sample=Sample("officers_sample", "mau-danh-sach-can-bo", partial(write_sample, "officers")),
        pages=(Page("phieu/", "slips", slips),),
    ),
]
