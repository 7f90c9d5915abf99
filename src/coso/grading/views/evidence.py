"""The records behind the figure of a line."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render

from coso.access.requests import Request
from coso.grading.evidence import GLANCE, PAGE, evidence_of
from coso.grading.reads import sheet_view
from coso.grading.views.sheet_context import about, alone, get_line, rights


def line_evidence(request: Request, key: uuid.UUID) -> HttpResponse:
    """How a figure came about, with its records; a piece of the sheet for a script, else a page of its own."""
    line = get_line(request, key)
    each = alone(request, line)
    size = GLANCE if request.htmx else PAGE
    evidence = evidence_of(each, request.user, request.GET.get("trang", ""), size)
    can = rights(request, sheet_view(line.sheet))
    context = {**about(request, line.sheet), **can, "each": each, "evidence": evidence}
    context["adding"] = can["scoring"] or (can["supplementing"] and each.waits)
    page = "grading/evidence_body.html" if request.htmx else "grading/evidence.html"
    return render(request, page, {**context, "piece": bool(request.htmx)})
