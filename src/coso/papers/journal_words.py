"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "papers.series": _("Number series"),
    "papers.attachment": _("File"),
    "papers.document": _("Document"),
}
FIELDS = {
    "title": _("Title"),
    "size": _("Size"),
}
