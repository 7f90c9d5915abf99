"""The proofs of a line: adding one, withdrawing one."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coso.access.refusals import RefusedError
from coso.access.requests import Request, keys_in
from coso.grading.models import Proof, SheetLine
from coso.grading.permissions import EVIDENCE
from coso.grading.proof_reads import find_record
from coso.grading.reads import sheet_view
from coso.grading.services.proofs import RECORD, add_proof, files_of_sheet, most_files, withdraw_proof
from coso.grading.views.sheet_context import about, alone, answer, get_line, rights
from coso.lib.dates import read_iso


def line_proofs(request: Request, key: uuid.UUID) -> HttpResponse:
    """The proofs of a line and the ways to add one; a POST adds one."""
    line = get_line(request, key)
    if request.method != "POST":
        return _page(request, line)
    if request.htmx:
        return answer(request, line, lambda: _add(request, line), "proof")
    try:
        _add(request, line)
    except RefusedError as wrong:
        return _page(request, line, str(wrong))
    return redirect("line_proofs", key)


def _page(request: Request, line: SheetLine, error: str = "") -> HttpResponse:
    each = alone(request, line)
    can = rights(request, sheet_view(line.sheet))
    context = {**about(request, line.sheet), **can, "each": each, "error": error, "piece": bool(request.htmx)}
    context["adding"] = can["scoring"] or (can["supplementing"] and each.waits)
    context["most"] = most_files(line)
    context["known"] = list(files_of_sheet(line.sheet).values()) if context["adding"] else []
    page = "grading/proof_forms.html" if request.htmx else "grading/proofs.html"
    return render(request, page, context, status=422 if error else 200)


def _add(request: Request, line: SheetLine) -> Proof:
    sent = request.POST
    return add_proof(
        line=line,
        kind=sent.get("kind", ""),
        by=request.user,
        upload=request.FILES.get("file"),
        file=next(iter(keys_in(request, "known")), None),
        seen_on=read_iso(sent.get("seen_on", "")),
        **_said(request),
    )


def _said(request: Request) -> dict[str, Any]:
    """The words of a proof; a record is looked up, so that only what the writer may see is named."""
    text = request.POST.get("text", "").strip()[:1000]
    if request.POST.get("kind") != RECORD:
        return {"text": text}
    found = find_record(text, request.user)
    return {"text": found[2], "record": found[:2]} if found else {"text": text}


def proof_withdraw(request: Request, key: uuid.UUID) -> HttpResponse:
    """Takes a proof off its line with a reason; a GET asks for the reason."""
    found = Proof.objects.visible_to(request.user, EVIDENCE).select_related("file")
    proof = get_object_or_404(found, pk=key)
    line = get_line(request, proof.line_id)
    proof.line = line
    error = ""
    if request.method == "POST":
        try:
            withdraw_proof(proof=proof, reason=request.POST.get("reason", ""), by=request.user)
            return redirect("line_proofs", line.pk)
        except RefusedError as wrong:
            error = str(wrong)
    context = {**about(request, line.sheet), "each": alone(request, line), "proof": proof, "error": error}
    return render(request, "grading/proof_withdraw.html", context, status=422 if error else 200)
