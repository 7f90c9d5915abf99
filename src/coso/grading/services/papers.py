"""Issuing the papers of the grading year."""

from django.db import transaction
from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.grading.models import Round, Sheet
from coso.grading.papers.offers import SHEET_PAPERS, issuing_unit, papers_of, unit_papers
from coso.grading.services.rows import lock_round, lock_sheet
from coso.papers.models import Document
from coso.papers.services import issue_document
from coso.register.models import Unit
from coso.register.services.gate import lock


def issue_sheet_paper(*, sheet: Sheet, what: str, by: Account | None) -> Document:
    """Issues a paper of a sheet with its figures of now. Raises RefusedError, ForbiddenError."""
    paper = SHEET_PAPERS.get(what)
    if paper is None:
        raise RefusedError(_("This paper cannot be made at this step."))
    unit = issuing_unit(paper, sheet)
    with transaction.atomic():
        lock([unit.id])
        now = lock_sheet(sheet.id)
        if paper not in papers_of(now):
            raise RefusedError(_("This paper cannot be made at this step."))
        return issue_document(kind=what, unit=unit, subject=now.id, frozen=paper.build(now), by=by)


def issue_unit_paper(*, round_: Round, unit: Unit, what: str, by: Account | None) -> Document:
    """Issues a paper of an upper union about a round, or one list decided in it, with its figures of now.

    Raises RefusedError, ForbiddenError.
    """
    with transaction.atomic():
        now = lock_round(round_.id)
        lock([unit.id])
        paper = next((each for each in unit_papers(now, unit) if each.key == what), None)
        if paper is None:
            raise RefusedError(_("This paper cannot be made at this step."))
        subject, frozen = paper.subject or now.id, paper.build(now, unit)
        return issue_document(kind=paper.kind, unit=unit, subject=subject, frozen=frozen, by=by)
