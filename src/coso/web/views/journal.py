"""The journal: who did what, when and why; taking an entry back."""

import uuid
from collections.abc import Container, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.deeds import has_right, reason_text, verb_text
from coso.access.journal import StaleError, blockers, undo
from coso.access.journal.reading import Written, written_by
from coso.access.journal.snapshots import pages_of
from coso.access.models import Account, Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.access.requests import Request
from coso.lib import clock
from coso.lists.listing import MOMENT, Column, Empty, Listing, Pill
from coso.lists.pages import show
from coso.register.models import Unit
from coso.register.names import unit_names
from coso.register.rights import unit_of
from coso.register.services.guards import require
from coso.register.visibility import may, reach
from coso.web.journal_rows import rows_of
from coso.web.journal_units import deeds_about, rows_in_sight, told_units
from coso.web.journal_words import hidden_from, readers, tables

SHOWN = 30
UNDO = "journal.undo"
COLUMNS: tuple[Column[dict[str, Any]], ...] = (
    Column("when", gettext_lazy("When"), lambda row: row["action"].at, kind=MOMENT),
    Column(
        "what",
        gettext_lazy("What"),
        lambda row: row["what"],
        link=lambda row: reverse("action", args=[row["action"].pk]),
        after=lambda row: Pill(_("taken back"), "dash", "corner-up-left") if row["action"].undone_by else "",
        under=Column("unit", gettext_lazy("Unit"), lambda row: row["unit"]),
    ),
    Column("who", gettext_lazy("Who"), lambda row: row["who"]),
    Column("reason", gettext_lazy("Reason"), lambda row: row["reason"]),
)


def journal(request: Request) -> HttpResponse:
    """The newest actions in what the reader sees, or of one unit."""
    if not may(request.user, "journal.see"):
        raise Http404
    rows = _seen(request)
    unit = None
    if code := request.GET.get("dv"):
        unit = get_object_or_404(Unit.objects.visible_to(request.user, "journal.see"), code=code)
        rows = Action.objects.filter(deeds_about(unit)).exclude(hidden_from(request.user))
    name = unit and unit_names([unit.id], clock.today()).get(unit.id, unit.code)
    listing = Listing(
        title=_("Journal"),
        rows=rows,
        order=("-at", "-id"),
        columns=COLUMNS,
        dress=lambda actions: _rows(actions, request.user),
        counted=False,
        excel="nhat-ky",
        nothing_yet=Empty(_("Nothing was written yet"), _("Each change will stand here with its author and reason.")),
    )
    return show(request, listing, "web/journal.html", unit=name)


def _seen(request: Request) -> Any:
    found = reach(request.user, "journal.see")
    if found.everything:
        rows = Action.objects.all()
    else:
        rows = Action.objects.filter(unit__in=Unit.objects.in_branches(found.paths).values("id"))
    return rows.exclude(hidden_from(request.user))


def _rows(actions: Sequence[Action], user: Account) -> list[dict[str, Any]]:
    told = told_units(user, {a.unit for a in actions if a.unit})
    known = [a.actor for a in actions if a.actor and (a.unit is None or a.unit in told)]
    accounts = dict(Account.objects.filter(pk__in=known).values_list("id", "name"))
    names = unit_names(told, clock.today())
    return [
        {
            "action": a,
            "who": accounts.get(a.actor, "") if a.actor else _("the system"),
            "what": verb_text(a.verb),
            "unit": names.get(a.unit, ""),
            "reason": reason_text(a),
        }
        for a in actions
    ]


def action(request: Request, key: uuid.UUID) -> HttpResponse:
    """One action: what it wrote, and whether it can be taken back."""
    row = get_object_or_404(Action.objects.exclude(hidden_from(request.user)), pk=key)
    own = _seen(request).filter(pk=key).exists()
    among = None if own else rows_in_sight(row, request.user)
    if not own and not among:
        raise Http404
    counts = _counts(row, among)
    written = written_by(row, SHOWN, among)
    readable = _readable(written, row, request.user)
    context = {
        **_rows([row], request.user)[0],
        "counts": counts,
        "changes": rows_of(readable, request.user, request.day),
        "hidden": max(0, sum(counts.values()) - SHOWN) + len(written) - len(readable),
        "own": own,
        **(_undoing(request, row, some=bool(counts)) if own else {}),
    }
    return render(request, "web/action.html", context)


def _counts(row: Action, among: Container[uuid.UUID] | None) -> dict[str, int]:
    """How many rows of each table an action wrote, of those `among` some."""
    counts: dict[str, int] = {}
    for page in pages_of(row):
        here = sum(1 for key in page.snapshots if among is None or key in among)
        name = str(tables()[page.model._meta.label_lower])
        counts.update({name: counts.get(name, 0) + here} if here else {})
    return counts


def _undoing(request: Request, row: Action, *, some: bool) -> dict[str, Any]:
    """Whether an entry that wrote `some` rows can be taken back, and what stops it."""
    stops = [] if row.undone_by else blockers(row)
    return {
        "stops": [(tables().get(stop.table, stop.table), stop.since) for stop in stops[:20]],
        "stopped": len(stops),
        "for_good": any(stop.for_good for stop in stops),
        "may_undo": _may_undo(request, row) and not row.undone_by and not stops and some,
    }


def _readable(written: list[Written], action: Action, user: Account) -> list[Written]:
    """The rows without those of tables that the reader may not see at the unit of the action."""
    unit = unit_of(action)
    shut = {table for table, permission in readers().items() if not may(user, permission, unit)}
    return [each for each in written if each.model._meta.label_lower not in shut]


def _may_undo(request: Request, row: Action) -> bool:
    """Whether the reader may take entries back here, and could do this very deed."""
    return not request.past and may(request.user, UNDO, unit_of(row)) and has_right(request.user, row)


def take_back(request: Request, key: uuid.UUID) -> HttpResponse:
    """Takes an entry back: all of it, or nothing."""
    row = get_object_or_404(_seen(request), pk=key)
    if request.method == "POST":
        require(request.user, UNDO, unit_of(row))
        try:
            undo(action=row, reason=request.POST.get("reason", ""), by=request.user)
            messages.success(request, _("The entry is taken back; the journal keeps it."))
        except ForbiddenError:
            raise
        except RefusedError as wrong:
            messages.error(request, str(wrong))
        except StaleError:
            messages.error(request, _("Somebody wrote here at the same moment; look at the entry once more."))
    return redirect("action", key)
