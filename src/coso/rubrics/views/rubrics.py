"""Rubrics: the list, the page of one, its text out and in, a file of a province in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import attempt, render_form, submitted
from coso.access.requests import Request
from coso.lists.pages import show
from coso.register.visibility import may
from coso.rubrics.forms.rubrics import CopyForm, FileForm, TextForm
from coso.rubrics.importing.word_out import word_table
from coso.rubrics.limit_words import calendar_name, cap_views, quota_view, sectors_in_words, window_rows
from coso.rubrics.listings import rubric_list
from coso.rubrics.models import Rubric, RubricReading
from coso.rubrics.reads import RubricPage, rubric_page
from coso.rubrics.services.readings import keep_reading
from coso.rubrics.services.rubrics import copy_rubric, take_in_rubric
from coso.rubrics.uses import uses_of
from coso.rubrics.words import remark, words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SEE, EDIT = "rubrics.see", "rubrics.edit"


def require_seen(request: Request, permission: str) -> None:
    """A stranger gets 404."""
    if not may(request.user, permission):
        raise Http404


def rubric_for(request: Request, key: uuid.UUID, permission: str = SEE) -> Rubric:
    """A rubric for somebody with the permission anywhere; 404 for the others."""
    require_seen(request, permission)
    return get_object_or_404(Rubric, pk=key)


def rubrics(request: Request) -> HttpResponse:
    """Every rubric with its paper, validity and status, and where it is in use."""
    require_seen(request, SEE)
    may_edit = may(request.user, EDIT)
    waiting = RubricReading.objects.filter(rubric=None).order_by("-on", "-id")[:10] if may_edit else []
    return show(request, rubric_list(may_edit=may_edit), "rubrics/list.html", may_edit=may_edit, waiting=waiting)


def rubric(request: Request, key: uuid.UUID) -> HttpResponse:
    """One rubric: groups, criteria with their rules in words, levels, caps, and what is missing."""
    row = rubric_for(request, key)
    page = rubric_page(row, request.GET.get("bang", ""))
    return render(request, "rubrics/page.html", about(request, row) | limits_of(page) | {"page": page})


def limits_of(page: RubricPage) -> dict[str, Any]:
    """What the page of a rubric says of its tables and limits."""
    variant = next((each for each in page.grammar.variants if each.key == page.variant), None)
    return {
        "variant": variant,
        "sectors": sectors_in_words(variant),
        "note": remark(variant) if variant else "",
        "calendars": [calendar_name(each) for each in variant.calendars] if variant else [],
        "quota": quota_view(page.grammar),
        "windows": window_rows(page.grammar.windows),
        "caps": cap_views(page.grammar, page.variant, page.gates),
    }


def about(request: Request, row: Rubric) -> dict[str, Any]:
    """What every page of a rubric shows around its own matter."""
    page = rubric_page(row, "")
    return {
        "rubric": row,
        "grammar": page.grammar,
        "notice": words(page.grammar, "notice"),
        "round_names": ", ".join(use.text for use in uses_of([row])[row.pk]),
        "may_edit": may(request.user, EDIT),
        "open": not row.frozen,
        "missing": [words(problem, "text") for problem in page.grammar.missing],
        "missing_at": page.grammar.missing,
    }


def rubric_text(request: Request, key: uuid.UUID) -> HttpResponse:
    """The text of a rubric as a file."""
    row = rubric_for(request, key)
    answer = HttpResponse(row.source, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.code}.yaml"'
    return answer


def take_in(request: Request) -> HttpResponse:
    """A rubric comes in: a Word or Excel table to be read, or a text in the grammar."""
    require_seen(request, EDIT)
    file, text = FileForm(), TextForm()
    if "text" in request.POST or "yaml" in request.FILES:
        text = TextForm(request.POST, request.FILES)
        made = attempt(text, lambda: take_in_rubric(**text.facts, by=request.user)) if text.is_valid() else None
        if made:
            messages.success(request, _("The rubric is taken in."))
            return redirect("rubric", made.pk)
    elif request.method == "POST":
        file = FileForm(request.POST, request.FILES)
        kept = attempt(file, lambda: keep_reading(**file.facts, by=request.user)) if file.is_valid() else None
        if kept:
            return redirect("rubric_reading", kept.pk)
    return render_form(request, "rubrics/take_in.html", {"file": file, "text": text}, file, text)


def copy(request: Request, key: uuid.UUID) -> HttpResponse:
    """A new draft out of another rubric."""
    row = rubric_for(request, key, EDIT)
    form = CopyForm(request.POST or None, initial={"title": row.title_vi})
    done = submitted(
        request,
        form,
        lambda sent: copy_rubric(rubric=row, **sent.cleaned_data, by=request.user),
        done=_("The draft is made; change what is different."),
        to=lambda made: reverse("rubric", args=[made.pk]),
    )
    return done or render_form(request, "rubrics/copy.html", about(request, row) | {"form": form}, form)


def rubric_word(request: Request, key: uuid.UUID) -> HttpResponse:
    """One variant of a rubric as a Word table."""
    row = rubric_for(request, key)
    page = rubric_page(row, request.GET.get("bang", ""))
    answer = HttpResponse(word_table(row, page.variant), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{row.code}-{page.variant or "bang"}.docx"'
    return answer
