"""The list of concerns. It has no Excel file: what somebody said is read where it can be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.models import Account
from coso.lib import clock
from coso.lists.listing import DAY, Column, Empty, Filter, Listing, Pill
from coso.register.names import unit_names
from coso.triage.terms import TOPICS
from coso.voice.masks import masked
from coso.voice.models import OWED, Concern, ConcernQuerySet, Message
from coso.voice.readers import is_above
from coso.voice.words import CLIMBED, STATES, TONES, URGENCIES, URGENCY_TONES

SHOWN = 90  # letters of a text in a row of the list
OPEN, LATE = "mo", "qua-han"


@dataclass(frozen=True)
class Row:
    """A concern with the names and the beginning of the text that its row shows."""

    concern: Concern
    name: str
    desk: str
    text: str


def dress(rows: Sequence[Any], user: Account) -> list[Row]:
    """Names and first words of some concerns as somebody reads them, in two queries."""
    keys = {key for row in rows for key in (row.unit_id, row.desk_id)}
    names = unit_names(keys, clock.today())
    first = Message.objects.filter(concern__in=[row.pk for row in rows], n=1)
    texts = dict(first.values_list("concern_id", "text"))
    here = [(row, names.get(row.unit_id, ""), names.get(row.desk_id, ""), texts.get(row.pk, "")) for row in rows]
    return [
        Row(row, name, desk, _short(masked(said) if is_above(user, row.reader) else said))
        for row, name, desk, said in here
    ]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[:SHOWN].rsplit(" ", 1)[0] + " …"


def _topics(row: Row) -> str:
    return capfirst(", ".join(str(TOPICS[topic]) for topic in row.concern.topics if topic in TOPICS))


def _state(row: Row) -> str:
    return str(STATES[row.concern.state])


def _climbed(row: Row) -> Any:
    return Pill(str(CLIMBED), "gold", "circle-arrow-up") if row.concern.climbed else ""


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "text",
        gettext_lazy("Concern"),
        lambda row: row.text,
        link=lambda row: reverse("concern", args=[row.concern.uuid]),
        under=Column("topics", gettext_lazy("Topics"), _topics),
    ),
    Column("unit", gettext_lazy("Where"), lambda row: row.name),
    Column(
        "urgency",
        gettext_lazy("Urgency"),
        lambda row: str(URGENCIES[str(row.concern.urgency)]),
        pill=lambda row: (URGENCY_TONES[str(row.concern.urgency)], "flame" if row.concern.urgency > 1 else ""),
    ),
    Column("state", gettext_lazy("State"), _state, pill=lambda row: (TONES[row.concern.state], ""), after=_climbed),
    Column("received", gettext_lazy("Received"), lambda row: row.concern.received, kind=DAY),
    Column(
        "due",
        gettext_lazy("Due"),
        lambda row: row.concern.due,
        kind=DAY,
        alert=lambda row: bool(row.concern.due and row.concern.due < clock.today()),
    ),
    Column("desk", gettext_lazy("On the desk of"), lambda row: row.desk, shown=False),
)


def _by_state(rows: ConcernQuerySet, asked: str) -> ConcernQuerySet:
    if asked == OPEN:
        return rows.filter(state__in=OWED)
    return rows.filter(due__lt=clock.today()) if asked == LATE else rows.filter(state=asked)


def concern_list(rows: ConcernQuerySet, user: Account) -> Listing:
    """Concerns that somebody may read: what waits first, the most urgent and the earliest due of it first."""
    waits = Case(When(state__in=OWED, then=Value(0)), default=Value(1), output_field=IntegerField())
    states = [("", _("All")), (OPEN, _("Waits for an answer")), (LATE, _("Late"))]
    states += [(key, str(word)) for key, word in STATES.items()]
    urgencies = [("", _("All")), *((key, str(word)) for key, word in URGENCIES.items())]
    return Listing(
        title=_("Concerns"),
        rows=rows.select_related("reader").annotate(done=waits, calm=Value(3) - F("urgency")),
        order=("done", "calm", "received", "key"),
        columns=COLUMNS,
        filters=(
            Filter("trang-thai", _("State"), states, _by_state),
            Filter("muc", _("Urgency"), urgencies, lambda found, asked: found.filter(urgency=int(asked))),
        ),
        dress=lambda found: dress(found, user),
        kept=("dv",),
        nothing_yet=Empty(
            _("No concern yet"),
            _("Put up a QR poster where people work: what they say arrives here, without their names."),
            reverse("posters"),
            _("Make posters"),
            "message-2",
        ),
    )
