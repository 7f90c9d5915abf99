"""An attached file, to look at or to save."""

import uuid

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from coso.access.requests import Request
from coso.papers.attachments.files import path_of
from coso.papers.attachments.kinds import KINDS, PDF
from coso.papers.models import Attachment

# A file is a stranger's content: it may run nothing and load nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"


def attachment(request: Request, key: uuid.UUID) -> FileResponse:
    """The file, shown where it is a picture or a PDF, else saved. 404 to whoever may not see its unit."""
    return served(get_object_or_404(Attachment.objects.visible_to(request.user, "papers.see"), pk=key))


def served(row: Attachment) -> FileResponse:
    """A file to somebody who may see it. Raises Http404 where its content is gone."""
    path = path_of(row.sha256)
    if not path.exists():
        raise Http404
    shown = row.kind in KINDS and KINDS[row.kind].shown
    mime = row.kind if row.kind in KINDS else "application/octet-stream"
    response = FileResponse(path.open("rb"), as_attachment=not shown, filename=row.name, content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    # Some browsers show an empty window for a PDF in a sandbox; their viewers are apart from the page anyway.
    response["Content-Security-Policy"] = POLICY if mime == PDF.mime else f"{POLICY}; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
