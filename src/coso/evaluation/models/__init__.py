"""The grading year: rubrics, rounds and their steps, sheets and their lines."""

from coso.evaluation.models.deciding import Decision, Extension
from coso.evaluation.models.grading import Line, Proof, Reported, Round, RoundStep, Rubric, Sheet
from coso.evaluation.models.petitions import Petition

__all__ = [
    "Decision",
    "Extension",
    "Line",
    "Petition",
    "Proof",
    "Reported",
    "Round",
    "RoundStep",
    "Rubric",
    "Sheet",
]
