"""The grading year: rubrics, rounds and their steps, sheets and their lines."""

from coso.evaluation.models.grading import Line, Proof, Reported, Round, RoundStep, Rubric, Sheet

__all__ = ["Line", "Proof", "Reported", "Round", "RoundStep", "Rubric", "Sheet"]
