"""Editing a draft: its frame, its criteria one by one. A page that got old shows both values."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coso.access.journal import StaleError
from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.rubrics.forms.drafts import CriterionForm, FrameForm
from coso.rubrics.forms.fields import DraftForm
from coso.rubrics.grammar.editing import Data, move_criterion, remove_criterion
from coso.rubrics.grammar.model import Criterion
from coso.rubrics.models import Rubric
from coso.rubrics.reads import rubric_page
from coso.rubrics.services.rubrics import Change, change_rubric, require_open
from coso.rubrics.specs import draft_of
from coso.rubrics.views.rubrics import EDIT, about, rubric_for

FRAME = ("rounding", "document", "bands.levels")
NOTHING: list[tuple[str, str, str]] = []
Choices = Iterable[tuple[str, object]]
Make = Callable[[Any, Rubric], DraftForm]


def open_draft(request: Request, key: uuid.UUID) -> Rubric:
    """A rubric that may be edited, for those who may; 404 for the others, RefusedError once it is in use."""
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

    row = open_draft(request, key)
    return answer(request, row, make, "frame", lambda _form: FRAME)


def add(request: Request, key: uuid.UUID) -> HttpResponse:
    """A new criterion."""

    def make(said: Any, row: Rubric) -> CriterionForm:
        grammar, group = draft_of(row.source).rubric, request.GET.get("nhom", "")
        return CriterionForm(said, grammar=grammar, criterion=None, seen=str(row.act), group=group)

    return answer(request, open_draft(request, key), make, "criterion", _own_place)


def edit(request: Request, key: uuid.UUID, code: str) -> HttpResponse:
    """One criterion of a draft."""

    def make(said: Any, row: Rubric) -> CriterionForm:
        grammar = draft_of(row.source).rubric
        return CriterionForm(said, grammar=grammar, criterion=_criterion(row, code), seen=str(row.act))

    row = open_draft(request, key)
    _criterion(row, code)
    return answer(request, row, make, "criterion", _own_place, code)


def _own_place(form: DraftForm) -> tuple[str, ...]:
    return (f"criteria[{form.cleaned_data['code']}]",)


def answer(
    request: Request, row: Rubric, make: Make, page: str, places: Callable[[DraftForm], tuple[str, ...]], code: str = ""
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
    return render(request, f"rubrics/{page}.html", context, status=422 if form.errors or now else 200)


def _tell(form: DraftForm, wrong: RefusedError) -> None:
    for reason in wrong.reasons:
        field = form.place_of(reason.field)
        form.add_error(field, str(reason.text) if field else f"{reason.field}: {reason.text}".strip(": "))


def _both(form: DraftForm, make: Make, row: Rubric) -> tuple[DraftForm, list[tuple[str, str, str]]]:
    """The form with what was typed on the rubric as it is now, and (field, now, typed) where they differ."""
    said = QueryDict(mutable=True)
    said.update(form.data)
    said["seen"] = str(row.act)
    fresh = make(None, row)
    pairs = [(bound, _shown(bound, bound.value()), _shown(bound, _typed(bound, said))) for bound in _visible(fresh)]
    now = [(str(bound.label), there, typed) for bound, there, typed in pairs if there != typed]
    return make(said, row), now


def _visible(form: forms.Form) -> list[forms.BoundField]:
    return [bound for bound in form if not bound.is_hidden and not bound.field.disabled]


def _typed(bound: forms.BoundField, said: QueryDict) -> Any:
    return bound.field.widget.value_from_datadict(said, {}, bound.html_name)


def _shown(bound: forms.BoundField, value: Any) -> str:
    """A value in words: ticks as yes and no, choices by their labels, in the order of the form."""
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(bound.field, forms.ChoiceField):
        chosen, choices = value if isinstance(value, list | tuple) else [value], cast("Choices", bound.field.choices)
        return ", ".join(str(text) for key, text in choices if key and key in chosen)
    return "" if value is None else str(value).replace("\r\n", "\n")


DEEDS: dict[str, Callable[[Data, str], None]] = {
    "up": lambda data, code: move_criterion(data, code, -1),
    "down": lambda data, code: move_criterion(data, code, 1),
    "remove": remove_criterion,
}


@require_POST
def deed(request: Request, key: uuid.UUID, code: str) -> HttpResponse:
    """Moves a criterion within its group, or takes it out."""
    row = open_draft(request, key)
    _criterion(row, code)
    what = DEEDS.get(request.POST.get("what", ""))
    if what is None:
        raise RefusedError(_("This cannot be done here."))
    return done(request, row, Change(lambda data: what(data, code), (), code))


def done(request: Request, row: Rubric, change: Change) -> HttpResponse:
    """Makes a change that asks for nothing more, and says so on the page of the rubric."""
    try:
        change_rubric(rubric=row, change=change, by=request.user, seen=request.POST.get("seen"))
        messages.success(request, _("Changed: the draft of the rubric."))
    except StaleError:
        messages.error(request, _("Somebody changed this rubric meanwhile; look at it and try again."))
    return redirect("rubric", row.pk)
