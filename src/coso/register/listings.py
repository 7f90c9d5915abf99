"""The lists of the register: units found, communes covered, who looks after which union."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.lib.dates import show_day
from coso.lib.text import fold
from coso.lists.listing import DAY, NUMBER, Bulk, BulkAction, Column, Empty, Filter, Listing, Pill, Search
from coso.register.abbreviations import naming
from coso.register.models import Unit, UnitArea
from coso.register.reads import Found, PortfolioRow, UnitRow, portfolio_rows

NOBODY, SOMEBODY = "khong", "co"


# ── units found ──


def _how(found: Found) -> str:
    then = _("formerly %(name)s") % {"name": found.then} if found.then else ""
    area = _("covers %(area)s") % {"area": found.area} if found.area else ""
    return " · ".join(filter(None, (found.unit.code, then, area)))


FOUND: tuple[Column[Found], ...] = (
    Column(
        "name",
        gettext_lazy("Name"),
        lambda found: found.last.name,
        link=lambda found: reverse("unit", args=[found.unit.code]),
        under=Column("how", gettext_lazy("Code"), _how),
    ),
    Column(
        "now",
        gettext_lazy("What it is now"),
        lambda found: _("Active") if found.now else _("Ended %(on)s") % {"on": show_day(found.last.end)},
        pill=lambda found: ("green", "circle-check") if found.now else ("dash", "circle-off"),
    ),
)


def found_list(units: list[Found]) -> Listing:
    """Units by any name they ever had, as they were found by the words in the address."""
    return Listing(
        title=_("Search the organisation"),
        rows=units,
        columns=FOUND,
        search=Search(_("Name, code or commune"), lambda rows, _words: rows),
        excel="don-vi-tim-thay",
        nothing_yet=Empty(
            _("Type a name"),
            _("Old names are found too, and communes find the union that covers them. Marks may be left out."),
        ),
        nothing_fits=Empty(_("Nothing found"), _("Try fewer words, or the code.")),
    )


# ── one kind of unit under another ──

LEVEL: tuple[Column[UnitRow], ...] = (
    Column(
        "name",
        gettext_lazy("Name"),
        lambda row: row.name,
        link=lambda row: reverse("tree" if row.upper else "unit", args=[row.code]),
        after=lambda row: Pill(_("Dormant"), "gold", "zzz") if row.state == "dormant" else "",
        under=Column("code", gettext_lazy("Code"), lambda row: row.code),
    ),
    Column("members", gettext_lazy("Members"), lambda row: row.members, kind=NUMBER),
    Column("unions", gettext_lazy("Grassroots unions"), lambda row: row.unions, kind=NUMBER),
    Column("groups", gettext_lazy("Groups"), lambda row: row.groups, kind=NUMBER),
)


def level_list(rows: list[UnitRow], title: str) -> Listing:
    """The units of one kind right under another, in the order of their names."""
    return Listing(
        title=title,
        rows=rows,
        columns=LEVEL,
        search=Search(_("Name"), _called),
        kept=("ngay", "loai"),
        excel="to-chuc",
    )


def _called(rows: list[UnitRow], words: str) -> list[UnitRow]:
    called = naming(words)
    return [row for row in rows if called(fold(row.name))]


# ── communes ──

AREAS: tuple[Column[UnitArea], ...] = (
    Column("area", gettext_lazy("Commune or ward"), lambda row: row.area),
    Column("start", gettext_lazy("From"), lambda row: row.start, kind=DAY),
    Column("end", gettext_lazy("End"), lambda row: "", template="register/area_end.html", buttons=True),
)


def areas_list(unit: Unit, day: dt.date) -> Listing:
    """The communes that a unit covers on a day."""
    return Listing(
        title=_("Communes covered"),
        rows=UnitArea.objects.on(day).filter(unit=unit),
        order=("area_key", "id"),
        columns=AREAS,
        excel="dia-ban",
        nothing_yet=Empty(
            _("No commune yet"),
            _("A joint union covers several communes; typing one in the search finds the union."),
            sign="map-pin",
        ),
    )


# ── portfolios ──

PORTFOLIOS: tuple[Column[PortfolioRow], ...] = (
    Column(
        "union",
        gettext_lazy("Union"),
        lambda row: row.version.name,
        link=lambda row: reverse("unit", args=[row.version.unit.code]),
        under=Column("code", gettext_lazy("Code"), lambda row: row.version.unit.code),
    ),
    Column(
        "officer",
        gettext_lazy("Officer"),
        lambda row: row.officer or _("nobody"),
        pill=lambda row: None if row.officer else ("gold", "user-off"),
    ),
    Column("since", gettext_lazy("From"), lambda row: row.since, kind=DAY),
)


def portfolio_list(unit: Unit, day: dt.date) -> Listing:
    """The grassroots unions directly under a unit and who looks after each; ticked ones are handed over."""
    care = [("", _("With or without an officer")), (NOBODY, _("Without an officer")), (SOMEBODY, _("With an officer"))]
    return Listing(
        title=_("Who looks after which union"),
        rows=portfolio_rows(unit, day),
        columns=PORTFOLIOS,
        filters=[Filter("cb", _("Officer"), care, _by_care)],
        search=Search(_("Union or officer"), _named),
        bulk=Bulk(
            "union",
            lambda row: str(row.version.unit_id),
            _("Hand over the ticked unions"),
            [BulkAction(_("Hand over"), "")],
        ),
        excel="phan-cong-phu-trach",
        nothing_yet=Empty(_("No grassroots union stands directly here")),
    )


def _by_care(rows: list[PortfolioRow], care: str) -> list[PortfolioRow]:
    return [row for row in rows if bool(row.officer) == (care == SOMEBODY)]


def _named(rows: list[PortfolioRow], words: str) -> list[PortfolioRow]:
    called, key = naming(words), fold(words)
    return [row for row in rows if called(row.version.name_key) or key in fold(row.officer)]
