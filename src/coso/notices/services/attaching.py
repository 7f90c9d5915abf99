"""The file of a notice that is not sent yet: kept at the first press, sent with the second."""

import uuid

from django.core.files.uploadedfile import UploadedFile

from coso.access.journal import act, held
from coso.access.models import Account, Action
from coso.notices.permissions import SEND
from coso.papers.attachments.files import keep_attachment
from coso.papers.models import Attachment
from coso.register.models import Unit
from coso.register.services.guards import require


def attach(*, unit: Unit, upload: UploadedFile, by: Account) -> uuid.UUID:
    """Keeps the file of a notice to come and returns its key. Raises RefusedError: what is wrong with it, at "file"."""
    with act(by=by, verb="notice.attach", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, SEND, here)
        return keep_attachment(a, here, upload)


def attached(key: uuid.UUID | None, unit: Unit, by: Account) -> Attachment | None:
    """The file that somebody kept for a notice of a unit; of nobody else and of no other matter."""
    row = Attachment.objects.filter(pk=key, unit=unit).first() if key else None
    kept = Action.objects.filter(actor=by.pk, verb="notice.attach")
    return row if row and row.act and kept.filter(pk=row.act).exists() else None
