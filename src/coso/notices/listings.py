"""The lists of notices, rumours and fact cards."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.models import Account
from coso.lib import clock
from coso.lists.listing import DAY, NUMBER, Column, Empty, Filter, Listing, Pill
from coso.notices.models import Addressee, FactCard, Notice, NoticeQuerySet, Rumour, RumourQuerySet
from coso.notices.permissions import READ
from coso.notices.services.facts import rumour_due
from coso.register.names import unit_names
from coso.register.querysets import branches
from coso.register.visibility import reach

OPEN, CLOSED, TAKEN = "mo", "khep", "thu-hoi"


@dataclass(frozen=True)
class NoticeRow:
    """A notice, its sender's name, and how far it came in the reader's branches."""

    notice: Notice
    sender: str
    done: int
    total: int


def _dress_for(user: Account) -> Any:
    seen = reach(user, READ)

    def dress(rows: Sequence[Notice]) -> list[NoticeRow]:
        here = Addressee.objects.filter(notice__in=[row.pk for row in rows])
        if not seen.everything:
            here = here.filter(branches("unit__path", seen.paths))
        counted = here.order_by().values_list("notice").annotate(done=Count("confirmed"), total=Count("pk"))
        counts = {key: (done, total) for key, done, total in counted}
        names = unit_names({row.unit_id for row in rows}, clock.today())
        return [NoticeRow(row, names.get(row.unit_id, ""), *counts.get(row.pk, (0, 0))) for row in rows]

    return dress


def _state(row: NoticeRow) -> str:
    if row.notice.taken_back:
        return _("Taken back")
    if row.notice.closed:
        return _("Closed")
    if row.done == row.total:
        return _("Confirmed by everybody")
    return _("Past its day") if row.notice.late else _("Being confirmed")


def _tone(row: NoticeRow) -> tuple[str, str]:
    if row.done == row.total and not row.notice.taken_back:
        return ("green", "")
    return ("dash" if row.notice.closed else "gold" if row.notice.late else "blue", "")


NOTICE_COLUMNS: tuple[Column[NoticeRow], ...] = (
    Column(
        "title",
        gettext_lazy("Notice"),
        lambda row: row.notice.title,
        link=lambda row: reverse("notice", args=[row.notice.pk]),
        under=Column("sender", gettext_lazy("Sent by"), lambda row: row.sender),
    ),
    Column("sent", gettext_lazy("Sent"), lambda row: row.notice.sent, kind=DAY),
    Column(
        "last",
        gettext_lazy("Confirm by"),
        lambda row: row.notice.last,
        kind=DAY,
        alert=lambda row: row.notice.late and row.done < row.total,
    ),
    Column("done", gettext_lazy("Confirmed"), lambda row: row.done, kind=NUMBER),
    Column("total", gettext_lazy("Addressed"), lambda row: row.total, kind=NUMBER),
    Column("state", gettext_lazy("State"), _state, pill=_tone),
)


def _by_state(rows: NoticeQuerySet, asked: str) -> NoticeQuerySet:
    if asked == OPEN:
        return rows.filter(closed=None)
    return rows.exclude(closed=None).filter(why="") if asked == CLOSED else rows.exclude(why="")


def notice_list(rows: NoticeQuerySet, user: Account, *, sends: bool) -> Listing:
    """Notices that somebody may read, the newest first; the counts are those of the reader's branches."""
    states = [("", _("All")), (OPEN, _("Being confirmed")), (CLOSED, _("Closed")), (TAKEN, _("Taken back"))]
    new = (reverse("notice_write"), _("Write a notice")) if sends else ("", "")
    return Listing(
        title=_("Notices"),
        rows=rows,
        order=("-sent", "-id"),
        columns=NOTICE_COLUMNS,
        filters=(Filter("trang-thai", _("State"), states, _by_state),),
        dress=_dress_for(user),
        excel="thong-bao",
        nothing_yet=Empty(
            _("No notice yet"),
            _("What a union tells those below it stands here, with who passed it on and who was not reached."),
            *new,
            "speakerphone",
        ),
    )


