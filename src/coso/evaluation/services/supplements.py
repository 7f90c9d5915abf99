"""The union's answer to a request for a supplement: a sentence, a file or a photo, or both (R20)."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties
from coso.evaluation.models import Line
from coso.evaluation.services.proofs import PHOTO, write_proof
from coso.evaluation.services.scoring import is_asked, require_scorer
from coso.lib import clock


def answer_request(*, line: Line, answer: str, by: Account | None, upload: UploadedFile | None = None) -> Line:
    """The union answers a request, with a proof if it has one; after the last answer the duty is done.

    Raises RefusedError, field "answer" or "file"; nothing of it is then saved.
    """
    sheet = line.sheet
    require_scorer(by, sheet)
    if not is_asked(line):
        raise RefusedError(_("Nothing is asked about this line."))
    if not answer.strip() and upload is None:
        raise RefusedError(Reason(_("Say in a sentence what was supplemented, or attach a photo."), "answer"))
    said = answer.strip() or _("The proof is attached.")
    with act(by=by, verb="sheet.answer", unit=sheet.unit_id, subject=sheet) as a:
        if upload is not None:
            write_proof(a, line, PHOTO, by, upload, {})
        a.write(Line, {line.id: {"answer": said, "answered": clock.today()}})
        if not sheet.lines.exclude(asked="").filter(answered=None).exists():
            close_duties(a, "evaluation.supplement", [sheet.id], by)
    return Line.objects.get(pk=line.pk)
