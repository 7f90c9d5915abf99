"""The grading year: rubrics, rounds and their steps, sheets and their lines, what is decided and asked about them."""

from coso.grading.models.amendments import AmendedLine, Amendment
from coso.grading.models.clusters import Cluster, ClusterUnit
from coso.grading.models.deciding import Decision
from coso.grading.models.grading import Round, RoundStep, Sheet, SheetLine

__all__ = [
    "AmendedLine",
    "Amendment",
    "Cluster",
    "ClusterUnit",
    "Decision",
    "Round",
    "RoundStep",
    "Sheet",
    "SheetLine",
]
