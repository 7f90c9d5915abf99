"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.papers.attachments.kinds import KINDS as FILES
from coso.papers.attachments.proof_reads import KINDS as PROOFS
from coso.papers.registry import paper_kinds

TABLES = {
    "papers.series": _("Number series"),
    "papers.attachment": _("File"),
    "papers.document": _("Document"),
    "papers.proof": _("Proof"),
}
FIELDS = {
    "title": _("Title"),
    "size": _("Size"),
    "text": _("Text"),
    "seen_on": _("Seen on"),
    "ended_on": _("Withdrawn on"),
    "ended_why": _("Withdrawn because"),
}


def _kinds() -> dict[str, Any]:
    return {key: kind.title for key, kind in paper_kinds().items()}


ABOUT = {"papers.proof": at("unit")}
TERMS = {
    "papers.series.kind": _kinds,
    "papers.document.kind": _kinds,
    "papers.proof.kind": lambda: PROOFS,
    "papers.attachment.kind": lambda: {mime: kind.endings[0].strip(".").upper() for mime, kind in FILES.items()},
}
TEXTS = ("title",)
