"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "documents.series": _("Number series"),
    "documents.attachment": _("File"),
    "documents.document": _("Document"),
}
FIELDS = {
    "title": _("Title"),
    "size": _("Size"),
}
