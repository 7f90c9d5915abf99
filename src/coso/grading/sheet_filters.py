"""Which lines of a sheet are shown: all, those still open, those with a gap, those changed after the sheet was sent."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.journal.snapshots import open_page
from coso.access.models import Action, Change
from coso.access.prepared import prepared
from coso.grading.models import Sheet
from coso.grading.reads import LineView, SheetView

ALL, OPEN, GAP, CHANGED = "", "mo", "lech", "doi"
UNIONS_HAND = ("sheet.score", "sheet.answer")


@dataclass(frozen=True)
class Tab:
    """A filter with the number of lines that it shows."""

    key: str
    text: str
    n: int
    on: bool


def is_open(view: SheetView, each: LineView) -> bool:
    """Whether somebody still has to say something: the union while it scores, its cluster, then the appraiser."""
    if each.out:
        return False
    if view.at_self:
        return not each.done and not each.bonus
    if view.at_cluster:
        return each.line.cluster_points is None and each.line.own is not None
    return view.at_appraisal and (each.waits or (each.line.appraised is None and not each.bonus))


def choose_lines(view: SheetView, asked: str) -> list[Tab]:
    """Puts on each group the lines that a filter shows, greatest gap first where gaps are asked for. Returns tabs."""
    tests = _tests(view)
    key = asked if asked in tests else ALL
    for group in view.groups:
        group.shown = [each for each in group.lines if tests[key](each)]
        if key == GAP:
            group.shown.sort(key=lambda each: -each.gap)
    texts = {ALL: _("All lines"), OPEN: _("Still open"), GAP: _("With a gap"), CHANGED: _("Changed after sending")}
    if not view.at_self:
        texts[OPEN] = _("To look at")
    tabs = [Tab(name, texts[name], sum(map(test, view.lines)), name == key) for name, test in tests.items()]
    return [tab for tab in tabs if tab.n or tab.on or tab.key in (ALL, OPEN)]


def _tests(view: SheetView) -> dict[str, Callable[[LineView], bool]]:
    tests: dict[str, Callable[[LineView], bool]] = {}
    if view.at_self or view.at_cluster or view.at_appraisal:
        tests[OPEN] = lambda each: is_open(view, each)
    if not view.at_self:
        tests[CHANGED] = lambda each: each.supplemented
    return {**tests, GAP: lambda each: each.gap > 0, ALL: lambda each: True}


def show_changes(view: SheetView) -> None:
    """Puts on each line what the union had said when it first sent the sheet, where it wrote the line since."""
    before = _before(view.sheet)
    for each in view.lines:
        each.before = before.get(each.line.id)


def _before(sheet: Sheet) -> dict[uuid.UUID, dict[str, Any]]:
    """The snapshot of each line before the union's first writing after the first sending, from the journal."""
    if not sheet.submitted:
        return {}
    out: dict[uuid.UUID, dict[str, Any]] = {}
    for change in _written_since(sheet.id):
        for key, snapshot in open_page(change).snapshots.items():
            if snapshot is not None:
                out.setdefault(key, snapshot)
    return out


@prepared
def _written_since(sheet: uuid.UUID) -> QuerySet[Change]:
    """What the union wrote on lines after the first sending."""
    sent = Action.objects.filter(subject=sheet, verb="sheet.submit", undone_by=None).order_by("at")
    mine = {"subject": sheet, "verb__in": UNIONS_HAND, "undone_by": None, "at__gt": sent.values("at")[:1]}
    written = Change.objects.filter(
        table="grading.sheetline", **{f"action__{name}": value for name, value in mine.items()}
    )
    return written.order_by("action__at", "id")
