"""Editing what limits a draft: its gates, its quota, eligibility and windows, the variants it has tables for."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.rubrics.forms.fields import DraftForm
from coso.rubrics.forms.gates import GateForm
from coso.rubrics.forms.limits import LIMITS, LimitsForm
from coso.rubrics.forms.variants import VariantForm, going_with
from coso.rubrics.grammar.editing_limits import remove_gate
from coso.rubrics.grammar.editing_variants import remove_variant
from coso.rubrics.grammar.model import Gate, RubricSpec, Variant
from coso.rubrics.models import Rubric
from coso.rubrics.services.rubrics import Change
from coso.rubrics.specs import draft_of
from coso.rubrics.views.drafts import answer, done, open_draft
from coso.rubrics.words import words


def _grammar(row: Rubric) -> RubricSpec:
    return draft_of(row.source).rubric


def limits(request: Request, key: uuid.UUID) -> HttpResponse:
    """Quota, eligibility and windows of a draft."""

    def make(said: Any, row: Rubric) -> LimitsForm:
        return LimitsForm(said, grammar=_grammar(row), seen=str(row.act))

    return answer(request, open_draft(request, key), make, "limits", lambda _form: LIMITS)


# ── gates ──


def _gate(row: Rubric, code: str) -> Gate:
    for gate in _grammar(row).gates:
        if gate.code == code:
            return gate
    raise Http404


def _place_of_gate(form: DraftForm) -> tuple[str, ...]:
    return (f"gates[{form.cleaned_data['code']}]",)


def add_gate(request: Request, key: uuid.UUID) -> HttpResponse:
    """A new gate."""

    def make(said: Any, row: Rubric) -> GateForm:
        return GateForm(said, grammar=_grammar(row), gate=None, seen=str(row.act))

    return answer(request, open_draft(request, key), make, "gate", _place_of_gate)


def edit_gate(request: Request, key: uuid.UUID, code: str) -> HttpResponse:
    """One gate of a draft."""

    def make(said: Any, row: Rubric) -> GateForm:
        return GateForm(said, grammar=_grammar(row), gate=_gate(row, code), seen=str(row.act))

    row = open_draft(request, key)
    _gate(row, code)
    return answer(request, row, make, "gate", _place_of_gate, code)


@require_POST
def drop_gate(request: Request, key: uuid.UUID, code: str) -> HttpResponse:
    """Takes a gate out of a draft."""
    row = open_draft(request, key)
    _gate(row, code)
    return done(request, row, Change(lambda data: remove_gate(data, code), (), code))


# ── variants ──


def _variant(row: Rubric, key: str) -> Variant:
    try:
        return _grammar(row).variant(key)
    except LookupError as wrong:
        raise Http404 from wrong


def _place_of_variant(form: DraftForm) -> tuple[str, ...]:
    return (f"variants.{form.key}", "variants.applies_to") if isinstance(form, VariantForm) else ()


def add_variant(request: Request, key: uuid.UUID) -> HttpResponse:
    """A new variant."""

    def make(said: Any, row: Rubric) -> VariantForm:
        return VariantForm(said, grammar=_grammar(row), variant=None, seen=str(row.act))

    return answer(request, open_draft(request, key), make, "variant", _place_of_variant)


def edit_variant(request: Request, key: uuid.UUID, variant: str) -> HttpResponse:
    """One variant of a draft."""

    def make(said: Any, row: Rubric) -> VariantForm:
        return VariantForm(said, grammar=_grammar(row), variant=_variant(row, variant), seen=str(row.act))

    row = open_draft(request, key)
    title = words(_variant(row, variant))
    return answer(request, row, make, "variant", _place_of_variant, title)


@require_POST
def drop_variant(request: Request, key: uuid.UUID, variant: str) -> HttpResponse:
    """Takes a variant out of a draft, with its lines only where that is confirmed."""
    row = open_draft(request, key)
    found, grammar = _variant(row, variant), _grammar(row)
    if len(grammar.variants) == 1:
        raise RefusedError(_("A rubric keeps at least one table; add another before you take this one out."))
    if going_with(grammar, variant).lines and not request.POST.get("sure"):
        raise RefusedError(_("Criteria have points for these unions. Tick that their lines go too, then try again."))
    return done(request, row, Change(lambda data: remove_variant(data, variant), (), words(found)))
