"""The papers of the grading year: each built from a sheet or from a round, under the key that its address has."""

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coso.grading.chain import CLUSTER, DONE, SELF
from coso.grading.models import Sheet
from coso.grading.papers.appraisal_minutes import appraisal_minutes
from coso.grading.papers.decision import decision, whole_list
from coso.grading.papers.minutes import self_scoring_minutes
from coso.grading.papers.notice import notice
from coso.grading.papers.score_sheet import score_sheet
from coso.grading.papers.subjects import RoundSubject, SheetSubject
from coso.grading.papers.submission import appraised_sheets, submission
from coso.grading.services.guards import managing_unit
from coso.lib import clock
from coso.lib.dates import show_day
from coso.papers.paper import Paper
from coso.papers.registry import ALL_FORMS, PaperKind, Part
from coso.register.models import Unit


def _sent(of: SheetSubject) -> bool:
    return of.row.step not in (SELF, CLUSTER)


def _published(of: SheetSubject) -> bool:
    return of.row.step == DONE


def _submits(of: RoundSubject) -> bool:
    return not of.decides and appraised_sheets(of.row, of.unit).exists()


def _gathers(of: RoundSubject) -> bool:
    """Whether there is more than one decision to gather."""
    return len(of.lists) + of.unlisted > 1


def _decisions(of: RoundSubject) -> Iterator[Part]:
    """A decision for each list."""
    for listed in of.lists:
        row = listed.row
        text = ngettext("Decision of {day} – {n} union", "Decision of {day} – {n} unions", listed.sheets)
        day = f"{show_day(row.day)}{f' ({row.document})' if row.document else ''}"
        yield Part(row.pk, text.format(day=day, n=listed.sheets), partial(decision, of.row, listed))


def _managing(of: SheetSubject) -> Unit:
    return managing_unit(of.row.unit, clock.today())


OWN, UPPER = attrgetter("row.unit"), attrgetter("unit")


def _of_sheet(key: str, title: Promise, build: Callable[[Sheet], Paper], **facts: Any) -> PaperKind[SheetSubject]:
    return PaperKind(key, title, SheetSubject, lambda of: build(of.row), **{"issuer": OWN, **facts})


def _of_round(
    key: str,
    title: Promise,
    build: Callable[[RoundSubject], Paper],
    ready: Callable[[RoundSubject], bool],
    **facts: Any,
) -> PaperKind[RoundSubject]:
    return PaperKind(key, title, RoundSubject, build, UPPER, ready, ALL_FORMS, **facts)


PAPER_KINDS = [
    _of_sheet("bang-cham-diem", _("Score sheet"), score_sheet, forms=ALL_FORMS),
    _of_sheet("bien-ban-tu-cham", _("Committee minutes of self-scoring"), self_scoring_minutes),
    _of_sheet("bien-ban-tham-dinh", _("Appraisal minutes"), appraisal_minutes, issuer=_managing, ready=_sent),
    _of_sheet("thong-bao-ket-qua", _("Result for the notice board"), notice, ready=_published),
    _of_round("to-trinh", _("Submission with proposed levels"), lambda of: submission(of.row, of.unit), _submits),
    _of_round(
        "quyet-dinh",
        _("Decision with list"),
        lambda of: decision(of.row),
        attrgetter("unlisted"),
        parts=_decisions,
    ),
    _of_round("danh-sach", _("All levels decided, in one list"), lambda of: whole_list(of.row), _gathers),
]
