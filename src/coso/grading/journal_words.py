"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coso.access.journal.moved import Moved
from coso.access.journal.touching import at
from coso.grading.amendment_forms import WHAT
from coso.grading.chain import DONE, KINDS, WHY_NOT
from coso.grading.models import Sheet
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import CALENDARS, DENOMINATORS, GRADES

TABLES = {
    "grading.round": _("Round"),
    "grading.roundstep": _("Step of a round"),
    "grading.sheet": _("Score sheet"),
    "grading.sheetline": _("Line of a sheet"),
    "grading.cluster": _("Cluster of a round"),
    "grading.clusterunit": _("Union of a cluster"),
    "grading.amendment": _("Letter that amends a round"),
    "grading.amendedline": _("Line that a letter changes"),
    "grading.decision": _("Decision on levels"),
}
FIELDS = {
    "closing": _("Figures close on"),
    "published": _("Published"),
    "step": _("Step"),
    "submitted": _("Submitted"),
    "appraised_on": _("Appraised on"),
    "own": _("Own points"),
    "none": _("None arose"),
    "note": _("Note"),
    "proposed": _("From records"),
    "cluster_points": _("Points suggested by the cluster"),
    "findings": _("Findings that cap the level"),
    "cluster_note": _("Note of the cluster"),
    "cluster_minute": _("Minutes of the cluster's meeting"),
    "lead_id": _("Lead of the cluster"),
    "appraised": _("Appraised points"),
    "ask_due": _("Supplement due"),
    "self_points": _("Own points, sum"),
    "appraised_points": _("Appraised points, sum"),
    "decided_points": _("Decided points"),
    "grade": _("Level decided"),
    "grade_why": _("Why this level"),
    "why_not": _("Not graded because"),
    "returned_why": _("Returned because"),
    "votes_for": _("Votes for"),
    "votes_against": _("Votes against"),
    "calendar": _("Calendar"),
    "heard": _("Heard by the council on"),
}


def _steps() -> dict[str, Any]:
    return {key: kind.text for key, kind in KINDS.items()} | {DONE: _("Published")}


def _extension(columns: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in columns.items() if name not in ("sheet_id", "step")}
    return {**rest, "subject": columns["sheet_id"], "kind": KINDS[columns["step"]].duty}


def _petition(columns: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in columns.items() if name not in ("sheet_id", "grade")}
    return {**rest, "subject": columns["sheet_id"], "about": {"grade": columns["grade"]}}


def _asked(columns: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in columns.items() if name != "sheet_id"}
    return {**rest, "subject": columns["sheet_id"], "subject_kind": "sheet"}


MOVED = [
    Moved("grading.extension", "duties.extension", _extension),
    Moved("grading.petition", "requests.request", _petition),
    Moved("grading.poll", "polls.poll", _asked),
    Moved("grading.meeting", "polls.meeting", _asked),
]


def _levels(line: Mapping[str, Any]) -> dict[str, Any]:
    """The levels of the criterion of a line that is judged by them."""
    sheet = Sheet.objects.select_related("round__rubric").filter(pk=line["sheet_id"]).first()
    criteria = grammar_of(sheet.round.rubric).criteria if sheet else ()
    return {level.key: level for each in criteria if each.code == line["code"] for level in each.levels}


TERMS = {
    "step": _steps,
    "calendar": lambda: dict(CALENDARS),
    "why_not": lambda: WHY_NOT,
    "grade": lambda: GRADES,
    "grading.roundstep.kind": _steps,
    "grading.amendment.kind": lambda: WHAT,
    "denominator": lambda: {key: each.short for key, each in DENOMINATORS.items()},
}


def _papers(units: QuerySet) -> Q:
    """The papers about sheets of some units, whoever issued them."""
    return Q(subject__in=Sheet.objects.filter(unit__in=units).values("id"))


ABOUT = {
    "grading.sheet": at("unit"),
    "grading.clusterunit": at("unit"),
    "papers.document": _papers,
}
ROW_TERMS = {"grading.sheetline.level": _levels}
UNITS = ("lead_id",)
TEXTS = ("cluster_minute",)
POINTS = (
    "own",
    "cluster_points",
    "appraised",
    "proposed",
    "self_points",
    "appraised_points",
    "decided_points",
    "proposed_points",
)
