"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

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
