"""The tables of unions on the page of a year's result."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.grading.listings import LEVEL, STATUS, UNION
from coso.grading.reads import SheetRow
from coso.lists.listing import POINTS, Column, Listing
from coso.lists.reading import Asked
from coso.results.gainable import Near

Named = tuple[Near, str]

NEAR: tuple[Column[Named], ...] = (
    Column(
        "union", gettext_lazy("Union"), lambda row: row[1], link=lambda row: reverse("sheet", args=[row[0].sheet.pk])
    ),
    Column("points", gettext_lazy("Points so far"), lambda row: row[0].points, kind=POINTS),
    Column("short", gettext_lazy("Short of"), lambda row: row[0].short, kind=POINTS),
    Column(
        "gains",
        gettext_lazy("The cheapest points still open"),
        lambda row: "; ".join(each.title for each in row[0].cheapest),
        template="results/gains.html",
        wide=True,
    ),
)
UNIONS: tuple[Column[SheetRow], ...] = (
    UNION,
    STATUS,
    Column("points", gettext_lazy("Points"), lambda row: row.newest, kind=POINTS),
    LEVEL,
)


def near_list(rows: list[Named], query: QueryDict) -> Asked:
    """The unions just under "good", nearest first."""
    return Asked(Listing(title=_("Nearest to the line"), rows=rows, columns=NEAR, counted=False), query)


def unions_list(rows: list[SheetRow], query: QueryDict) -> Asked:
    """The unions of a branch, best first, those without points last."""
    best = sorted(rows, key=lambda row: (row.sheet.why_not != "", -(row.newest or 0)))
    whole = Listing(
        title=_("Unions of this branch"), rows=best, columns=UNIONS, size=len(best), counted=False, snug=True
    )
    return Asked(whole, query)
