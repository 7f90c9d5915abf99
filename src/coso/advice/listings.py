"""The register of advice as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.advice.models import Advice
from coso.advice.words import FIELDS, OUTCOMES, WAYS
from coso.lib import clock
from coso.lists.listing import DAY, NUMBER, Column, Empty, Filter, Listing
from coso.register.names import unit_names

OPEN, CLOSED = "dang", "xong"


@dataclass(frozen=True)
class Row:
    """A case with the name of its union."""

    case: Advice
    name: str


def _dress(rows: Sequence[Any]) -> list[Row]:
    names = unit_names({row.unit_id for row in rows}, clock.today())
    return [Row(row, names.get(row.unit_id, "")) for row in rows]


def _outcome(row: Row) -> str:
    return str(OUTCOMES[row.case.outcome]) if row.case.outcome else _("Goes on")


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "field",
        gettext_lazy("Field"),
        lambda row: str(FIELDS[row.case.field]),
        link=lambda row: reverse("advice", args=[row.case.pk]),
    ),
    Column("unit", gettext_lazy("Union"), lambda row: row.name),
    Column("day", gettext_lazy("Day"), lambda row: row.case.day, kind=DAY),
    Column("way", gettext_lazy("Way"), lambda row: str(WAYS[row.case.way])),
    Column("people", gettext_lazy("People advised"), lambda row: row.case.people, kind=NUMBER),
    Column("outcome", gettext_lazy("What came of it"), _outcome),
)


def _by_state(rows: QuerySet[Advice], asked: str) -> QuerySet[Advice]:
    return rows.filter(closed__isnull=asked == OPEN)


def advice_list(rows: QuerySet[Advice], new: str) -> Listing:
    """The cases that somebody may see, the newest first."""
    states = [("", _("All")), (OPEN, _("Goes on")), (CLOSED, _("Closed"))]
    return Listing(
        title=_("Legal advice"),
        rows=rows,
        order=("-day", "-pk"),
        columns=COLUMNS,
        filters=(Filter("trang-thai", _("State"), states, _by_state),),
        dress=_dress,
        nothing_yet=Empty(
            _("No case yet"), _("Record the day, the field and the way; no names."), new, _("Record advice"), "scale"
        ),
    )
