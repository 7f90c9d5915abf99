"""The union's answer to a request for a supplement: a sentence, a file or a photo, or both (R20)."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from coso.access.journal import act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.services import close_duties
from coso.grading.chain import SUPPLEMENT
from coso.grading.models import SheetLine
from coso.grading.services.proofs import LineProofs
from coso.grading.services.rows import lock_line
from coso.grading.services.scoring import is_asked, require_scorer
from coso.lib import clock
from coso.lib.text import legible
from coso.papers.attachments.proofs import PHOTO, write_proof


def answer_request(
    *, line: SheetLine, answer: str, by: Account | None, upload: UploadedFile | None = None
) -> SheetLine:
    """The union answers a request, with a proof if it has one; after the last answer the duty is done.

    Raises RefusedError, field "answer" or "file"; nothing of it is then saved.
    """
    if not legible(answer) and upload is None:
        raise RefusedError(Reason(_("Say in a sentence what was supplemented, or attach a photo."), "answer"))
    said = answer.strip() or _("The proof is attached.")
    with act(by=by, verb="sheet.answer", unit=line.sheet.unit_id, subject=line.sheet) as a:
        now = lock_line(line)
        require_scorer(by, now.sheet)
        if not is_asked(now):
            raise RefusedError(_("Nothing is asked about this line."))
        if upload is not None:
            write_proof(a, LineProofs(now), PHOTO, by, upload, {})
        a.write(SheetLine, {now.id: {"answer": said, "answered": clock.today()}})
        if not now.sheet.lines.exclude(asked="").filter(answered=None).exists():
            close_duties(a, SUPPLEMENT, [now.sheet_id], by)
    return SheetLine.objects.get(pk=line.pk)
