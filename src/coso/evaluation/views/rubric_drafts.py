"""Editing a draft: its frame, its criteria one by one. A page that got old shows both values."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.journal import StaleError
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.evaluation.filling import draft_of
from coso.evaluation.grammar.editing import Data, move_criterion, remove_criterion
from coso.evaluation.grammar.model import Criterion
from coso.evaluation.models import Rubric
from coso.evaluation.rubric_draft_forms import CriterionForm, FrameForm
from coso.evaluation.rubric_reads import rubric_page
from coso.evaluation.services.rubrics import Change, change_rubric, require_open
from coso.evaluation.views.rubrics import EDIT, about, rubric_for

FRAME = ("rounding", "document", "bands.levels")
NOTHING: list[tuple[str, str, str]] = []
AnyForm = FrameForm | CriterionForm
Make = Callable[[Any, Rubric], AnyForm]


def _draft(request: Request, key: uuid.UUID) -> Rubric:
    row = rubric_for(request, key, EDIT)
    require_open(row)
    return row


def _criterion(row: Rubric, code: str) -> Criterion:
    try:
        return draft_of(row.source).rubric.criterion(code)
    except LookupError as wrong:
        raise Http404 from wrong


def frame(request: Request, key: uuid.UUID) -> HttpResponse:
    """The frame of a draft."""

    def make(said: Any, row: Rubric) -> FrameForm:
        return FrameForm(said, grammar=draft_of(row.source).rubric, seen=str(row.act))

    row = _draft(request, key)
    return _answer(request, row, make, "frame", lambda _form: FRAME)


def add(request: Request, key: uuid.UUID) -> HttpResponse:
    """A new criterion."""

    def make(said: Any, row: Rubric) -> CriterionForm:
        grammar, group = draft_of(row.source).rubric, request.GET.get("nhom", "")
        return CriterionForm(said, grammar=grammar, criterion=None, seen=str(row.act), group=group)

    return _answer(request, _draft(request, key), make, "criterion", _own_place)


def edit(request: Request, key: uuid.UUID, code: str) -> HttpResponse:
    """One criterion of a draft."""

    def make(said: Any, row: Rubric) -> CriterionForm:
        grammar = draft_of(row.source).rubric
        return CriterionForm(said, grammar=grammar, criterion=_criterion(row, code), seen=str(row.act))

    row = _draft(request, key)
    _criterion(row, code)
    return _answer(request, row, make, "criterion", _own_place, code)


def _own_place(form: AnyForm) -> tuple[str, ...]:
    return (f"criteria[{form.cleaned_data['code']}]",)


def _answer(
    request: Request, row: Rubric, make: Make, page: str, places: Callable[[AnyForm], tuple[str, ...]], code: str = ""
) -> HttpResponse:
    """Shows a form, or saves it: a refusal stands at its field, another's values beside what was typed."""
    form, now = make(request.POST or None, row), NOTHING
    if request.method == "POST" and form.is_valid():
        change = Change(form.edit, places(form), code)
        try:
            change_rubric(rubric=row, change=change, by=request.user, seen=form.cleaned_data["seen"])
        except RefusedError as wrong:
            _tell(form, wrong)
        except StaleError:
            row = Rubric.objects.get(pk=row.pk)
            form, now = _both(form, make, row)
        else:
            messages.success(request, _("Saved; the sums are counted anew."))
            return redirect("rubric", row.pk)
    context = about(request, row) | {"form": form, "now": now, "code": code, "page": rubric_page(row, "")}
    return render(request, f"evaluation/rubrics/{page}.html", context, status=422 if form.errors or now else 200)


def _tell(form: AnyForm, wrong: RefusedError) -> None:
    for reason in wrong.reasons:
        field = form.place_of(reason.field) if isinstance(form, CriterionForm) else None
        form.add_error(field, str(reason.text) if field else f"{reason.field}: {reason.text}".strip(": "))


def _both(form: AnyForm, make: Make, row: Rubric) -> tuple[AnyForm, list[tuple[str, str, str]]]:
    """The form with what was typed on the rubric as it is now, and (field, now, typed) where they differ."""
    said = QueryDict(mutable=True)
    said.update(form.data)
    said["seen"] = str(row.act)
    fresh = make(None, row)
    pairs = [(bound, _shown(bound.value()), form.data.get(name, "")) for name, bound in _visible(fresh)]
    now = [(str(bound.label), there, typed) for bound, there, typed in pairs if there != typed.replace("\r\n", "\n")]
    return make(said, row), now


def _visible(form: forms.Form) -> list[tuple[str, forms.BoundField]]:
    plain = (forms.CheckboxInput, forms.HiddenInput)
    return [(b.name, b) for b in form if not isinstance(b.field.widget, plain) and not b.field.disabled]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


DEEDS: dict[str, Callable[[Data, str], None]] = {
    "up": lambda data, code: move_criterion(data, code, -1),
    "down": lambda data, code: move_criterion(data, code, 1),
    "remove": remove_criterion,
}


@require_POST
def deed(request: Request, key: uuid.UUID, code: str) -> HttpResponse:
    """Moves a criterion within its group, or takes it out."""
    row = _draft(request, key)
    _criterion(row, code)
    what = DEEDS.get(request.POST.get("what", ""))
    if what is None:
        raise RefusedError(_("This cannot be done here."))
    try:
        change = Change(lambda data: what(data, code), (), code)
        change_rubric(rubric=row, change=change, by=request.user, seen=request.POST.get("seen"))
        messages.success(request, _("Done."))
    except StaleError:
        messages.error(request, _("Somebody changed this rubric meanwhile; look at it and try again."))
    return redirect("rubric", row.pk)
