"""The grading year: rubrics, rounds and their steps, sheets and their lines, what is decided and asked about them."""

from coso.grading.models.amendments import AmendedLine, Amendment
from coso.grading.models.clusters import Cluster, ClusterUnit
from coso.grading.models.deciding import Decision, Extension
from coso.grading.models.grading import Round, RoundStep, Sheet, SheetLine
from coso.grading.models.petitions import Petition

__all__ = [
    "AmendedLine",
    "Amendment",
    "Cluster",
    "ClusterUnit",
    "Decision",
    "Extension",
    "Petition",
    "Round",
    "RoundStep",
    "Sheet",
    "SheetLine",
]
