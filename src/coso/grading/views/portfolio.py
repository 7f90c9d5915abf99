"""The unions that I look after, what is overdue first."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coso.access.requests import Request
from coso.grading.portfolio import Kept, portfolio_rows
from coso.grading.rounds_of_year import round_under_way
from coso.lists.listing import DAY, POINTS, Column, Empty, Listing, Pill
from coso.lists.pages import show


def _page_of(row: Kept) -> str:
    return reverse("sheet", args=[row.sheet.pk]) if row.sheet else reverse("unit", args=[row.code])


def _late(row: Kept) -> Pill | str:
    if row.days is None or row.days >= 0:
        return ""
    return Pill(ngettext("{n} day late", "{n} days late", -row.days).format(n=-row.days), "red", "clock")


def _self(row: Kept) -> Any:
    return row.sheet.self_points if row.sheet else None


COLUMNS: tuple[Column[Kept], ...] = (
    Column(
        "union",
        gettext_lazy("Union"),
        lambda row: row.name,
        link=_page_of,
        under=Column("code", gettext_lazy("Code"), lambda row: row.code),
    ),
    Column("status", gettext_lazy("Status"), lambda row: row.status if row.sheet else _("No sheet")),
    Column("due", gettext_lazy("Due"), lambda row: row.due, kind=DAY, after=_late),
    Column("self", gettext_lazy("Self"), _self, kind=POINTS),
    Column("gap", gettext_lazy("Above the records"), lambda row: row.gap, kind=POINTS),
)


def portfolio(request: Request) -> HttpResponse:
    """ "Hồ sơ tôi phụ trách": each union with its sheet's status, what falls due, how far self and records differ."""
    rows = portfolio_rows(request.user, request.day)
    listing = Listing(
        title=_("My portfolio"),
        rows=rows,
        columns=COLUMNS,
        size=100,
        excel="ho-so-phu-trach",
        nothing_yet=Empty(
            _("No union is in your care yet"),
            _("Portfolios are handed out on the page of the managing union, under “Who looks after which union”."),
            sign="briefcase",
        ),
    )
    late = sum(row.days is not None and row.days < 0 for row in rows)
    now = round_under_way(request.day)
    return show(request, listing, "grading/portfolio.html", n=len(rows), late=late, year=now and now.year)
