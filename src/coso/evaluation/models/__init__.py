"""The grading year: rubrics, rounds and their steps, sheets and their lines, what is decided and asked about them."""

from coso.evaluation.models.amendments import AmendedLine, Amendment
from coso.evaluation.models.clusters import Cluster, ClusterUnit
from coso.evaluation.models.deciding import Decision, Extension
from coso.evaluation.models.grading import Line, Proof, Reported, Round, RoundStep, Rubric, Sheet
from coso.evaluation.models.petitions import Petition
from coso.evaluation.models.poll import Meeting, Poll
from coso.evaluation.models.readings import RubricReading

__all__ = [
    "AmendedLine",
    "Amendment",
    "Cluster",
    "ClusterUnit",
    "Decision",
    "Extension",
    "Line",
    "Meeting",
    "Petition",
    "Poll",
    "Proof",
    "Reported",
    "Round",
    "RoundStep",
    "Rubric",
    "RubricReading",
    "Sheet",
]
