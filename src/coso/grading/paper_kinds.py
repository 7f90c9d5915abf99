"""The papers of the grading year: each built from a sheet or from a round, under the key that its address has."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coso.grading.chain import CLUSTER, DONE, SELF
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
from coso.papers.registry import ALL_FORMS, PaperKind, Part
from coso.register.models import Unit


def _own(of: SheetSubject) -> Unit:
    unit: Unit = of.sheet.unit
    return unit


def _managing(of: SheetSubject) -> Unit:
    return managing_unit(of.sheet.unit, clock.today())


def _upper(of: RoundSubject) -> Unit:
    return of.unit


def _sent(of: SheetSubject) -> bool:
    return of.sheet.step not in (SELF, CLUSTER)


def _published(of: SheetSubject) -> bool:
    return of.sheet.step == DONE


def _submits(of: RoundSubject) -> bool:
    return not of.decides and appraised_sheets(of.round, of.unit).exists()


def _decided_apart(of: RoundSubject) -> bool:
    return of.unlisted


def _gathers(of: RoundSubject) -> bool:
    """Whether there is more than one decision to gather."""
    return len(of.lists) + of.unlisted > 1


def _decisions(of: RoundSubject) -> Iterator[Part]:
    """A decision for each list."""
    for listed in of.lists:
        row = listed.row
        text = ngettext("Decision of {day} – {n} union", "Decision of {day} – {n} unions", listed.sheets)
        day = f"{show_day(row.day)}{f' ({row.document})' if row.document else ''}"
        yield Part(row.pk, text.format(day=day, n=listed.sheets), partial(decision, of.round, listed))


PAPER_KINDS = [
    PaperKind(
        "bang-cham-diem",
        _("Score sheet"),
        SheetSubject,
        lambda of: score_sheet(of.sheet),
        _own,
        forms=ALL_FORMS,
    ),
    PaperKind(
        "bien-ban-tu-cham",
        _("Committee minutes of self-scoring"),
        SheetSubject,
        lambda of: self_scoring_minutes(of.sheet),
        _own,
    ),
    PaperKind(
        "bien-ban-tham-dinh",
        _("Appraisal minutes"),
        SheetSubject,
        lambda of: appraisal_minutes(of.sheet),
        _managing,
        _sent,
    ),
    PaperKind(
        "thong-bao-ket-qua",
        _("Result for the notice board"),
        SheetSubject,
        lambda of: notice(of.sheet),
        _own,
        _published,
    ),
    PaperKind(
        "to-trinh",
        _("Submission with proposed levels"),
        RoundSubject,
        lambda of: submission(of.round, of.unit),
        _upper,
        _submits,
        ALL_FORMS,
    ),
    PaperKind(
        "quyet-dinh",
        _("Decision with list"),
        RoundSubject,
        lambda of: decision(of.round),
        _upper,
        _decided_apart,
        ALL_FORMS,
        _decisions,
    ),
    PaperKind(
        "danh-sach",
        _("All levels decided, in one list"),
        RoundSubject,
        lambda of: whole_list(of.round),
        _upper,
        _gathers,
        ALL_FORMS,
    ),
]
