"""Naming a cluster: its name, its unions, its lead."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.register.forms import choose


class ClusterForm(forms.Form):
    """A cluster of a round: `unions` are the (key, name) pairs that may be in it."""

    name = forms.CharField(label=_("Name of the cluster"), max_length=120)
    unions = forms.TypedMultipleChoiceField(
        label=_("Unions of the cluster"),
        help_text=_("A union is in at most one cluster of a round; those of other clusters are not listed."),
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
    )
    lead = forms.TypedChoiceField(
        label=_("Lead of the cluster"),
        help_text=_(
            "One of the unions ticked above. Its chair and vice-chair suggest points for the others, "
            "never for their own union."
        ),
        coerce=UUID,
    )
    had = forms.TypedMultipleChoiceField(widget=forms.MultipleHiddenInput, coerce=UUID, required=False)

    def __init__(self, *args: Any, unions: list[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(key), name) for key, name in unions]
        choose(self, "unions", named)
        choose(self, "had", named)
        choose(self, "lead", [("", _("Choose")), *named])

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        return {name: self.cleaned_data[name] for name in ("name", "unions", "lead")}

    @property
    def seen(self) -> list[UUID] | None:
        """The unions that were in the cluster when the page was opened, if it said so."""
        return self.cleaned_data["had"] or None
