"""Letters that amend a round: the list, a preview of what a new one changes, and entering it."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.forms import attempt, render_form, submitted
from coso.access.requests import Request
from coso.grading.amendment_forms import LetterForm
from coso.grading.models import Amendment, Round, Sheet
from coso.grading.services.amendments import PERMISSION, Foreseen, amend_round, foresee_amendment
from coso.register.names import unit_names
from coso.register.visibility import may
from coso.rubrics.specs import grammar_of
from coso.rubrics.words import words

SHOWN = 50


def _round(request: Request, key: uuid.UUID, permission: str = "grading.see") -> Round:
    row = get_object_or_404(Round.objects.select_related("rubric", "unit"), pk=key)
    if not may(request.user, permission, None if permission == "grading.see" else row.unit):
        raise Http404
    return row


def amendments(request: Request, key: uuid.UUID) -> HttpResponse:
    """The letters of a round, the newest first, each with how many sheets it changed within what the reader sees."""
    row = _round(request, key)
    grammar = grammar_of(row.rubric)
    seen = Sheet.objects.visible_to(request.user, "grading.see").filter(round=row)
    titles = {each.code: words(each) for each in grammar.criteria}
    letters = Amendment.objects.filter(round=row).order_by("-dated", "-id")
    context = {
        "round": row,
        "rubric": row.rubric,
        "letters": [
            (letter, titles.get(letter.code, ""), seen.filter(lines__amended__amendment=letter).count())
            for letter in letters
        ],
        "may_amend": may(request.user, PERMISSION, row.unit) and not request.past,
    }
    return render(request, "grading/amendments.html", context)


def amend(request: Request, key: uuid.UUID) -> HttpResponse:
    """A new letter: first what it would change, then one action."""
    row = _round(request, key, PERMISSION)
    form = LetterForm(request.POST or None, grammar=grammar_of(row.rubric))
    done = "amend" in request.POST and submitted(
        request,
        form,
        lambda sent: amend_round(
            round_=row, letter=sent.letter, by=request.user, expected=sent.cleaned_data["expected"]
        ),
        done=_("The letter is entered; every line it changes shows it."),
        to=reverse("amendments", args=[key]),
    )
    if done:
        return done
    foreseen = request.method == "POST" and "amend" not in request.POST and form.is_valid()
    found = attempt(form, lambda: foresee_amendment(round_=row, letter=form.letter)) if foreseen else None
    context = {"round": row, "rubric": row.rubric, "form": form} | _shown(request, row, found)
    return render_form(request, "grading/amend.html", context, form)


def _shown(request: Request, row: Round, found: Foreseen | None) -> dict[str, Any]:
    if found is None:
        return {"found": None}
    bands = {band.key: words(band) for band in grammar_of(row.rubric).bands}
    effects = sorted(found.effects, key=lambda each: each.level_before == each.level_after)[:SHOWN]
    names = unit_names([each.sheet.unit_id for each in effects] + [each.unit_id for each in found.left], request.day)
    return {
        "found": found,
        "effects": [
            (names.get(e.sheet.unit_id, ""), e, bands.get(e.level_before, ""), bands.get(e.level_after, ""))
            for e in effects
        ],
        "more": max(len(found.effects) - SHOWN, 0),
        "left": [(names.get(sheet.unit_id, ""), sheet) for sheet in found.left[:SHOWN]],
    }
