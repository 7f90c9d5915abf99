"""The kinds of step of a grading round: who acts, what the status is called. A round says which are on and by when."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coso.grading.models import Round, RoundStep, Sheet

SELF, CLUSTER, APPRAISE, SUBMIT, REVIEW, COUNCIL, DECIDE, PUBLISH, DONE = (
    "self",
    "cluster",
    "appraise",
    "submit",
    "review",
    "council",
    "decide",
    "publish",
    "done",
)
ORDER = (SELF, CLUSTER, APPRAISE, SUBMIT, REVIEW, COUNCIL, DECIDE, PUBLISH)
OWN, MANAGING, ROUND = "own", "managing", "round"
SUPPLEMENT = "grading.supplement"


@dataclass(frozen=True)
class StepKind:
    """A kind of step: who acts, the permission, the duty it opens, the date set on leaving, the status at it."""

    key: str
    text: str | Promise
    actor: str
    permission: str
    duty: str
    reached: str
    status: str | Promise


KINDS = {
    kind.key: kind
    for kind in (
        StepKind(SELF, _("Self-scoring"), OWN, "grading.submit", "grading.submit", "submitted", _("Scoring")),
        StepKind(
            CLUSTER,
            _("Cluster"),
            MANAGING,
            "grading.pass_cluster",
            "grading.cluster",
            "clustered",
            _("Submitted"),
        ),
        StepKind(
            APPRAISE,
            _("Appraisal"),
            MANAGING,
            "grading.appraise",
            "grading.appraise",
            "appraised_on",
            _("Submitted"),
        ),
        StepKind(
            SUBMIT,
            _("Submission for decision"),
            MANAGING,
            "grading.appraise",
            "grading.send_up",
            "sent_up",
            _("Appraised"),
        ),
        StepKind(
            REVIEW,
            _("Review"),
            ROUND,
            "grading.review",
            "grading.review",
            "reviewed",
            _("Submitted for decision"),
        ),
        StepKind(COUNCIL, _("Council"), ROUND, "grading.review", "grading.council", "heard", _("Awaiting council")),
        StepKind(
            DECIDE, _("Decision"), ROUND, "grading.decide", "grading.decide", "decided_on", _("Awaiting decision")
        ),
        StepKind(PUBLISH, _("Publication"), ROUND, "grading.decide", "grading.publish", "published", _("Decided")),
    )
}

Chain = list[RoundStep]


def chains(round_: Round) -> dict[str, Chain]:
    """The chains of a round by track."""
    out: dict[str, Chain] = {}
    for step in RoundStep.objects.filter(round=round_).order_by("track", "n"):
        out.setdefault(step.track, []).append(step)
    return out


def next_step(chain: Chain, step: str) -> RoundStep | None:
    """The step after one, None after the last."""
    kinds = [each.kind for each in chain]
    at = kinds.index(step) + 1
    return chain[at] if at < len(chain) else None


def status_of(sheet: Sheet, *, asked: int = 0, appraised: int = 0, suggested: int = 0) -> str | Promise:
    """The status word of a sheet, from its step, its open requests, its lines appraised or scored in its cluster."""
    if sheet.why_not:
        return WHY_NOT[sheet.why_not]
    if sheet.step == DONE:
        return _("Published")
    if sheet.step == SELF:
        return _("Returned") if sheet.returned_why else KINDS[SELF].status
    if asked:
        return _("Supplement asked")
    if sheet.step == APPRAISE and appraised:
        return _("Being appraised")
    return _("Scored by the cluster") if sheet.step == APPRAISE and suggested else KINDS[sheet.step].status


WHY_NOT = {
    "new": _("Not yet 12 months"),
    "after_merger": _("Not yet 6 months after a merger"),
    "dormant": _("Dormant"),
    "ended": _("Ended"),
    "not_submitted": _("No file submitted"),
    "no_rubric": _("No rubric for this sector"),
}
LEFT = {
    "other_calendar": _("Graded by another calendar"),
    "other_round": _("In another round of the year"),
}
