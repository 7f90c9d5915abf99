"""Which papers a sheet or a branch has at its state: built, printed and issued under one key."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coso.access.permissions import by_key
from coso.grading.chain import CLUSTER, DONE, SELF
from coso.grading.models import Round, Sheet
from coso.grading.papers.appraisal_minutes import appraisal_minutes
from coso.grading.papers.decision import DecisionList, decision, decision_lists, unlisted_sheets, whole_list
from coso.grading.papers.minutes import self_scoring_minutes
from coso.grading.papers.notice import notice
from coso.grading.papers.score_sheet import score_sheet
from coso.grading.papers.submission import appraised_sheets, submission
from coso.grading.services.guards import managing_unit
from coso.lib import clock
from coso.lib.dates import show_day
from coso.papers.paper import Paper
from coso.register.kinds import kinds
from coso.register.models import Unit, UnitVersion

WORD_PDF, ALL = ("docx", "pdf"), ("docx", "pdf", "xlsx")
DECISION = "quyet-dinh"


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
class Standing:
    """Where a round stands for an upper union: the lists decided, and whether sheets were decided outside of lists."""

    round: Round
    unit: Unit
    lists: list[DecisionList]
    unlisted: bool


@dataclass(frozen=True)
class UnitPaper:
    """A paper that an upper union makes from a round, or from one list decided in it (`subject`).

    `kind` is what its document is called; a round has one paper of a kind, but as many decisions as lists.
    """

    key: str
    title: Promise | str
    build: Callable[[Round, Unit], Paper]
    ready: Callable[[Standing], bool]
    forms: tuple[str, ...] = ALL
    subject: uuid.UUID | None = None

    @property
    def kind(self) -> str:
        """The kind of its document: that of a list's decision is "quyet-dinh"."""
        return DECISION if self.subject else self.key


def _always(_sheet: Sheet) -> bool:
    return True


def _sent(sheet: Sheet) -> bool:
    return sheet.step not in (SELF, CLUSTER)


def _published(sheet: Sheet) -> bool:
    return sheet.step == DONE


def _submits(now: Standing) -> bool:
    return now.unit.pk != now.round.unit_id and appraised_sheets(now.round, now.unit).exists()


def _decides(now: Standing) -> bool:
    return now.unlisted


def _gathers(now: Standing) -> bool:
    """Whether there is more than one decision to gather."""
    return len(now.lists) + now.unlisted > 1


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
        UnitPaper(DECISION, _("Decision with list"), lambda round_, _unit: decision(round_), _decides),
        UnitPaper(
            "danh-sach", _("All levels decided, in one list"), lambda round_, _unit: whole_list(round_), _gathers
        ),
    )
}


@cache
def kinds_of_unit_papers() -> dict[str, UnitPaper]:
    """The papers of a round by key: those of grading, and what other rooms make of a round (`round_papers.py`)."""
    return UNIT_PAPERS | by_key("round_papers", "UNIT_PAPERS")


def forms_of(key: str) -> tuple[str, ...]:
    """The forms in which a paper of a kind can be had."""
    found = SHEET_PAPERS.get(key) or kinds_of_unit_papers().get(key)
    return found.forms if found else WORD_PDF


def papers_of(sheet: Sheet) -> list[SheetPaper]:
    """The papers that a sheet has at its step; a union that is not graded has none."""
    return [] if sheet.why_not else [paper for paper in SHEET_PAPERS.values() if paper.ready(sheet)]


def is_upper(unit: Unit) -> bool:
    """Whether a unit is a union above the grassroots today."""
    version = UnitVersion.objects.on(clock.today()).filter(unit=unit).first()
    return version is not None and kinds()[version.kind].level == "upper"


def _of_list(listed: DecisionList) -> UnitPaper:
    row = listed.row
    text = ngettext("Decision of {day} – {n} union", "Decision of {day} – {n} unions", listed.sheets)
    title = text.format(day=f"{show_day(row.day)}{f' ({row.document})' if row.document else ''}", n=listed.sheets)
    build = partial(_decision, listed)
    return UnitPaper(f"{DECISION}-{row.pk.hex}", title, build, _decides, subject=row.pk)


def _decision(listed: DecisionList, round_: Round, _unit: Unit) -> Paper:
    return decision(round_, listed)


def unit_papers(round_: Round, unit: Unit) -> list[UnitPaper]:
    """The papers that an upper union has in a round; a grassroots union has its own on its sheet."""
    return papers_of_upper(round_, unit) if is_upper(unit) else []


def papers_of_upper(round_: Round, unit: Unit) -> list[UnitPaper]:
    """The papers that a union known to be an upper one has in a round: decisions, the newest first, then the rest."""
    decides = unit.pk == round_.unit_id
    lists = decision_lists(round_) if decides else []
    now = Standing(round_, unit, lists, decides and unlisted_sheets(round_).exists())
    return [_of_list(listed) for listed in lists] + [
        paper for paper in kinds_of_unit_papers().values() if paper.ready(now)
    ]


def issuing_unit(paper: SheetPaper, sheet: Sheet) -> Unit:
    """The unit that issues a paper of a sheet."""
    return sheet.unit if paper.own else managing_unit(sheet.unit, clock.today())
