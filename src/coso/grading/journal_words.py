"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coso.access.journal.moved import Moved
from coso.grading.chain import DONE, KINDS, WHY_NOT
from coso.rubrics.terms import DENOMINATORS, GRADES

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
TERMS = {
    "step": _steps,
    "why_not": lambda: WHY_NOT,
    "grade": lambda: GRADES,
    "denominator": lambda: {key: each.short for key, each in DENOMINATORS.items()},
}
UNITS = ("lead_id",)
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
