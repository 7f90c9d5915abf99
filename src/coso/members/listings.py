"""The short lists of the room: numbers to settle, what was left to the union above, transfers."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.models import Account
from coso.lists.listing import DAY, Column, Empty, Filter, Listing
from coso.members.identity_reads import Case as Clashing
from coso.members.identity_reads import shown
from coso.members.models import Transfer
from coso.members.services.transfers import CHANGE
from coso.members.transfer_reads import TransferLine, lines
from coso.register.models import NumberMatch

PENDING, OVER = "cho", "xong"


def _others(case: Clashing) -> str:
    return case.match.name if case.match else ", ".join(side.person.name for side in case.sides[1:])


CASES: tuple[Column[Clashing], ...] = (
    Column(
        "record", gettext_lazy("On record"), lambda case: case.sides[0].person.name, template="members/case_one.html"
    ),
    Column("same", gettext_lazy("The same number"), _others, template="members/case_others.html"),
    Column("settle", gettext_lazy("Settle"), _others, template="members/case_settle.html", buttons=True),
)


def cases_list(cases: Sequence[Any]) -> Listing:
    """Numbers of identity papers that wait to be settled."""
    return Listing(
        title=_("ID numbers to settle"),
        rows=cases,
        columns=CASES,
        dress=shown,
        size=20,
        excel="so-dinh-danh-can-doi-chieu",
        nothing_yet=Empty(
            _("Nothing to settle"), _("Every number in what you see stands at one person."), sign="check"
        ),
    )


def _waits(match: NumberMatch) -> tuple[str, str] | None:
    return None if match.settled else ("gold", "clock")


ASKED: tuple[Column[NumberMatch], ...] = (
    Column("typed", gettext_lazy("Typed"), lambda match: match.name),
    Column("on", gettext_lazy("Day"), lambda match: match.on, kind=DAY),
    Column("answer", gettext_lazy("Answer"), lambda match: match.answer if match.settled else _("Waits"), pill=_waits),
    Column("next", gettext_lazy("What next"), lambda match: "", template="members/asked_next.html", buttons=True),
)


def asked_list(user: Account) -> Listing:
    """What the reader's union typed and left to the union above, and the answers."""
    return Listing(
        title=_("Left to the upper union"),
        rows=NumberMatch.objects.visible_to(user, CHANGE).filter(asked=True),
        order=("-on", "-id"),
        columns=ASKED,
        excel="so-gui-cap-tren",
        nothing_yet=Empty(_("Nothing was left to the upper union"), sign="check"),
    )


TRANSFERS: tuple[Column[TransferLine], ...] = (
    Column(
        "member",
        gettext_lazy("Member"),
        lambda line: line.row.person.name,
        link=lambda line: reverse("transfer", args=[line.row.pk]),
    ),
    Column("old", gettext_lazy("From the union"), lambda line: line.old or _("the union that has the member")),
    Column("new", gettext_lazy("To the union"), lambda line: line.new or _("not known yet")),
    Column("day", gettext_lazy("From day"), lambda line: line.row.day, kind=DAY),
    Column(
        "state",
        gettext_lazy("State"),
        lambda line: line.state,
        pill=lambda line: (line.tone, ""),
        under=Column("answer", gettext_lazy("Answer"), lambda line: line.row.answer),
    ),
    Column("opened", gettext_lazy("Begun on"), lambda line: line.row.opened, kind=DAY, shown=False),
    Column("reason", gettext_lazy("Reason"), lambda line: line.row.reason, shown=False),
)


def transfers_list(user: Account) -> Listing:
    """Members on their way, what is pending first, then what was done last."""
    over = Case(When(state__in=Transfer.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Transfer.objects.visible_to(user, CHANGE).select_related("person", "releasing", "receiving")
    states = [("", _("Pending and ended")), (PENDING, _("Pending")), (OVER, _("Ended"))]
    return Listing(
        title=_("Transfers"),
        rows=rows.annotate(over=over),
        order=("over", "-opened", "-id"),
        columns=TRANSFERS,
        filters=[Filter("tt", _("State"), states, lambda rows, state: rows.filter(over=int(state == OVER)))],
        dress=lambda rows: lines(rows, user),
        excel="chuyen-sinh-hoat",
        nothing_yet=Empty(
            _("No member is on the way"),
            _("Whoever comes from another union is asked for here, by the number of a paper and the name."),
            reverse("transfer_ask"),
            _("Take in from another union"),
            "transfer",
        ),
    )
