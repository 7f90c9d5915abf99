"""Fields of forms about rubrics."""

from django import forms

from coso.rubrics.models import Rubric


class RubricField(forms.ModelChoiceField):
    """A rubric by its title and code."""

    def label_from_instance(self, obj: Rubric) -> str:
        return f"{obj.title} ({obj.code})"
