"""The list of dialogues and conferences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.dialogue.models import Session
from coso.dialogue.words import KINDS, STATES, TONES
from coso.lib import clock
from coso.lists.listing import DAY, Column, Empty, Filter, Listing
from coso.register.names import unit_names


@dataclass(frozen=True)
class Row:
    """A session with the name of its union."""

    session: Session
    name: str


def dress(rows: Sequence[Any]) -> list[Row]:
    """The names of the unions of some sessions, in one query."""
    names = unit_names({row.unit_id for row in rows}, clock.today())
    return [Row(row, names.get(row.unit_id, "")) for row in rows]


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "kind",
        gettext_lazy("Meeting"),
        lambda row: str(KINDS[row.session.kind]),
        link=lambda row: reverse("dialogue", args=[row.session.pk]),
    ),
    Column("unit", gettext_lazy("Union"), lambda row: row.name),
    Column("day", gettext_lazy("Day"), lambda row: row.session.day, kind=DAY),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: str(STATES[row.session.state]),
        pill=lambda row: (TONES[row.session.state], ""),
    ),
)


def session_list(rows: QuerySet[Session]) -> Listing:
    """Sessions that somebody may see, the newest first."""
    kinds = [("", _("All")), *((key, str(word)) for key, word in KINDS.items())]
    states = [("", _("All")), *((key, str(word)) for key, word in STATES.items())]
    return Listing(
        title=_("Dialogue, agreements"),
        rows=rows,
        order=("-day", "id"),
        columns=COLUMNS,
        filters=(
            Filter("loai", _("Meeting"), kinds, lambda found, asked: found.filter(kind=asked)),
            Filter("trang-thai", _("State"), states, lambda found, asked: found.filter(state=asked)),
        ),
        dress=dress,
        kept=("dv",),
        excel=_("dialogues"),
        nothing_yet=Empty(
            _("No dialogue yet"),
            _("The law asks for one a year at least: prepare it here, with what workers said."),
            reverse("dialogue_new"),
            _("Prepare a dialogue"),
            "messages",
        ),
    )
