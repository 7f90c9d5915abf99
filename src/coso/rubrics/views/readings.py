"""What was read of a file: line by line, each to be corrected, then made into a draft."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from coso.access.forms import attempt, render_form
from coso.access.journal import StaleError
from coso.access.requests import Request
from coso.rubrics.forms.rubrics import AboutForm
from coso.rubrics.importing.draft import sums_of
from coso.rubrics.importing.lines import CRITERION, GROUP, OUT, TEXT, ReadLine
from coso.rubrics.importing.sentences import DEDUCT, IF_TRUE, PER, TYPED
from coso.rubrics.models import Rubric, RubricReading
from coso.rubrics.reading_words import DOUBTS, HOW, KINDS, RULES, faults_of_lines
from coso.rubrics.services.readings import Body, blank_line, body_of, correct_reading, make_draft
from coso.rubrics.views.rubrics import EDIT, require_seen

CELLS = {"code": 12, "title": 2000, "max": 12, "each": 12, "evidence": 2000}


def _reading(request: Request, key: uuid.UUID) -> RubricReading:
    require_seen(request, EDIT)
    return get_object_or_404(RubricReading, pk=key)


def reading(request: Request, key: uuid.UUID) -> HttpResponse:
    """The reading as a table to correct; saving keeps it, the main button makes the draft."""
    row = _reading(request, key)
    if row.rubric_id:
        return redirect("rubric", row.rubric_id)
    form = AboutForm(request.POST if "make" in request.POST else None, initial={"title": _title(row.name)})
    typed = None
    if request.method == "POST":
        typed = _typed(request.POST, body_of(row).lines)
        row, stale = _kept(request, row, typed)
        if stale:
            return _page(request, row, form, typed)
        if "make" not in request.POST:
            messages.success(request, _("What you corrected is kept; the sums are counted anew."))
            return redirect("rubric_reading", key)
        made = _made(request, row, form)
        if made:
            messages.success(request, _("The draft is made; its page says what is still missing."))
            return redirect("rubric", made.pk)
    return _page(request, row, form, None)


def _made(request: Request, row: RubricReading, form: AboutForm) -> Rubric | None:
    if not form.is_valid():
        return None
    return attempt(form, lambda: make_draft(reading=row, about=form.about(row.name), by=request.user))


def _kept(request: Request, row: RubricReading, typed: list[ReadLine]) -> tuple[RubricReading, bool]:
    try:
        return correct_reading(reading=row, lines=typed, by=request.user, seen=request.POST.get("seen")), False
    except StaleError:
        text = _("Somebody corrected this reading meanwhile; both values are shown, keep what is right.")
        messages.error(request, text)
        return RubricReading.objects.get(pk=row.pk), True


def _typed(said: QueryDict, known: list[ReadLine]) -> list[ReadLine]:
    """The lines as the form sent them; a line that it does not name stays as it was."""
    out = []
    for n, line in enumerate(known):
        kind, rule = str(said.get(f"kind-{n}", "")), str(said.get(f"rule-{n}", ""))
        line.kind = kind if kind in KINDS else line.kind
        line.rule = rule if rule in RULES else line.rule
        for name, longest in CELLS.items():
            cell = str(said.get(f"{name}-{n}", getattr(line, name)))
            setattr(line, name, " ".join(cell.split())[:longest])
        out.append(line)
        if said.get("add") == str(n):
            out.append(blank_line(CRITERION, line))
    return out


def _title(name: str) -> str:
    return " ".join(name.rpartition(".")[0].replace("_", " ").replace("-", " ").split())[:200]


def _page(request: Request, row: RubricReading, form: AboutForm, typed: list[ReadLine] | None) -> HttpResponse:
    body = body_of(row)
    context: dict[str, Any] = {
        "reading": row,
        "form": form,
        "rows": _rows(body, typed),
        "sums": sums_of(body.lines),
        "others": body.others,
        "kinds": KINDS,
        "rules": RULES,
        "unsure": sum(bool(line.doubts) for line in body.lines),
        "counts": {kind: sum(line.kind == kind for line in body.lines) for kind in (GROUP, CRITERION, TEXT, OUT)},
    }
    return render_form(request, "rubrics/reading.html", context, form)


def _rows(body: Body, typed: list[ReadLine] | None) -> list[dict[str, Any]]:
    faults = faults_of_lines(body.lines)
    rows = []
    for n, line in enumerate(body.lines):
        mine = typed[n] if typed and n < len(typed) else line
        rows.append(
            {
                "n": n,
                "line": mine,
                "now": line if mine != line else None,
                "how": [HOW[key] for key in line.how if key in HOW],
                "doubts": [DOUBTS[key] for key in line.doubts if key in DOUBTS],
                "faults": faults.get(n, []),
                "asks_each": mine.rule in (PER, DEDUCT),
                "ruled": mine.rule in (PER, DEDUCT, IF_TRUE, TYPED),
            }
        )
    return rows