@dataclass(frozen=True)
class RumourRow:
    """A rumour with the names of where it was heard and of who owes the answer."""

    rumour: Rumour
    name: str
    desk: str

    @property
    def due(self) -> dt.date | None:
        """The last good day to answer; None once answered."""
        return None if self.rumour.answered else rumour_due(self.rumour.told)


def _dress_rumours(rows: Sequence[Rumour]) -> list[RumourRow]:
    names = unit_names({key for row in rows for key in (row.unit_id, row.desk_id)}, clock.today())
    return [RumourRow(row, names.get(row.unit_id, ""), names.get(row.desk_id, "")) for row in rows]


def rumour_state(rumour: Rumour) -> Pill:
    """Where a rumour stands."""
    if rumour.card_id:
        return Pill(_("Has a fact card"), "green", "file-certificate")
    return Pill(_("Needs no card"), "dash") if rumour.answered else Pill(_("Waits for an answer"), "gold")


RUMOUR_COLUMNS: tuple[Column[RumourRow], ...] = (
    Column(
        "text",
        gettext_lazy("What is being said"),
        lambda row: row.rumour.text,
        link=lambda row: reverse("rumour", args=[row.rumour.pk]),
    ),
    Column("unit", gettext_lazy("Where"), lambda row: row.name),
    Column("day", gettext_lazy("Heard on"), lambda row: row.rumour.day, kind=DAY),
    Column(
        "due",
        gettext_lazy("Answer by"),
        lambda row: row.due,
        kind=DAY,
        alert=lambda row: bool(row.due and row.due < clock.today()),
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: str(rumour_state(row.rumour)),
        pill=lambda row: (rumour_state(row.rumour).tone, rumour_state(row.rumour).sign),
    ),
    Column("desk", gettext_lazy("Owes the answer"), lambda row: row.desk, shown=False),
)


def _waiting(rows: RumourQuerySet, asked: str) -> RumourQuerySet:
    return rows.filter(answered__isnull=asked == OPEN)


def rumour_list(rows: RumourQuerySet, *, hears: bool) -> Listing:
    """Rumours that somebody may read, the newest first."""
    states = [("", _("All")), (OPEN, _("Waits for an answer")), ("xong", _("Answered"))]
    new = (reverse("rumour_hear"), _("Note a rumour")) if hears else ("", "")
    return Listing(
        title=_("Rumours"),
        rows=rows,
        order=("-day", "-id"),
        columns=RUMOUR_COLUMNS,
        filters=(Filter("trang-thai", _("State"), states, _waiting),),
        dress=_dress_rumours,
        nothing_yet=Empty(
            _("No rumour noted"),
            _("Note what is going round before it grows; the union answers with one page that names its source."),
            *new,
            "message-2",
        ),
    )


@dataclass(frozen=True)
class CardRow:
    """A fact card with the name of the union that published it."""

    card: FactCard
    name: str


def _dress_cards(rows: Sequence[FactCard]) -> list[CardRow]:
    names = unit_names({row.unit_id for row in rows}, clock.today())
    return [CardRow(row, names.get(row.unit_id, "")) for row in rows]


CARD_COLUMNS: tuple[Column[CardRow], ...] = (
    Column(
        "claim",
        gettext_lazy("What is being said"),
        lambda row: row.card.claim,
        link=lambda row: reverse("fact_card", args=[row.card.pk]),
        under=Column("source", gettext_lazy("Where it stands"), lambda row: row.card.source),
    ),
    Column("unit", gettext_lazy("Published by"), lambda row: row.name),
    Column("published", gettext_lazy("Published"), lambda row: row.card.published, kind=DAY),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: _("Taken back") if row.card.ended else _("Holds"),
        pill=lambda row: ("dash" if row.card.ended else "green", ""),
    ),
)


def card_list(rows: QuerySet[FactCard]) -> Listing:
    """The cards of the reader's branches and of the unions above them, the newest first."""
    return Listing(
        title=_("Fact cards"),
        rows=rows,
        order=("-published", "-id"),
        columns=CARD_COLUMNS,
        dress=_dress_cards,
        nothing_yet=Empty(
            _("No fact card yet"),
            _("A card answers a rumour on one page; anybody can open it."),
            sign="file-certificate",
        ),
    )
