"""Which papers a sheet or a branch has at its state: built, printed and issued under one key."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coso.documents.paper import Paper
from coso.evaluation.chain import CLUSTER, DONE, SELF
from coso.evaluation.models import Round, Sheet
from coso.evaluation.papers.appraisal_minutes import appraisal_minutes
from coso.evaluation.papers.decision import decided_sheets, decision
from coso.evaluation.papers.minutes import self_scoring_minutes
from coso.evaluation.papers.notice import notice
from coso.evaluation.papers.score_sheet import score_sheet
from coso.evaluation.papers.submission import appraised_sheets, submission
from coso.evaluation.papers.summary import summary
from coso.evaluation.services.gate import managing_unit
from coso.register.kinds import kinds
from coso.register.models import Unit, UnitVersion

WORD_PDF, ALL = ("docx", "pdf"), ("docx", "pdf", "xlsx")


@dataclass(frozen=True)
class SheetPaper:
    """A paper made from a sheet; `own` is issued by the union, else by its managing union."""

    key: str
    title: Promise
    build: Callable[[Sheet], Paper]
    own: bool
    ready: Callable[[Sheet], bool]
    forms: tuple[str, ...] = WORD_PDF


@dataclass(frozen=True)
class UnitPaper:
    """A paper that an upper union makes from a round."""

    key: str
    title: Promise
    build: Callable[[Round, Unit], Paper]
    ready: Callable[[Round, Unit], bool]
    forms: tuple[str, ...] = ALL


def _always(_sheet: Sheet) -> bool:
    return True


def _sent(sheet: Sheet) -> bool:
    return sheet.step not in (SELF, CLUSTER)


def _published(sheet: Sheet) -> bool:
    return sheet.step == DONE


def _submits(round_: Round, unit: Unit) -> bool:
    return unit.pk != round_.unit_id and appraised_sheets(round_, unit).exists()


def _decides(round_: Round, unit: Unit) -> bool:
    return unit.pk == round_.unit_id and decided_sheets(round_).exists()


SHEET_PAPERS = {
    each.key: each
    for each in (
        SheetPaper("bang-cham-diem", _("Score sheet"), score_sheet, own=True, ready=_always, forms=ALL),
        SheetPaper(
            "bien-ban-tu-cham", _("Committee minutes of self-scoring"), self_scoring_minutes, own=True, ready=_always
        ),
        SheetPaper("bien-ban-tham-dinh", _("Appraisal minutes"), appraisal_minutes, own=False, ready=_sent),
        SheetPaper("thong-bao-ket-qua", _("Result for the notice board"), notice, own=True, ready=_published),
    )
}
UNIT_PAPERS = {
    each.key: each
    for each in (
        UnitPaper("to-trinh", _("Submission with proposed levels"), submission, _submits),
        UnitPaper("quyet-dinh", _("Decision with list"), lambda round_, _unit: decision(round_), _decides),
        UnitPaper("bieu-tong-hop", _("Summary by sector and level"), summary, lambda _round, _unit: True),
    )
}


def forms_of(key: str) -> tuple[str, ...]:
    """The forms in which a paper of a kind can be had."""
    found = SHEET_PAPERS.get(key) or UNIT_PAPERS.get(key)
    return found.forms if found else WORD_PDF


def papers_of(sheet: Sheet) -> list[SheetPaper]:
    """The papers that a sheet has at its step; a union that is not graded has none."""
    return [] if sheet.why_not else [paper for paper in SHEET_PAPERS.values() if paper.ready(sheet)]


def is_upper(unit: Unit) -> bool:
    """Whether a unit is a union above the grassroots today."""
    version = UnitVersion.objects.on(timezone.localdate()).filter(unit=unit).first()
    return version is not None and kinds()[version.kind].level == "upper"


def unit_papers(round_: Round, unit: Unit) -> list[UnitPaper]:
    """The papers that an upper union has in a round; a grassroots union has its own on its sheet."""
    if not is_upper(unit):
        return []
    return [paper for paper in UNIT_PAPERS.values() if paper.ready(round_, unit)]


def issuing_unit(paper: SheetPaper, sheet: Sheet) -> Unit:
    """The unit that issues a paper of a sheet."""
    return sheet.unit if paper.own else managing_unit(sheet.unit, timezone.localdate())
