"""Forms of the grading year."""

from coso.evaluation.forms.lists import FilterForm
from coso.evaluation.forms.opening import ChainForm, OpenForm, RubricField

__all__ = ["ChainForm", "FilterForm", "OpenForm", "RubricField"]
