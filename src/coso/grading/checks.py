"""What the doctor looks at in the grading year: sums, and that every level is what the journal decided."""

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _

from coso.access.checks import Check
from coso.access.journal.snapshots import Snapshot, open_page
from coso.access.models import Change
from coso.grading.chain import APPRAISE, ORDER
from coso.grading.models import Sheet
from coso.grading.services.appraisal import appraised_facts

TABLE = "grading.sheet"
DECIDED = ("grade", "grade_why", "decided_points")
DECIDING = ("round.decide", "demo.seed")
REOPENING = ("sheet.reopen", "sheet.answer_petition")
AFTER = (*ORDER[ORDER.index(APPRAISE) + 1 :], "done")


def _sums() -> Iterator[str]:
    """From its appraisal on a sheet has the points that its lines add up to."""
    sheets = Sheet.objects.filter(step__in=AFTER, appraised_points__isnull=False)
    text = _("The points of the sheet of {unit} are not the sum of its lines: {sheet}. Report it with this line.")
    for sheet in sheets.select_related("unit", "round__rubric").order_by("unit__path").iterator(chunk_size=500):
        if appraised_facts(sheet)["appraised_points"] != sheet.appraised_points:
            yield text.format(unit=sheet.unit.code, sheet=sheet.pk)


def _grades() -> Iterator[str]:
    """Level and points of each sheet are those that its last standing decision left, and none without a decision."""
    decided, graded = _decided(), Sheet.objects.exclude(grade="").values_list("id", flat=True)
    rows = Sheet.objects.filter(pk__in={*decided, *graded}).select_related("unit").order_by("unit__path")
    for sheet in rows:
        snapshot = decided.get(sheet.pk, dict.fromkeys(DECIDED))
        if any(getattr(sheet, name) != snapshot[name] for name in DECIDED):
            text = _(
                "The level or the points of {unit} are not what the journal decided: {sheet}. Compare with a backup "
                "of before: somebody wrote past the application."
            )
            yield text.format(unit=sheet.unit.code, sheet=sheet.pk)


def _decided() -> dict[uuid.UUID, Snapshot]:
    """Each decided sheet as its newest standing decision left it; not those that were reopened since."""
    pages = Change.objects.filter(table=TABLE, action__undone_by=None).order_by("action__at", "id")
    out: dict[uuid.UUID, Snapshot] = {}
    for change in pages.filter(action__verb__in=[*DECIDING, *REOPENING]).select_related("action").iterator(50):
        verb, page = change.action.verb, open_page(change)
        for key, snapshot in page.snapshots.items():
            if verb in REOPENING:
                out.pop(key, None)
            elif page.after and snapshot:
                out[key] = snapshot
    return out


CHECKS = [Check("sums", _sums), Check("grades", _grades)]
