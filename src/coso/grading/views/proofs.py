"""The proofs of a line: adding one, withdrawing one."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.grading.models import SheetLine
from coso.grading.permissions import EVIDENCE
from coso.grading.reads import sheet_view
from coso.grading.services.proofs import LineProofs, add_proof, withdraw_proof
from coso.grading.views.sheet_context import about, alone, answer, get_line, rights
from coso.papers.attachments.proofs import files_beside
from coso.papers.attachments.sent import proof_sent
from coso.papers.models import Proof


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
    each, proofs = alone(request, line), LineProofs(line)
    can = rights(request, sheet_view(line.sheet))
    context = {**about(request, line.sheet), **can, "each": each, "error": error, "piece": bool(request.htmx)}
    context["adding"] = can["scoring"] or (can["supplementing"] and each.waits)
    context["most"] = proofs.most_files()
    context["known"] = list(files_beside(proofs).values()) if context["adding"] else []
    page = "grading/proof_forms.html" if request.htmx else "grading/proofs.html"
    return render(request, page, context, status=422 if error else 200)


def _add(request: Request, line: SheetLine) -> Proof:
    return add_proof(line=line, by=request.user, **proof_sent(request))


def proof_withdraw(request: Request, key: uuid.UUID) -> HttpResponse:
    """Takes a proof off its line with a reason; a GET asks for the reason."""
    proof = get_object_or_404(Proof.objects.visible_to(request.user, EVIDENCE).select_related("file"), pk=key)
    line = get_line(request, proof.subject)
    error = ""
    if request.method == "POST":
        try:
            withdraw_proof(proof=proof, reason=request.POST.get("reason", ""), by=request.user)
            return redirect("line_proofs", line.pk)
        except RefusedError as wrong:
            error = str(wrong)
    context = {**about(request, line.sheet), "each": alone(request, line), "proof": proof, "error": error}
    return render(request, "grading/proof_withdraw.html", context, status=422 if error else 200)
