"""The list of monthly syntheses: what went up, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.lib import clock
from coso.lists.listing import DAY, Column, Empty, Filter, Listing
from coso.register.names import unit_names
from coso.voice.synthesis_models import Synthesis

MISSING, HANDED = "thieu", "da-gui"


@dataclass(frozen=True)
class Row:
    """A synthesis with the name of its union."""

    synthesis: Synthesis
    name: str


def _dress(rows: Sequence[Any]) -> list[Row]:
    names = unit_names({row.unit_id for row in rows}, clock.today())
    return [Row(row, names.get(row.unit_id, "")) for row in rows]


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "month",
        gettext_lazy("Month"),
        lambda row: row.synthesis.name,
        link=lambda row: reverse("synthesis", args=[row.synthesis.pk]),
    ),
    Column("unit", gettext_lazy("Union"), lambda row: row.name),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: _("Handed up") if row.synthesis.handed else _("Missing"),
        pill=lambda row: ("green" if row.synthesis.handed else "gold", ""),
    ),
    Column("handed", gettext_lazy("Handed up on"), lambda row: row.synthesis.handed, kind=DAY),
)


def _by_state(rows: QuerySet[Synthesis], asked: str) -> QuerySet[Synthesis]:
    return rows.filter(handed__isnull=asked == MISSING)


def synthesis_list(rows: QuerySet[Synthesis]) -> Listing:
    """The syntheses that somebody may see, the newest month first."""
    states = [("", _("All")), (MISSING, _("Missing")), (HANDED, _("Handed up"))]
    return Listing(
        title=_("Monthly syntheses"),
        rows=rows,
        order=("-month", "-pk"),
        columns=COLUMNS,
        filters=(Filter("trang-thai", _("State"), states, _by_state),),
        dress=_dress,
        nothing_yet=Empty(_("No synthesis yet"), _("One is opened by itself when a month ends."), "", "", "file-text"),
    )
